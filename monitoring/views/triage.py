from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.models import BrandRole, Department, Member
from brands.places import language_name
from brands.roles import Need
from brands.views.base import BrandView, conflict
from core import formats
from core.templatetags.ui import sentiment_word
from core.text import whole
from core.ui import toast, with_toast
from core.versions import StaleWrite
from monitoring import corrections, queries, triage
from monitoring.filters import BadFilter
from monitoring.models import Author, Mention, Tag
from monitoring.triage import Undo
from monitoring.undo import undo as put_back
from monitoring.views import shown
from monitoring.views.mentions import beside, one_or_404

_SALT = "cmhub.monitoring.undo"
_OWN = frozenset({"read_at", "starred_at"})


class TriageView(BrandView):
    """One act on one mention. Answers with the pane and its row for htmx, else goes back to the mention."""

    need = Need.TRIAGE

    def post(self, request: HttpRequest, brand: str, mention: str, **more: str) -> HttpResponse:
        row = one_or_404(self, mention)
        said, undo = self.act(row, **more)
        return self.answer(row, said, undo)

    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        """Do it; what to say in the past tense, and how to take it back."""
        raise NotImplementedError

    def answer(self, mention: Mention, said: str, undo: Undo, **more: Any) -> HttpResponse:
        way_back = undo_url(self, undo)
        if not self.request.htmx:  # type: ignore[attr-defined]
            toast(self.request, said, way_back)
            return redirect("monitoring:mention", brand=self.brand.public_id, mention=mention.public_id)
        response = self.pane(mention, **more)
        return with_toast(response, said, way_back) if said else response

    def pane(self, mention: Mention, **more: Any) -> HttpResponse:
        row = one_or_404(self, mention.public_id)
        context = shown.whole(self.access, row) | {"beside": beside(self.request), "selectable": True} | more
        return render(self.request, "monitoring/_detail_answer.html", context)


class Star(TriageView):
    """One's own star, turned over. From the list only the star itself is drawn again."""

    need = Need.READ_MENTIONS

    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        starred = shown.row(self.access, mention)["starred"]
        return "", (triage.unstar if starred else triage.star)(self.user, [mention])

    def pane(self, mention: Mention, **more: Any) -> HttpResponse:
        if self.request.headers.get("HX-Target") == "detail":
            return super().pane(mention, **more)
        row = shown.row(self.access, one_or_404(self, mention.public_id))
        context = {"starred": row["starred"], "star_url": row["star_url"], "name": row["author_name"]}
        return render(self.request, "components/_star.html", context)


class Read(TriageView):
    """Read, or unread again, for oneself."""

    need = Need.READ_MENTIONS

    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        if self.request.POST.get("read") == "yes":
            return "", triage.mark_read(self.user, [mention])
        return _("Marked as unread."), triage.mark_unread(self.user, [mention])


class Label(TriageView):
    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        label = self.request.POST.get("sentiment", "")
        try:
            undo = corrections.correct_label(self.brand, [mention], label)
        except ValueError as error:
            raise Http404 from error
        return _("Corrected: %(label)s.") % {"label": sentiment_word(label).lower()}, undo


class Language(TriageView):
    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        language = self.request.POST.get("language", "")
        try:
            undo = corrections.correct_language(self.brand, [mention], language)
        except ValueError as error:
            raise Http404 from error
        return _("Language corrected: %(language)s. Scored again.") % {"language": language_name(language)}, undo


class AddTag(TriageView):
    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        tag = named_tag(self)
        return _("Tagged “%(tag)s”.") % {"tag": tag.name}, triage.tag(self.brand, [mention], tag)


class RemoveTag(TriageView):
    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        tag = get_object_or_404(Tag, public_id=more["tag"])
        return _("Tag “%(tag)s” removed.") % {"tag": tag.name}, triage.untag(self.brand, [mention], tag)


class Assign(TriageView):
    """To a member of the team or to a department, whichever the form names."""

    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        return assigned(self, [mention], self.request.POST)


class Handle(TriageView):
    def act(self, mention: Mention, **more: str) -> tuple[str, Undo]:
        if mention.handled_at:
            return _("Open again."), triage.reopen(self.brand, [mention])
        return _("Handled."), triage.handle(self.brand, [mention])


class Note(TriageView):
    """The team's note. Where somebody was faster both texts stay: theirs is shown, one's own is in the field."""

    def post(self, request: HttpRequest, brand: str, mention: str, **more: str) -> HttpResponse:
        row, text, seen = one_or_404(self, mention), request.POST.get("note", ""), request.POST.get("version", "")
        try:
            undo = triage.write_note(self.brand, row, text, seen=whole(seen))
        except StaleWrite as error:
            if request.htmx:  # type: ignore[attr-defined]
                return self.pane(row, note_conflict=error.current.note, note_text=text)  # type: ignore[attr-defined]
            here = reverse("monitoring:mention", args=[brand, mention])
            return conflict(request, error, back=here, labels={"note": _("note")})
        return self.answer(row, _("Note saved."), undo)


class HideAuthor(BrandView):
    need = Need.TRIAGE

    def post(self, request: HttpRequest, brand: str, author: str) -> HttpResponse:
        row = get_object_or_404(Author, public_id=author)
        undo = corrections.hide_author(self.brand, row)
        said = _("%(author)s is hidden: their mentions are neither listed nor counted.") % {"author": row}
        toast(request, said, undo_url(self, undo))
        return redirect("monitoring:mentions", brand=brand)


