from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict

from brands.models import Department
from brands.scope import brand_scope
from monitoring import corrections, ingest, queries, triage
from monitoring.filters import BadFilter, Filters, parse
from monitoring.models import Author, Mention
from networks import types
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page


@pytest.fixture
def bob(lumbre):
    bob = factories.person("Bob")
    bob.member = factories.join(lumbre, bob)
    return bob


@pytest.fixture
def three(feed) -> list[Mention]:
    """Newest first: «muy bueno» by Jane, «Año malísimo», «the bad coffee»."""
    jane = types.Author("jane", name="Jane")
    items = [
        item(1, "muy bueno sin pena", author=jane),
        item(2, "AÑO malísimo\nde café", title="Informe 100%"),
        item(3, "the bad coffee_shop"),
    ]
    ingest.store(feed, page(*items), seen_at=NOON)
    return list(Mention.objects.order_by("-posted_at"))


def found(brand, user, **filters) -> list[int]:
    """Which of the three, by their number."""
    mentions = queries.matching(Filters(**filters), brand=brand, user=user).order_by("-posted_at")
    return [int(m.external_id[-1]) for m in mentions]


def test_without_filters_all_are_there(lumbre, three, bob):
    assert found(lumbre, bob) == [1, 2, 3]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"network": ("feed",)}, [1, 2, 3]),
        ({"network": ("demo",)}, []),
        ({"language": ("en",)}, [3]),
        ({"language": ("en", "es")}, [1, 2, 3]),
        ({"sentiment": ("positive", "negative")}, [1, 3]),
        ({"text": "MUY bueno"}, [1]),
        ({"text": "bueno muy"}, [1]),
        ({"text": "malisimo cafe"}, [2]),
        ({"text": "Malísimo"}, [2]),
        ({"text": "año"}, [2]),
        ({"text": "ano"}, []),
        ({"text": "informe"}, [2]),
        ({"text": "100%"}, [2]),
        ({"text": "coffee_shop"}, [3]),
        ({"text": "%"}, []),
        ({"read": "unread"}, [1, 2, 3]),
        ({"read": "read"}, []),
        ({"starred": True}, []),
        ({"gone": True}, []),
        ({"assigned": "me"}, []),
        ({"assigned": "nobody"}, [1, 2, 3]),
    ],
)
def test_filters_by_value(lumbre, three, bob, filters, numbers):
    assert found(lumbre, bob, **filters) == numbers


def test_filters_by_row(lumbre, feed, three, bob):
    other = factories.source(lumbre, "https://other.example/feed")
    support = Department.objects.create(brand=lumbre, name="Soporte")
    praise = triage.tag_named(lumbre, "elogio")
    triage.tag(lumbre, three[:1], praise)
    triage.assign(lumbre, three[1:2], bob.member)
    triage.set_department(lumbre, three[2:], support)
    assert found(lumbre, bob, source=feed.public_id) == [1, 2, 3]
    assert found(lumbre, bob, source=other.public_id) == []
    assert found(lumbre, bob, author=Author.objects.get().public_id) == [1]
    assert found(lumbre, bob, tag=praise.public_id) == [1]
    assert found(lumbre, bob, tag=praise.public_id, author=Author.objects.get().public_id, language=("en",)) == []
    assert found(lumbre, bob, assigned="me") == [2]
    assert found(lumbre, bob, assigned=bob.member.public_id) == [2]
    assert found(lumbre, bob, assigned="nobody") == [1, 3]
    assert found(lumbre, bob, department=support.public_id) == [3]


def test_read_and_starred_are_the_askers(lumbre, three, bob):
    alice = factories.person("Alice")
    triage.mark_read(bob, three[:2])
    triage.star(bob, three[2:])
    assert found(lumbre, bob, read="read") == [1, 2]
    assert found(lumbre, bob, read="unread") == [3]
    assert found(lumbre, bob, starred=True) == [3]
    assert (found(lumbre, alice, read="read"), found(lumbre, alice, starred=True)) == ([], [])


@pytest.mark.parametrize("name", ["source", "author", "tag", "assigned", "department"])
def test_what_is_another_brands_is_not_there(lumbre, three, bob, name):
    verdea = factories.brand("Verdea")
    stranger = factories.join(verdea, factories.person("Charlie"))
    with brand_scope(verdea.pk):
        theirs = {
            "source": factories.source(verdea).public_id,
            "author": Author.objects.create(network="feed", external_id="x").public_id,
            "tag": triage.tag_named(verdea, "x").public_id,
            "assigned": stranger.public_id,
            "department": Department.objects.create(brand=verdea, name="x").public_id,
        }
    with pytest.raises(BadFilter, match=name):
        found(lumbre, bob, **{name: theirs[name]})


