"""Several workers, one bell: each notice is in one mail; a worker that dies has written none."""

from __future__ import annotations

import os
import signal

from brands import notices
from brands.models import Notice
from brands.roles import Role
from brands.scope import brand_scope
from core.ids import new_public_id
from mail.models import Mail
from monitoring import silence
from tests.concurrency.processes import wait_for
from tests.conftest import join, make_user
from tests.monitoring import factories

WORKER = "tests.concurrency.notice_worker"
PEOPLE, NOTICES = 6, 5


def due(brand) -> None:
    with brand_scope(brand.pk):
        for n in range(NOTICES):
            notices.tell(brand, silence.STOPPED, new_public_id(), source=f"Source {n}")
        Notice.objects.update(mail_at="2026-01-01T00:00Z")


def test_each_notice_is_in_one_mail(transactional_db, workers):
    brand = factories.brand("Lumbre")
    people = [make_user(f"P{n}") for n in range(PEOPLE)]
    for user in people:
        join(brand, user, Role.COMMUNITY)
    due(brand)
    for _ in range(4):
        workers.start(WORKER, takes=0.05, times=4)
    workers.go()
    told = Notice.all_brands.values("user").distinct().count()
    assert sum(one["written"] for one in workers.results()) == Mail.objects.count() == told
    for user in people:
        text = Mail.objects.get(to=user.email).text
        assert [text.count(f"Source {n}") for n in range(NOTICES)] == [1] * NOTICES
    assert not Notice.all_brands.filter(mailed_at=None).exists()


def test_a_worker_killed_before_its_commit_has_mailed_nothing(transactional_db, workers):
    brand = factories.brand("Lumbre")
    due(brand)
    dying = workers.start(WORKER, takes=60, times=1)
    workers.go()
    wait_for(_somebody_is_locked, [dying])
    os.kill(dying.pid, signal.SIGKILL)
    dying.wait()
    assert not Mail.objects.exists()
    workers.running.clear()
    workers.start(WORKER, takes=0, times=1)
    assert workers.results()[0]["written"] == Mail.objects.count() == 1


def _somebody_is_locked() -> bool:
    from django.db import transaction

    from accounts.models import User

    with transaction.atomic():
        return len(User.objects.select_for_update(skip_locked=True)) < User.objects.count()
