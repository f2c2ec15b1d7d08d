from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.test import Client

from brands.scope import brand_scope
from calendar_app.models import Post, Publication
from channels.models import Account
from core import clock

_numbers = itertools.count()


@pytest.fixture
def alices(alice, brand) -> Client:
    """Alice, signed in, who reads English."""
    return signed_in(alice)


def signed_in(user) -> Client:
    user.language = "en"
    user.save()
    client = Client()
    client.force_login(user)
    return client


def post(brand, state, *, due=timedelta(hours=-1), text="Good morning", account=None, **columns) -> Publication:
    """A post on one account, due so long from now, in `state`."""
    with brand_scope(brand.pk):
        account = account or Account.objects.create(
            brand=brand, network="demo", external_id=str(next(_numbers)), name="Blog", handle="@blog"
        )
        due_at = clock.now() + due
        made = Post.objects.create(brand=brand, stage="scheduled", content={"text": text}, due_at=due_at)
        return Publication.objects.create(
            brand=brand, post=made, account=account, state=state, due_at=due_at, **columns
        )
