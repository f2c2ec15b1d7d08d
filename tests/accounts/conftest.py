import pytest
from django.core.cache import cache
from django.test import Client

from accounts.signup import create_account

PASSWORD = "trumpet-orchard-velvet"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    """Rate limits live in the cache, which the database's rollback does not empty."""
    cache.clear()


@pytest.fixture
def alice(db):
    return create_account("alice@lumbre.example", "Alice", PASSWORD, "es", confirmed=True)


@pytest.fixture
def charlie(db):
    return create_account("charlie@verdea.example", "Charlie", PASSWORD, "en", confirmed=True)


def sign_in(user, password=PASSWORD, **data):
    """A browser in which `user` has typed their password."""
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/141.0"})
    client.post("/accounts/login/", {"login": user.email, "password": password, **data})
    return client


def sure_of(user):
    """The same, after the question that comes before what changes who can enter."""
    client = sign_in(user)
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})["Location"] == "/me/"
    return client
