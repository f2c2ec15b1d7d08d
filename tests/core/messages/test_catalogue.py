import gettext
import os
import re
import subprocess
import sys
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError

from core.messages.catalogue import PLURAL_FORMS, ROOT, catalogue_files, compile_catalogues, messages_of, read, updated
from core.messages.extraction import collect

PAGE = """{% load i18n %}{% translate "Post" %}
{% blocktranslate count n=n %}{{ n }} post{% plural %}{{ n }} posts{% endblocktranslate %}"""
TRANSLATED = """msgid ""
msgstr "Plural-Forms: nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;\\n"
# of a network
#, fuzzy
msgid "Post"
msgstr "Publicación"
msgid "Posts"
msgstr "Publicaciones"
msgid "%(n)s post"
msgid_plural "%(n)s posts"
msgstr[0] "%(n)s publicación"
msgstr[1] "%(n)s de publicaciones"
msgstr[2] "%(n)s publicaciones"
"""


def file_of(root: Path) -> Path:
    return root / "locale/es/LC_MESSAGES/django.po"


def strings(catalogue: Catalog) -> dict[object, object]:
    return {message.id: message.string for message in messages_of(catalogue)}


def test_updating_keeps_translations_and_drops_what_is_no_longer_said(site):
    root = site({"templates/page.html": PAGE})
    file_of(root).write_text(TRANSLATED)
    text = updated(file_of(root), collect(root))
    file_of(root).write_bytes(text)
    catalogue = read(file_of(root))
    assert strings(catalogue) == {
        "Post": "Publicación",
        ("%(n)s post", "%(n)s posts"): (
            "%(n)s publicación",
            "%(n)s de publicaciones",
            "%(n)s publicaciones",
        ),
    }
    assert catalogue["Post"].fuzzy
    assert catalogue["Post"].user_comments == ["of a network"]
    assert b"Posts" not in text.replace(b"%(n)s posts", b"")
    assert updated(file_of(root), collect(root)) == text


def test_updating_guesses_nothing_from_likeness(site):
    root = site({"templates/page.html": '{% load i18n %}{% translate "Post" context "verb" %}{% translate "Postss" %}'})
    file_of(root).write_text(TRANSLATED)
    file_of(root).write_bytes(updated(file_of(root), collect(root)))
    assert strings(read(file_of(root))) == {"Post": "", "Postss": ""}


def test_updating_drops_a_translation_when_its_message_gains_a_plural(site):
    page = "{% load i18n %}{% blocktranslate count n=n %}Post{% plural %}Posts{% endblocktranslate %}"
    root = site({"templates/page.html": page})
    file_of(root).write_text(TRANSLATED)
    file_of(root).write_bytes(updated(file_of(root), collect(root)))
    assert strings(read(file_of(root))) == {("Post", "Posts"): ("", "", "")}


def test_an_empty_file_becomes_a_catalogue_with_the_forms_of_its_language(site):
    root = site({"templates/page.html": PAGE})
    file_of(root).write_bytes(b"")
    file_of(root).write_bytes(updated(file_of(root), collect(root)))
    assert read(file_of(root)).plural_forms == PLURAL_FORMS["es"]
    assert strings(read(file_of(root))) == {"Post": "", ("%(n)s post", "%(n)s posts"): ("", "", "")}


def test_the_file_is_sorted_and_without_lines_and_dates(site):
    root = site({"templates/page.html": PAGE, "templates/a.html": '\n\n{% load i18n %}{% translate "Post" %}'})
    text = updated(file_of(root), collect(root)).decode()
    assert text.endswith(
        "\n\n#: templates/page.html\n#, python-format\n"
        'msgid "%(n)s post"\nmsgid_plural "%(n)s posts"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n\n'
        '#: templates/a.html templates/page.html\nmsgid "Post"\nmsgstr ""\n'
    )
    assert "Date" not in text


def test_plural_forms_are_those_of_django():
    for locale, ours in PLURAL_FORMS.items():
        folder = Path(django.__file__).parent / "conf/locale" / locale / "LC_MESSAGES/django.po"
        theirs = re.search(r'"Plural-Forms: ((?:.*"\n")*.*?)\\n"', folder.read_text()).group(1).replace('"\n"', "")
        assert ours == theirs


def test_a_catalogue_with_two_plural_forms_gets_three(site):
    root = site({"templates/page.html": PAGE})
    file_of(root).write_text(TRANSLATED.replace(PLURAL_FORMS["es"], "nplurals=2; plural=n != 1;").replace("[2]", "[1]"))
    file_of(root).write_text(file_of(root).read_text().replace('msgstr[1] "%(n)s de publicaciones"\n', ""))
    file_of(root).write_bytes(updated(file_of(root), collect(root)))
    catalogue = read(file_of(root))
    assert catalogue.num_plurals == 3
    assert catalogue["%(n)s post"].string == ("%(n)s publicación", "%(n)s publicaciones", "")


def test_more_forms_than_the_header_says_is_an_error(site):
    root = site({})
    file_of(root).write_text(TRANSLATED.replace("nplurals=3", "nplurals=2"))
    with pytest.raises(PoFileError):
        read(file_of(root))


def test_compiles_what_python_reads(site):
    root = site({})
    file_of(root).write_text(TRANSLATED)
    assert compile_catalogues(root) == [file_of(root).with_suffix(".mo")]
    spanish = gettext.translation("django", root / "locale", ["es"])
    assert spanish.gettext("Posts") == "Publicaciones"
    assert spanish.gettext("Post") == "Post"  # fuzzy: not used
    counted = [spanish.ngettext("%(n)s post", "%(n)s posts", n) for n in (0, 1, 2, 1_000_000)]
    assert counted == ["%(n)s publicaciones", "%(n)s publicación", "%(n)s publicaciones", "%(n)s de publicaciones"]


def test_compiles_only_what_is_stale(site):
    root = site({})
    target = file_of(root).with_suffix(".mo")
    assert compile_catalogues(root) == [target]
    assert compile_catalogues(root) == []
    later = target.stat().st_mtime + 1
    os.utime(file_of(root), (later, later))
    assert compile_catalogues(root) == [target]


def test_a_broken_catalogue_leaves_the_compiled_one_and_no_other_file(site):
    root = site({})
    file_of(root).write_text(TRANSLATED)
    target = compile_catalogues(root)[0]
    before = target.read_bytes()
    file_of(root).write_text('msgid "a"\nmsgstr "b"\nmsgid\n')
    later = target.stat().st_mtime + 1
    os.utime(file_of(root), (later, later))
    with pytest.raises(PoFileError):
        compile_catalogues(root)
    assert target.read_bytes() == before
    assert sorted(path.name for path in target.parent.iterdir()) == ["django.mo", "django.po"]


def test_compiling_needs_neither_django_nor_settings():
    program = "import core.messages, sys; core.messages.compile_catalogues(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_ours_are_found():
    assert catalogue_files() == [ROOT / "locale/es/LC_MESSAGES/django.po"]
