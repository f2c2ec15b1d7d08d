"""One of everything in Alice's brand and in Charlie's: what the walk knocks at, and with whose ids."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import time, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.models import User
from brands import invitations, notices, profile, tokens, unsubscribing, webhooks, workspaces
from brands.models import (
    ApiToken,
    Brand,
    BrandRole,
    Delivery,
    Department,
    Invitation,
    Notice,
    Workspace,
    WorkspaceMail,
)
from brands.roles import Role
from brands.scope import brand_scope
from calendar_app import drafting, hashtags, holds, slots, subscribing
from calendar_app.catching import Scope
from calendar_app.content import Content
from calendar_app.importing import files as post_files
from calendar_app.models import Publication, Series
from channels import health
from channels.models import Account
from core import clock
from crisis import explaining, incidents
from crisis.models import Alert, IncidentHold
from influencers import merging, people
from mail.writing import write
from media import keeping
from monitoring import exports, silence
from monitoring.filters import Filters
from monitoring.importing import files
from monitoring.models import Author, Export, Mention, MentionTag, MentionTopic, SavedView, Source, Tag, Topic
from networks.errors import AuthExpired
from networks.wordpress.joining import MAY_NOT_PUBLISH
from reports import recipients, sending, sharing
from reports.models import ReportDelivery
from reports.weekly import drafting as drafting_of_reports
from tests.brands.test_logos import png
from tests.conftest import join, make_user
from tests.reports.weekly import sample

FILE_OF_MENTIONS = "Fecha;Autor;Texto;Enlace\n01/03/2026;Ana;Buen café;https://x.com/ana/status/1\n;Eva;¿Y hoy?;\n"
FILE_OF_POSTS = "Fecha;Hora;Texto;Cuentas\n28/11/2030;09:30;Buenos días;all\n01/03/2019;9:00;Tarde;nadie\n"
ANONYMOUS, STRANGER, OPERATOR = "anonymous", "stranger", "operator"
ROLES = tuple(str(role) for role in Role)
EVERYBODY = (ANONYMOUS, STRANGER, OPERATOR, *ROLES)
TOKENS = {"token that reads": ApiToken.Scope.READ, "token that writes": ApiToken.Scope.WRITE}
TOKENS_OF = "manager"


@dataclass
class World:
    """`ids` are Alice's by URL argument, `foreign` the same of Charlie's; `clients` are signed in by actor."""

    ids: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    """A brand of Alice's on its first day: what a page shows where there is nothing yet."""
    users: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    programs: dict[str, Client] = field(default_factory=dict)
    """By actor: tokens of the manager's. They carry no session."""
    brand: Brand | None = None


def build(language: str = "es") -> World:
    """Alice's agency with a person in each role; Charlie's company; an operator who holds no grant.

    Everybody reads `language`; worlds of two languages can stand side by side.
    """
    world = World()

    def person(name: str, **more: object) -> User:
        return make_user(f"{name} {language}", language=language, **more)

    people = {role: person(role) for role in ROLES}
    workspace = workspaces.create_workspace(people["owner"], "Agencia Faro")
    world.brand = workspaces.create_brand(workspace, "Cafés Lumbre", colour="#8a3b12")
    for role in ROLES[1:]:
        join(world.brand, people[role], role)
    world.ids = _fill(workspace, world.brand, held=people["community"])

    charlie, dora = person("Charlie"), person("Dora")
    elsewhere = workspaces.create_workspace(charlie, "Casa Charlie")
    theirs = workspaces.create_brand(elsewhere, "La Molinera")
    join(theirs, dora, Role.COMMUNITY)
    world.foreign = _fill(elsewhere, theirs, held=dora)
    bare = workspaces.create_workspace(people["owner"], "Casa Nueva")
    world.bare = {
        "workspace": bare.public_id,
        "brand": workspaces.create_brand(bare, "Verdea", languages=["es"]).public_id,
    }

    world.users = {**people, STRANGER: charlie, OPERATOR: person("Olga", is_operator=True)}
    world.clients = {ANONYMOUS: Client()}
    for actor, user in world.users.items():
        world.clients[actor] = Client()
        world.clients[actor].force_login(user)
    role = BrandRole.objects.get(brand=world.brand, member__user=people[TOKENS_OF])
    with brand_scope(world.brand.pk):
        for actor, scope in TOKENS.items():
            token, text = tokens.make(role, name=actor, scope=scope, expires_at=None)
            tokens.note_use(token)  # as it has been used within the hour, using it again writes nothing
            world.programs[actor] = Client(headers={"Authorization": f"Bearer {text}"})
    return world


