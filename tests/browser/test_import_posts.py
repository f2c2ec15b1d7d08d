"""A file of posts, from the upload to the calendar and back, in Spanish."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import User
from calendar_app.models import Post
from core import clock
from tests.calendar_app import planned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reader(alice) -> User:
    """Alice reads Spanish."""
    User.objects.filter(pk=alice.pk).update(language="es")
    return alice


def test_a_file_is_uploaded_looked_at_imported_and_taken_back(visit, reader, brand, in_brand):
    planned.account("Lumbre", "bluesky")
    day = clock.now().astimezone(brand.zone).date() + timedelta(days=10)
    table = f"Cuándo;Qué;Cuentas\n{day:%d/%m/%Y} 09:30;Buenos días;lumbre\n{day:%d/%m/%Y} 25:00;Tarde;nadie\n"
    page = visit(reader)
    page.goto(f"/b/{brand.public_id}/calendar/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "mayo.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    page.get_by_role("button", name="Subir").click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Buenos días")  # the column of words is the text, whatever it is called
    expect(preview).to_contain_text("no es ninguna de las cuentas conectadas")
    page.locator("select[name=column_text]").select_option("Cuentas")
    expect(preview).not_to_contain_text("Buenos días")
    page.locator("select[name=column_text]").select_option("Qué")
    expect(preview).to_contain_text("Buenos días")
    page.get_by_role("button", name="Importar 2 filas").click()
    expect(page.locator("#import")).to_contain_text("Publicaciones nuevas")
    assert [post.content for post in Post.objects.all()] == [{"text": "Buenos días"}]
    page.get_by_role("button", name="Retirar estas publicaciones").click()
    expect(page.locator("#import")).to_contain_text("se pueden recuperar una a una")
    assert not Post.objects.exists()
