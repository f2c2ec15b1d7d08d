from __future__ import annotations

from calendar_app.content import Content, FileUse, PollDraft, ThreadPart

FULL = Content(
    text="Café nuevo",
    media=(FileUse("f1", "Una taza", "1:1"),),
    thread=(ThreadPart("Sigue", (FileUse("f2"), FileUse("f1"))),),
    poll=PollDraft(("Sí", "No"), 6),
    options={"mastodon": {"visibility": "public"}},
)


def test_json_there_and_back():
    assert Content.of(FULL.json()) == FULL
    assert Content().json() == {}
    assert Content.of({"text": "hola", "hologram": True}) == Content(text="hola")


def test_a_variant_says_only_what_differs_and_may_empty_a_field():
    assert FULL.with_own({"text": "Otro"}).text == "Otro"
    assert FULL.with_own({"media": []}).media == ()
    assert FULL.with_own({"poll": None}).poll is None
    assert FULL.with_own({}).digest() == FULL.digest()


def test_the_digest_changes_with_every_field():
    digests = {
        FULL.with_own(own).digest()
        for own in ({}, {"text": "a"}, {"link": "https://a.example"}, {"thread": []}, {"warning": "ojo"})
    }
    assert len(digests) == 5


def test_files_in_order_each_once():
    assert FULL.files == ("f1", "f2")
