"""Markup to words, and links that are safe to follow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import plain


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Hola <b>mundo</b></p><p>dos<br>tres</p>", "Hola mundo\n\ndos\ntres"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a b\nc"),
        ("Caf&eacute;&nbsp;&amp;amp; &#8220;t&eacute;&#148;", "Café &amp; “té”"),
        ("a<script>x('<b>')</script>b<style>c</style><svg><script>x</script>z</svg>", "abz"),
        ("<textarea>x</textarea><button>y</button><noscript>z</noscript>fin", "fin"),
        ('<img alt="😀" class="wp-smiley"> <img alt="Una foto"> <img alt="<b>">', "😀"),
        ("3 < 4 y 5 > 4, I <3 café", "3 < 4 y 5 > 4, I <3 café"),
        ("<img src=x onerror=alert(1)", ""),
        ("  muchos \n\n\n   blancos \t y\r\nlíneas ", "muchos blancos y líneas"),
        ("<?xml version='1.0' encoding='latin-1'?>año", "año"),
        ("", ""),
        ("<!-- nada -->", ""),
        ("\ud800\x00a\udfff", "a"),
    ],
)
def test_from_html(html, words):
    assert plain.from_html(html) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a < b & c &amp; d", "a < b & c &amp; d"),
        ("x<y y>z", "x<y y>z"),
        ("<p>markup</p> after all", "markup\n\nafter all"),
        ("<img src=x onerror=alert(1)>", ""),
        ("uno\n\n\n\ndos\u2028tres", "uno\n\ndos\ntres"),
        ("❤️‍🔥 👩‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é", "❤️‍🔥 👩‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é"),
        ("a\u202eb\u200bc\u2066d\ufeff\u00ade\U000e0041", "abcde"),
        ("e\u0301", "é"),
        ("x\u200d\u200d\u200d\u200dy \u200d z", "xy z"),
    ],
)
def test_from_text(text, words):
    assert plain.from_text(text) == words


def test_depth_and_size_cost_little():
    assert plain.from_html("<div>" * 150_000 + "fondo") == "fondo"
    assert len(plain.from_html("<b>palabra </b>" * 100_000)) <= plain.TEXT_LIMIT


def test_shorten_cuts_at_a_word():
    assert plain.shorten("uno dos tres", 12) == "uno dos tres"
    assert plain.shorten("uno dos tres", 11) == "uno dos…"
    assert plain.shorten("x" * 100, 50) == "x" * 49 + "…"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://a.example/b?c=d&e=f#g", "https://a.example/b?c=d&e=f#g"),
        ("/á b", "https://blog.example/%C3%A1%20b"),
        ("//x.example/ñ", "https://x.example/%C3%B1"),
        ("https://a.example/%20%C3%B1", "https://a.example/%20%C3%B1"),
        ('https://a.example/"onx=<y>', "https://a.example/%22onx=%3Cy%3E"),
        ("javascript:alert(1)", ""),
        (" JaVa\nScRiPt:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@b.example", ""),
        ("http:///x", ""),
        ("http://[::1", ""),
        ("https://a.example/" + "x" * 2000, ""),
        ("", ""),
    ],
)
def test_link(address, link):
    assert plain.link(address, "https://blog.example/feed/") == link


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("a.example/uno-d…", "https://www.a.example/uno-dos"),
        ("a.example/uno-d...", "https://www.a.example/uno-dos"),
        ("www.a.example", "https://www.a.example/uno-dos"),
        ("https://www.a.example/uno-dos", "https://www.a.example/uno-dos"),
        ("aquí", "aquí (https://www.a.example/uno-dos)"),
        ("b.example", "b.example (https://www.a.example/uno-dos)"),
        ("a", "a (https://www.a.example/uno-dos)"),
        (" ", " "),
    ],
)
def test_links_are_written_out(shown, written):
    assert plain.written_out(shown, "https://www.a.example/uno-dos") == written


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (
            (
                '<p>Ver <a href="https://a.example/uno-dos"><span class="invisible">https://</span>'
                '<span class="ellipsis">a.example/uno</span><span class="invisible">-dos</span></a></p>'
            ),
            "Ver https://a.example/uno-dos",
        ),
        ('<a href="https://a.example/uno-dos">a.example/uno…</a>.', "https://a.example/uno-dos."),
        ('<a href="https://a.example/1">Leer más</a>', "Leer más (https://a.example/1)"),
        ('<a href="https://a.example/@ana" class="u-url">@<span>ana</span></a> <a href="/tags/x">#x</a>', "@ana #x"),
        ('<a href="javascript:alert(1)">pulsa</a> <a>nada</a> <a href="https://a.example/"></a>fin', "pulsa nada fin"),
        ('<a href="https://a.example/1">uno', "uno (https://a.example/1)"),
    ],
)
def test_from_html_with_links(html, words):
    assert plain.from_html(html, links=True) == words


_TRICKY = st.sampled_from("ab é\n\t\r,#e\u0301\u0300\u200d\u200c\ufe0f\u00a0\u3000\u2028\U0001f3f4\U000e0067😀ñक")


@settings(max_examples=300, deadline=None)
@given(st.text(_TRICKY, max_size=20))
def test_texts_that_are_tidy_already_are_left_as_the_long_way_would(text):
    marked = plain.tidy("\u202e" + text)  # nobody sees it, and it makes the text one that has to be looked at closely
    assert plain.tidy(text) == marked
    assert plain.tidy(marked) == marked
