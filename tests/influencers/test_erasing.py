from __future__ import annotations

from io import BytesIO, StringIO
from json import loads
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from brands.models import Event
from brands.scope import brand_scope
from influencers import erasing, handles, people, personal_data
from influencers.models import Person
from monitoring import recounting, triage
from monitoring.models import Author, DailyCount, HourlyCount, Mention
from networks import types
from tests.influencers import heard
from tests.influencers.heard import EVE, MAX

ZOE = types.Author(
    "did:plc:zoexyz",
    name="Zoé Quintanilla",
    handle="zoequintanilla.example",
    url="https://social.example/zoequintanilla.example",
    avatar_url="https://cdn.example/zoequintanilla.png",
    followers=12,
)
TRACES = ("quintanilla", "zoexyz")


@pytest.fixture
def zoe(in_brand, feed, alice, bob_in):
    heard.say(feed, ZOE, "Soy Zoé Quintanilla y el café es malo", "Otro", url="https://social.example/did:plc:zoexyz/1")
    heard.say(feed, MAX, "Ya", reply_to="https://blog.example/did:plc:zoexyz Otro")
    heard.say(feed, EVE, "Hola")
    card = people.add(in_brand, by=alice, author=heard.author(feed, ZOE), notes="La Quintanilla")
    people.agree(card, what="Foto de Quintanilla", how="Mensaje", on=card.created_at.date(), by=alice)
    people.edit(card, seen=1, by=alice, next_step="Escribir", next_on=card.created_at.date(), owner=bob_in.member)
    Person.objects.filter(pk=card.pk).update(reminded_on=None)
    triage.write_note(in_brand, Mention.objects.get(text="Otro"), "Quintanilla otra vez", seen=1)
    people._tell(in_brand, Person.objects.filter(pk=card.pk).select_related("owner__user"))
    people.set_vip(card, True, by=alice)
    heard.count()
    return card


def traces() -> list[str]:
    """Every table and column in which something of her stands, in any text of any row."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            for trace in TRACES:
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{trace}%"])
                if cursor.fetchone()[0]:
                    found.append(f"{table}: {trace}")
    return sorted(found)


def counted():
    days = DailyCount.objects.order_by("pk").values_list("day", "sentiment", "n")
    return list(days), list(HourlyCount.objects.order_by("pk").values_list("hour", "n"))


def test_nothing_of_her_stays_and_the_counts_do(zoe, in_brand, alice):
    before, mentions = counted(), Mention.objects.count()
    assert len(traces()) > 5
    plan = erasing.plan(in_brand, person=zoe)
    assert (len(plan.people), len(plan.authors), plan.mentions, plan.others) == (1, 1, 2, 0)
    assert erasing.erase(in_brand, plan, by=alice) == 2
    heard.count(4)
    assert traces() == []
    assert counted() == before
    assert Mention.objects.count() == mentions
    assert Mention.objects.filter(author__name="", text="", note="").count() == 2
    event = Event.objects.get(verb="person.erased")
    assert event.after == {"mentions": 2}
    recounting.recount(in_brand)
    assert counted()[0]
    assert Event.objects.filter(verb="person.added").get().object_name == "—"


def test_what_she_says_is_not_stored_again(zoe, in_brand, feed, alice):
    erasing.erase(in_brand, erasing.plan(in_brand, person=zoe), by=alice)
    n = Mention.objects.count()
    heard.say(feed, ZOE, "Soy Zoé Quintanilla y el café es malo", "Algo nuevo")
    heard.say(feed, types.Author("other-id", name="Zoé", handle="@ZoeQuintanilla.example"), "Con otra cuenta")
    assert Mention.objects.count() == n
    heard.say(feed, EVE, "Yo sí")
    assert Mention.objects.count() == n + 1
    heard.count(4)
    assert traces() == []
    card = people.add(in_brand, by=alice, name="Otra")
    with pytest.raises(handles.Blocked):
        people.tie(card, "mastodon", "zoequintanilla.example", by=alice)


def test_words_of_others_stay_and_the_plan_says_so(zoe, in_brand, feed):
    heard.say(feed, EVE, "Gracias @zoequintanilla.example")
    assert erasing.plan(in_brand, person=zoe).others == 1


def test_another_brand_keeps_its_own(zoe, in_brand, other_brand, alice):
    with brand_scope(other_brand.pk):
        theirs = Author.objects.create(network="mastodon", external_id="did:plc:zoexyz", name="Zoé Quintanilla")
    erasing.erase(in_brand, erasing.plan(in_brand, person=zoe), by=alice)
    with brand_scope(other_brand.pk):
        assert Author.objects.get(pk=theirs.pk).name == "Zoé Quintanilla"


def test_the_log_still_refuses_everything_else(zoe, in_brand):
    event = Event.objects.filter(brand=in_brand).first()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(object_name="x")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('cmhub.erasing_person', %s, true)", [str(in_brand.workspace_id)])
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(actor_name="x")
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.filter(pk=event.pk).delete()


def test_her_data_is_whole(zoe, in_brand):
    out = BytesIO()
    personal_data.write(in_brand, zoe, out)
    with ZipFile(out) as archive:
        told = {name: loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    assert {one["text"] for one in told["mentions.json"]} == {"Soy Zoé Quintanilla y el café es malo", "Otro"}
    about = told["person.json"]
    assert about["cards"][0]["notes"] == "La Quintanilla"
    assert about["handles"][0]["external_id"] == "did:plc:zoexyz"
    assert about["consents"][0]["what"] == "Foto de Quintanilla"
    assert about["authors"][0]["followers"] == 12


def run(*args):
    out = StringIO()
    call_command("erase_person", *args, stdout=out)
    return out.getvalue()


def test_the_command_says_first_and_erases_when_told(zoe, in_brand):
    said = run(in_brand.public_id, "@zoequintanilla.example")
    assert "Mentions whose text, address and id go: 2" in said
    assert "Nothing was erased" in said
    assert Person.objects.count() == 1
    assert "Erased. 2 mentions lost their text" in run(in_brand.public_id, zoe.public_id, "--yes")
    heard.count(4)
    assert traces() == []


def test_the_command_erases_who_has_no_card(zoe, in_brand, feed):
    said = run(in_brand.public_id, "eve@social.example", "--yes")
    assert "Cards: none" in said
    assert not Author.objects.filter(name="Eve Ramos").exists()
    assert Person.objects.count() == 1


def test_the_command_asks_which_and_knows_nobody(zoe, in_brand, feed):
    Author.objects.create(network="x", external_id="9", handle="@eve@social.example")
    with pytest.raises(CommandError, match="say which one by --network"):
        run(in_brand.public_id, "@eve@social.example")
    with pytest.raises(CommandError, match="Nobody is called @nadie"):
        run(in_brand.public_id, "@nadie")
    with pytest.raises(CommandError, match="There is no brand"):
        run("0000000000000", "@eve")
