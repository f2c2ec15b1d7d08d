"""A crawl in the pseudo-language: what is still plain text on a page was forgotten by translation."""

from __future__ import annotations

import calendar
import re
from zoneinfo import available_timezones

import pytest
from django.utils.formats import date_format

from accounts.models import User
from brands.models import ApiToken, Invitation, Webhook
from calendar_app import emoji, public_holidays
from calendar_app.models import HashtagGroup, Hold, Post, PostImport
from channels.models import Account
from core.sheets import cells, uploads
from core.templatetags.ui import initials
from crisis.models import Incident, IncidentNote, IncidentTask
from influencers.models import Consent, Person
from mail.models import Mail
from media.models import File
from monitoring import starters
from monitoring.models import Import, SavedView, Source, Topic
from networks import registry
from networks.registry import NETWORKS, connector
from reports.models import ReportRecipient
from tests.access import pages, world
from tests.pseudo import CODE, pseudo_language, untranslated

pytestmark = pytest.mark.django_db


def test_no_page_says_a_word_outside_translation():
    with pseudo_language():
        built = world.build("es")
        User.objects.update(language=CODE)
        Invitation.objects.update(language=CODE)
        said = {}
        data = _data(built)
        for name, address, opener in pages.of(built):
            if name.startswith("design"):
                continue  # the style guide's specimens are invented Spanish, data from end to end
            if name in SPOKEN:
                continue
            answer = built.clients[opener].get(address, follow=True, headers={"accept-language": CODE})
            opened = answer.status_code == 200
            left = untranslated(answer.content.decode(), data) if opened else answer.status_code
            if left:
                said[name] = left
    assert said == {}, "\n".join(f"{name}: {left}" for name, left in said.items())


SPOKEN = {f"{name} full" for name in ("reports:report", "reports:write", "shared_report")}
"""A weekly report speaks the language that was chosen for it, whoever reads it."""


def _data(built: world.World) -> set[str]:
    """What is on pages because somebody wrote it there."""
    people = {text for user in built.users.values() for text in (user.name, user.email)}
    ours = {"Agencia Faro", "Cafés Lumbre", "Casa Nueva", "Verdea", "Closed", "Legal", "Producto", "A blog", "Un café"}
    theirs = {"Casa Charlie", "La Molinera", "Ana Prieto"}
    written = {f"El mejor café de la ciudad, en {name}" for name in ("Cafés Lumbre", "La Molinera")}
    zones = {zone.replace("_", " ") for zone in available_timezones()}
    addresses = {text for row in Source.all_brands.all() for text in (row.address, f"· {row.address}")}
    guests = set(Invitation.objects.values_list("email", flat=True))
    subjects = set(Mail.objects.values_list("subject", flat=True))
    addresses |= {"Portátil de casa", f"nueva.{built.users['owner'].email}"}
    names = {connector(key).name for key in NETWORKS} | {"cmhub"}
    listening = {text for row in Topic.all_brands.all() for text in (row.name, row.query)}
    listening |= {one.query for tongues in ([], built.brand.languages) for one in starters.exclusions(tongues)}
    listening |= set(SavedView.all_brands.values_list("name", flat=True))
    tokens = set(ApiToken.all_brands.values_list("name", flat=True))
    files = {text for row in Import.all_brands.all() for text in (row.name, *row.columns)} | {"Buen café", "Ana"}
    for upload in PostImport.all_brands.all():
        rows = [[cells.text(cell) for cell in row.cells] for row in uploads.sample_of(upload)]
        files |= {upload.name, *upload.columns, *(cell for row in rows for cell in row)}
        files |= {" · ".join(row) for row in rows}
    crises = set(Incident.all_brands.values_list("title", flat=True))
    crises |= set(IncidentTask.all_brands.values_list("text", flat=True))
    crises |= set(IncidentNote.all_brands.values_list("text", flat=True))
    crises |= {"Colas en la recogida de pedidos"}  # of a week that was frozen
    crises |= {f"\u2068{title}\u2069" for title in crises}
    cards = {text for row in Person.all_brands.all() for text in (row.name, row.next_step, row.notes)} - {""}
    for consent in Consent.all_brands.all():
        told = date_format(consent.given_on, "M j")
        cards |= {consent.what, consent.how, f"{told} · {consent.how}"}
    for recipient in ReportRecipient.all_brands.all():
        cards |= {recipient.name, recipient.email, f"{recipient.email} · Español"}
    crises |= {f"«{word}»" for hold in Hold.all_brands.all() for word in hold.words}
    accounts = {text for row in Account.all_brands.all() for text in (row.name, row.handle, row.external_id)} - {""}
    posts = list(Post.all_brands.all())
    said = {text for row in posts for text in (str(row), row.objective, row.campaign)} - {""}
    said |= {
        piece.strip() for row in posts for piece in re.split(r"(#\w+|https?://\S+)|\n", row.content["text"]) if piece
    }
    kept = {text for row in File.all_brands.all() for text in (row.name, row.alt)} - {""}
    kept |= set(Webhook.all_brands.values_list("name", flat=True)) | {"https://", "kB", "GB", "{network}", "{campaign}"}
    kept |= {"#café #especialidad", "channels.Account", "Veinte años"} | set(
        HashtagGroup.all_brands.values_list("name", flat=True)
    )
    regions = {name for _code, name in public_holidays.regions("ES")}
    searched = {word for group in emoji.groups() for one in group.emoji for word in one.words.split()}
    examples = {one.example for network in registry.joinable() for one in network.asks}
    named = (
        accounts
        | said
        | kept
        | regions
        | searched
        | examples
        | set(calendar.day_name)
        | zones
        | addresses
        | guests
        | subjects
        | names
        | people
        | ours
        | theirs
        | written
        | listening
        | tokens
        | files
        | crises
        | cards
        | set(built.ids.values())
        | set(built.foreign.values())
    )
    return named | {initials(text) for text in named}
