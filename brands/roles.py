"""Who may do what: the one table from role to permissions."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in one brand."""

    OWNER = "owner", _("Owner")
    STRATEGIST = "strategist", _("Strategist")
    MANAGER = "manager", _("Manager")
    COMMUNITY = "community", _("Community manager")
    ANALYST = "analyst", _("Analyst or director")
    CLIENT = "client", _("Client")


class Need(StrEnum):
    """What a view asks of the person in front of it. Every view names one."""

    # anywhere
    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    OPERATOR = "operator"
    # in a workspace
    WORKSPACE_MEMBER = "workspace_member"
    WORKSPACE_OWNER = "workspace_owner"
    # in a brand
    ENTER = "enter"
    READ_MENTIONS = "read_mentions"
    TRIAGE = "triage"
    EXPORT = "export"
    MANAGE_SOURCES = "manage_sources"
    MANAGE_TOPICS = "manage_topics"
    KEEP_PEOPLE = "keep_people"
    """Write the cards of opinion leaders, and say who is important."""
    ERASE_PEOPLE = "erase_people"
    READ_POSTS = "read_posts"
    WRITE_POSTS = "write_posts"
    SCHEDULE_POSTS = "schedule_posts"
    """Let a post go out, move it, say what became of it."""
    PAUSE_PUBLISHING = "pause_publishing"
    READ_REPORTS = "read_reports"
    WRITE_REPORTS = "write_reports"
    """Draft, conclude, and see what is not approved yet."""
    APPROVE_REPORTS = "approve_reports"
    """Let a report go out, and say to whom."""
    MANAGE_CHANNELS = "manage_channels"
    MANAGE_BRAND = "manage_brand"
    MANAGE_TEAM = "manage_team"
    MANAGE_TOKENS = "manage_tokens"
    MANAGE_WEBHOOKS = "manage_webhooks"
    SEE_HISTORY = "see_history"
    DELETE_BRAND = "delete_brand"


_CLIENT = {Need.ENTER, Need.READ_REPORTS}
_READER = _CLIENT | {Need.READ_MENTIONS, Need.EXPORT, Need.READ_POSTS}
_MAKER = _READER | {Need.TRIAGE, Need.MANAGE_SOURCES, Need.MANAGE_TOPICS, Need.WRITE_POSTS, Need.SCHEDULE_POSTS}
_MAKER |= {Need.KEEP_PEOPLE, Need.WRITE_REPORTS}
_MAKER |= {Need.PAUSE_PUBLISHING}  # who sees a post go wrong stops it at once
_MANAGER = _MAKER | {Need.MANAGE_CHANNELS, Need.MANAGE_BRAND, Need.MANAGE_TEAM, Need.SEE_HISTORY}
_MANAGER |= {Need.ERASE_PEOPLE, Need.MANAGE_TOKENS, Need.MANAGE_WEBHOOKS, Need.APPROVE_REPORTS}

PERMISSIONS: dict[str, frozenset[Need]] = {
    Role.OWNER: frozenset(_MANAGER | {Need.DELETE_BRAND}),
    Role.STRATEGIST: frozenset(_MAKER | {Need.APPROVE_REPORTS}),
    Role.MANAGER: frozenset(_MANAGER),
    Role.COMMUNITY: frozenset(_MAKER),
    Role.ANALYST: frozenset(_READER),
    Role.CLIENT: frozenset(_CLIENT),
}

ROLE_HELP: dict[str, object] = {
    Role.OWNER: _("Everything, and may delete the brand."),
    Role.STRATEGIST: _("Sets objectives and voice; listens and adds topics and sources."),
    Role.MANAGER: _("Approves and assigns; runs the brand, its team and its settings."),
    Role.COMMUNITY: _("Listens, adds topics and sources, labels, drafts and answers."),
    Role.ANALYST: _("Reads and exports; changes nothing."),
    Role.CLIENT: _("Sees the overview of its brand and approved reports; nothing else."),
}


def allows(role: str, need: Need) -> bool:
    """Whether `role` may do what `need` names."""
    return need in PERMISSIONS[role]


def may_grant(granter: str, role: str) -> bool:
    """Only an owner makes owners; who manages the team may give any other role."""
    return allows(granter, Need.MANAGE_TEAM) and (role != Role.OWNER or granter == Role.OWNER)
