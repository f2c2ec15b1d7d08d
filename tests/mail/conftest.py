import pytest

from tests.mail.sink import listening


@pytest.fixture
def sink(settings):
    """A mail server that keeps what it gets, and cmhub told to send through it."""
    with listening() as sink:
        settings.CMHUB_MAIL_URL = sink.url
        settings.DEFAULT_FROM_EMAIL = "cmhub <avisos@lumbre.example>"
        yield sink
