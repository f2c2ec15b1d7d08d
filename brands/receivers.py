from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from accounts.closing import StillOwns
from accounts.models import User
from brands.access import workspaces_of
from brands.team import LastOwner, leave_workspace


@receiver(pre_delete, sender=User)
def leave_every_workspace(instance: User, **_: Any) -> None:
    """Who closes their account leaves as others do, and each workspace's log says so.

    Raises StillOwns where a brand would be left without an owner; owners of workspaces were refused before.
    """
    for workspace in workspaces_of(instance):
        try:
            leave_workspace(workspace, instance)
        except LastOwner as error:
            raise StillOwns([str(error)]) from error
