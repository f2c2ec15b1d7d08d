"""Connecting an account of a site by an application password (WordPress 5.6 and newer)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_noop

from networks import http_errors, loose, plain
from networks.accounts import Asked, Identity, Journey, Login
from networks.errors import Broken, NetworkError, Rejected
from networks.types import Capability
from networks.wordpress.client import NOT_WORDPRESS, SIGNED_OUT, Site, site

GUIDE = gettext_noop(
    "Sign in to the site as the person who will be shown as the author. Under Users › Profile, at the bottom, write "
    "“cmhub” as the name of a new application password and add it. Copy what it shows: it is shown only once."
)
MAY_NOT_PUBLISH = gettext_noop(
    "This person may write on the site, and may not publish. Give them the role Author or Editor there."
)
NEEDS_HTTPS = gettext_noop(
    "The site has application passwords switched off. They need https:// and WordPress 5.6 or newer."
)
_LINK = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?https://api\.w\.org/"?')
_MOST_CATEGORIES = 100


class Joining:
    """See networks.accounts.Joinable."""

    asks: ClassVar[Sequence[Asked]] = (
        Asked("site", gettext_noop("Address of the site"), example="https://blog.marca.example"),
        Asked("user", gettext_noop("User name"), gettext_noop("As you sign in to the site, or the mail address.")),
        Asked("password", gettext_noop("Application password"), secret=True, example="abcd efgh ijkl mnop qrst uvwx"),
    )
    guide: ClassVar[str] = GUIDE
    by_journey: ClassVar[bool] = False

    def connect(self, typed: Mapping[str, str]) -> Identity:
        base = _root(typed.get("site", ""))
        return _identity(Site(base, typed.get("user", "").strip(), typed.get("password", "").strip()))

    def begin(self, typed: Mapping[str, str], *, redirect_url: str, state: str) -> Journey:
        raise Rejected(GUIDE)

    def finish(self, kept: Mapping[str, str], answer: Mapping[str, str], *, redirect_url: str) -> Identity:
        raise Rejected(GUIDE)

    def check(self, login: Login) -> Identity:
        return _identity(site(login))

    def refresh(self, login: Login) -> Identity:
        """Application passwords do not expire: the live check tells whether this one still stands."""
        return _identity(site(login))


def _root(typed: str) -> str:
    """Where the REST API of the site at `typed` begins. Every page of WordPress tells it in its Link header."""
    typed = typed.strip()
    if not typed:
        raise Rejected(NOT_WORDPRESS)
    address = (typed if "://" in typed else f"https://{typed}").removesuffix("/wp-admin").removesuffix("/wp-login.php")
    page = http_errors.read(address)
    found = _LINK.search(page.headers.get("link", ""))
    root = plain.link(
        found[1] if found else "wp-json/", page.url if found or page.url.endswith("/") else f"{page.url}/"
    )
    index = loose.mapping(loose.json(http_errors.read(root).body))
    if "wp/v2" not in loose.rows(index.get("namespaces")):
        raise Broken(NOT_WORDPRESS)
    if not loose.mapping(index.get("authentication")).get("application-passwords"):
        raise Rejected(NEEDS_HTTPS)
    return root


def _identity(there: Site) -> Identity:
    me = loose.mapping(there.get("users/me", context="edit").content)
    number, capabilities = loose.text(me.get("id")), loose.mapping(me.get("capabilities"))
    if not number:
        raise Broken(SIGNED_OUT)
    return Identity(
        external_id=f"{number}@{_home(there.base)}",
        handle=loose.text(me.get("username")) or there.user,
        base=there.base,
        secret={"user": there.user, "password": there.password},
        name=plain.one_line(loose.text(me.get("name")), 200),
        url=plain.link(loose.text(me.get("link"))),
        avatar_url=plain.link(max(map(loose.text, loose.mapping(me.get("avatar_urls")).values()), default="")),
        facts={"categories": _categories(there)},
        lacks={} if capabilities.get("publish_posts") else {Capability.PUBLISH: MAY_NOT_PUBLISH},
    )


def _home(root: str) -> str:
    """What people call the site: its address without the API's part and the scheme."""
    return re.sub(r"(?:/wp-json/|/(?:index\.php)?\?rest_route=/)\Z", "", root).partition("://")[2]


def _categories(there: Site) -> list[list[Any]]:
    """Number and name of the site's categories; none where the site does not tell them."""
    try:
        listed = there.get("categories", per_page=_MOST_CATEGORIES, orderby="count", order="desc").content
    except NetworkError:
        return []
    return [[one["id"], plain.from_html(loose.text(one.get("name")), 100)] for one in loose.objects(listed)]