class ShowAuthor(BrandView):
    need = Need.TRIAGE

    def post(self, request: HttpRequest, brand: str, author: str) -> HttpResponse:
        row = get_object_or_404(Author, public_id=author)
        undo = corrections.show_author(self.brand, row)
        toast(request, _("%(author)s is listed and counted again.") % {"author": row}, undo_url(self, undo))
        return back(request, self)


class Bulk(BrandView):
    """One act on all that are ticked."""

    need = Need.TRIAGE

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        try:
            mentions = queries.chosen(request.POST.getlist("mention")[: queries.PAGE * 10])
        except BadFilter as error:
            raise Http404 from error
        said, undo = self._act(mentions)
        toast(request, said, undo_url(self, undo))
        return back(request, self)

    def _act(self, mentions: list[Mention]) -> tuple[str, Undo]:
        count = {"n": formats.number(len(mentions))}
        act, _colon, label = self.request.POST.get("act", "").partition(":")
        match act:
            case "label":
                return self._label(mentions, label, count)
            case "read":
                said = ngettext("%(n)s marked as read.", "%(n)s marked as read.", len(mentions))
                return said % count, triage.mark_read(self.user, mentions)
            case "star":
                said = ngettext("%(n)s starred.", "%(n)s starred.", len(mentions))
                return said % count, triage.star(self.user, mentions)
            case "handle":
                said = ngettext("%(n)s marked as handled.", "%(n)s marked as handled.", len(mentions))
                return said % count, triage.handle(self.brand, mentions)
            case "tag":
                tag = named_tag(self)
                said = ngettext("%(n)s tagged “%(tag)s”.", "%(n)s tagged “%(tag)s”.", len(mentions))
                return said % (count | {"tag": tag.name}), triage.tag(self.brand, mentions, tag)
            case "assign":
                kind, _colon, public_id = self.request.POST.get("assign_to", "").partition(":")
                return assigned(self, mentions, {kind or "member": public_id})
        raise Http404

    def _label(self, mentions: list[Mention], label: str, count: dict[str, str]) -> tuple[str, Undo]:
        try:
            undo = corrections.correct_label(self.brand, mentions, label)
        except ValueError as error:
            raise Http404 from error
        said = ngettext("%(n)s corrected: %(label)s.", "%(n)s corrected: %(label)s.", len(mentions))
        return said % (count | {"label": sentiment_word(label).lower()}), undo


class UndoAct(BrandView):
    """Takes back what a signed address of this brand and person says. Of the brand's matters, so for who may triage."""

    need = Need.TRIAGE
    own_only = False

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        undo = opened(self, request.GET.get("what", ""))
        if undo is None or (self.own_only and undo.what not in _OWN):
            raise Http404
        try:
            kept = put_back(self.user, self.brand, undo)
        except StaleWrite as error:
            return conflict(
                request, error, back=reverse("monitoring:mentions", args=[brand]), labels={"note": _("note")}
            )
        if kept == len(undo.before):
            messages.error(request, _("Not undone: somebody has decided otherwise since, and that stays."))
        elif kept:
            toast(request, _("Undone, except where somebody has decided otherwise since."))
        else:
            toast(request, _("Undone."))
        return back(request, self)


class UndoOwn(UndoAct):
    """The same for one's own reading and stars, which everybody has who reads."""

    need = Need.READ_MENTIONS
    own_only = True


def assigned(view: BrandView, mentions: list[Mention], given: Any) -> tuple[str, Undo]:
    """Assign to the member or department that `given` names; an empty id is nobody. Raises Http404 for strangers."""
    if "department" in given:
        department = get_object_or_404(Department, public_id=given["department"]) if given["department"] else None
        undo = triage.set_department(view.brand, mentions, department)
        return _("Department: %(name)s.") % {"name": department or _("none")}, undo
    member: Member | None = None
    if given.get("member"):
        role = get_object_or_404(BrandRole, brand=view.brand, member__public_id=given["member"])
        member = role.member
    undo = triage.assign(view.brand, mentions, member)
    if member is None:
        return _("Nobody is in charge now."), undo
    return _("Assigned to %(name)s.") % {"name": member.user.display_name}, undo


def named_tag(view: BrandView) -> Tag:
    """The tag that the form names, made if there is none. Raises Http404 for no name."""
    post = view.request.POST
    try:
        return triage.tag_named(view.brand, post.get("name") or post.get("tag_name", ""))
    except ValueError as error:
        raise Http404 from error


def undo_url(view: BrandView, undo: Undo) -> str:
    """An address that takes `undo` back, for this person in this brand; empty where nothing was changed."""
    if not undo:
        return ""
    brand = view.brand.public_id
    said = [brand, view.user.public_id, undo.what, dict(undo.before), undo.about, undo.after]
    name = "undo_own" if undo.what in _OWN else "undo"
    return reverse(f"monitoring:{name}", args=[brand]) + "?what=" + signing.dumps(said, salt=_SALT, compress=True)


def opened(view: BrandView, signed: str) -> Undo | None:
    """The Undo inside a signed address; None if it is not this person's in this brand, or older than a day."""
    try:
        brand, user, *said = signing.loads(signed, salt=_SALT, max_age=86_400)
    except signing.BadSignature:
        return None
    return Undo(*said) if (brand, user) == (view.brand.public_id, view.user.public_id) else None


def back(request: HttpRequest, view: BrandView) -> HttpResponse:
    """To the page from which the form was sent, if it is ours; else to the list."""
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return redirect(page)
    return redirect("monitoring:mentions", brand=view.brand.public_id)
