from __future__ import annotations

from datetime import timedelta

import pytest

from brands.models import Event
from brands.scope import brand_scope
from core import clock
from monitoring import saved_views, triage
from monitoring.filters import Filters
from monitoring.models import SavedView
from monitoring.saved_views import NameTaken, TooMuch
from tests.monitoring import factories
from tests.monitoring.pages import hear, url

ANGRY = Filters(sentiment=("negative",), text="muy malo")


@pytest.fixture
def ana(lumbre):
    return factories.person("Ana")


@pytest.fixture
def eva(lumbre):
    return factories.person("Eva")


def names(user) -> list[str]:
    return [view.name for view in saved_views.readable(user)]


def test_ones_own_views_are_ones_own_and_the_teams_are_everybodys(lumbre, ana, eva):
    saved_views.save(lumbre, ana, name=" Enfados  de hoy ", asked=ANGRY)
    saved_views.save(lumbre, ana, name="álamo", asked=ANGRY, shared=True)
    assert (names(ana), names(eva)) == (["álamo", "Enfados de hoy"], ["álamo"])
    assert [event.verb for event in Event.objects.filter(brand=lumbre)] == ["saved_view.added"]


def test_who_may_change_a_view(lumbre, ana, eva):
    own = saved_views.save(lumbre, ana, name="a", asked=ANGRY)
    team = saved_views.save(lumbre, ana, name="b", asked=ANGRY, shared=True)
    may = saved_views.may_change
    assert (may(own, ana, triages=False), may(own, eva, triages=True)) == (True, False)
    assert (may(team, ana, triages=False), may(team, eva, triages=True)) == (False, True)


def test_a_name_is_once_for_each_person_until_it_is_deleted(lumbre, ana, eva):
    first = saved_views.save(lumbre, ana, name="Enfado", asked=ANGRY)
    with pytest.raises(NameTaken):
        saved_views.save(lumbre, ana, name="énfado", asked=ANGRY)
    saved_views.save(lumbre, eva, name="Enfado", asked=ANGRY)
    saved_views.remove(first)
    second = saved_views.save(lumbre, ana, name="Enfado", asked=ANGRY)
    with pytest.raises(NameTaken):
        saved_views.restore(first)
    saved_views.rename(second, "Otra")
    saved_views.restore(SavedView.with_deleted.get(pk=first.pk))
    assert names(ana) == ["Enfado", "Otra"]


@pytest.mark.parametrize(("name", "asked"), [(" ", ANGRY), ("x", Filters()), ("x", Filters(network=("n" * 300,) * 20))])
def test_a_view_without_a_name_or_filters_is_none(lumbre, ana, name, asked):
    with pytest.raises(TooMuch):
        saved_views.save(lumbre, ana, name=name, asked=asked)
    assert not SavedView.objects.exists()


def test_what_is_gone_is_left_out_of_a_view_and_named(lumbre, ana):
    tag = triage.tag_named(lumbre, "precio")
    asked = Filters(sentiment=("negative",), tag=tag.public_id, topic="0000000000000")
    view = saved_views.save(lumbre, ana, name="x", asked=asked)
    assert saved_views.opened(view, lumbre, ana) == (asked.without("topic"), ["topic"])
    tag.delete()
    opened, lost = saved_views.opened(view, lumbre, ana)
    assert (opened, sorted(lost)) == (Filters(sentiment=("negative",)), ["tag", "topic"])


def test_deleted_views_go_after_30_days(lumbre, ana):
    saved_views.remove(saved_views.save(lumbre, ana, name="x", asked=ANGRY))
    assert saved_views.purge(clock.now() + timedelta(days=29)) == 0
    assert saved_views.purge(clock.now() + timedelta(days=31)) == 1


@pytest.mark.django_db
def test_a_view_is_saved_opened_renamed_deleted_and_brought_back(bobs, bob, brand, source):
    hear(source, "El café está muy malo")
    said = "q=malo&sentiment=negative"
    page = bobs.post(url("view_save", brand), {"name": "Enfados", "said": said, "shared": "1"}, follow=True)
    assert page.redirect_chain == [(url("mentions", brand) + f"?{said}", 302)]
    assert "View “Enfados” saved." in page.content.decode()
    with brand_scope(brand.pk):
        view = SavedView.objects.get()
    assert (view.owner, view.shared, view.said) == (bob, True, said)
    menu = bobs.get(url("mentions", brand)).content.decode()
    assert url("view", brand, view=view.public_id) in menu
    assert bobs.get(url("view", brand, view=view.public_id)).url == url("mentions", brand) + f"?{said}"
    bobs.post(url("view_rename", brand, view=view.public_id), {"name": "Quejas"})
    page = bobs.post(url("view_remove", brand, view=view.public_id), follow=True)
    assert "View “Quejas” deleted." in page.content.decode()
    assert bobs.get(url("view", brand, view=view.public_id)).status_code == 404
    bobs.post(url("view_restore", brand, view=view.public_id))
    assert bobs.get(url("view", brand, view=view.public_id)).status_code == 302


@pytest.mark.django_db
def test_an_analyst_keeps_views_for_themselves_only(bobs, bob, brand):
    from brands.models import BrandRole

    BrandRole.objects.filter(brand=brand, member__user=bob).update(role="analyst")
    denied = bobs.post(url("view_save", brand), {"name": "x", "said": "q=x", "shared": "1"})
    assert denied.status_code == 403
    with brand_scope(brand.pk):
        assert not SavedView.objects.exists()
    assert bobs.post(url("view_save", brand), {"name": "x", "said": "q=x"}).status_code == 302
    with brand_scope(brand.pk):
        assert SavedView.objects.get().shared is False


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["rename", "remove", "restore"])
def test_an_analyst_does_not_change_the_teams_views(bobs, bob, alice, brand, act):
    from brands.models import BrandRole

    BrandRole.objects.filter(brand=brand, member__user=bob).update(role="analyst")
    with brand_scope(brand.pk):
        view = saved_views.save(brand, alice, name="x", asked=ANGRY, shared=True)
        if act == "restore":
            saved_views.remove(view)
        before = SavedView.with_deleted.values_list("name", "deleted_at").get()
    assert bobs.post(url(f"view_{act}", brand, view=view.public_id), {"name": "y"}).status_code == 403
    with brand_scope(brand.pk):
        assert SavedView.with_deleted.values_list("name", "deleted_at").get() == before
