from __future__ import annotations

from datetime import timedelta

import pytest

from calendar_app import holding, scheduling
from calendar_app.locking import GOING_OUT
from calendar_app.models import LedgerEntry, Publication, SentPart
from calendar_app.refusals import Refusal
from core import clock
from networks import errors
from tests.calendar_app.publishing import factories

MINUTE = timedelta(minutes=1)


def told(publication) -> list[tuple[str, str]]:
    return [(entry.what, entry.outcome) for entry in LedgerEntry.objects.filter(publication=publication).order_by("pk")]


def test_a_post_goes_out_once(due, fake, run, again):
    assert run() == 1
    again(due)
    assert (due.state, due.external_id, due.url) == ("done", f"id-{due.key(0)}", f"https://fake.example/{due.key(0)}")
    assert due.published_at >= due.due_at
    assert (due.claim, due.armed_at, due.attempts) == (None, None, 0)
    assert fake.taken == [(due.key(0), "Hola")]
    assert told(due) == [("claimed", ""), ("armed", ""), ("answered", "sent")]
    assert run() == 0
    assert len(fake.taken) == 1


def test_a_thread_goes_on_where_it_stopped(in_brand, account, alice, fake, run, again):
    fake.answers = [None, errors.Unavailable("down")]
    thread = [{"text": "dos"}, {"text": "tres"}]
    post = factories.due(in_brand, account, by=alice, text="uno", thread=thread, first_comment="cuatro")
    publication = Publication.objects.get(post=post)
    assert run() == 1
    again(publication)
    assert (publication.state, publication.external_id) == ("waiting", f"id-{publication.key(0)}")
    assert run(MINUTE) == 1
    again(publication)
    assert publication.state == "done"
    assert [text for _key, text in fake.taken] == ["uno", "dos", "tres", "cuatro"]
    assert [
        (part.first and part.first.external_id, part.before and part.before.external_id) for part in fake.parts
    ] == [
        (None, None),
        (f"id-{publication.key(0)}", f"id-{publication.key(0)}"),
        (f"id-{publication.key(0)}", f"id-{publication.key(1)}"),
        (f"id-{publication.key(0)}", f"id-{publication.key(2)}"),
    ]
    assert fake.prepared == [publication.key(n) for n in range(4)]


def test_between_two_messages_of_a_thread_nobody_changes_it(in_brand, account, alice, fake, run, again, monkeypatch):
    post = factories.due(in_brand, account, by=alice, text="uno", thread=[{"text": "dos"}])
    prepare, refused = fake.prepare, []

    def removed_meanwhile(login, part):
        if part.text == "dos":
            with pytest.raises(Refusal) as caught:
                scheduling.remove(post, by=alice)
            refused.append(str(caught.value))
        return prepare(login, part)

    monkeypatch.setattr(fake, "prepare", removed_meanwhile)
    assert run() == 1
    assert refused == [str(GOING_OUT)]
    assert Publication.objects.get(post=post).state == "done"
    assert [text for _key, text in fake.taken] == ["uno", "dos"]


def test_a_busy_network_makes_the_whole_account_wait(in_brand, account, alice, fake, run, again):
    back = clock.now() + 10 * MINUTE
    fake.answers = [errors.RateLimited("429", until=back)]
    for text in ("uno", "dos"):
        factories.due(in_brand, account, by=alice, text=text)
    assert run() == 1
    again(account)
    assert account.wait_until == back
    assert run(9 * MINUTE) == 0
    assert run(11 * MINUTE) == 2
    assert sorted(text for _key, text in fake.taken) == ["dos", "uno"]
    assert set(Publication.objects.values_list("state", "attempts")) == {("done", 0)}


def test_what_cannot_be_reached_is_tried_six_times(due, fake, run, again):
    fake.answers = [errors.Unavailable("refused")] * 6
    for attempt in range(6):  # the longest wait is 8 minutes and a fifth more
        assert run(attempt * 10 * MINUTE) == 1
    again(due)
    assert (due.state, due.last_error, due.last_error_detail) == ("failed", "Unavailable", "refused")
    assert fake.taken == []
    assert not SentPart.objects.exists()


