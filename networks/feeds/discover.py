"""From what a person typed to the feeds behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from lxml import etree

from core import http
from networks import http_errors, plain
from networks.errors import Broken, Gone, NetworkError
from networks.feeds import charset
from networks.feeds.parse import parse
from networks.types import Found

PATIENCE = http.Patience(connect=5, read=10, total=20)
MOST_FOUND = 10

_POST_PATHS = ("/feed/", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/feeds/posts/default")
_COMMENT_PATH = "/comments/feed/"
_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"))
_COMMENTS = re.compile(r"(?i)comment|comentari|comentário")
_HEAD = 512 * 1024


def discover(address: str) -> list[Found]:
    """Feeds behind `address`, posts before comments: itself if it is one, those that its page names, else the usual
    paths of its site. Empty if there is none. Raises NetworkError where the address cannot be read at all."""
    response = _first_answer(address)
    itself = _as_feed(response)
    if itself:
        return [itself]
    found = list(_named(response)) or list(_usual(response.url))
    found.sort(key=lambda f: f.kind == "comments")  # a stable sort: otherwise the page's own order
    return list({f.address: f for f in found}.values())[:MOST_FOUND]


def _first_answer(address: str) -> http.Response:
    """The page at `address`: as typed, or with https:// and then http:// before it."""
    typed = re.sub(r"(?i)\Afeed:(//)?(?=https?:)", "", address.strip())
    typed = re.sub(r"(?i)\Afeed://", "http://", typed)
    if re.match(r"(?i)[a-z][a-z0-9+.-]*://", typed):
        return http_errors.read(typed, timeout=PATIENCE)
    try:
        return http_errors.read(f"https://{typed}", timeout=PATIENCE)
    except NetworkError as error:
        try:
            return http_errors.read(f"http://{typed}", timeout=PATIENCE)
        except NetworkError:
            raise error from None


def _as_feed(response: http.Response) -> Found | None:
    try:
        feed = parse(response.body, content_type=response.headers.get("content-type", ""), address=response.url)
    except Broken:
        return None
    comments = feed.kind == "comments" or response.url.rstrip("/").endswith("/comments/feed")
    return Found(response.moved_to or response.url, feed.title, "comments" if comments else "posts")


def _named(response: http.Response) -> Iterator[Found]:
    """`<link rel="alternate">` with a feed's type."""
    text = charset.decode(response.body[:_HEAD], response.headers.get("content-type", ""))
    links = _Links()
    parser = etree.HTMLParser(target=links, encoding="utf-8")
    try:
        etree.fromstring(plain.visible(text).encode(), parser)
    except etree.XMLSyntaxError:
        return
    base = urljoin(response.url, links.base)
    for attributes in links.found:
        address = plain.link(attributes.get("href", ""), base)
        if address:
            title = plain.one_line(plain.from_text(attributes.get("title", "")), 200)
            about_comments = _COMMENTS.search(title) or _COMMENTS.search(address)
            yield Found(address, title, "comments" if about_comments else "posts")


def _usual(page: str) -> Iterator[Found]:
    """The first of the usual paths that holds a feed of posts, and the comments' one beside it."""
    for path in _POST_PATHS:
        posts = _probe(urljoin(page, path))
        if posts:
            yield posts
            break
    else:
        return
    comments = _probe(urljoin(page, _COMMENT_PATH))
    if comments:
        yield comments


def _probe(address: str) -> Found | None:
    """The feed at `address`, if there is one. «Not there» is an answer; a site that is down ends the search."""
    try:
        return _as_feed(http_errors.read(address, timeout=PATIENCE))
    except (Gone, Broken):
        return None


def _is_feed_link(attributes: Mapping[str, str]) -> bool:
    relations = attributes.get("rel", "").lower().split()
    return "alternate" in relations and attributes.get("type", "").strip().lower() in _FEED_TYPES


class _Links:
    """Collects what `<link>` and `<base>` say; builds no tree."""

    def __init__(self) -> None:
        self.base = ""
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "base" and not self.base:
            self.base = attributes.get("href", "")
        elif tag == "link" and _is_feed_link(attributes):
            self.found.append(dict(attributes))

    def end(self, tag: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass

    def comment(self, text: str) -> None:
        pass

    def close(self) -> None:
        pass
