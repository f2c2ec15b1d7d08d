from pathlib import Path

import pytest

from cmhub import config


def test_defaults():
    loaded = config.load({})
    assert loaded.data == config.BASE_DIR / "var"
    assert (loaded.port, loaded.bind, loaded.on_loopback) == (8000, "127.0.0.1", True)
    assert loaded.public_address == "http://localhost:8000"
    assert loaded.allow_private == frozenset()


def test_public_address_follows_the_port_until_it_is_set():
    assert config.load({"CMHUB_PORT": "9001"}).public_address == "http://localhost:9001"
    given = config.load({"CMHUB_PORT": "9001", "CMHUB_PUBLIC_URL": "https://hub.example/"})
    assert given.public_address == "https://hub.example"


def test_pairs_that_may_be_reached():
    assert config.load({"CMHUB_ALLOW_PRIVATE": "127.0.0.1:80, wp:8080"}).allow_private == {"127.0.0.1:80", "wp:8080"}


@pytest.mark.parametrize(
    ("url", "port"), [("", 0), ("http://127.0.0.1:9100", 9100), ("http://127.0.0.1", 80), ("http://demo:9100", 0)]
)
def test_the_demo_network_is_served_on_loopback_only(url, port):
    assert config.load({"CMHUB_DEMO_NETWORK_URL": url}).demo_network_port == port


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("CMHUB_PORT", "80a", "CMHUB_PORT has to be a port from 1 to 65535, not '80a'."),
        ("CMHUB_PORT", "70000", "CMHUB_PORT has to be a port from 1 to 65535, not '70000'."),
        ("CMHUB_PROXIES", "-1", "CMHUB_PROXIES has to be a whole number from 0 to 9, not '-1'."),
        ("CMHUB_MEDIA_GB", "0", "CMHUB_MEDIA_GB has to be a whole number from 1 to 100000, not '0'."),
        ("CMHUB_LOG_LEVEL", "loud", "CMHUB_LOG_LEVEL has to be one of DEBUG, INFO, WARNING, ERROR, not 'loud'."),
        (
            "CMHUB_PUBLIC_URL",
            "hub.example",
            "CMHUB_PUBLIC_URL has to be an address that starts with http:// or https://, not 'hub.example'.",
        ),
        (
            "CMHUB_ALLOW_PRIVATE",
            "10.0.0.0/8",
            "CMHUB_ALLOW_PRIVATE has to be single host:port pairs with commas between them, not '10.0.0.0/8'.",
        ),
        ("CMHUB_PROT", "1", "CMHUB_PROT is not a setting of cmhub; docs/settings.md lists them."),
    ],
)
def test_a_bad_value_is_one_sentence(name, value, sentence):
    with pytest.raises(config.ConfigError) as caught:
        config.load({name: value})
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "url", ["mysql://a:hunter2@h/n", "postgresql://a:hunter2@h:99999/n", "postgresql://a:hunter2@h"]
)
def test_a_password_is_never_repeated(url):
    with pytest.raises(config.ConfigError) as caught:
        config.load({"DATABASE_URL": url})
    assert str(caught.value).startswith("DATABASE_URL has to be an address that ")
    assert "hunter2" not in str(caught.value)
    good = config.load({"DATABASE_URL": "postgresql://a:hunter2@h/n"})
    assert "hunter2" not in repr(good)


def test_the_documented_table_is_the_generated_one():
    page = Path(config.BASE_DIR / "docs/settings.md").read_text()
    assert config.settings_table() in page
