from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from brands import webhooks
from brands.api.base import BrandApiView
from brands.api.inputs import Input, Page, Text, Version
from brands.api.shapes import Moment, PublicId, page_of
from brands.models import Delivery, Webhook
from brands.roles import Need
from core.http import Refused


class EventNames(serializers.ListField):
    """At least one event that there is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=Text(max_length=60), min_length=1, max_length=100, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        names: list[str] = super().to_internal_value(data)
        if unknown := sorted(set(names) - webhooks.known_events().keys()):
            raise ValidationError(_("There is no such event: %(names)s.") % {"names": ", ".join(unknown)[:200]})
        return names


class NewWebhook(Input):
    name = Text(max_length=60)
    address = Text(max_length=1000, help_text="Where events are posted to; reachable from the internet.")
    events = EventNames(help_text="Names of events, as docs/webhooks.md lists them.")


class WebhookChange(Input):
    """What it does not name stays."""

    name = Text(max_length=60, required=False)
    address = Text(max_length=1000, required=False)
    events = EventNames(required=False)
    version = Version(help_text="The version that the writer has read.")


class WebhookShape(serializers.Serializer[Any]):
    id = PublicId()
    name = serializers.CharField()
    address = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    state = serializers.CharField(help_text="active, paused or stopped.")
    version = serializers.IntegerField()
    created_at = Moment()


class MadeWebhook(WebhookShape):
    secret = serializers.CharField(help_text="What signs. It is given here and never again.")


class DeliveryShape(serializers.Serializer[Any]):
    id = PublicId()
    event = serializers.CharField()
    state = serializers.CharField(help_text="waiting, running, done, failed or paused.")
    attempts = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True, help_text="HTTP status of the latest answer.")
    answer = serializers.CharField(help_text="How the latest answer began.")
    took_ms = serializers.IntegerField(allow_null=True)
    created_at = Moment()
    tried_at = Moment(allow_null=True)
    next_try_at = serializers.SerializerMethodField()

    def get_next_try_at(self, row: Delivery) -> str | None:
        """When it goes again; null where it does not."""
        waits = row.state == Delivery.State.WAITING
        found: str | None = Moment().to_representation(row.not_before) if waits else None
        return found


class AlreadyThere(APIException):
    status_code = 409
    default_code = "already_there"


class StillGoing(APIException):
    status_code = 409
    default_code = "still_going"


@contextmanager
def explained() -> Iterator[None]:
    """What the verbs refuse, as answers."""
    try:
        yield
    except Refused as error:
        raise ValidationError({"address": [_(error.detail)]}) from error
    except webhooks.AddressTaken as error:
        raise AlreadyThere(_("The brand has a webhook with this address already.")) from error
    except webhooks.TooMany as error:
        said = _("A brand has %(n)s webhooks at most. Remove one.") % {"n": webhooks.MOST}
        raise ValidationError({"request": [said]}) from error


class WebhookList(BrandApiView):
    """The brand's webhooks by name."""

    need = Need.MANAGE_WEBHOOKS
    keyed = False  # answers are kept for a day, and this one holds a secret; the same address twice is refused instead
    parameters = Page
    takes = {"POST": NewWebhook}
    gives = {"GET": (200, page_of(WebhookShape)), "POST": (201, MadeWebhook)}
    fails = {"POST": (409,)}

    def get(self, request: Request, brand: str) -> Response:
        return self.page(Webhook.objects.all(), WebhookShape, by="name")

    def post(self, request: Request, brand: str) -> Response:
        """Tell an address of events from now on. The answer holds the secret, this once."""
        given = self.given()
        with explained():
            made, secret = webhooks.add(
                self.brand, name=given["name"], address=given["address"], wanted=given["events"]
            )
        shown = WebhookShape(made).data | {"secret": secret}
        return Response(shown, 201, headers={"Cache-Control": "no-store"})


class WebhookDetail(BrandApiView):
    """One webhook."""

    need = Need.MANAGE_WEBHOOKS
    takes = {"PATCH": WebhookChange}
    gives = {"GET": (200, WebhookShape), "PATCH": (200, WebhookShape), "DELETE": (204, None)}

    def get(self, request: Request, brand: str, webhook: str) -> Response:
        return Response(WebhookShape(get_object_or_404(Webhook, public_id=webhook)).data)

    def patch(self, request: Request, brand: str, webhook: str) -> Response:
        """Change whom it tells, or of what."""
        row = get_object_or_404(Webhook, public_id=webhook)
        changes = self.given()
        seen = changes.pop("version")

        def write() -> tuple[int, Any]:
            with explained():
                webhooks.edit(row, seen=seen, changes=changes)
            return 200, WebhookShape(row).data

        return self.once(request, write)

    def delete(self, request: Request, brand: str, webhook: str) -> Response:
        """Tell it nothing any more; its log goes with it."""
        row = get_object_or_404(Webhook, public_id=webhook)

        def write() -> tuple[int, Any]:
            webhooks.remove(row)
            return 204, None

        return self.once(request, write)


class WebhookSecret(BrandApiView):
    """What one webhook signs with."""

    need = Need.MANAGE_WEBHOOKS
    keyed = False  # answers are kept for a day, and this one holds a secret
    gives = {"POST": (200, MadeWebhook)}

    def post(self, request: Request, brand: str, webhook: str) -> Response:
        """Sign with a new secret, which the answer holds, this once. The former one signs beside it for 24 hours."""
        row = get_object_or_404(Webhook, public_id=webhook)
        secret = webhooks.change_secret(row)
        shown = WebhookShape(row).data | {"secret": secret}
        return Response(shown, 200, headers={"Cache-Control": "no-store"})


class DeliverAgain(BrandApiView):
    """One row of the log."""

    need = Need.MANAGE_WEBHOOKS
    gives = {"POST": (200, DeliveryShape)}
    fails = {"POST": (409,)}

    def post(self, request: Request, brand: str, webhook: str, delivery: str) -> Response:
        """Send once more, with the same id, what was taken or given up. 409 while it waits or is under way."""
        row = get_object_or_404(Delivery, public_id=delivery, webhook__public_id=webhook)

        def write() -> tuple[int, Any]:
            if not webhooks.deliver_again(row):
                raise StillGoing(_("It is on its way already: look at its state, and send it again once it is over."))
            row.refresh_from_db()
            return 200, DeliveryShape(row).data

        return self.once(request, write)


class DeliveryList(BrandApiView):
    """What one webhook was told in the last 30 days, the oldest first."""

    need = Need.MANAGE_WEBHOOKS
    parameters = Page
    gives = {"GET": (200, page_of(DeliveryShape))}

    def get(self, request: Request, brand: str, webhook: str) -> Response:
        hook = get_object_or_404(Webhook, public_id=webhook)
        return self.page(Delivery.objects.filter(webhook=hook), DeliveryShape, by="created_at")
