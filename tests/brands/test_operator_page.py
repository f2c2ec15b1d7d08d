"""What an operator reads of the whole installation."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.translation import override

from core import clock, jobs
from core.jobs import Job

pytestmark = pytest.mark.django_db

KINDS = [model for model in apps.get_models() if issubclass(model, Job)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind._meta.label)
def test_work_that_is_due_is_told_in_words_the_oldest_first(client, charlie, monkeypatch, kind):
    charlie.is_operator, charlie.language = True, "es"
    charlie.save()
    client.force_login(charlie)
    other, now = next(one for one in KINDS if one is not kind), clock.now()
    since = {other: now - timedelta(minutes=1), kind: now - timedelta(hours=2)}
    monkeypatch.setattr(jobs, "overdue_since", lambda: since)
    page = client.get("/operator/").content.decode()
    with override("en"):
        english = str(kind.work)
    with override("es"):
        spanish, after = str(kind.work).capitalize(), str(other.work).capitalize()
    assert spanish.lower() != english
    assert 0 < page.find(f"<dt>{spanish}</dt>") < page.find(f"<dt>{after}</dt>")
    assert kind._meta.label not in page


def test_each_kind_has_words_of_its_own():
    assert len({str(kind.work) for kind in KINDS}) == len(KINDS) > 10
