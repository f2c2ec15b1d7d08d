from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brands.roles import Need
from brands.views.base import WorkspaceView
from core.ui import toast
from demo import living, making
from demo.models import Demo


class OfDemo(WorkspaceView):
    """What only the owner of a demo workspace does with it."""

    need = Need.WORKSPACE_OWNER

    def post(self, request: HttpRequest, workspace: str) -> HttpResponse:
        try:
            return self.act()
        except Demo.DoesNotExist:
            messages.error(request, _("This workspace is not a demo. Nothing was changed."))
            return redirect("brands:workspace", workspace=workspace)

    def act(self) -> HttpResponse:
        """Raises Demo.DoesNotExist."""
        raise NotImplementedError


class StartCrisis(OfDemo):
    """The complaints begin."""

    def act(self) -> HttpResponse:
        if living.start_crisis(self.workspace):
            toast(self.request, _("The crisis begins. Within a minute there is an alert."))
        else:
            messages.error(self.request, _("The crisis has begun before. Start over to see it once more."))
        return redirect("home")


class StartOver(OfDemo):
    """The demo is made anew, as on its first day."""

    def act(self) -> HttpResponse:
        making.reset(self.workspace)
        toast(self.request, _("The demo is as on its first day."))
        return redirect("home")


class Delete(OfDemo):
    """The demo is gone; the person's account stays."""

    def act(self) -> HttpResponse:
        making.delete(self.workspace)
        toast(self.request, _("The demo is deleted. Your account and your own workspaces are still there."))
        return redirect("home")
