"""Groups of hashtags that a brand uses together."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brands.roles import Need
from brands.views.base import BrandView, conflict
from calendar_app import hashtags
from calendar_app.models import HashtagGroup
from core.ui import toast
from core.versions import StaleWrite


class GroupForm(forms.Form):
    """A group's name and its hashtags."""

    name = forms.CharField(label=gettext_lazy("name"), max_length=60)
    tags = forms.CharField(
        label=gettext_lazy("hashtags"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("With spaces between them; the # may be left out."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_147_483_647)

    def clean_tags(self) -> list[str]:
        tags = hashtags.tags_of(self.cleaned_data["tags"])
        if not tags:
            raise forms.ValidationError(_("There is no hashtag in it: write words of letters, #like #these."))
        return tags


class Groups(BrandView):
    """All groups, and a new one."""

    need = Need.WRITE_POSTS
    section = "calendar"

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return self._page(GroupForm())

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        form = GroupForm(request.POST)
        if form.is_valid():
            try:
                hashtags.add(self.brand, name=form.cleaned_data["name"], tags=form.cleaned_data["tags"])
            except hashtags.AlreadyThere:
                form.add_error("name", _("There is a group of that name already."))
            else:
                toast(request, _("Group kept."))
                return redirect("posts:hashtags", brand=brand)
        return self._page(form)

    def _page(self, form: GroupForm) -> HttpResponse:
        context = {"form": form, "groups": HashtagGroup.objects.order_by("sort_key")}
        return render(self.request, "calendar_app/hashtags.html", context, status=422 if form.errors else 200)


class Group(BrandView):
    """One group, changed."""

    need = Need.WRITE_POSTS
    section = "calendar"

    def get(self, request: HttpRequest, brand: str, group: str) -> HttpResponse:
        row = get_object_or_404(HashtagGroup, public_id=group)
        return self._page(row, GroupForm(initial={"name": row.name, "tags": row.text, "version": row.version}))

    def post(self, request: HttpRequest, brand: str, group: str) -> HttpResponse:
        row, form = get_object_or_404(HashtagGroup, public_id=group), GroupForm(request.POST)
        if not form.is_valid():
            return self._page(row, form)
        given = form.cleaned_data
        try:
            hashtags.change(row, name=given["name"], tags=given["tags"], seen=given["version"] or 0)
        except StaleWrite as error:
            return conflict(request, error, back=request.path, labels={"name": _("name"), "tags": _("hashtags")})
        except hashtags.AlreadyThere:
            form.add_error("name", _("There is a group of that name already."))
            return self._page(row, form)
        toast(request, _("Saved."))
        return redirect("posts:hashtags", brand=brand)

    def _page(self, row: HashtagGroup, form: GroupForm) -> HttpResponse:
        context = {"form": form, "group": row}
        return render(self.request, "calendar_app/hashtag_group.html", context, status=422 if form.errors else 200)


class Remove(BrandView):
    """Delete a group. Posts that use its hashtags keep them."""

    need = Need.WRITE_POSTS

    def post(self, request: HttpRequest, brand: str, group: str) -> HttpResponse:
        get_object_or_404(HashtagGroup, public_id=group).delete()
        toast(request, _("Group deleted. Posts keep their hashtags."))
        return redirect("posts:hashtags", brand=brand)
