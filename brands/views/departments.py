from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from brands import departments
from brands.forms import DepartmentForm
from brands.models import Department
from brands.roles import Need
from brands.views.base import BrandView, conflict
from core.ui import toast
from core.versions import StaleWrite


class Departments(BrandView):
    """The list, with the form for one more below it."""

    need = Need.MANAGE_BRAND
    section, tab = "settings", "departments"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(DepartmentForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = DepartmentForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        fields = {name: form.cleaned_data[name] for name in ("name", "handles_what", "email")}
        departments.add(self.brand, **fields)
        toast(request, _("%(department)s added.") % {"department": fields["name"]})
        return redirect("brands:departments", brand=brand)

    def _page(self, form: DepartmentForm) -> HttpResponse:
        context = {"form": form, "departments": Department.objects.order_by("name")}
        return render(self.request, "brands/departments.html", context, status=422 if form.errors else 200)


class EditDepartment(BrandView):
    need = Need.MANAGE_BRAND
    section, tab = "settings", "departments"

    def get(self, request: HttpRequest, brand: str, department: str) -> HttpResponse:
        row = get_object_or_404(Department, public_id=department)
        return self._page(DepartmentForm(instance=row), row)

    def post(self, request: HttpRequest, brand: str, department: str) -> HttpResponse:
        row = get_object_or_404(Department, public_id=department)
        form = DepartmentForm(request.POST, instance=row)
        if not form.is_valid():
            return self._page(form, row)
        changes = {name: form.cleaned_data[name] for name in ("name", "handles_what", "email")}
        row.refresh_from_db()
        try:
            departments.change(row, seen=form.cleaned_data["version"] or 0, changes=changes)
        except StaleWrite as error:
            labels = {name: form.fields[name].label for name in changes}
            return conflict(request, error, back=request.path, labels=labels)
        toast(request, _("%(department)s saved.") % {"department": row.name})
        return redirect("brands:departments", brand=brand)

    def _page(self, form: DepartmentForm, row: Department) -> HttpResponse:
        context = {"form": form, "department": row}
        return render(self.request, "brands/department.html", context, status=422 if form.errors else 200)


class DeleteDepartment(BrandView):
    need = Need.MANAGE_BRAND

    def post(self, request: HttpRequest, brand: str, department: str) -> HttpResponse:
        row = get_object_or_404(Department, public_id=department)
        departments.delete(row)
        undo = reverse("brands:department_restore", args=[brand, department])
        toast(request, _("%(department)s deleted.") % {"department": row.name}, undo)
        return redirect("brands:departments", brand=brand)


class RestoreDepartment(BrandView):
    need = Need.MANAGE_BRAND

    def post(self, request: HttpRequest, brand: str, department: str) -> HttpResponse:
        row: Department = get_object_or_404(Department.with_deleted, public_id=department)
        try:
            departments.restore(row)
        except departments.NameTaken:
            messages.error(request, _("There is a department with that name already."))
        else:
            toast(request, _("%(department)s is back.") % {"department": row.name})
        return redirect("brands:departments", brand=brand)
