"""The OpenAPI document, written from what views say they take and give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from brands.idempotency import MAX_KEY
from core.ids import PublicIdConverter

if TYPE_CHECKING:
    from brands.api.base import ApiView

PUBLIC_ID = {"type": "string", "pattern": f"^{PublicIdConverter.regex}$"}

_ERRORS = {
    400: "Something in the request is not right; `fields` says what.",
    401: "No token, or one that is not valid.",
    403: "The role of the token's person, or the token itself, does not allow it.",
    404: "Not there, or not yours.",
    409: "Somebody was faster, or it is there already.",
    413: "The body is too large.",
    415: "The body is of another type than the one above.",
    422: "It cannot be answered in time.",
    429: "Too many requests; `Retry-After` says how long to wait.",
}
_IN_A_BRAND, _WITH_A_BODY = (403, 404), (413, 415)


class Place(serializers.Serializer[Any]):
    """Where in a text something is not right, in characters."""

    position = serializers.IntegerField()
    length = serializers.IntegerField()


class ErrorBody(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="For programs.")
    message = serializers.CharField(help_text="For people, in the language of the token's person.")
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="What is wrong, by field."
    )
    places = serializers.DictField(child=Place(), required=False, help_text="Where in a field it is wrong.")
    current = serializers.DictField(required=False, help_text="409: what stands there now, with its version.")


class Error(serializers.Serializer[Any]):
    """Every error, whatever its status."""

    error = ErrorBody()


class Schema(AutoSchema):
    """Reads the attributes of brands.api.base.ApiView."""

    view: ApiView  # type: ignore[override]

    def is_excluded(self) -> bool:
        return not self.view.gives

    def get_operation_id(self) -> str:
        name = type(self.view).__name__
        return f"{self.method.lower()}_{''.join('_' + c.lower() if c.isupper() else c for c in name).strip('_')}"

    def get_summary(self) -> str:
        summary: str = self.get_description().partition(". ")[0].partition("\n")[0].rstrip(".")
        return summary

    def get_tags(self) -> list[str]:
        parts = [part for part in self._tokenize_path() if part != "brands"]
        return [parts[0] if parts else "brands"]

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = [OpenApiParameter(name, PUBLIC_ID, "path") for name in _ids(self.path)]
        if self.method == "GET":
            return [*found, self.view.parameters] if self.view.parameters().fields else found
        if not self._keyed:
            return found
        text = {"type": "string", "maxLength": MAX_KEY, "pattern": "^[ -~]*$"}
        said = "The same key and the same request get the first answer again, for a day."
        return [*found, OpenApiParameter("Idempotency-Key", text, "header", description=said)]

    @property
    def _keyed(self) -> bool:
        return self.method != "GET" and getattr(self.view, "keyed", False)

    def get_request_serializer(self) -> Any:
        return self.view.takes.get(self.method)

    def get_response_serializers(self) -> Any:
        status, body = self.view.gives[self.method]
        failing = {400, 401, 429, *self.view.fails.get(self.method, ())}
        failing |= set(_IN_A_BRAND if "{brand}" in self.path else ())
        failing |= set(_WITH_A_BODY if self.method in self.view.takes else ())
        failing |= {409} if self._keyed else set()  # the key may come with another request
        errors = {code: OpenApiResponse(Error, description=_ERRORS[code]) for code in sorted(failing)}
        return {status: body, **errors}


def _ids(path: str) -> list[str]:
    return [part.strip("{}") for part in path.split("/") if part.startswith("{")]


def say_errors_once(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """drf-spectacular's hook: what an error answers is described once, and operations point there."""
    said = result["components"].setdefault("responses", {})
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    said[f"Error{status}"] = answer
                    operation["responses"][status] = {"$ref": f"#/components/responses/Error{status}"}
    return result


class _Bearer(OpenApiAuthenticationExtension):
    target_class = "brands.api.bearer.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class _Closed(OpenApiSerializerExtension):
    """Inputs take no other fields than they name."""

    target_class = "brands.api.inputs.Input"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> Any:
        mapped = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001
        return mapped | {"additionalProperties": False}
