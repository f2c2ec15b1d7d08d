"""A seeded Bluesky: people who post, edit, delete, rename and close accounts, as frames of Jetstream tell it.

Frames have the published shape (bluesky-social/jetstream, docs/README.md 5.1). `World` remembers what should be there
in the end, so that a test can compare.
"""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

POST = "app.bsky.feed.post"
_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WORDS = {
    "en": "the new coffee shop near my house opens late tonight and everybody seems to love the music they play there",
    "es": "hoy he probado el café nuevo de la esquina y me ha parecido caro aunque el año pasado era mucho mejor",
    "pt": "a gente foi ontem naquela padaria e o pão estava ótimo mas o atendimento não foi lá essas coisas não",
    "ja": "今日 は 新しい カフェ に 行って きました コーヒー が とても 美味しかった です また 行きたい",
    "de": "gestern war ich wieder im kleinen Laden um die Ecke und habe viel zu viel Geld für Bücher ausgegeben",
    "fr": "ce matin le train avait encore du retard mais au moins la boulangerie était déjà ouverte quelle chance",
    "ko": "오늘 새로 생긴 카페 에 다녀왔는데 분위기 가 정말 좋았어요 다음 에 또 가고 싶네요",
    "uk": "сьогодні знову дощ але кава смачна і люди навколо усміхаються тому день зовсім не поганий",
    "ar": "اليوم ذهبت إلى المقهى الجديد وكانت القهوة رائعة لكن المكان مزدحم جدا في المساء",
    "tr": "bugün yine geç kaldım ama kahve molası her şeyi düzeltti akşam da arkadaşlarla sinemaya gideceğiz",
}
LANGUAGES = ("en",) * 8 + ("es",) * 3 + ("pt",) * 3 + ("ja",) * 3 + ("de", "fr", "ko", "uk", "ar", "tr")
KINDS = ("create", "update", "delete", "identity", "account")
SHARES = (84.0, 0.5, 11.5, 2.0, 2.0)


@dataclass
class Post:
    """A post as it stands now."""

    did: str
    rkey: str
    record: dict[str, Any]
    before: list[str] = field(default_factory=list)
    """What it said before it was edited."""

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{POST}/{self.rkey}"

    @property
    def text(self) -> str:
        return self.record["text"]