def _fill(workspace: Workspace, brand: Brand, held: User) -> dict[str, str]:
    """One of everything that an address or a form can name; returns their public ids by the name of the argument."""
    role = BrandRole.objects.get(brand=brand, member__user=held)
    profile.set_logo(brand, png())
    deleted = workspaces.create_brand(workspace, "Closed")
    workspaces.delete_brand(deleted)
    invitation = _invitation(workspace, brand)
    mail = WorkspaceMail.objects.filter(workspace=workspace).first().mail
    with brand_scope(brand.pk):
        department = Department.objects.create(name="Legal")
        source = Source.objects.create(
            network="feed",
            address=f"https://blog.example/{brand.public_id}/feed",
            title="A blog",
            not_before=clock.now() + timedelta(days=1),
        )
        author = Author.objects.create(network="feed", external_id="ana", name="Ana Prieto")
        mention = Mention.objects.create(
            network="feed",
            external_id=f"https://blog.example/{brand.public_id}/1",
            url=f"https://blog.example/{brand.public_id}/1",
            source=source,
            author=author,
            title="Un café",
            text=f"El mejor café de la ciudad, en {brand.name}",
            posted_at=clock.now() - timedelta(hours=2),
            first_seen_at=clock.now(),
            language="es",
            sentiment="positive",
            score=0.6,
        )
        tag = Tag.objects.create(name="Producto")
        MentionTag.objects.create(mention=mention, tag=tag)
        topic = Topic.objects.create(name="Café", query="café")
        MentionTopic.objects.create(mention=mention, topic=topic, posted_at=mention.posted_at)
        alert = _alert(topic, mention)
        incident = incidents.open_one(brand, title="Avena en Valencia", level="alert", by=held, topic=topic)
        task = incidents.add_task(incident, "Llamar a Calidad", by=held)
        incidents.note(incident, "Calidad retiró el lote", by=held)
        hold = holds.place(brand, Scope(words=("avena",)), by=held)
        IncidentHold.objects.create(brand=brand, incident=incident, hold=hold)
        card = people.add(brand, by=held, author=author, next_step="Escribirle")
        named = card.handles.get()
        consent = people.agree(card, what="Su foto", how="Por correo", on=clock.now().date(), by=held)
        twin = people.add(brand, by=held, name="Ana P.")
        merge = merging.merge(card, twin, by=held)
        view = SavedView.objects.create(owner=held, name="Mi vista", said="sentiment=negative", shared=True)
        imported = files.receive(brand, SimpleUploadedFile("export.csv", FILE_OF_MENTIONS.encode()), by=held)
        upload = SimpleUploadedFile("posts.csv", FILE_OF_POSTS.encode())
        batch = post_files.receive(brand, upload, by=held, may_schedule=True)
        export = exports.ask(brand, "csv", Filters(), by=held)
        path = default_storage.save(f"{brand.folder}/exports/{export.public_id}.csv", ContentFile(b"x"))
        Export.objects.filter(pk=export.pk).update(path=path, state="done", until=clock.now() + timedelta(days=7))
        account = Account.objects.create(
            network="wordpress",
            external_id=f"1@{brand.public_id}.example",
            handle="lumbre",
            name="Blog",
            secret='{"password": "x"}',
            lacks={"publish": MAY_NOT_PUBLISH},
            not_before=clock.now() + timedelta(days=1),
            connected_by=held,
        )
        health.mark_broken(account, AuthExpired("HTTP 401"))
        notices.tell(brand, silence.STOPPED, source.public_id, source=str(source))
        notice = Notice.objects.get(user=held, kind=silence.STOPPED)
        drawing = io.BytesIO(png("teal"))
        file = keeping.add(brand, drawing, by=held, name="Terraza.png", by_hand=True, alt="La terraza al sol")
        other = Account.objects.create(network="linkedin", external_id=brand.name, name=brand.name, by_hand=True)
        said = drafting.Wanted(
            Content("El primer café de la mañana lo ponemos nosotros. #café https://lumbre.example"),
            {account.public_id: {"title": "Veinte años"}, other.public_id: {}},
            objective="Más visitas",
        )
        post = drafting.create(brand, said, by=held)
        publication = Publication.objects.get(post=post, account=other)
        Publication.objects.filter(pk=publication.pk).update(state=Publication.State.HANDED)
        secret = subscribing.make(role)
        (slot,) = slots.add(brand, [0], time(9, 30), None)
        series = Series.objects.create(
            rule="FREQ=WEEKLY;BYDAY=MO",
            starts_on=clock.now().date(),
            wall_time=time(9, 30),
            zone=brand.time_zone,
            by=held,
        )
        group = hashtags.add(brand, name="Café", tags=["café", "especialidad"])
        address = f"https://hooks.example/{brand.public_id}"
        webhook, _secret = webhooks.add(brand, name="CRM", address=address, wanted=["webhook.test"])
        delivery = webhooks.send_test(webhook)
        Delivery.objects.filter(pk=delivery.pk).update(state="done", attempts=1, status=200, took_ms=41, answer="ok")
        weekly = sample.report(brand, language=held.language)
        recipient = recipients.add(brand, by=held, email=f"marta@{brand.public_id}.example", name="Marta")
        drafting_of_reports.approve(weekly, by=held)
        sending.plan(weekly)
        report_delivery = ReportDelivery.objects.get(report=weekly)
        report_link, shared = sharing.make(weekly, days=30, name="Marta", by=held)
        api_token, _text = tokens.make(role, name="Cuadro de mando", scope=ApiToken.Scope.READ, expires_at=None)
    return {
        "brand": brand.public_id,
        "workspace": workspace.public_id,
        "entered": brand.public_id,
        "held": role.public_id,
        "member": role.member.public_id,
        "deleted": deleted.public_id,
        "invitation": invitation.public_id,
        "token": invitations.link(invitation).rstrip("/").rsplit("/", 1)[1],
        "department": department.public_id,
        "mail": mail.public_id,
        "source": source.public_id,
        "account": account.public_id,
        "author": author.public_id,
        "api_token": api_token.public_id,
        "mention": mention.public_id,
        "view": view.public_id,
        "imported": imported.public_id,
        "batch": batch.public_id,
        "export": export.public_id,
        "notice": notice.public_id,
        "report": weekly.public_id,
        "recipient": recipient.public_id,
        "report_delivery": report_delivery.public_id,
        "report_link": report_link.public_id,
        "shared": shared,
        "file": file.public_id,
        "webhook": webhook.public_id,
        "delivery": delivery.public_id,
        "topic": topic.public_id,
        "alert": alert.public_id,
        "incident": incident.public_id,
        "task": task.public_id,
        "hold": hold.public_id,
        "person": card.public_id,
        "handle": named.public_id,
        "consent": consent.public_id,
        "merge": merge.public_id,
        "post": post.public_id,
        "slot": slot.public_id,
        "series": series.public_id,
        "secret": secret,
        "publication": publication.public_id,
        "signed": unsubscribing.path(held, [silence.STOPPED]).rstrip("/").rsplit("/", 1)[1],
        "group": group.public_id,
        "tag": tag.public_id if hasattr(tag, "public_id") else str(tag.pk),
        "text": brand.name,
    }


