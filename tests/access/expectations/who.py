"""Those who may."""

from __future__ import annotations

from tests.access.world import OPERATOR, ROLES, STRANGER

OWNER = ("owner",)
RUNNERS = ("owner", "manager")
MAKERS = ("owner", "strategist", "manager", "community")
APPROVERS = ("owner", "strategist", "manager")
READERS = (*MAKERS, "analyst")
TEAM = ROLES
SIGNED_IN = (STRANGER, OPERATOR, *ROLES)
NOBODY_HIDDEN = ()
