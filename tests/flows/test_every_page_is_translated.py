"""A crawl in the pseudo-language: what is still plain text on a page was forgotten by translation."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.access import pages, world
from tests.pseudo import CODE, pseudo_language, untranslated

pytestmark = pytest.mark.django_db


def test_no_page_says_a_word_outside_translation():
    with pseudo_language():
        built = world.build("es")
        User.objects.update(language=CODE)
        said = {}
        for name, address, opener in pages.of(built):
            answer = built.clients[opener].get(address, follow=True, headers={"accept-language": CODE})
            assert answer.status_code == 200, (name, answer.status_code)
            left = untranslated(answer.content.decode(), _data(built))
            if left:
                said[name] = left
    assert said == {}


def _data(built: world.World) -> set[str]:
    """What is on pages because somebody wrote it there."""
    people = {text for user in built.users.values() for text in (user.name, user.email)}
    ours = {"Agencia Faro", "Cafés Lumbre", "Casa Nueva", "Verdea", "Closed", "Legal", "Producto", "A blog", "Un café"}
    theirs = {"Casa Charlie", "La Molinera", "Ana Prieto"}
    written = {f"El mejor café de la ciudad, en {name}" for name in ("Cafés Lumbre", "La Molinera")}
    return people | ours | theirs | written | set(built.ids.values()) | set(built.foreign.values())
