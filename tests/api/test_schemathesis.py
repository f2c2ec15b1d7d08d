"""Every operation of the API, asked by machine: what it answers must be what its own document says."""

from __future__ import annotations

from copy import deepcopy

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from brands import tokens
from brands.api import bearer
from brands.api.bearer import Pace
from brands.api.views import document
from brands.models import ApiToken, BrandRole
from brands.scope import brand_scope
from cmhub.wsgi import application
from tests.access import world

pytestmark = pytest.mark.django_db

load_all_checks()
use_after_free = CHECKS.get_one("use_after_free")
schema = schemathesis.openapi.from_dict(deepcopy(document()))
# Not asked for: that all which fits the document is accepted. Whether a query can be understood, an address be one of
# its network's or a span of days be the right way round is said in words; no JSON schema can.
schema.config.checks.update(excluded_check_names=["positive_data_acceptance"])
schema.app = lambda environ, start: application(environ | {"REMOTE_ADDR": "127.0.0.1"}, start)


_current: list[str] = []


@schema.auth(refresh_interval=None)
class Bearer:
    """So that schemathesis knows what to leave out when it asks whether the token is needed."""

    def get(self, case, context):
        return _current[-1] if _current else "none yet: asked while tests are gathered"

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    for signal in (request_started, request_finished):  # as Django's own test client does: the transaction is ours
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build("en")
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(built, monkeypatch):
    cache.clear()
    monkeypatch.setattr(Pace, "rate", "1000000/min", raising=False)
    monkeypatch.setattr(bearer, "WRONG_TOKENS", 10**9)
    with transaction.atomic():
        held = BrandRole.objects.get(brand=built.brand, role="owner")
        with brand_scope(built.brand.pk):
            _current.append(tokens.make(held, name="machine", scope=ApiToken.Scope.WRITE, expires_at=None)[1])
        yield _current[-1]
        transaction.set_rollback(True)
    cache.clear()  # wrong tokens were counted


def _at_home(case, built, token) -> None:
    """With the token; ids that could be ones become those of rows that are there, in its brand.

    Written into the case, which then judges anew what of it breaks the document: what is given at the call it does not
    see, and would go on calling wrong.
    """
    case.headers["Authorization"] = f"Bearer {token}"
    for name, value in (case.path_parameters or {}).items():
        if len(str(value)) == 13:
            case.path_parameters[name] = built.ids.get(name, value)


@schema.parametrize()
@settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_each_operation_answers_as_the_document_says(case, token, built):
    _at_home(case, built, token)
    case.call_and_validate()


def test_what_is_made_is_there_until_it_is_removed(token, built):
    class Walk(schema.as_state_machine()):
        """Each walk begins in the same world: a name taken by an earlier one would answer 409 where 201 was drawn."""

        def setup(self):
            self.undone = transaction.atomic()
            self.undone.__enter__()
            cache.clear()
            self.brought_back: set[str] = set()

        def teardown(self):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        def before_call(self, case):
            case.path_parameters |= {"brand": built.ids["brand"]} if "brand" in case.path_parameters else {}

        def after_call(self, response, case):
            super().after_call(response, case)
            if case.method == "DELETE":
                self.brought_back.difference_update((case.path_parameters or {}).values())
            elif case.method == "POST" and response.status_code in (200, 201):
                self.brought_back.add(response.json().get("id"))

        def validate_response(self, response, case, additional_checks=None, **kwargs):
            """What was removed comes back by its restore, or when its address is added again: that is no mistake."""
            if self.brought_back.isdisjoint((case.path_parameters or {}).values()):
                super().validate_response(response, case, additional_checks, **kwargs)
            else:
                case.validate_response(response, excluded_checks=[use_after_free], transport_kwargs=kwargs or None)

    Walk.run(settings=settings(max_examples=15, stateful_step_count=8, derandomize=True, deadline=None, database=None))
