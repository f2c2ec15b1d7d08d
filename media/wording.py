"""What the brand's history says about files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Any] = {
    "file.added": _("%(actor)s added the file %(object)s."),
    "file.described": _("%(actor)s changed the alternative text of %(object)s."),
    "file.cropped": _("%(actor)s cropped %(object)s to %(ratio)s."),
    "file.removed": _("%(actor)s deleted the file %(object)s."),
    "file.restored": _("%(actor)s brought the file %(object)s back."),
}
