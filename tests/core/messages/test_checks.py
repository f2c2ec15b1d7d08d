import pytest

from core.messages.catalogue import updated
from core.messages.checks import check
from core.messages.extraction import collect

PAGE = '{% load i18n %}<p>{% translate "Save" %}</p>'
FORM = 'from django.utils.translation import gettext as _\nTITLE = _("Total")\n'


@pytest.fixture
def good(site):
    """A product whose Spanish is complete."""
    root = site({"templates/page.html": PAGE, "shop/forms.py": FORM})
    path = catalogue(root)
    text = updated(path, collect(root)).decode()
    text = text.replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Guardar"')
    path.write_text(text.replace('msgid "Total"\nmsgstr ""', 'msgid "Total"\nmsgstr "Total"'))
    return root


def catalogue(root):
    return root / "locale/es/LC_MESSAGES/django.po"


def replace(path, old, new):
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def lines(problems):
    return [str(problem) for problem in problems]


def test_a_complete_product_has_no_fault_and_one_word_to_look_at(good):
    faults, warnings = check(good)
    assert faults == []
    assert lines(warnings) == ["locale/es/LC_MESSAGES/django.po: the same as in English: «Total»"]


def test_a_new_message_is_named_with_its_file(good):
    replace(good / "templates/page.html", "Save", "Keep")
    assert lines(check(good)[0]) == [
        "templates/page.html: not in locale/es/LC_MESSAGES/django.po: run scripts/messages extract: «Keep»",
        "locale/es/LC_MESSAGES/django.po: no longer said: run scripts/messages extract: «Save»",
    ]


def test_a_moved_message_is_a_fault(good):
    (good / "templates/page.html").rename(good / "templates/other.html")
    assert lines(check(good)[0]) == ["locale/es/LC_MESSAGES/django.po: not as collected: run scripts/messages extract"]


def test_wrong_plural_forms_are_a_fault(good):
    replace(catalogue(good), "nplurals=3", "nplurals=2")
    assert lines(check(good)[0]) == ["locale/es/LC_MESSAGES/django.po: not as collected: run scripts/messages extract"]


def test_a_form_too_many_is_a_fault(good):
    text = '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\nmsgstr[3] "d"\n'
    catalogue(good).write_text(catalogue(good).read_text() + text)
    assert len(check(good)[0]) == 1
    assert "cannot be read: msg has more translations than num_plurals of catalog" in lines(check(good)[0])[0]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "locale/es/LC_MESSAGES/django.po",
            "Guardar",
            "",
            "locale/es/LC_MESSAGES/django.po: not translated: «Save»",
        ),
        (
            "locale/es/LC_MESSAGES/django.po",
            'msgid "Save"',
            '#, fuzzy\nmsgid "Save"',
            "locale/es/LC_MESSAGES/django.po: fuzzy: «Save»",
        ),
        ("templates/page.html", "<p>", "<p>Bare", "templates/page.html:1: text outside translation: «Bare»"),
        (
            "shop/forms.py",
            "TITLE",
            'raise ValidationError("Bad")\nTITLE',
            "shop/forms.py:2: not marked for translation: «Bad»",
        ),
    ],
)
def test_each_kind_of_fault_reaches_the_list(good, file, old, new, fault):
    replace(good / file, old, new)
    assert lines(check(good)[0]) == [fault]


def test_words_of_the_source_are_checked(good):
    replace(good / "templates/page.html", '{% translate "Save" %}', '{% translate "Save" %}{% translate "Wow!" %}')
    assert "templates/page.html: “!”: no exclamation marks: «Wow!»" in lines(check(good)[0])
