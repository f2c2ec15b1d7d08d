"""Broken and hostile feeds, the same ones for the same seed.

`generate(count, seed)` yields (name, bytes); the name lists the mutations, so that a failure says what it was.
Each feed starts as a plausible one (RSS 2.0, RSS 0.91, RSS 1.0, Atom, JSON Feed, WordPress comments) and suffers one
to three mutations:

fields    payload      scripts, handlers, svg, iframes, javascript: and data: addresses, escaped once and twice, in
                       CDATA, as they are, in every field: title, text, author, link, guid, date, category
          no-ids       guids taken away, links and dates of some rows too
          same-ids     one guid for many rows: blank, 100 kB long, with control characters, with markup
          dates        absurd, overflowing, in the far future, in other calendars, not dates at all, none
          controls     NUL and other controls, right-to-left overrides, zero-width characters, stacked accents, tags
          references   unknown entities, numeric references to nothing, lone ampersands
          cdata        CDATA closed early, nested, never closed
          huge         a field of 200 kB, 600 tags deep, 1,000 attributes in a tag
          types        (JSON) numbers, lists, null, booleans and objects where strings should be; deep nesting
structure prologue     entity bombs, external entities, several declarations, server warnings, blank lines before all
          namespaces   undeclared prefixes, RSS inside Atom, items outside their channel, HTML around everything
          unclosed     closing tags taken away, doubled or swapped
          empty        no rows, no channel, no bytes, only blanks, a page or a picture instead of a feed
bytes     truncate     cut off anywhere
          flip         bytes changed anywhere
          charset      declared one way, encoded another; UTF-16 and UTF-32 with and without mark; two encodings glued
          repeat       a piece of the file many times over
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.networks.hostile_values import CDATA, CONTROLS, DATES, LINKS, PAYLOADS, PROLOGUES, REFERENCES

HAND_WRITTEN: dict[str, bytes] = {
    path.name: path.read_bytes() for path in sorted((Path(__file__).parents[1] / "data" / "feeds").iterdir())
}

Row = dict[str, str]
_WORDS = ("café", "servicio", "precio", "rico", "lento", "Lumbre", "señal", "mañana", "good", "coffee", "pão", "árbol")


def generate(count: int = 2000, seed: int = 20261122) -> Iterator[tuple[str, bytes]]:
    """`count` feeds: (name, body)."""
    for number in range(count):
        yield _one(number, random.Random(f"{seed}/{number}"))


def _one(number: int, rng: random.Random) -> tuple[str, bytes]:
    rows = [_row(rng, n) for n in range(rng.choice((0, 1, 3, 3, 8)))]
    shape = rng.choice(sorted(_SHAPES))
    mutations = rng.sample(sorted(_MUTATIONS), rng.randint(1, 3))
    for name in (m for m in mutations if m in _FIELDS):
        _FIELDS[name](rows, rng)
    text = _SHAPES[shape](rows, rng, "types" in mutations)
    for name in (m for m in mutations if m in _STRUCTURE):
        text = _STRUCTURE[name](text, rng)
    body = text.encode()
    for name in (m for m in mutations if m in _BYTES):
        body = _BYTES[name](body, text, rng)
    return f"{number:04}-{shape}-{'+'.join(mutations)}", body


def _row(rng: random.Random, n: int) -> Row:
    words = " ".join(rng.choices(_WORDS, k=rng.randint(2, 30)))
    return {
        "id": f"https://blog.example/?p={n}",
        "link": f"https://blog.example/{n}/" + ("#comment-5" if rng.random() < 0.2 else ""),
        "title": words[:40],
        "text": f"<p>{words}</p><p>{words[::-1]}</p>" if rng.random() < 0.5 else words,
        "author": rng.choice(("Ana", "Íñigo Pérez", "admin", "ana@blog.example (Ana)")),
        "date": f"2026-11-{rng.randint(10, 22)}T10:{n:02}:00Z",
        "category": rng.choice(_WORDS),
    }


# Shapes: rows to the text of a feed.


def _rss(rows: list[Row], rng: random.Random, types: bool) -> str:
    def item(row: Row) -> str:
        r = {field: _written(value, rng) for field, value in row.items()}
        return (
            f"<item><title>{r['title']}</title><link>{r['link']}</link><guid isPermaLink='false'>{r['id']}</guid>"
            f"<dc:creator>{r['author']}</dc:creator><pubDate>{r['date']}</pubDate><category>{r['category']}</category>"
            f"<description>{_written(row['text'][:80], rng)}</description>"
            f"<content:encoded>{r['text']}</content:encoded></item>"
        )

    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Blog de Ana</title>'
        f"<link>https://blog.example/</link><ttl>{rng.choice((60, -1, 'x', 10**9))}</ttl>"
        f"{''.join(map(item, rows))}</channel></rss>"
    )


def _rss091(rows: list[Row], rng: random.Random, types: bool) -> str:
    items = "".join(
        f"<item><title>{_written(r['title'], rng)}</title><link>{_written(r['link'], rng)}</link></item>" for r in rows
    )
    return f'<rss version="0.91"><channel><title>Viejo</title><link>https://blog.example</link>{items}</channel></rss>'


def _rdf(rows: list[Row], rng: random.Random, types: bool) -> str:
    def item(row: Row) -> str:
        r = {field: _written(value, rng) for field, value in row.items()}
        return (
            f"<item rdf:about={quoteattr(row['id'])}><title>{r['title']}</title><link>{r['link']}</link>"
            f"<description>{r['text']}</description><dc:date>{r['date']}</dc:date></item>"
        )

    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Uno</title></channel>'
        f"{''.join(map(item, rows))}</rdf:RDF>"
    )


def _atom(rows: list[Row], rng: random.Random, types: bool) -> str:
    kind = rng.choice(("html", "text", "xhtml", "image/png", "nonsense"))

    def entry(row: Row) -> str:
        r = {field: _written(value, rng) for field, value in row.items()}
        return (
            f"<entry><id>{r['id']}</id><title type='{kind}'>{r['title']}</title><link href={quoteattr(row['link'])}/>"
            f"<author><name>{r['author']}</name><uri>{r['link']}</uri></author><updated>{r['date']}</updated>"
            f"<content type='{kind}'>{r['text']}</content></entry>"
        )

    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="javascript:x"><title>Átomo</title>'
        f"{''.join(map(entry, rows))}</feed>"
    )


def _comments(rows: list[Row], rng: random.Random, types: bool) -> str:
    for n, row in enumerate(rows):
        row["link"] = row["link"] and f"https://blog.example/hola/#comment-{n}"
        row["title"] = f"Comentario en {row['title']} por Ana"
    return _rss(rows, rng, types).replace("<ttl>", "<generator>https://wordpress.org/?v=6.1</generator><ttl>")


def _json(rows: list[Row], rng: random.Random, types: bool) -> str:
    wrong: tuple[object, ...] = (None, 7, -1.5e308, True, [], {}, ["a"], {"a": "b"}, [[[]]], 10**400)

    def cell(value: object) -> object:
        return rng.choice(wrong) if types and rng.random() < 0.4 else value

    items: list[object] = [
        {
            "id": cell(r["id"]),
            "url": cell(r["link"]),
            "title": cell(r["title"]),
            rng.choice(("content_html", "content_text", "summary")): cell(r["text"]),
            "date_published": cell(r["date"]),
            "authors": cell([{"name": cell(r["author"]), "url": cell(r["link"])}]),
        }
        for r in rows
    ]
    if types:
        items.extend(rng.choices(wrong, k=2))
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": cell("Jota"), "items": items}
    if types and rng.random() < 0.2:
        feed["items"] = rng.choice(wrong)
    text = json.dumps(feed, ensure_ascii=rng.random() < 0.5)
    return rng.choice((text, text, text.replace("Lumbre", "\\ud800Lumbre\\u0000"), "[" * 50_000 if types else text))


def _written(value: str, rng: random.Random) -> str:
    """A value as a feed writes it: escaped, doubly escaped, in CDATA, or carelessly as it is."""
    way = rng.random()
    if way < 0.5:
        return escape(value)
    if way < 0.65:
        return escape(escape(value))
    return f"<![CDATA[{value}]]>" if way < 0.85 else value


_SHAPES = {"rss": _rss, "rss091": _rss091, "rdf": _rdf, "atom": _atom, "comments": _comments, "json": _json}


# Mutations of fields.


def _put(values: tuple[str, ...], *fields: str) -> Callable[[list[Row], random.Random], None]:
    def mutate(rows: list[Row], rng: random.Random) -> None:
        for row in rows:
            field = rng.choice(fields)
            row[field] = rng.choice((row[field], "")) + rng.choice(values)

    return mutate


def _payload(rows: list[Row], rng: random.Random) -> None:
    for row in rows:
        for field in rng.sample(sorted(row), 3):
            row[field] = rng.choice(LINKS if field in ("link", "id") else PAYLOADS) + rng.choice(("", row[field]))


def _no_ids(rows: list[Row], rng: random.Random) -> None:
    for row in rows:
        row["id"] = ""
        row["link"] = rng.choice(("", row["link"]))
        row["date"] = rng.choice(("", row["date"]))


def _same_ids(rows: list[Row], rng: random.Random) -> None:
    same = rng.choice(("1", "https://blog.example/", " ", "x" * 100_000, "a\x00\x1fb\u202e", "urn:uuid:0", "<b>id</b>"))
    for row in rows:
        row["id"] = same


def _huge(rows: list[Row], rng: random.Random) -> None:
    for row in rows[:2]:
        row[rng.choice(sorted(row))] = rng.choice(
            ("ñ" * 100_000, "<div>" * 600, f"<a {'x=1 ' * 1000}>", "<" * 1000, "&" * 1000, "<table><tr>" * 300)
        )


def _types(rows: list[Row], rng: random.Random) -> None:
    """Done by the JSON shape; everywhere rows lose one of their fields."""
    for row in rows:
        row[rng.choice(sorted(row))] = ""


_FIELDS: dict[str, Callable[[list[Row], random.Random], None]] = {
    "payload": _payload,
    "no-ids": _no_ids,
    "same-ids": _same_ids,
    "dates": _put(DATES, "date"),
    "controls": _put(CONTROLS, "title", "text", "author", "id", "link"),
    "references": _put(REFERENCES, "title", "text", "author", "id", "link", "date"),
    "cdata": _put(CDATA, "title", "text", "author", "id"),
    "huge": _huge,
    "types": _types,
}


# Mutations of structure.


def _prologue(text: str, rng: random.Random) -> str:
    prologue = rng.choice(PROLOGUES)
    used = text.replace("<title>", "<title>&i;&a;", 2) if "ENTITY" in prologue else text
    return rng.choice((prologue + used, used.replace("?>", "?>" + prologue, 1)))


def _namespaces(text: str, rng: random.Random) -> str:
    return rng.choice(
        (
            text.replace("<item>", "<foo:item>").replace("</item>", "</foo:item>"),
            text.replace("<title>", "<media:title onclick='alert(1)'>").replace("</title>", "</media:title>"),
            f'<feed xmlns="http://www.w3.org/2005/Atom">{text}</feed>',
            text.replace("</channel>", "").replace("<item", "</channel><item", 1),
            f"<html><body>{text}</body></html>",
            text.replace("xmlns", "xmlnz"),
            text.replace("<entry>", "<entry xmlns='http://www.w3.org/1999/xhtml'>"),
        )
    )


def _unclosed(text: str, rng: random.Random) -> str:
    tags = ("</title>", "</item>", "</entry>", "</link>", "</description>", "</channel>", "</rss>", "</id>", "}")
    tag = rng.choice(tags)
    return text.replace(tag, rng.choice(("", tag * 2, "</x>", tag[:-1])), rng.choice((1, -1)))


def _empty(text: str, rng: random.Random) -> str:
    page = "<!doctype html><html><head><title>Hola</title></head></html>"
    nothing = ("", " \n\t", "<", "<?xml", "\x00", "<rss", "GIF89a", "%PDF-1.7", page)
    feeds = ("<rss/>", "<rss version='2.0'><channel/></rss>", "<feed/>", "{}", "[]", "null", '{"items": []}')
    return rng.choice(nothing + feeds)


_STRUCTURE: dict[str, Callable[[str, random.Random], str]] = {
    "prologue": _prologue,
    "namespaces": _namespaces,
    "unclosed": _unclosed,
    "empty": _empty,
}


# Mutations of bytes.


def _truncate(body: bytes, text: str, rng: random.Random) -> bytes:
    return body[: rng.randint(0, len(body))]


def _flip(body: bytes, text: str, rng: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.choice((1, 5, 50)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _charset(body: bytes, text: str, rng: random.Random) -> bytes:
    lies = ("utf-8", "iso-8859-1", "utf-16", "us-ascii", "shift_jis", "utf-7", "zip", "x" * 300, "unicode_escape")
    lied = text.replace('encoding="utf-8"', f'encoding="{rng.choice(lies)}"')
    real = rng.choice(("cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "iso-8859-15", "shift_jis"))
    encoded = lied.encode(real, "xmlcharrefreplace")
    return rng.choice((encoded, encoded, body[: len(body) // 2] + encoded[len(encoded) // 2 :]))


def _repeat(body: bytes, text: str, rng: random.Random) -> bytes:
    start = rng.randint(0, len(body))
    piece = body[start : start + rng.randint(1, 200)]
    return body[:start] + piece * rng.choice((2, 20, 60)) + body[start:]


_BYTES: dict[str, Callable[[bytes, str, random.Random], bytes]] = {
    "truncate": _truncate,
    "flip": _flip,
    "charset": _charset,
    "repeat": _repeat,
}

_MUTATIONS = {*_FIELDS, *_STRUCTURE, *_BYTES}
