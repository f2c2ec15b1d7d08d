from __future__ import annotations

import logging

import redis
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.views import View

from brands.roles import Need
from monitoring import live, passes

logger = logging.getLogger(__name__)


class Live(View):
    """The brand's version number: 304 while it is the one the page knows.

    `need` is ANYONE because asking the database for a role on every question of every open page is what this view
    exists to avoid. Access is the signed pass in the header: a guarded page gave it to one person for one brand, it
    lasts ten minutes, and all it opens is a number. Pages ask without cookies, so that no middleware looks up a
    session either. docs/adr/0040 has the measurements.
    """

    need = Need.ANYONE

    def get(self, request: HttpRequest, brand: str) -> HttpResponse:
        if not passes.opens(request.headers.get("X-Live-Pass", ""), brand):
            return JsonResponse({"error": {"code": "pass_expired", "message": "The pass is over."}}, status=403)
        try:
            version = str(live.version(brand))
        except redis.RedisError as error:
            logger.warning("no version to tell", extra={"brand": brand, "error": str(error)})
            return HttpResponse(status=503)
        tag = f'"{version}"'
        response: HttpResponse
        if request.headers.get("If-None-Match") == tag:
            response = HttpResponseNotModified()
        else:
            response = JsonResponse({"version": version})
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "no-store"
        return response
