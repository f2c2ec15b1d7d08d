from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.inputs import Page
from brands.api.shapes import page_of
from brands.roles import Need
from channels.api.shapes import AccountShape
from channels.models import Account


class AccountList(BrandApiView):
    """The brand's accounts, the oldest first. Connecting one needs a person and a browser."""

    need = Need.READ_POSTS
    parameters = Page
    gives = {"GET": (200, page_of(AccountShape))}

    def get(self, request: Request, brand: str) -> Response:
        return self.page(Account.objects.all(), AccountShape, by="created_at")


class AccountDetail(BrandApiView):
    """One account: how it stands, and what it can do."""

    need = Need.READ_POSTS
    gives = {"GET": (200, AccountShape)}

    def get(self, request: Request, brand: str, account: str) -> Response:
        return Response(AccountShape(get_object_or_404(Account, public_id=account)).data)
