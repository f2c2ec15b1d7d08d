from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from brands import access, portability, team, workspaces
from brands.forms import BrandForm, TransferForm, TypedNameForm, WorkspaceForm
from brands.models import Brand, BrandRole
from brands.roles import Need
from brands.views.base import WorkspaceView, conflict
from brands.views.team import refused
from core import clock
from core.ui import toast
from core.versions import StaleWrite


class WorkspacePage(WorkspaceView):
    """Members and brands of a workspace, as far as one works with them; its owner also renames it here."""

    need = {"GET": Need.WORKSPACE_MEMBER, "POST": Need.WORKSPACE_OWNER}

    def get(self, request: HttpRequest, workspace: str) -> HttpResponse:
        return self._page(WorkspaceForm(instance=self.workspace))

    def post(self, request: HttpRequest, workspace: str) -> HttpResponse:
        form = WorkspaceForm(request.POST, instance=self.workspace)
        if not form.is_valid():
            return self._page(form)
        changes = {name: form.cleaned_data[name] for name in ("name", "kind")}
        try:
            workspaces.rename(self.workspace, seen=form.cleaned_data["version"], changes=changes)
        except StaleWrite as error:
            labels = {name: form.fields[name].label for name in changes}
            return conflict(request, error, back=request.path, labels=labels)
        toast(request, _("Workspace saved."))
        return redirect("brands:workspace", workspace=workspace)

    def _page(self, form: WorkspaceForm) -> HttpResponse:
        mine = self.workspace.brands.filter(deleted_at=None).order_by("sort_key")
        if not self.access.is_owner:
            mine = mine.filter(roles__member__user=self.user)
        context = {
            "form": form,
            "workspace": self.workspace,
            "is_owner": self.access.is_owner,
            "brands": mine,
            "members": access.colleagues(self.access).select_related("user").order_by("joined_at"),
            "deleted": self.workspace.brands.exclude(deleted_at=None) if self.access.is_owner else (),
        }
        return render(self.request, "brands/workspace.html", context, status=422 if form.errors else 200)


class NewBrand(WorkspaceView):
    need = Need.WORKSPACE_OWNER

    def get(self, request: HttpRequest, workspace: str) -> HttpResponse:
        return self._page(BrandForm())

    def post(self, request: HttpRequest, workspace: str) -> HttpResponse:
        form = BrandForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        brand = workspaces.create_brand(self.workspace, **form.cleaned_data)
        toast(request, _("%(brand)s is ready.") % {"brand": brand.name})
        return redirect("brands:enter", brand=brand.public_id)

    def _page(self, form: BrandForm) -> HttpResponse:
        context = {"form": form, "workspace": self.workspace}
        return render(self.request, "brands/new_brand.html", context, status=422 if form.errors else 200)


class RestoreBrand(WorkspaceView):
    need = Need.WORKSPACE_OWNER

    def post(self, request: HttpRequest, workspace: str, deleted: str) -> HttpResponse:
        try:
            brand = workspaces.restore_brand(self.workspace, deleted)
        except Brand.DoesNotExist as error:
            raise Http404 from error
        toast(request, _("%(brand)s is back.") % {"brand": brand.name})
        return redirect("brands:enter", brand=brand.public_id)


class Transfer(WorkspaceView):
    """Hand the workspace to another member."""

    need = Need.WORKSPACE_OWNER

    def get(self, request: HttpRequest, workspace: str) -> HttpResponse:
        return self._page(TransferForm(workspace=self.workspace))

    def post(self, request: HttpRequest, workspace: str) -> HttpResponse:
        form = TransferForm(request.POST, workspace=self.workspace)
        if not form.is_valid():
            return self._page(form)
        new_owner = form.cleaned_data["to"].user
        workspaces.transfer_ownership(self.workspace, new_owner)
        toast(request, _("%(person)s owns the workspace now.") % {"person": new_owner})
        return redirect("brands:workspace", workspace=workspace)

    def _page(self, form: TransferForm) -> HttpResponse:
        context = {"form": form, "workspace": self.workspace}
        return render(self.request, "brands/transfer.html", context, status=422 if form.errors else 200)


class Leave(WorkspaceView):
    """Walk out. The owner hands the workspace over first."""

    need = Need.WORKSPACE_MEMBER

    def get(self, request: HttpRequest, workspace: str) -> HttpResponse:
        return render(request, "brands/leave.html", {"workspace": self.workspace, "is_owner": self.access.is_owner})

    def post(self, request: HttpRequest, workspace: str) -> HttpResponse:
        try:
            team.leave_workspace(self.workspace, self.user)
        except team.LastOwner as error:
            return refused(request, error, back=request.path)
        toast(request, _("You left %(workspace)s.") % {"workspace": self.workspace.name})
        return redirect("home")


class RemoveMember(WorkspaceView):
    """Take a member out of the workspace and all of its brands."""

    need = Need.WORKSPACE_OWNER

    def post(self, request: HttpRequest, workspace: str, member: str) -> HttpResponse:
        row = get_object_or_404(self.workspace.members.select_related("user"), public_id=member)
        try:
            team.remove_from_workspace(row)
        except team.LastOwner as error:
            return refused(request, error, back=reverse("brands:workspace", args=[workspace]))
        toast(request, _("%(person)s is out of the workspace.") % {"person": row.user})
        return redirect("brands:workspace", workspace=workspace)


class Export(WorkspaceView):
    """Everything the workspace owns, as one zip."""

    need = Need.WORKSPACE_OWNER

    def post(self, request: HttpRequest, workspace: str) -> FileResponse:
        out = tempfile.TemporaryFile()  # noqa: SIM115 - the response reads it, and closes it when it is sent
        portability.export(self.workspace, out)
        out.seek(0)
        name = f"{slugify(self.workspace.name) or 'workspace'}-{clock.now():%Y-%m-%d}.zip"
        return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")


class DeleteWorkspace(WorkspaceView):
    """Erase it for good, after the name was typed."""

    need = Need.WORKSPACE_OWNER

    def get(self, request: HttpRequest, workspace: str) -> HttpResponse:
        return self._page(TypedNameForm(name=self.workspace.name))

    def post(self, request: HttpRequest, workspace: str) -> HttpResponse:
        form = TypedNameForm(request.POST, name=self.workspace.name)
        if not form.is_valid():
            return self._page(form)
        portability.erase(self.workspace)
        toast(request, _("%(workspace)s was erased.") % {"workspace": self.workspace.name})
        return redirect("home")

    def _page(self, form: TypedNameForm) -> HttpResponse:
        context = {
            "form": form,
            "workspace": self.workspace,
            "brands": self.workspace.brands.count(),
            "members": BrandRole.objects.filter(workspace=self.workspace).values("member").distinct().count(),
        }
        return render(self.request, "brands/delete_workspace.html", context, status=422 if form.errors else 200)
