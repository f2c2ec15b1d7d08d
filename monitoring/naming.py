"""What people call networks and languages, for pages and for files."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language, pgettext

from networks import names, registry

UNKNOWN = "und"


def network_name(key: str) -> str:
    """What people call the network `key`; the key itself for one that nobody knows any more."""
    try:
        return registry.connector(key).name
    except KeyError:
        return str(names.NAMES.get(key, key))


def language_name(code: str) -> str:
    """«es» → Español, in the reader's language; the code itself where no name is known."""
    if code == UNKNOWN:
        return pgettext("language", "Unknown")
    known = Locale.parse(get_language() or "en", sep="-").languages
    return str(known.get(code, code)).capitalize()
