from __future__ import annotations

from datetime import timedelta

import pytest

from brands.models import Event
from brands.scope import brand_scope
from core import clock, jobs
from core.jobs import MAX_ATTEMPTS
from monitoring import polling, sources
from monitoring.health import Health, explain, health
from monitoring.models import Mention, Source
from networks import errors, registry
from networks.types import Page
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page
from tests.monitoring.fakes import Scripted

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen(monkeypatch):
    """Time stands at noon until a test moves it."""
    moment = [NOON]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def network(monkeypatch):
    """Answers of the network that every source here listens to."""

    def answering(*answers) -> Scripted:
        scripted = Scripted(*answers)
        monkeypatch.setattr(registry, "connector", lambda key: scripted)
        return scripted

    return answering


def poll(source: Source):
    """Poll `source` as a worker would when it is due."""
    Source.objects.filter(pk=source.pk).update(not_before=clock.now())
    (claimed,) = jobs.claim_due(polling.queue().filter(pk=source.pk), limit=1)
    stored = polling.poll(claimed)
    source.refresh_from_db()
    return stored


def test_a_poll_stores_remembers_and_comes_again(feed, network):
    scripted = network(page(item(1), item(2), cursor={"etag": "a"}, title="Blog", home_url="https://blog.example"))
    assert poll(feed).new == 2
    assert (feed.state, feed.claim, feed.attempts, feed.cursor) == ("waiting", None, 0, {"etag": "a"})
    assert (feed.title, feed.home_url) == ("Blog", "https://blog.example")
    assert feed.last_polled_at == feed.last_success_at == feed.last_new_at == NOON
    assert feed.items_found == 2
    assert timedelta(minutes=9.4) < feed.not_before - NOON < timedelta(minutes=10.6)
    poll(feed)
    assert scripted.asked == [(feed.address, {}), (feed.address, {"etag": "a"})]


def test_unchanged_keeps_all_and_the_counters_of_the_last_full_answer(feed, network):
    network(page(item(1), skipped=3, cursor={"etag": "a"}), Page(unchanged=True, cursor={"etag": "a"}))
    poll(feed)
    assert poll(feed) == polling.Stored()
    assert (feed.items_unreadable, feed.cursor, Mention.objects.count()) == (3, {"etag": "a"}, 1)


def test_a_name_that_a_person_gave_stays(feed, network):
    sources.edit(feed, seen=1, title="El blog de Ana")
    network(page(title="Blog | Home"))
    poll(feed)
    assert feed.title == "El blog de Ana"


def test_what_goes_missing_is_asked_for_again_soon(feed, network):
    since = NOON - timedelta(days=1)
    network(page(item(1), item(2), complete_since=since), page(item(1), complete_since=since))
    poll(feed)
    assert poll(feed).missing == 1
    assert feed.not_before == NOON + timedelta(minutes=1)
    assert poll(feed).gone == 1
    assert feed.not_before > NOON + timedelta(minutes=9)


def test_a_silent_source_is_asked_less_often_and_never_less_than_it_wishes(feed, network, frozen):
    network(
        page(item(1), poll_again_after=NOON + timedelta(hours=3)),
        page(),
    )
    poll(feed)
    assert feed.not_before == NOON + timedelta(hours=3)
    frozen[0] = NOON + timedelta(days=1)
    poll(feed)
    assert timedelta(minutes=56) < feed.not_before - frozen[0] < timedelta(minutes=64)
    frozen[0] = NOON + timedelta(days=90)
    poll(feed)
    assert timedelta(hours=1.8) < feed.not_before - frozen[0] < timedelta(hours=2.2)


def test_no_wish_keeps_us_away_for_longer_than_a_day(feed, network):
    network(page(poll_again_after=NOON + timedelta(days=900)))
    poll(feed)
    assert feed.not_before == NOON + timedelta(hours=24)


@pytest.mark.parametrize("kind", [errors.RateLimited, errors.NotReady, errors.BudgetSpent])
def test_who_asks_for_time_gets_it_and_no_attempt_counts(feed, network, kind):
    network(kind("slow", until=NOON + timedelta(minutes=40)), kind("slow"), kind("x", until=NOON + timedelta(days=9)))
    assert poll(feed) is None
    assert (feed.state, feed.attempts, feed.not_before) == ("waiting", 0, NOON + timedelta(minutes=40))
    assert (feed.last_error, feed.last_error_detail) == (kind.__name__, "slow")
    assert health(feed) == Health.WAITING
    poll(feed)
    assert timedelta(minutes=12) <= feed.not_before - NOON <= timedelta(minutes=18)
    poll(feed)
    assert feed.not_before == NOON + timedelta(hours=24)


def test_a_server_that_is_down_is_asked_for_ever_at_growing_intervals(feed, network):
    network(errors.Unavailable("refused"))
    waits = []
    for _ in range(15):
        poll(feed)
        waits.append(feed.not_before - NOON)
    assert timedelta(seconds=24) <= waits[0] <= timedelta(seconds=36)
    assert timedelta(seconds=48) <= waits[1] <= timedelta(seconds=72)
    assert timedelta(hours=4.8) <= waits[-1] <= timedelta(hours=7.2)
    assert (feed.state, feed.attempts, health(feed)) == ("waiting", 15, Health.FAILING)


def test_failing_begins_after_six_attempts_and_ends_with_the_first_answer(feed, network):
    network(*[errors.Unavailable("refused")] * MAX_ATTEMPTS, page(item(1)))
    for attempt in range(1, MAX_ATTEMPTS + 1):
        poll(feed)
        assert health(feed) == (Health.FAILING if attempt == MAX_ATTEMPTS else Health.RETRYING)
    poll(feed)
    assert (health(feed), feed.attempts, feed.last_error, explain(feed)) == (Health.GOOD, 0, "", "")


