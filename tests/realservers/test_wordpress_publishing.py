"""Publishing on a real WordPress: an application password, an article with pictures, and answers that were lost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from core import http
from networks import errors, registry
from networks.accounts import Login
from networks.publishing import Media, Part, Place
from networks.types import Capability
from networks.wordpress.joining import MAY_NOT_PUBLISH
from tests.realservers.wordpress import USER, WordPress

pytestmark = pytest.mark.realserver

ARTICLE = Part(
    "0123456789abc-1",
    "Abrimos el <lunes> & el martes.\nA las 9.\n\nVer https://example.com/carta?a=1&b=2.",
    datetime(2026, 11, 1, 10, tzinfo=UTC),
    title="¡Qué café!",
    options={"tags": "Café, #desayunos, café"},
)


def picture(colour: str, alt: str) -> Media:
    def rendition(**wanted) -> tuple[bytes, str]:
        made = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(made, "JPEG")
        assert wanted["max_bytes"] == 2_000_000
        return made.getvalue(), "image/jpeg"

    return Media("image/jpeg", alt, 900, rendition, 64, 48, name=f"Taza «{colour}».jpeg")


@pytest.fixture
def press(blog: WordPress, settings):
    settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{blog.port}"})
    return registry.connector("wordpress")


@pytest.fixture
def login(press, blog) -> Login:
    identity = press.connect({"site": blog.address, "user": USER, "password": blog.password})
    return Login(identity.external_id, identity.handle, identity.base, identity.secret, identity.facts)


@pytest.fixture
def lossy(monkeypatch):
    """After `lossy.append(status)`, the next POST is carried out and its answer lost."""
    losing: list[bool] = []
    fetch = http.fetch

    def losing_fetch(url, **asked):
        answer = fetch(url, **asked)
        if losing and asked.get("method") == "POST" and losing.pop():
            raise http.NoAnswer("lost on the way")
        return answer

    monkeypatch.setattr(http, "fetch", losing_fetch)
    return losing


class TestConnecting:
    def test_who_it_is(self, press, blog):
        identity = press.connect({"site": f"{blog.address}/", "user": USER, "password": blog.password})
        assert (identity.external_id, identity.handle) == (f"1@127.0.0.1:{blog.port}", USER)
        assert identity.base == f"{blog.address}/wp-json/"
        assert identity.lacks == {}
        assert [name for _, name in identity.facts["categories"]] == ["Uncategorized"]
        assert blog.password not in repr(identity)

    @pytest.mark.parametrize("typed", [{"user": "nadie"}, {"password": "abcd efgh"}])
    def test_a_wrong_password(self, press, blog, typed):
        with pytest.raises(errors.AuthExpired):
            press.connect({"site": blog.address, "user": USER, "password": blog.password} | typed)

    def test_what_is_no_wordpress(self, press, blog):
        with pytest.raises(errors.NetworkError):
            press.connect({"site": f"http://localhost:{blog.port}", "user": USER, "password": blog.password})

    def test_somebody_who_may_not_publish(self, press, blog):
        password = blog.php(
            "$id = wp_insert_user(['user_login' => 'bea', 'user_pass' => 'x', 'role' => 'contributor']);"
            "echo WP_Application_Passwords::create_new_application_password($id, ['name' => 't'])[0];"
        )
        identity = press.connect({"site": blog.address, "user": "bea", "password": password})
        assert identity.lacks == {Capability.PUBLISH: MAY_NOT_PUBLISH}


class TestPublishing:
    def test_an_article_with_two_pictures(self, press, login, blog):
        part = replace(ARTICLE, media=(picture("red", "Una taza roja"), picture("blue", 'La "azul"')))
        handle = press.prepare(login, part)
        assert blog.posts() == {}
        sent = press.commit(login, part, handle)
        shown = blog.call("GET", f"posts/{sent.external_id}?context=edit")
        assert (shown["title"]["raw"], shown["slug"], shown["status"]) == ("¡Qué café!", "que-cafe", "publish")
        assert sent.url == shown["link"] == f"{blog.address}/que-cafe/"
        assert "<p>Abrimos el &lt;lunes&gt; &amp; el martes.<br>A las 9.</p>" in shown["content"]["raw"]
        assert '<a href="https://example.com/carta?a=1&amp;b=2">' in shown["content"]["raw"]
        featured = blog.call("GET", f"media/{shown['featured_media']}?context=edit")
        assert (featured["alt_text"], featured["title"]["raw"]) == ("Una taza roja", "Taza «red».jpeg")
        assert 'alt="La &quot;azul&quot;"' in shown["content"]["raw"]
        tags = {blog.call("GET", f"tags/{one}")["name"] for one in shown["tags"]}
        assert {tag.lower() for tag in tags} == {"café", "desayunos"}
        assert press.look_up(login, part, handle).found == sent

    def test_repeating_changes_nothing(self, press, login, blog):
        part = replace(ARTICLE, media=(picture("red", "Una taza"),))
        handle = press.prepare(login, part)
        assert press.prepare(login, part) == handle
        sent = press.commit(login, part, handle)
        before = blog.call("GET", f"posts/{sent.external_id}?context=edit")["date_gmt"]
        assert press.commit(login, part, handle) == sent
        assert len(blog.posts()) == 1
        assert blog.call("GET", f"posts/{sent.external_id}?context=edit")["date_gmt"] == before
        assert len(blog.call("GET", "media?per_page=100&search=taza")) <= 1

    def test_two_articles_of_one_title(self, press, login, blog):
        twice = [replace(ARTICLE, key=f"0123456789abc-{n}") for n in (1, 2)]
        sent = [press.commit(login, part, press.prepare(login, part)) for part in twice]
        assert [one.url.rpartition("/que-cafe")[2] for one in sent] == ["/", "-2/"]
        assert len(blog.posts()) == 2

    def test_the_answer_to_the_draft_was_lost(self, press, login, blog, lossy):
        lossy.append(True)
        with pytest.raises(errors.Unavailable):
            press.prepare(login, replace(ARTICLE, options={}))
        handle = press.prepare(login, replace(ARTICLE, options={}))
        drafts = blog.call("GET", "posts?status=draft&context=edit")
        assert [one["id"] for one in drafts] == [handle["post"]]

    def test_the_answer_to_publishing_was_lost(self, press, login, blog, lossy):
        handle = press.prepare(login, ARTICLE)
        assert press.look_up(login, ARTICLE, handle).absent
        lossy.append(True)
        with pytest.raises(errors.OutcomeUnknown):
            press.commit(login, ARTICLE, handle)
        found = press.look_up(login, ARTICLE, handle).found
        assert found == press.commit(login, ARTICLE, handle)
        assert len(blog.posts()) == 1

    def test_somebody_threw_the_draft_away(self, press, login, blog):
        handle = press.prepare(login, ARTICLE)
        blog.delete(handle["post"], for_good=True)
        verdict = press.look_up(login, ARTICLE, handle)
        assert (verdict.found, verdict.absent) == (None, False)
        with pytest.raises(errors.Gone):
            press.commit(login, ARTICLE, handle)

    def test_the_password_was_revoked(self, press, login, blog):
        with pytest.raises(errors.AuthExpired):
            press.prepare(replace(login, secret={"user": USER, "password": "no"}), ARTICLE)
        assert blog.call("GET", "posts?status=draft&context=edit") == []


class TestAfterwards:
    def test_a_first_comment(self, press, login, blog, lossy):
        sent = press.commit(login, ARTICLE, press.prepare(login, ARTICLE))
        comment = replace(ARTICLE, key="0123456789abc-2", place=Place.COMMENT, text="Ver <la carta>", first=sent)
        handle = press.prepare(login, comment)
        assert press.look_up(login, comment, handle).absent
        lossy.append(True)
        with pytest.raises(errors.OutcomeUnknown):
            press.commit(login, comment, handle)
        with pytest.raises(errors.Duplicate):
            press.commit(login, comment, handle)
        found = press.look_up(login, comment, handle).found
        assert found.url.startswith(sent.url)
        assert press.metrics(login, sent).values == {"replies": 1}

    def test_gone(self, press, login, blog):
        sent = press.commit(login, ARTICLE, press.prepare(login, ARTICLE))
        assert (press.metrics(login, sent).values, press.metrics(login, sent).gone) == ({"replies": 0}, False)
        blog.delete(int(sent.external_id))
        assert press.metrics(login, sent).gone
        blog.delete(int(sent.external_id), for_good=True)
        assert press.metrics(login, sent).gone

    def test_own_articles(self, press, login, blog):
        first = blog.publish("Uno", "<p>El texto</p>")
        page = press.own_posts(login, {})
        assert [(i.external_id, i.title, i.text, i.kind) for i in page.items] == [
            (str(first), "Uno", "El texto", "article")
        ]
        second = blog.publish("Dos", "Otro")
        page = press.own_posts(login, page.cursor)
        assert {i.external_id for i in page.items} <= {str(first), str(second)}
        assert str(second) in {i.external_id for i in page.items}