@dataclass
class World:
    """Invents one event after the other, `step` apart, from `began` on."""

    seed: int = 1
    began: datetime = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    step: timedelta = timedelta(milliseconds=10)
    people: int = 2_000
    mentioned: tuple[str, ...] = ()
    """Names, one of which stands in `share` of all posts."""
    share: float = 0.01
    posts: dict[str, Post] = field(default_factory=dict)
    """By uri, those that are there."""
    gone: set[str] = field(default_factory=set)
    """Deleted by themselves."""
    closed: set[str] = field(default_factory=set)
    """Accounts that cannot be seen now."""
    handles: dict[str, str] = field(default_factory=dict)
    """The latest of each account that was renamed."""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.at = (self.began - _EPOCH) // timedelta(microseconds=1)
        self.dids = [f"did:plc:{self._key(24)}" for _ in range(self.people)]

    def frames(self, count: int) -> list[str]:
        """The next `count` frames."""
        return list(islice(self, count))

    def check(self, word: str, found: Collection[str]) -> None:
        """`found` (uris) are the posts that can be seen and say `word`.

        What said it before an edit may be among them, in its new words, or not: of both at once the latter counts.
        """
        seen = [post for post in self.posts.values() if post.did not in self.closed]
        now = {post.uri for post in seen if word in post.text}
        before = {post.uri for post in seen if any(word in text for text in post.before)}
        assert len(found) == len(set(found))
        assert now - set(found) == set()
        assert set(found) - now - before == set()
        assert len(now) > 5

    def __iter__(self) -> Iterator[str]:
        while True:
            self.at += self.step // timedelta(microseconds=1)
            yield self._frame()

    def _frame(self) -> str:
        (kind,) = self.random.choices(KINDS, SHARES)
        did = self.random.choice(self.dids)
        if kind in ("identity", "account"):
            return getattr(self, f"_{kind}")(did)
        while did in self.closed:  # nobody is there to write
            did = self.random.choice(self.dids)
        post = self._any() if kind != "create" else None
        return getattr(self, f"_{kind}")(post) if post else self._create(did)

    def _create(self, did: str) -> str:
        post = Post(did, self._key(13), self._record())
        self.posts[post.uri] = post
        return self._commit("create", post)

    def _update(self, post: Post) -> str:
        post.before.append(post.text)
        post.record = {**self._record(), "createdAt": post.record["createdAt"]}
        return self._commit("update", post)

    def _delete(self, post: Post) -> str:
        del self.posts[post.uri]
        self.gone.add(post.uri)
        return self._told(post.did, "commit", commit=self._named("delete", post))

    def _identity(self, did: str) -> str:
        self.handles[did] = f"{self._key(8)}.bsky.social"
        told = {"did": did, "handle": self.handles[did], "seq": self.at % 10**9, "time": self._time()}
        return self._told(did, "identity", identity=told)

    def _account(self, did: str) -> str:
        active = did in self.closed
        (self.closed.discard if active else self.closed.add)(did)
        told = {"active": active, "did": did, "seq": self.at % 10**9, "time": self._time()}
        if not active:
            told["status"] = self.random.choice(["deactivated", "deleted", "suspended", "takendown"])
        return self._told(did, "account", account=told)

    def _commit(self, operation: str, post: Post) -> str:
        commit = self._named(operation, post) | {"record": post.record, "cid": f"bafyrei{self._key(52)}"}
        return self._told(post.did, "commit", commit=commit)

    def _named(self, operation: str, post: Post) -> dict[str, Any]:
        return {"rev": self._key(13), "operation": operation, "collection": POST, "rkey": post.rkey}

    def _told(self, did: str, kind: str, **what: Any) -> str:
        return json.dumps({"did": did, "time_us": self.at, "kind": kind, **what}, ensure_ascii=False)

    def _record(self) -> dict[str, Any]:
        language = self.random.choice(LANGUAGES)
        words = WORDS[language].split()
        said = [self.random.choice(words) for _ in range(self.random.randint(3, 40))]
        if self.mentioned and self.random.random() < self.share:
            said.insert(self.random.randrange(len(said)), self.random.choice(self.mentioned))
        record: dict[str, Any] = {"$type": POST, "createdAt": self._time(), "langs": [language], "text": " ".join(said)}
        chance = self.random.random()
        if chance < 0.4:
            parent = f"at://{self.random.choice(self.dids)}/{POST}/{self._key(13)}"
            reference = {"cid": f"bafyrei{self._key(52)}", "uri": parent}
            record["reply"] = {"parent": reference, "root": reference}
        elif chance < 0.55:
            image = {"$type": "blob", "ref": {"$link": f"bafkrei{self._key(52)}"}, "mimeType": "image/jpeg", "size": 1}
            record["embed"] = {"$type": "app.bsky.embed.images", "images": [{"alt": "", "image": image}]}
        elif chance < 0.7:
            uri = f"https://news.example/{self._key(10)}"
            start = len(record["text"].encode()) + 1
            record["text"] += f" {uri[8:28]}…"
            feature = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
            index = {"byteStart": start, "byteEnd": len(record["text"].encode())}
            record["facets"] = [{"index": index, "features": [feature]}]
        return record

    def _any(self) -> Post | None:
        """A post of somebody who is there, mostly one of the latest, as people do; None where none was found soon."""
        latest = list(self.posts)[-200:] if self.random.random() < 0.8 else list(self.posts)
        picked = self.random.sample(latest, min(len(latest), 5))
        return next((self.posts[uri] for uri in picked if self.posts[uri].did not in self.closed), None)

    def _time(self) -> str:
        return (_EPOCH + timedelta(microseconds=self.at)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def _key(self, length: int) -> str:
        return "".join(self.random.choices(_LETTERS, k=length))


def hostile(at: int) -> list[str | bytes]:
    """Frames that nobody should send, around the place `at`; none is a post that can be read."""
    did = "did:plc:" + "a" * 24
    commit = {"operation": "create", "collection": POST, "rkey": "k", "record": {"text": "lumbre", "$type": POST}}
    whole = {"did": did, "time_us": at, "kind": "commit", "commit": commit}

    def but(**changes: Any) -> str:
        return json.dumps({**whole, **changes})

    return [
        "",
        "{",
        "null",
        "[]",
        '"lumbre"',
        "[" * 100_000,
        b"\xff\xfe",
        b"\x28\xb5\x2f\xfd",
        json.dumps({key: whole[key] for key in ("did", "kind", "commit")}),
        json.dumps({key: whole[key] for key in ("time_us", "kind", "commit")}),
        but(time_us="yesterday"),
        but(time_us=1e30),
        but(time_us=True),
        but(did="nobody"),
        but(did=7),
        but(kind=None),
        but(kind="lumbre"),
        but(kind="identity"),
        but(kind="identity", identity={"did": did, "handle": ["ana.example"]}),
        but(kind="identity", identity={"did": did, "handle": "handle.invalid"}),
        but(kind="account", account={"active": "false"}),
        but(kind="account"),
        but(commit=None),
        but(commit="lumbre"),
        but(commit={}),
        but(commit={**commit, "collection": "app.bsky.feed.like"}),
        but(commit={**commit, "operation": "lumbre"}),
        but(commit={**commit, "rkey": None}),
        but(commit={**commit, "rkey": ""}),
        but(commit={**commit, "record": None}),
        but(commit={**commit, "record": ["lumbre"]}),
        but(commit={**commit, "record": {"$type": "app.bsky.feed.like", "text": "lumbre"}}),
        but(commit={**commit, "record": {"$type": POST, "text": ["lumbre"], "langs": {"a": 1}}}),
        but(commit={**commit, "record": {"$type": POST, "text": {"lumbre": "lumbre"}, "facets": 7, "embed": []}}),
    ]