def test_days_are_the_brands(lumbre, feed, bob):
    lumbre.time_zone = "Asia/Kolkata"  # UTC+5:30
    midnight = datetime(2026, 3, 9, 18, 30, tzinfo=UTC)
    moments = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(days=1)]
    ingest.store(feed, page(*[item(n, posted_at=at) for n, at in enumerate(moments)]), seen_at=NOON + timedelta(days=1))
    assert found(lumbre, bob, since=date(2026, 3, 10), until=date(2026, 3, 10)) == [1]
    assert found(lumbre, bob, since=date(2026, 3, 10)) == [2, 1]
    assert found(lumbre, bob, until=date(2026, 3, 9)) == [0]


def test_what_is_gone_or_hidden_is_not_listed(lumbre, three, bob):
    corrections.hide_author(lumbre, Author.objects.get())
    Mention.objects.filter(pk=three[1].pk).update(gone_at=NOON)
    assert found(lumbre, bob) == [3]
    assert found(lumbre, bob, gone=True) == [2]


def test_pages_hold_each_mention_once_ties_too(lumbre, feed, bob):
    ingest.store(feed, page(*[item(n, posted_at=NOON - timedelta(minutes=n // 4)) for n in range(23)]), seen_at=NOON)
    mentions = queries.matching(Filters(), brand=lumbre, user=bob)
    seen, after = [], ""
    for _ in range(3):
        part = queries.page(mentions, user=bob, after=after, size=10)
        seen += [m.public_id for m in part.rows]
        after = part.next
    assert after == ""
    assert seen == list(Mention.objects.order_by("-posted_at", "-id").values_list("public_id", flat=True))
    with pytest.raises(BadFilter):
        queries.page(mentions, user=bob, after="0000000000000")


def test_an_exact_page_has_no_next(lumbre, three, bob):
    assert queries.page(Mention.objects.all(), user=bob, size=3).next == ""


def test_a_page_takes_three_queries_with_all_it_shows(lumbre, feed, three, bob, django_assert_num_queries):
    ingest.store(feed, page(*[item(n, author=types.Author(f"a{n}")) for n in range(10, 50)]), seen_at=NOON)
    everything = list(Mention.objects.all())
    triage.tag(lumbre, everything, triage.tag_named(lumbre, "zeta"))
    triage.tag(lumbre, everything, triage.tag_named(lumbre, "álamo"))
    triage.assign(lumbre, everything, bob.member)
    triage.star(bob, everything)
    with django_assert_num_queries(3):
        for mention in queries.page(Mention.objects.all(), user=bob).rows:
            assert [tagged.tag.name for tagged in mention.tags] == ["álamo", "zeta"]
            assert (mention.own[0].starred_at is not None, mention.source.title) == (True, "")
            assert mention.assigned_to.user.name == bob.name
            assert mention.author is None or mention.author.name in {"", "Jane"}


def test_no_total_is_counted_past_the_cap(lumbre, three, bob, monkeypatch):
    assert queries.count(Mention.objects.all()) == 3
    monkeypatch.setattr(queries, "COUNT_UP_TO", 1)
    assert queries.count(Mention.objects.all()) == 2


def test_chosen_mentions_are_all_the_brands_own(lumbre, three):
    ids = [m.public_id for m in three]
    assert queries.chosen(ids) == sorted(three, key=lambda m: m.pk)
    with pytest.raises(BadFilter):
        queries.chosen([*ids, "0000000000000"])


ADDRESS = "q=caf%C3%A9&network=feed&network=demo&sentiment=negative&source=abc&read=unread&starred=1&from=2026-03-01"


def test_an_address_is_read_and_written_back():
    filters = parse(QueryDict(ADDRESS + "&unknown=1&after=xyz"))
    assert filters == Filters(
        text="café", network=("feed", "demo"), sentiment=("negative",), source="abc", read="unread", starred=True,
        since=date(2026, 3, 1),
    )  # fmt: skip
    assert filters.query_string() == ADDRESS
    assert (
        filters.without("network").query_string(after="x")
        == ADDRESS.replace("network=feed&network=demo&", "") + "&after=x"
    )
    assert filters.active == ("text", "network", "sentiment", "source", "read", "starred", "since")
    assert parse(QueryDict("")) == Filters()


@pytest.mark.parametrize(
    "address",
    ["sentiment=angry", "read=perhaps", "from=yesterday", "to=0001-01-01", "from=9999-12-31", "to=2026-02-30"],
)
def test_what_cannot_be_is_refused(address):
    with pytest.raises(BadFilter):
        parse(QueryDict(address))


def test_hostile_text_is_only_text(lumbre, three, bob):
    filters = parse(QueryDict("q=" + "%00%27;DROP%20" * 200))
    assert len(filters.text) <= 200
    assert queries.count(queries.matching(filters, brand=lumbre, user=bob)) == 0