def _alert(topic: Topic, mention: Mention) -> Alert:
    hour = mention.posted_at.replace(minute=0, second=0, microsecond=0)
    moved = explaining.of(topic.brand, topic, "volume", hour, hour + timedelta(hours=1))
    return Alert.objects.create(
        topic=topic,
        metric="volume",
        scale="hour",
        at=hour,
        observed=60,
        peak=60,
        expected=4.2,
        threshold=21.5,
        share=0.4,
        usual_share=0.1,
        sensitivity="normal",
        explanation=moved,
    )


def _invitation(workspace: Workspace, brand: Brand) -> Invitation:
    return invitations.invite(
        workspace,
        email=f"guest@{brand.public_id}.example",
        language=workspace.owner.language,
        roles={brand: Role.CLIENT},
        by=workspace.owner,
        granters={brand.pk: Role.OWNER},
    )


def security_mail() -> str:
    """The public id of a mail that opens an account: nobody's but the operator's."""
    context = {"address": "a@example.com", "link": "http://localhost/x", "hours": 1, "name": "A"}
    return write(
        to="a@example.com", language="es", purpose="password_reset", template="password_reset", context=context
    ).public_id


# Written by looking at a page, and meant to be: when a session was last used, when a person signed in.
VOLATILE = {"django_session", "usersessions_usersession", "django_migrations"}


def fingerprint() -> str:
    """A digest of every row of every table: equal before and after a call that changed nothing."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - VOLATILE):
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            digest.update(f"{table} {cursor.fetchone()[0]}\n".encode())
    return digest.hexdigest()
