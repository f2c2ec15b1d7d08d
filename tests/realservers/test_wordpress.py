"""A real WordPress as the world: what two workers know of it is what it shows, through edits and deletions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from brands.scope import brand_scope
from monitoring import sources
from monitoring.models import Mention, Source
from networks.errors import NetworkError
from tests.monitoring import factories
from tests.monitoring.counters import agree
from tests.realservers.editor import Editor
from tests.realservers.wordpress import WordPress
from tests.realservers.workers import ListenWorkers

pytestmark = [pytest.mark.realserver, pytest.mark.django_db(transaction=True)]

FEEDS = {"posts": "/feed/", "comments": "/comments/feed/"}
ACTS = 60
UNTIL_QUIET = 12
"""Polls after which a source that changes no more is read as it is: four until the next full read, which asks for one
that confirms it, and the same again."""


@pytest.fixture
def lumbre(transactional_db):
    brand = factories.brand("Lumbre")
    with brand_scope(brand.pk):
        yield brand


@pytest.fixture
def listening(lumbre, blog: WordPress, settings) -> dict[str, Source]:
    """The blog's two feeds, found behind the address of its front page."""
    settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{blog.port}"})
    found = sources.discover("feed", blog.address)
    assert [(f.kind, f.address) for f in found] == [(kind, blog.address + path) for kind, path in FEEDS.items()]
    return {
        one.kind: sources.add_source(lumbre, "feed", one.address, by=None, title=one.title, kind=one.kind)
        for one in found
    }


def listed() -> dict[str, tuple[str, str]]:
    return {m.external_id: (m.title, m.text) for m in Mention.objects.filter(gone_at=None)}


def shown(blog: WordPress) -> dict[str, tuple[str, str]]:
    return {entry.guid: (entry.title, entry.text) for entry in blog.entries()}


def settle(workers: ListenWorkers) -> None:
    for _ in range(UNTIL_QUIET):
        workers.poll()


def test_the_guard_stands_for_every_address_but_the_one_allowed(lumbre, blog, settings):
    settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{blog.port + 1}"})
    with pytest.raises(NetworkError):
        sources.discover("feed", blog.address)


def test_two_workers_hold_exactly_what_the_blog_shows(blog, listening, workers, lumbre):
    blog.set_option("posts_per_rss", 100)
    editor = Editor(blog, seed=20260310)
    before = {kind: len(blog.answers(path)) for kind, path in FEEDS.items()}
    for number in range(ACTS):
        editor.act()
        workers.poll() if number % 2 else workers.wake()
    workers.poll()
    editor.go_on()  # shows that there is room in the feeds, whatever was deleted last
    settle(workers)

    assert listed() == shown(blog)
    assert Mention.objects.filter(gone_at__isnull=False).count() >= 5
    assert Mention.objects.filter(gone_at=None, edited_at__isnull=False).count() >= 3
    for kind, path in FEEDS.items():
        answers = blog.answers(path)[before[kind] :]
        assert len(answers) >= 20
        assert sorted(answers[-8:]) == [200] * 2 + [304] * 6  # one full read in four, the rest is unchanged
        source = Source.objects.get(pk=listening[kind].pk)
        assert source.items_found == Mention.objects.filter(source=source).count()
        assert (source.last_error, source.items_unreadable) == ("", 0)
    assert min(workers.polls()) >= 5
    assert agree(lumbre)


def test_what_leaves_the_window_is_not_deleted(blog, listening, workers):
    start = datetime.now(UTC) - timedelta(hours=5)

    def publish(number: int) -> int:
        date = (start + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S")
        return blog.publish(f"Entrada {number}", f"El café número {number}", date_gmt=date)

    posts = [publish(n) for n in range(10)]
    workers.poll()
    posts += [publish(n) for n in range(10, 15)]
    everything = shown(blog)
    settle(workers)
    assert len(everything) == 15
    assert listed() == everything

    blog.delete(posts[12])
    blog.edit(posts[7], content="El café número siete, corregido")
    settle(workers)
    assert listed() == shown(blog)
    assert Mention.objects.get(gone_at__isnull=False).title == "Entrada 12"

    blog.set_option("posts_per_rss", 5)
    settle(workers)
    publish(20)
    settle(workers)
    assert listed() == shown(blog)
    assert len(listed()) == 15
