from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from channels.models import Account
from channels.signals import account_connected
from core import clock
from monitoring.models import Source


@receiver(account_connected)
def go_on_listening(account: Account, **_: Any) -> None:
    """Sources that waited for the account are read at once."""
    waiting = Source.objects.filter(account=account, state=Source.State.WAITING)
    waiting.update(not_before=clock.now(), last_error="", last_error_detail="")
