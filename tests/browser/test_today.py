"""The demo's crisis as people see it: started from the strip, it appears on the first page by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import User
from brands.models import Brand
from brands.scope import brand_scope
from core import clock
from crisis import watching
from demo import living, making, stories
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_crisis_that_is_started_needs_a_person_before_anybody_reloads(visit):
    workspace = making.create("demo@cmhub.example", PASSWORD)
    brand = Brand.objects.get(workspace=workspace, name=stories.story(stories.IN_CRISIS).name)
    page = visit(User.objects.get(email="demo@cmhub.example"))
    page.goto(f"/b/{brand.public_id}/today/")
    waiting = page.locator("#waiting-title + .cap")
    expect(waiting).to_have_text("3 pendientes")
    page.get_by_role("button", name="Empezar la crisis").click()
    page.wait_for_url("**/today/")
    expect(page.get_by_role("button", name="Empezar la crisis")).to_have_count(0)

    page.goto(f"/b/{brand.public_id}/today/")
    expect(page.locator("#today")).to_be_visible()
    with brand_scope(brand.pk):
        watching.look(brand)
    with clock.shifted(timedelta(minutes=1)):
        living.go_on()  # what is said next has the open page look again
    alert = page.locator("article.task", has_text="Alerta: Cafés Lumbre")
    expect(alert).to_be_visible()
    alert.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cafés Lumbre")
