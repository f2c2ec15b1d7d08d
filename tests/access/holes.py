"""Views as somebody in a hurry might write them: each opens a hole that the walk must find. Not part of cmhub."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.views import View
from django.views.generic import ListView

from brands.models import Department
from brands.roles import Need
from brands.views.base import BrandView
from cmhub.urls import urlpatterns as real
from monitoring.models import Mention


class NamesNoNeed(View):
    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return HttpResponse("anybody gets in")


class AsksTooLittle(BrandView):
    need = Need.ENTER  # the row says: readers

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return HttpResponse("clients get in")


class UnscopedIdInAForm(BrandView):
    need = Need.TRIAGE

    def post(self, request: HttpRequest, brand: str) -> HttpResponse:
        department = get_object_or_404(Department.all_brands, public_id=request.POST["department"])
        return HttpResponse(f"assigned to {department.name}")


class ExportByGuessedId(BrandView):
    need = Need.EXPORT

    def get(self, request: HttpRequest, brand: str, mention: str) -> HttpResponse:
        return HttpResponse(get_object_or_404(Mention.all_brands, public_id=mention).text)


class ReadThatWrites(BrandView):
    need = {"GET": Need.ENTER, "POST": Need.TRIAGE}

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        Department.objects.update(name=f"{request.method} was here")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        return HttpResponse("read")


class Departments(ListView[Department]):
    """A plain generic view: the scope is open while its template is drawn, after the view has returned."""

    need = Need.ENTER
    queryset = Department.objects.order_by("name")
    template_name = "components/_rail_item.html"

    def render_to_response(self, context: dict[str, object], **kwargs: object) -> HttpResponse:
        return HttpResponse(", ".join(row.name for row in context["object_list"]))


class Stream(BrandView):
    """Rows are read while the response streams, long after the view has returned."""

    need = Need.ENTER

    def get(self, request: HttpRequest, brand: str) -> StreamingHttpResponse:
        return StreamingHttpResponse(f"{row.name}\n".encode() for row in Department.objects.iterator())


app_name = "holes"
_paths = [
    path("b/<publicid:brand>/no-need/", NamesNoNeed.as_view(), name="no_need"),
    path("b/<publicid:brand>/too-little/", AsksTooLittle.as_view(), name="too_little"),
    path("b/<publicid:brand>/form/", UnscopedIdInAForm.as_view(), name="form"),
    path("b/<publicid:brand>/export/<publicid:mention>/", ExportByGuessedId.as_view(), name="export"),
    path("b/<publicid:brand>/writes/", ReadThatWrites.as_view(), name="writes"),
    path("b/<publicid:brand>/list/", Departments.as_view(), name="list"),
    path("b/<publicid:brand>/stream/", Stream.as_view(), name="stream"),
]
urlpatterns = [*real, path("holes/", include((_paths, "holes")))]
