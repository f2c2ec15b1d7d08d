"""A plain text as the blocks that WordPress's editor works with. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from networks.publishing import Media

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]']")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


def blocks(text: str, attached: Iterable[tuple[Media, int, str]] = ()) -> str:
    """Paragraphs of `text`, an empty line between them, then pictures and videos: each with its id and address."""
    paragraphs = (_paragraph(one) for one in _PARAGRAPHS.split(text.strip()) if one.strip())
    return "\n\n".join([*paragraphs, *(_file(*one) for one in attached)])


def _paragraph(text: str) -> str:
    return f"<!-- wp:paragraph -->\n<p>{linked(text.strip())}</p>\n<!-- /wp:paragraph -->"


def linked(text: str) -> str:
    """`text` as HTML: addresses are links, line ends stay."""
    pieces, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0])
        pieces += [escape(text[at : found.start()], quote=False), f'<a href="{address}">{address}</a>']
        at = found.end()
    return "".join([*pieces, escape(text[at:], quote=False)]).replace("\n", "<br>")


def _file(media: Media, number: int, address: str) -> str:
    source = escape(address)
    if media.is_video:
        shown = f'<figure class="wp-block-video"><video controls src="{source}"></video></figure>'
        return f'<!-- wp:video {{"id":{number}}} -->\n{shown}\n<!-- /wp:video -->'
    picture = f'<img src="{source}" alt="{escape(media.alt)}" class="wp-image-{number}"/>'
    shown = f'<figure class="wp-block-image size-full">{picture}</figure>'
    return f'<!-- wp:image {{"id":{number},"sizeSlug":"full"}} -->\n{shown}\n<!-- /wp:image -->'
