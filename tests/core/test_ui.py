"""Template tags: what they draw, and that nothing said by a stranger gets out of its text."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from core import svg, ui


def drawn(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("label", "css", "sign", "word"),
    [
        ("positive", "pos", "+", "Positive"),
        ("neutral", "neu", "=", "Neutral"),
        ("mixed", "mix", "±", "Mixed"),
        ("negative", "neg", "−", "Negative"),
        ("unscored", "none", "?", "Not scored"),
        (None, "none", "?", "Not scored"),
    ],
)
def test_a_sentiment_has_a_sign_and_a_word(label, css, sign, word):
    with override("en"):
        assert drawn("{% sentiment label %}", label=label) == (
            f'<span class="sent {css}"><b aria-hidden="true">{sign}</b>{word}</span>'
        )


def test_an_icon_is_decoration_unless_it_has_a_name():
    assert drawn('{% icon "rss" %}').startswith('<svg class="icon" aria-hidden="true"><use href="')
    assert drawn('{% icon "rss" "s" label=name %}', name='a"b').startswith(
        '<svg class="icon icon-s" role="img" aria-label="a&quot;b">'
    )


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Rocío Almenar", "RA"),
        ("Valencia a Cucharadas", "VC"),
        ("el_país", "PA"),
        ("X", "X"),
        ("Ñandú", "ÑA"),
        ("", "?"),
        ("🔥🔥", "?"),
        ("李小龙", "李小"),
    ],
)
def test_a_face_shows_two_letters(name, letters):
    assert f'<span aria-hidden="true">{letters}</span>' in drawn("{% face name %}", name=name)


def test_a_name_always_gets_the_same_tone():
    assert drawn("{% monogram name %}", name="Cafés Lumbre") == drawn("{% monogram name %}", name="Cafés Lumbre")
    assert len({drawn("{% monogram name %}", name=f"Marca {n}")[:35] for n in range(40)}) == 6


def test_highlighting_underlines_words_and_escapes_the_rest():
    text = 'Avena <img src=x onerror="alert(1)"> & avena'
    assert drawn("{{ text|highlight:query }}", text=text, query="avena <img") == (
        '<mark class="hit">Avena</mark> <mark class="hit">&lt;img</mark> src=x '
        'onerror=&quot;alert(1)&quot;&gt; &amp; <mark class="hit">avena</mark>'
    )


def test_a_search_cannot_break_the_entities_of_the_text():
    assert drawn("{{ text|highlight:query }}", text="Bocadillo & amplio", query="amp lt") == (
        'Bocadillo &amp; <mark class="hit">amp</mark>lio'
    )


def test_the_words_that_weighed_are_marked_by_direction_and_escaped():
    words = [("sienta fatal", -0.46), ("encanto", 0.2)]
    text = "Me Sienta fatal, <b>encanto</b>; encantos no"
    assert drawn("{{ text|weighed:words }}", text=text, words=words) == (
        'Me <mark class="w-neg">Sienta fatal</mark>, &lt;b&gt;<mark class="w-pos">encanto</mark>&lt;/b&gt;; encantos no'
    )
    assert drawn("{{ text|weighed:words }}", text="<i>", words=[]) == "&lt;i&gt;"


def test_the_longer_of_two_words_wins_and_odd_capitals_do_no_harm():
    words = [("mal", -1.0), ("mal menor", 0.5), ("sí", 0.2)]
    assert drawn("{{ text|weighed:words }}", text="Mal menor. Mal. ſí", words=words) == (
        '<mark class="w-pos">Mal menor</mark>. <mark class="w-neg">Mal</mark>. <mark class="w-pos">ſí</mark>'
    )


def test_a_time_carries_the_exact_moment():
    at = datetime(2025, 3, 9, 7, 59, tzinfo=UTC)
    with override("es"):
        assert drawn("{% ago at %}", at=at) == (
            '<time datetime="2025-03-09T07:59:00+00:00" title="9 mar 2025, 07:59" data-ago>9 mar 2025</time>'
        )


def test_a_figure_cannot_end_its_script():
    assert "</script><script>" not in drawn("{% chart_data figure 'c' %}", figure={"data": ["</script><script>x"]})


def test_shares_fill_the_bar_and_keep_their_order():
    drawing = svg.split([("neg", 1), ("neu", 0), ("pos", 1)])
    assert drawing.count("<rect") == 2
    assert '<rect class="f-neg" x="0.0" width="49.7" height="8"/>' in drawing
    assert '<rect class="f-pos" x="50.3" width="49.7" height="8"/>' in drawing
    assert "<rect" not in svg.split([("neg", 0), ("pos", 0)])


@pytest.mark.parametrize(("share", "width"), [(0.5, "50.0"), (3, "100.0"), (-1, "0.0")])
def test_progress_stays_inside_its_track(share, width):
    assert f'<rect class="f-acc" width="{width}"' in svg.bar(share)


def test_a_sparkline_needs_two_values_and_survives_a_flat_course():
    assert svg.sparkline([4]) == ""
    assert "M2.0 26.0 L86.0 26.0" in svg.sparkline([4, 4])
    assert 'class="base"' in svg.sparkline([1, 2], usual=1.5)


def request_with_messages():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    return request


def test_a_toast_carries_its_undo_and_an_error_becomes_a_banner():
    request = request_with_messages()
    ui.toast(request, "Fuente <quitada>.", "/undo/7/")
    ui.toast(request, "Guardado.")
    messages.error(request, "No pudimos leer el blog.")
    page = Template('{% include "components/_errors.html" %}{% include "components/_toasts.html" %}')
    html = page.render(Context({"messages": messages.get_messages(request), "csrf_token": "t"}))
    banner, toasts = html.split('id="toasts"')
    assert "No pudimos leer el blog." in banner
    assert "No pudimos" not in toasts
    shown = toasts.split("<template")[0]
    assert "Fuente &lt;quitada&gt;." in shown
    assert shown.count("<form") == 1
    assert '<form method="post" action="/undo/7/"' in shown


def test_a_toast_for_htmx_travels_in_the_header():
    response = ui.with_toast(HttpResponse(), "Hecho.", "/undo/1/")
    assert response["HX-Trigger"] == '{"cm:toast": {"text": "Hecho.", "undo": "/undo/1/"}}'


class Form(forms.Form):
    address = forms.URLField(label="Dirección", help_text="Con https.", assume_scheme="https")
    keep = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    notify = forms.BooleanField(required=False)

    def clean(self):
        raise forms.ValidationError("No cuadra <nada>.")


def test_a_field_shows_its_help_and_the_control_points_at_it():
    html = str(Form()["address"].as_field_group())
    assert 'class="form-control"' in html
    assert 'aria-describedby="id_address_helptext"' in html
    assert '<div class="help" id="id_address_helptext">Con https.</div>' in html


def test_the_error_takes_the_place_of_the_help():
    html = str(Form({"address": "no es"})["address"].as_field_group())
    assert "Con https." not in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_address_error"' in html
    assert 'id="id_address_error"' in html


def test_what_is_wrong_with_the_whole_form_stands_above_it():
    html = str(Form({"address": "https://a.example", "keep": "a"}))
    assert html.index('role="alert"') < html.index("id_address")
    assert "No cuadra &lt;nada&gt;." in html
    assert "<fieldset" in html


def test_only_the_first_tabs_of_the_rail_go_to_the_phone():
    shell = ui.Shell(
        workspace="Faro",
        person="Lucía",
        sign_out_url="/out/",
        groups=tuple(ui.NavGroup((ui.NavItem(f"N{n}", "sun", f"/n{n}/"),)) for n in range(6)),
    )
    html = Template('{% include "components/_tabbar.html" %}').render(Context({"shell": shell}))
    assert html.count('class="tabbar-item" href') == 4
    assert '<a class="menu-item" href="/n5/"' in html


@pytest.mark.parametrize("page", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_no_request_and_no_database(page):
    html = render_to_string(page)
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "hx-headers" not in html
