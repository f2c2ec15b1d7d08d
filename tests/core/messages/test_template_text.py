import pytest

from core.messages.template_text import template_faults, template_problems, wordless_blocks

PLANTED = [
    ("<p>Hello</p>", [(1, "text outside translation", "Hello")]),
    ("<p>\n\n  {{ n }} posts\n</p>", [(3, "text outside translation", "0 posts")]),
    ('{% translate "Good" %} and bad', [(1, "text outside translation", "and bad")]),
    ("{% blocktranslate %}Good{% endblocktranslate %}\nbad", [(2, "text outside translation", "bad")]),
    ("{% if x %}yes{% else %}<b>no</b>{% endif %}", [(1, "text outside translation", t) for t in ("no", "yes")]),
    ('<a title="Open it">→</a>', [(1, "title outside translation", "Open it")]),
    ('<a aria-label="Post {{ id }}">→</a>', [(1, "aria-label outside translation", "Post 0")]),
    ('<img alt="A cat">', [(1, "alt outside translation", "A cat")]),
    ('<input\n placeholder="Search">', [(1, "placeholder outside translation", "Search")]),
    ('<input type="submit" value="Send">', [(1, "value outside translation", "Send")]),
    ('<div data-text-undo="Undo"></div>', [(1, "data-text-undo outside translation", "Undo")]),
    ('<meta name="description" content="A page">', [(1, "content outside translation", "A page")]),
    ("<title>Home · {{ site }}</title>", [(1, "text outside translation", "Home · 0")]),
    ("<script>let a = 'x'</script><p>after</p>", [(1, "text outside translation", "after")]),
    ("<code>x</code><code>y</code> z", [(1, "text outside translation", "z")]),
    ('<p translate="no">x <p>y</p></p> after', [(1, "text outside translation", "after")]),
    ("{% verbatim %}raw words{% endverbatim %}", [(1, "text outside translation", "raw words")]),
    ('<p translate="no">x', [(1, "not closed, so nothing after it is checked", "<p>")]),
    (
        "<p>Acme</p>{# notranslate #}",
        [(1, "notranslate without a reason", ""), (1, "text outside translation", "Acme")],
    ),
    ("{# notranslate: a name #}", [(1, "notranslate that excuses nothing", "a name")]),
    ("<p>Acme</p>{# notranslate: a name #}\n<p>Bad</p>", [(2, "text outside translation", "Bad")]),
    (
        '{% include "_blank.html" with title="Nothing yet" icon="feed" %}',
        [(1, "literal outside translation: write _(…)", "Nothing yet")],
    ),
    ('{{ name|default:"None" }}', [(1, "literal outside translation: write _(…)", "None")]),
    ('{% kpi "Mentions" 3 %}', [(1, "literal outside translation: write _(…)", "Mentions")]),
    (
        '{% translate "Say \\"hi\\" now" %}',
        [(1, "escaped quote: use the other kind of quotes, or blocktranslate", 'translate "Say \\"hi\\" now"')],
    ),
]


@pytest.mark.parametrize(("source", "faults"), PLANTED, ids=[source for source, _ in PLANTED])
def test_finds_planted_text(source, faults):
    assert template_faults(source) == faults


@pytest.mark.parametrize(
    "source",
    [
        '<p title="{% translate "It" %}">{{ name }} · 3 → &nbsp;&rarr;</p>',
        "{% comment %}words{% endcomment %}{# more words #}<!-- and more -->",
        "{% blocktranslate count n=n %}<b>{{ n }}</b> post{% plural %}{{ n }} posts{% endblocktranslate %}",
        "<kbd>Ctrl K</kbd><code>manage.py</code><style>a { color: red }</style>",
        '<p lang="{{ mention.lang }}">Hola</p><span translate="no">Acme</span><img translate="no" alt="Acme">',
        '<html lang="{{ LANGUAGE_CODE }}"><body class="some words"></body></html>',
        "<p>cmhub · RSS/Atom</p>",
        "<p>Acme Inc</p> {# notranslate: the company's name #}",
        '{% if state == "Not yet" %}{% endif %}{{ at|date:"D j M" }}{{ at|local_time:"l H:i" }}',
        '{% include "_icon.html" with class="icon icon-sm" name="feed" %}{% url "brand:mentions" x %}',
        '{% include "_x.html" with title=_("Nothing yet") %}{{ x|default:_("None") }}',
        '<svg><use href="#i-feed" /><path d="M 0 0 L 1 1"/></svg>',
        '<a data-id="some words" class="btn primary" href="/some/where">{% translate "Go" %}</a>',
    ],
)
def test_leaves_good_templates_alone(source):
    assert template_faults(source) == []


def test_blocks_that_fill_a_class_have_no_words():
    base = '<main id="a" class="page {% if x %}b{% endif %} {% block width %}page-wide{% endblock %}"></main>'
    assert list(wordless_blocks(base)) == ["width"]
    child = "{% block width %}page-narrow{% endblock %} words"
    assert template_faults(child, frozenset({"width"})) == [(1, "text outside translation", "words")]


@pytest.mark.parametrize(
    "base", ["<p>{% block b %}{% endblock %}</p>", '<p class="a" title="{% block b %}{% endblock %}">']
)
def test_blocks_that_people_read_have_words(base):
    assert list(wordless_blocks(base)) == []


def test_blocks_are_known_across_templates(site):
    root = site(
        {
            "templates/base.html": '<main class="{% block width %}wide{% endblock %}">{% block main %}{% endblock %}',
            "templates/page.html": '{% extends "base.html" %}{% block width %}narrow{% endblock %}'
            "{% block main %}\nwords{% endblock %}",
        }
    )
    assert [str(problem) for problem in template_problems(root)] == [
        "templates/page.html:2: text outside translation: «words»"
    ]


def test_a_text_mail_is_all_text():
    source = "{% load i18n %}{% translate 'Hello' %} <p>\n\nBye {{ name }}"
    assert template_faults(source, html=False) == [
        (1, "text outside translation", "<p>"),
        (3, "text outside translation", "Bye 0"),
    ]
