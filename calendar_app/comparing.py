"""What a post says, field by field and in words, so that people can tell two states of it apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brands.places import language_name
from calendar_app import checking, files
from calendar_app.content import Content, FileUse, PollDraft
from calendar_app.revisions import Own
from channels.models import Account
from channels.naming import label
from networks.naming import network_name

LABELS = {
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Title"),
    "media": gettext_lazy("Files"),
    "thread": gettext_lazy("Thread"),
    "first_comment": gettext_lazy("First comment"),
    "warning": gettext_lazy("Content warning"),
    "poll": gettext_lazy("Poll"),
    "link": gettext_lazy("Link"),
    "language": gettext_lazy("Language"),
    "options": gettext_lazy("Settings of the network"),
}
"""Every field of Content, as people call it, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same in two states."""

    label: str
    one: str
    """In words; "" where it says nothing."""
    other: str


class Wordings:
    """The words for contents of one brand: files and accounts by their names, each asked for once."""

    def __init__(self, said: Iterable[tuple[Mapping[str, Any], Own]]) -> None:
        """For these contents and their variants, as JSON. Call in the brand's scope."""
        contents = [Content.of(one) for content, own in said for one in (content, *own.values())]
        self.files = files.of({file for one in contents for file in one.files})
        """By public id; those that are gone are not there."""
        self._accounts = {account.public_id: account for account in Account.with_deleted.all()}

    def account(self, public_id: str) -> str:
        """The account with its network: a brand has the same name on several."""
        account = self._accounts.get(public_id)
        return label(account) if account else public_id

    def of(self, said: Mapping[str, Any]) -> dict[str, str]:
        """Field → words, for each field that `said` (a content as JSON) has; "" where it is there and empty."""
        content = Content.of(said)
        return {name: self._word(name, content) for name in LABELS if name in said}

    def _word(self, name: str, content: Content) -> str:
        match name:
            case "media":
                return self._file_names(content.media)
            case "thread":
                parts = ((part.text, self._file_names(part.media)) for part in content.thread)
                return "\n\n".join("\n".join(filter(None, part)) for part in parts)
            case "poll":
                return poll_words(content.poll) if content.poll else ""
            case "language":
                return language_name(content.language) if content.language else ""
            case "options":
                return "\n".join(self._options(content.options))
        return str(getattr(content, name))

    def _file_names(self, uses: Collection[FileUse]) -> str:
        return "\n".join(map(self._file_name, uses))

    def _file_name(self, use: FileUse) -> str:
        file = self.files.get(use.file)
        name = file.name if file else _("a file that is not in the library any more")
        named = f"{name}: {use.alt}" if use.alt else name
        return _("%(file)s (a part of it)") % {"file": named} if use.crop else named

    def _options(self, options: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        for network, chosen in options.items():
            known = {
                o.name: o for one in self._accounts.values() if one.network == network for o in checking.options(one)
            }
            for name, value in chosen.items():
                option = known.get(name)
                what = _(option.label) if option else name
                words = _(dict(option.choices).get(str(value), str(value))) if option and value else str(value)
                yield f"{network_name(network)} · {what}: {words}"


def poll_words(poll: PollDraft) -> str:
    """A poll's answers, one a line, then how long it is open and whether several may be chosen."""
    how = ngettext("Open for %(n)s hour", "Open for %(n)s hours", poll.hours) % {"n": poll.hours}
    several = _("Several may be chosen")
    return "\n".join((*poll.options, f"{how} · {several}" if poll.multiple else how))


def differences(
    one: tuple[Mapping[str, Any], Own], other: tuple[Mapping[str, Any], Own], words: Wordings
) -> list[Difference]:
    """Where two states of a post differ: the common content first, then account by account."""
    (said, own), (others_said, others_own) = one, other
    found = [
        Difference(str(LABELS[name]), *pair) for name, *pair in _apart(words.of(said), words.of(others_said), "", "")
    ]
    for account in {**own, **others_own}:
        name, here, there = words.account(account), account in own, account in others_own
        if here != there:
            yes, no = _("chosen"), _("not chosen")
            found.append(Difference(name, yes if here else no, yes if there else no))
        same = _("as for all accounts")
        mine, theirs = (words.of(owns.get(account, {})) for owns in (own, others_own))
        for field, *pair in _apart(mine, theirs, same if here else "", same if there else ""):
            what = _("%(what)s on %(account)s") % {"what": LABELS[field], "account": name}
            found.append(Difference(what, *pair))
    return found


def _apart(
    one: Mapping[str, str], other: Mapping[str, str], silent: str, others_silent: str
) -> Iterator[tuple[str, str, str]]:
    """Fields that are not the same, with the words of both; what is said where a field is not there at all."""
    for field in LABELS:
        here, there = one.get(field, silent), other.get(field, others_silent)
        if (field in one or field in other) and here != there:
            yield field, here, there