@pytest.mark.parametrize("kind", [errors.AuthExpired, errors.Rejected])
def test_what_waiting_does_not_change_stops_at_once(feed, network, kind):
    network(kind("no"))
    poll(feed)
    assert (feed.state, health(feed)) == ("failed", Health.STOPPED)
    event = Event.objects.get()
    assert (event.verb, event.object_id, event.after) == ("source.stopped", feed.public_id, {"error": kind.__name__})


@pytest.mark.parametrize("kind", [errors.Gone, errors.NotAllowed])
def test_what_may_be_a_mistake_of_a_day_stops_after_days(feed, network, kind):
    network(kind("404"))
    waited = timedelta()
    while feed.state != "failed":
        poll(feed)
        waited += feed.not_before - NOON if feed.state == "waiting" else timedelta()
    assert feed.attempts == 10
    assert timedelta(days=4) < waited < timedelta(days=8)


def test_a_broken_body_and_a_mistake_of_ours_are_tried_again_and_not_fast(feed, network, caplog):
    network(errors.Broken("not a feed"), RuntimeError("a bug"))
    poll(feed)
    assert (feed.state, feed.last_error) == ("waiting", "Broken")
    assert timedelta(minutes=8) <= feed.not_before - NOON <= timedelta(minutes=12)
    poll(feed)
    assert (feed.state, feed.last_error) == ("waiting", "RuntimeError")
    assert feed.not_before - NOON > timedelta(hours=1)
    assert "polling failed" in caplog.text


def test_every_error_has_words(feed):
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.NetworkError) and kind is not errors.NetworkError:
            feed.last_error = name
            assert explain(feed)


def test_a_permanent_move_is_followed(feed, network):
    network(page(address="https://new.example/feed"))
    poll(feed)
    assert feed.address == "https://new.example/feed"
    assert Event.objects.get().verb == "source.moved"


@pytest.mark.parametrize(
    "address", ["https://taken.example/feed", "javascript:alert(1)", "https://x.example/" + "y" * 600]
)
def test_a_move_that_cannot_be_followed_changes_nothing(lumbre, feed, network, address):
    factories.source(lumbre, "https://taken.example/feed")
    network(page(item(1), address=address))
    assert poll(feed).new == 1
    assert feed.address == "https://blog.example/feed"
    assert Event.objects.count() == 0


def test_a_pause_in_the_middle_wins(feed, network):
    def pause() -> Page:
        sources.pause(Source.objects.get(pk=feed.pk))
        return page(item(1))

    network(pause)
    assert poll(feed) is None
    assert (feed.state, feed.last_success_at, Mention.objects.count()) == ("paused", None, 0)


def test_a_failing_source_does_not_hold_up_the_others(lumbre, network):
    for n in range(3):
        factories.source(lumbre, f"https://{n}.example/feed", not_before=NOON)
    network(RuntimeError("a bug"), errors.Unavailable("down"), page(item(1)))
    assert polling.poll_due() == 3
    assert sorted(Source.objects.values_list("last_error", flat=True)) == ["", "RuntimeError", "Unavailable"]
    assert polling.poll_due() == 0


def test_a_slow_source_gives_the_rest_of_its_batch_back(lumbre, network, frozen):
    for n in range(3):
        factories.source(lumbre, f"https://{n}.example/feed", not_before=NOON)

    def slow() -> Page:
        frozen[0] += timedelta(seconds=30)
        return page()

    scripted = network(slow)
    assert polling.poll_due() == 1
    assert Source.objects.filter(state="waiting", not_before=NOON, last_polled_at=None, claim=None).count() == 2
    assert polling.poll_due() == 1
    assert len(scripted.asked) == 2


def test_brands_take_turns(lumbre, network):
    for n in range(20):
        factories.source(lumbre, f"https://{n}.example/feed", not_before=NOON - timedelta(hours=1))
    verdea = factories.brand("Verdea")
    theirs = factories.source(verdea, not_before=NOON)
    network(page())
    assert polling.poll_due(2) == 2
    with brand_scope(verdea.pk):
        theirs.refresh_from_db()
    assert theirs.last_success_at == NOON


def test_paused_removed_and_brandless_sources_are_left_alone(lumbre, network):
    sources.pause(factories.source(lumbre, "https://1.example/feed", not_before=NOON))
    sources.remove(factories.source(lumbre, "https://2.example/feed", not_before=NOON))
    gone = factories.brand("Verdea", deleted_at=NOON)
    factories.source(gone, not_before=NOON)
    network(page())
    assert polling.poll_due() == 0


def test_a_dead_workers_source_is_due_again(feed, network, frozen):
    network(page(item(1)))
    Source.objects.update(not_before=NOON)
    jobs.claim_due(polling.queue(), limit=1)
    assert polling.sweep() == 0
    frozen[0] = NOON + jobs.LEASE + timedelta(seconds=1)
    assert polling.sweep() == 1
    assert polling.poll_due() == 1
    feed.refresh_from_db()
    assert (feed.items_found, feed.attempts) == (1, 0)


def test_poll_now(feed, network, frozen):
    network(page(), errors.RateLimited(until=NOON + timedelta(hours=1)))
    poll(feed)
    assert polling.poll_now(feed) == NOON + timedelta(seconds=10)
    frozen[0] = NOON + timedelta(minutes=5)
    Source.objects.update(not_before=NOON + timedelta(hours=2))
    feed.refresh_from_db()
    assert polling.poll_now(feed) == frozen[0]
    poll(feed)
    assert polling.poll_now(feed) == NOON + timedelta(hours=1)
    assert Source.objects.get().not_before == NOON + timedelta(hours=1)
