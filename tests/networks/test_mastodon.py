"""The Mastodon connector against a fake instance, told to behave as real ones and their cousins do."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from core import clock
from networks.errors import Gone
from networks.mastodon import client, timeline
from tests.networks.mastodon_fake import Instance, Talk
from tests.networks.mastodon_reader import Reader, fake_instance, reader_of_cafe, said, talk  # noqa: F401 - fixtures


class TestHashtags:
    def test_what_is_there_and_then_what_is_new(self, instance, cafe):
        talk(instance, 1, 3)
        instance.post("Otra cosa", tags=["té"])
        assert set(cafe.poll()) == said(1, 3)
        assert cafe.page.title == f"#café · {instance.host}"
        assert cafe.poll() == []
        talk(instance, 4, 5)
        assert set(cafe.poll()) == said(4, 5)

    def test_a_first_read_takes_the_newest_pages(self, instance, cafe):
        talk(instance, 1, 300)
        assert set(cafe.poll()) == said(101, 300)
        assert len(instance.asked) == timeline.FIRST_PAGES

    def test_however_much_came_in_between_nothing_is_left_out(self, instance, cafe):
        talk(instance, 1, 50)
        cafe.poll()
        talk(instance, 51, 900)
        polls = 0
        while cafe.texts.keys() < {row["uri"] for row in instance.statuses.values()} and polls < 10:
            cafe.poll()
            polls += 1
        assert set(cafe.texts.values()) == said(1, 900)
        assert polls == 3

    def test_a_quiet_timeline_costs_two_calls(self, instance, cafe):
        talk(instance, 1, 100)
        cafe.poll()
        instance.asked.clear()
        cafe.poll()
        assert [query.keys() for _, query in instance.asked] == [{"min_id", "limit"}] * 2

    def test_while_more_is_to_come_nothing_is_called_deleted(self, instance, cafe):
        talk(instance, 1, 50)
        cafe.poll()
        talk(instance, 51, 900)
        cafe.poll()
        assert cafe.page.complete_since is None

    def test_posts_that_arrive_late_are_found(self, instance, cafe):
        """Their id is made from the date they were written: it lies before what was read already."""
        numbers = talk(instance, 1, 60)
        cafe.poll()
        between = clock.now() - timedelta(days=1) + timedelta(seconds=50.5)
        late = instance.post("Tarde", tags=["café"], at=between)
        assert numbers[49] < late < numbers[-1]
        assert cafe.poll() == ["Tarde"]

    def test_the_tag_may_be_of_any_script(self, instance):
        instance.post("いい", tags=["コーヒー"])
        assert Reader(f"#コーヒー http://{instance.host}").poll() == ["いい"]


class TestChanges:
    def test_edits_come_with_the_same_id(self, instance, cafe):
        numbers = talk(instance, 1, 60)
        cafe.poll()
        instance.edit(numbers[-10], "Cambiado")
        assert cafe.poll() == []
        assert cafe.texts[instance.statuses[numbers[-10]]["uri"]] == "Cambiado"

    def test_what_was_deleted_is_missing_from_where_the_page_is_complete(self, instance, cafe):
        numbers = talk(instance, 1, 60)
        cafe.poll()
        uri = instance.statuses[numbers[-10]]["uri"]
        posted = clock.now() - timedelta(days=1) + timedelta(seconds=51)
        instance.delete(numbers[-10])
        for _ in range(2):  # a second read has to say so too
            cafe.poll()
            assert uri in cafe.missing
            assert cafe.page.complete_since < posted
        young = {item.external_id for item in cafe.page.items if item.posted_at > cafe.page.complete_since}
        assert len(young) == timeline.RECHECK - 1

    def test_a_small_timeline_is_read_whole(self, instance, cafe):
        numbers = talk(instance, 1, 5)
        cafe.poll()
        gone = instance.statuses[numbers[0]]["uri"]
        instance.delete(numbers[0])
        cafe.poll()
        assert cafe.missing == {gone}
        assert cafe.page.complete_since < clock.now() - timedelta(days=6)

    def test_what_an_instance_has_forgotten_is_not_called_deleted(self, instance, cafe):
        old = clock.now() - timedelta(days=40)
        numbers = [instance.post(f"Viejo {n}", tags=["café"], at=old + timedelta(hours=n)) for n in range(50)]
        cafe.poll()
        for number in numbers[-20:]:
            instance.delete(number)
        cafe.poll()
        assert cafe.page.complete_since > old + timedelta(hours=50)

    def test_when_all_is_deleted_all_is_missing(self, instance, cafe):
        numbers = talk(instance, 1, 3)
        cafe.poll()
        for number in numbers:
            instance.delete(number)
        cafe.poll()
        assert cafe.page.items == ()
        assert cafe.page.complete_since < clock.now() - timedelta(days=6)
        instance.post("Otra vez", tags=["café"])
        assert cafe.poll() == ["Otra vez"]


class TestAccounts:
    def test_their_posts_without_boosts(self, instance):
        instance.post("Mío", by="ana")
        instance.post("De Bea", by="bea")
        instance.post("", by="ana", reblog=instance.statuses[max(instance.statuses)])
        reader = Reader(f"http://{instance.host}/@ana")
        assert reader.poll() == ["Mío"]
        assert reader.page.title == f"Ana (@ana@{instance.host})"
        reader.poll()
        lookups = [query for path, query in instance.asked if path == "/api/v1/accounts/lookup"]
        assert lookups == [{"acct": "ana"}]  # its id is remembered

    def test_nobody_of_that_name(self, instance):
        instance.post("Mío", by="ana")
        with pytest.raises(Gone) as caught:
            Reader(f"http://{instance.host}/@nadie").poll()
        assert caught.value.detail == client.NO_SUCH_PLACE


class TestOtherServers:
    """Pleroma, GoToSocial, Pixelfed and forks of Misskey, as far as they differ."""

    @pytest.mark.parametrize("ignores", [{"min_id"}, {"min_id", "since_id"}, {"min_id", "max_id", "since_id"}])
    def test_without_min_id_pages_are_turned_backwards(self, instance, cafe, ignores):
        instance.ignores = frozenset(ignores)
        talk(instance, 1, 60)
        cafe.poll()
        talk(instance, 61, 80)
        cafe.poll()
        assert set(cafe.texts.values()) >= said(61, 80)
        talk(instance, 81, 200)
        cafe.poll()
        reached = 1 if "max_id" not in ignores else 161
        assert set(cafe.texts.values()) >= said(max(reached, 21), 200) - (said(1, 160) if reached > 1 else set())

    def test_ids_that_are_no_numbers(self, instance, cafe):
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

        def flake(number: int) -> str:
            letters = ""
            for _ in range(18):
                number, rest = divmod(number, 62)
                letters = digits[rest] + letters
            return letters

        instance.own_id = flake
        talk(instance, 1, 70)
        cafe.poll()
        talk(instance, 71, 200)
        cafe.poll()
        assert set(cafe.texts.values()) == said(1, 200)

    def test_ids_as_numbers_in_json(self, instance, cafe):
        instance.own_id = int
        instance.shape = lambda row: {**row, "in_reply_to_id": 0}
        talk(instance, 1, 3)
        assert set(cafe.poll()) == said(1, 3)

    def test_a_broken_row_costs_only_itself(self, instance, cafe):
        numbers = talk(instance, 1, 3)
        instance.shape = lambda row: None if row["id"] == str(numbers[1]) else row
        assert set(cafe.poll()) == {"Post 1", "Post 3"}
        assert cafe.page.skipped == 1

    def test_rows_without_an_id_are_read_all_the_same(self, instance, cafe):
        talk(instance, 1, 3)
        instance.shape = lambda row: {name: value for name, value in row.items() if name != "id"}
        assert set(cafe.poll()) == said(1, 3)

    def test_rows_with_an_id_and_nothing_else_are_counted(self, instance, cafe):
        numbers = talk(instance, 1, 3)
        instance.shape = lambda row: {"id": row["id"]} if row["id"] == str(numbers[1]) else row
        cafe.poll()
        assert cafe.page.skipped == 1

    @pytest.mark.parametrize("header", ["soon", "2026-13-01", "-5", "99999999999999999999"])
    def test_a_rate_header_that_says_nothing_harms_nothing(self, instance, cafe, header, monkeypatch):
        talk(instance, 1, 3)
        monkeypatch.setattr(Instance, "_rate", lambda self: {"X-RateLimit-Reset": header, "X-RateLimit-Remaining": "x"})
        assert set(cafe.poll()) == said(1, 3)


def test_the_fake_talks_by_itself():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as now:
        first = Instance()
        talking = Talk(first, "cafe", every=5, seed=1)
        talking.go_on()
        begun = len(talking.said)
        now.shift(50)
        talking.go_on()
        assert (begun, len(talking.said)) == (61, 71)
        assert len(first.statuses) == 71 - 6  # every eleventh deletes one
        assert sum(row["edited_at"] is not None for row in first.statuses.values()) == 9
        again, recorded = Instance(), {"id": "1", "uri": "https://a.example/1", "content": "<p>Oído</p>", "tags": []}
        Talk(again, "cafe", every=5, seed=1, recorded=[recorded]).go_on()
        heard = [row for row in again.statuses.values() if row["content"] == "<p>Oído</p>"]
        assert len({row["uri"] for row in heard}) == len(heard) >= 15
        assert all(row["tags"] == [{"name": "cafe"}] for row in heard)
