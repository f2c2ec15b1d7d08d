"""The pseudo-language and the reading of pages under it, on small pages."""

import datetime as dt

import pytest
from babel.dates import format_date, format_timedelta
from babel.numbers import format_compact_decimal
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import dateformat, translation
from django.utils.translation import gettext, ngettext

from tests.pseudo import CODE, pseudo, pseudo_language, untranslated, visible_text


@pytest.fixture
def language():
    with pseudo_language() as code:
        yield code


def render(source, **values):
    return Template("{% load i18n %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Save", "⟦Šáṽé⟧"),
        ("%(n)s posts, %d of {all}", "⟦%(n)s þóšţš, %d óƒ {all}⟧"),
        ('<a href="%(url)s" title="Go">Open</a> &amp; see', '⟦<a href="%(url)s" title="Ĝó">Óþéñ</a> &amp; šéé⟧'),
        ("100 %% sure", "⟦100 %% šúŕé⟧"),
        (":?.!", ":?.!"),
        ("%(n)s", "%(n)s"),
    ],
)
def test_keeps_placeholders_and_tags(text, expected):
    assert pseudo(text) == expected


def test_accents_survive_a_change_of_case():
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert pseudo(letters).upper() == pseudo(letters.upper())
    assert pseudo(letters.upper()).lower() == pseudo(letters)


def test_speaks_for_our_texts_and_those_of_django(language):
    assert gettext("Community manager") == pseudo("Community manager")
    assert gettext("This field is required.") == pseudo("This field is required.")
    assert ngettext("%(num)d year", "%(num)d years", 2) % {"num": 2} == "⟦2 ýéáŕš⟧"


def test_a_text_in_no_catalogue_stays_plain(language):
    assert gettext("Nobody marked this") == "Nobody marked this"


def test_a_request_gets_it(language):
    request = RequestFactory().get("/", headers={"accept-language": f"{CODE},es;q=0.5"})
    assert translation.get_language_from_request(request) == CODE
    assert translation.get_language_from_request(RequestFactory().get("/")) == CODE


def test_is_gone_afterwards():
    before = translation.get_language(), gettext("This field is required.")
    with pseudo_language():
        assert gettext("This field is required.") == pseudo("This field is required.")
    assert (translation.get_language(), gettext("This field is required.")) == before
    assert CODE not in dict(settings.LANGUAGES)


def test_a_translated_page_has_nothing_untranslated(language):
    class Form(forms.Form):
        when = forms.DateField(label=translation.gettext_lazy("Community manager"), required=True)

    page = render(
        '<html lang="en"><title>{% translate "Owner" %} · cmhub</title>'
        '<p title="{% translate "Owner" %}">{% translate "Owner" %}: Ana</p>{{ form }}{{ at|date:"j F Y, l P" }}'
        "{{ at|timesince:later }} <code>feed_url</code><p lang='en'>An English post</p>"
        "<script>let word = 'x'</script><kbd>Ctrl K</kbd><p translate='no'>Acme</p><!-- note --></html>",
        form=Form({}),
        at=dt.datetime(2026, 11, 24, 15, 30),
        later=dt.datetime(2026, 11, 26, 15, 30),
    )
    assert "⟦Ñóṽéɱƀéŕ⟧" in page
    assert untranslated(page, {"Ana"}) == []
    assert untranslated(page) == ["⟦Óŵñéŕ⟧: Ana"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Save</p>", ["Save"]),
        ("<p>⟦Šáṽé⟧</p> now", ["now"]),
        ("<p>⟦Šáṽé⟧ now</p>", ["⟦Šáṽé⟧ now"]),
        ("<p>⟦Šţáţé: Published⟧</p>", ["⟦Šţáţé: Published⟧"]),
        ('<a title="Open">→</a>', ["Open"]),
        ('<button aria-label="Close">×</button>', ["Close"]),
        ('<img alt="A cat">', ["A cat"]),
        ('<input placeholder="Search">', ["Search"]),
        ('<input type="submit" value="Send"><input type="text" value="Own words">', ["Send"]),
        ('<div data-text-undo="Undo" data-id="abc" class="card"></div>', ["Undo"]),
        ('<meta name="description" content="A page"><meta name="viewport" content="width">', ["A page"]),
        ("<option>May</option><option>Draft</option>", ["Draft"]),
        ("<p>Canal Ana</p>", ["Canal Ana"]),
        ("<p translate='no'>Acme</p>and", ["and"]),
        ("<p>2 posts ago</p>", ["2 posts ago"]),
        ("<p>ago</p><p>in</p>", []),
        ("<svg><title>Chart</title><text>Up</text></svg>", ["Chart", "Up"]),
        ("<p>Posts are…</p>", ["Posts are…"]),
        ("<p>Posts by Café L…</p>", ["Posts by Café L…"]),
    ],
)
def test_names_what_is_not_translated(page, found):
    assert untranslated(page, {"Ana", "Café Lumbre"}) == found


@pytest.mark.parametrize(
    "page",
    [
        "<p>Ana</p><p>⟦Šéñţ ƀý Ana⟧</p><p>ana@example.com · https://example.com/feed</p>",
        "<p>Café\n   Lumbre</p><p>Café Lum…</p><p>⟦Ƒŕóɱ Café L…⟧</p>",
        "<p>7F2A-19 #8a3b12 v1.2 12K 13:00</p><p>RSS/Atom · CSV</p>",
        "<p>⟦Óŵñéŕ⟧ · ⟦ÓŴÑÉŔ⟧ → 3</p>",
        "<select><option>Europe/Madrid</option><option>Spanish</option><option>Mexico</option></select>",
    ],
)
def test_data_names_and_figures_are_no_alarm(page):
    assert untranslated(page, ["Ana", "Café Lumbre"]) == []


def test_words_formatted_by_babel_are_no_alarm():
    day = dt.date(2026, 11, 24)
    written = [format_date(day, style, locale="en") for style in ("full", "long", "medium", "short")]
    written += [format_date(day, "EEEE", locale="en"), format_date(day, "EEE d MMM", locale="en")]
    written += [
        format_timedelta(dt.timedelta(hours=hours), add_direction=True, locale="en", format=style)
        for hours in (-30_000, -800, -50, -3, 3, 50)
        for style in ("long", "short", "narrow")
    ]
    written += [format_compact_decimal(1_200_000, format_type=kind, locale="en") for kind in ("long", "short")]
    assert [text for text in written if untranslated(f"<p>{text}</p>")] == []


def test_words_of_dates_by_django_are_translated(language):
    written = dateformat.format(dt.datetime(2026, 11, 24, 15, 30), "l j F, N, D, M, b, P a A")
    assert untranslated(f"<p>{written}</p>") == []
    assert "⟦" in written


def test_visible_text_is_in_order_and_folded():
    page = "<html><head><title>One</title></head><body>two <b>three</b>\n four<br title='five'>six</body></html>"
    assert visible_text(page) == ["One", "two", "three", "four", "five", "six"]
