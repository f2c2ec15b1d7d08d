"""Networks where people publish by hand: which addresses are posts there, and what fits."""

from __future__ import annotations

import pytest
from django.utils import timezone

from networks import registry
from networks.publishing import Part, Place, Poll
from networks.types import Capability

KEYS = {c.key for c in registry.with_capability(Capability.BY_HAND)}
POSTS = {
    "linkedin": {
        "https://www.linkedin.com/feed/update/urn:li:activity:7131234567890123456/": "activity:7131234567890123456",
        "linkedin.com/posts/marca_hola-a-todos-activity-7131234567890123456-AbCd?utm_source=share": (
            "activity-7131234567890123456"
        ),
    },
    "tiktok": {
        "https://www.tiktok.com/@marca/video/7131234567890123456?lang=es": "7131234567890123456",
        "https://vm.tiktok.com/ZMabc123/": "ZMabc123",
    },
    "instagram": {
        "https://www.instagram.com/p/C0abcdEF-hi/?igsh=x": "C0abcdEF-hi",
        "https://www.instagram.com/marca/reel/C0abc/": "C0abc",
    },
    "facebook": {
        "https://www.facebook.com/marca/posts/pfbid02abc": "pfbid02abc",
        "https://m.facebook.com/story.php?story_fbid=pfbid0x&id=10": "pfbid0x",
        "https://www.facebook.com/share/p/1AbC/": "1AbC",
        "https://www.facebook.com/watch/?v=123": "123",
    },
    "x": {
        "https://x.com/marca/status/1831234567890123456?s=20": "1831234567890123456",
        "https://twitter.com/marca/status/1831234567890123456/photo/1": "1831234567890123456",
    },
    "youtube": {
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s": "dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=x": "dQw4w9WgXcQ",
        "https://youtube.com/shorts/abc-DEF_1": "abc-DEF_1",
    },
    "threads": {
        "https://www.threads.com/@marca/post/C0abcdEFGhi": "C0abcdEFGhi",
        "https://www.threads.net/t/C0abc": "C0abc",
    },
}
NO_POSTS = [
    "",
    "hola",
    "https://",
    "http://[",
    "https://www.linkedin.com/company/marca/",
    "https://www.tiktok.com/@marca",
    "https://www.instagram.com/marca/",
    "https://www.facebook.com/marca",
    "https://x.com/marca",
    "https://evil.example/x.com/marca/status/1831234567890123456",
    "https://x.com.evil.example/marca/status/1831234567890123456",
    "javascript://x.com/marca/status/1",
    "https://www.youtube.com/@marca",
    "https://www.threads.com/@marca",
]


def test_all_of_them_are_here():
    assert set(POSTS) == KEYS
    assert all(registry.connector(key).key == key for key in KEYS)
    assert all(registry.connector(key).capabilities == {Capability.BY_HAND} for key in KEYS)


@pytest.mark.parametrize(("key", "address", "named"), [(k, a, n) for k, rows in POSTS.items() for a, n in rows.items()])
def test_the_address_of_a_post(key, address, named):
    sent = registry.by_hand(key).adopt(f"  {address}\n")
    assert sent is not None
    assert sent.external_id == named
    assert sent.url.startswith("https://")
    assert all(registry.by_hand(other).adopt(address) is None for other in KEYS - {key})


@pytest.mark.parametrize("key", sorted(KEYS))
def test_its_own_example_is_one(key):
    assert registry.by_hand(key).adopt(registry.by_hand(key).example)


@pytest.mark.parametrize("address", NO_POSTS)
def test_no_address_of_a_post(address):
    assert [key for key in KEYS if registry.by_hand(key).adopt(address)] == []


def test_what_does_not_fit_is_said():
    part = Part("k-1", "a" * 281, timezone.now(), place=Place.COMMENT, title="T", poll=Poll(("a", "b")))
    x, linkedin = ([(p.field, p.blocks) for p in registry.by_hand(key).problems(part, {})] for key in ("x", "linkedin"))
    assert x == [("text", True), ("title", False), ("comment", False)]
    assert linkedin == [("title", False), ("poll", True)]
