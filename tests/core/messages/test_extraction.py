from core.messages.catalogue import forms, messages_of
from core.messages.extraction import collect

PYTHON = """
from django.utils.translation import gettext as _, ngettext, npgettext, pgettext_lazy, gettext_lazy
# Translators: shown on the button
TITLE = gettext_lazy("Send " "now")
def words(n):
    return [_("It's %(n)s") % {"n": n}, ngettext("one post", "%(n)s posts", n), pgettext_lazy("month", "May"),
            npgettext("mail", "one letter", "%(n)s letters", n), trans.gettext("by attribute")]
def gettext(text="not a message"): ...
print("not marked")
"""
TEMPLATE = """{% load i18n %}
   <p title="{% translate "A title" %}">{% trans 'Old name' context "verb" %}</p>
 {# Translators: of a feed #}
 {% translate "Name" %}
{% blocktranslate trimmed count n=posts|length %}
    One post
    waits
  {% plural %}
    {{ n }} posts wait
{% endblocktranslate %}
     {% blocktranslate with who=name context "greeting" %}Hello <b>{{ who }}</b>, 100 % it's{% endblocktranslate %}
  {{ name|default:_("No name") }} {{ _("Plain") }} {% include "_x.html" with title=_("Given") %}
{% comment %}{% translate "Gone" %}{% endcomment %} ' ( [
"""


def collected(root):
    return {(message.context, *forms(message.id)) for message in messages_of(collect(root))}


def test_finds_every_call_in_python(site):
    assert collected(site({"shop/words.py": PYTHON})) == {
        (None, "Send now"),
        (None, "It's %(n)s"),
        (None, "one post", "%(n)s posts"),
        ("month", "May"),
        ("mail", "one letter", "%(n)s letters"),
        (None, "by attribute"),
    }


def test_finds_every_tag_in_templates_as_django_looks_it_up(site):
    assert collected(site({"shop/templates/shop/page.html": TEMPLATE})) == {
        (None, "A title"),
        ("verb", "Old name"),
        (None, "Name"),
        (None, "One post waits", "%(n)s posts wait"),
        ("greeting", "Hello <b>%(who)s</b>, 100 %% it's"),
        (None, "No name"),
        (None, "Plain"),
        (None, "Given"),
    }


def test_keeps_notes_for_translators(site):
    root = site({"shop/words.py": PYTHON, "templates/page.html": TEMPLATE})
    notes = {forms(message.id)[0]: message.auto_comments for message in messages_of(collect(root))}
    assert notes["Send now"] == ["Translators: shown on the button"]
    assert notes["Name"] == ["Translators: of a feed"]
    assert notes["Plain"] == []


def test_leaves_out_tests_and_migrations(site):
    call = 'from django.utils.translation import gettext as _\n_("word")\n'
    root = site({"tests/__init__.py": "", "tests/test_x.py": call, "shop/migrations/0001.py": call, "run.py": call})
    assert collected(root) == set()
