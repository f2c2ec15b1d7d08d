"""The words of a post: links written out, and what its author attached to it in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from networks import loose, plain

_MOST_FACETS = 100
_LONGEST = 30_000  # the lexicon allows 3,000 bytes; a server may not care


def words(record: Mapping[str, Any]) -> str:
    """The text of an app.bsky.feed.post as people read it, with links whole.

    After it come hashtags that stand outside the text, the descriptions of pictures and films in square brackets, and
    the title and address of a link card. What a quoted post says is not among them: those are another's words.
    """
    text = _with_links(loose.text(record.get("text"))[:_LONGEST], loose.objects(record.get("facets")))
    for tag in map(loose.text, loose.rows(record.get("tags"))):
        if tag and f"#{tag}".lower() not in text.lower():
            text += f" #{tag}"
    embed = loose.mapping(record.get("embed"))
    attached = [line for line in _attached(embed, text) if line] if embed else []
    return plain.tidy("\n\n".join([text, *attached]))


def _with_links(text: str, facets: list[Mapping[str, Any]]) -> str:
    """`text` with its links written out. Facets count bytes of UTF-8, start inclusive, end exclusive; those that
    overlap, lie outside, or cut a character in two are left alone."""
    if not facets:
        return text
    raw, pieces, at = text.encode(errors="replace"), [], 0
    for start, end, uri in sorted(_links(facets[:_MOST_FACETS])):
        if not at <= start < end <= len(raw):
            continue
        try:
            before, shown = raw[at:start].decode(), raw[start:end].decode()
        except UnicodeDecodeError:
            continue
        pieces += [before, plain.written_out(shown, uri)]
        at = end
    return "".join([*pieces, raw[at:].decode(errors="replace")])


def _links(facets: list[Mapping[str, Any]]) -> Iterator[tuple[int, int, str]]:
    for facet in facets:
        index = loose.mapping(facet.get("index"))
        start, end = loose.count(index.get("byteStart")), loose.count(index.get("byteEnd"))
        for feature in loose.objects(facet.get("features")):
            uri = plain.link(loose.text(feature.get("uri")))
            if start is not None and end is not None and uri:
                yield start, end, uri
                break


def _attached(embed: Mapping[str, Any], text: str) -> Iterator[str]:
    """What an embed says in words, whichever of the lexicon's kinds it is; of one that nobody knows, nothing."""
    yield from _attached_media(embed, text)
    media = loose.mapping(embed.get("media"))  # app.bsky.embed.recordWithMedia
    if media:
        yield from _attached_media(media, text)


def _attached_media(embed: Mapping[str, Any], text: str) -> Iterator[str]:
    pictures = [*loose.objects(embed.get("images")), *loose.objects(embed.get("items"))]
    for described in (*pictures, embed):
        alt = loose.text(described.get("alt")).strip()
        if alt:
            yield f"[{alt}]"
    card = loose.mapping(embed.get("external"))
    if not card:
        return
    title, uri = loose.text(card.get("title")).strip(), plain.link(loose.text(card.get("uri")))
    yield " ".join(filter(None, (f"[{title}]" if title else "", "" if uri in text else uri)))