def test_what_is_refused_has_failed_with_the_words(due, fake, run, again):
    fake.answers = [errors.Rejected("too long")]
    run()
    again(due)
    assert (due.state, due.last_error, due.last_error_detail) == ("failed", "Rejected", "too long")
    assert run(10 * MINUTE) == 0


def test_no_answer_is_looked_up_and_adopted(due, fake, run, again):
    fake.answers = [fake.take_and_lose(due.key(0), "Hola")]
    run()
    again(due)
    assert (due.state, due.url) == ("done", f"https://fake.example/{due.key(0)}")
    assert told(due)[-2:] == [("answered", "OutcomeUnknown"), ("looked_up", "sent")]
    assert len(fake.taken) == 1


def test_an_absence_is_believed_once_it_is_settled(due, fake, run, again):
    fake.answers = [errors.OutcomeUnknown("cut off")]
    run()
    again(due)
    assert (due.state, fake.looked_up) == ("unknown", [due.key(0)])
    run(MINUTE)
    assert again(due).state == "unknown"
    run(3 * MINUTE)
    assert again(due).state == "done"
    assert len(fake.taken) == 1
    assert fake.prepared == [due.key(0)]


def test_what_nobody_can_know_is_left_to_a_person(due, fake, run, again):
    fake.knows = False
    fake.answers = [fake.take_and_lose(due.key(0), "Hola")]
    for minutes in (0, 2, 8, 25, 90, 200, 2000):
        run(minutes * MINUTE)
    again(due)
    assert (due.state, due.look_ups, len(fake.looked_up)) == ("unknown", 5, 5)
    assert len(fake.taken) == 1


def test_signed_out_without_a_way_back_breaks_the_account(due, account, fake, run, again):
    fake.answers = [errors.AuthExpired("401")]
    run()
    again(due)
    assert (due.state, due.held_for) == ("held", "broken")
    assert again(account).broken_at is not None
    assert fake.taken == []


@pytest.mark.parametrize(
    ("stop", "state", "reason"),
    [
        (lambda post, account, by: holding.pause_brand(post.brand, by=by), "held", "brand"),
        (lambda post, account, by: holding.pause_account(account, by=by), "held", "account"),
        (lambda post, account, by: scheduling.remove(post, by=by), "draft", ""),
        (lambda post, account, by: scheduling.unschedule(post, by=by), "draft", ""),
    ],
)
def test_what_is_stopped_before_its_send_does_not_go_out(due, account, alice, fake, run, again, stop, state, reason):
    stop(due.post, account, alice)
    run()
    again(due)
    assert (due.state, due.held_for, fake.taken) == (state, reason, [])


def test_too_late_is_missed(due, fake, run, again):
    run(timedelta(minutes=61))
    assert (again(due).state, fake.taken) == ("missed", [])


def test_who_may_not_publish_any_more_publishes_nothing(due, bob, bob_in, fake, run, again):
    scheduling.publish_now(due.post, by=bob)
    bob_in.delete()
    run()
    assert (again(due).state, due.held_for, fake.taken) == ("held", "author", [])


def test_one_account_at_a_time(in_brand, account, alice, fake, run):
    other = factories.account(in_brand, "otra")
    for text in ("uno", "dos"):
        factories.due(in_brand, account, other, by=alice, text=text)
    from calendar_app.publishing import claiming

    claimed = claiming.claim_due(10)
    assert sorted(row.account.handle for row in claimed) == ["lumbre", "otra"]
    assert claiming.claim_due(10) == []


def test_a_dead_worker_before_the_call_costs_nothing(due, fake, run, again):
    from calendar_app.publishing import claiming

    claiming.claim_due(1)
    assert run() == 0
    assert run(2 * MINUTE) == 1
    assert (again(due).state, len(fake.taken)) == ("done", 1)
