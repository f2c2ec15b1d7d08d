"""The demo's week in Chromium and in Spanish, from what ./run alone starts: a crisis from its first complaint to its
lesson, and a weekly report from its draft to the mail that a client reads."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from demo import stories
from tests.browser.conftest import WATCH, sign_in
from tests.launcher.conftest import PATIENCE, Installation, poll
from tests.mail.sink import Sink, listening

# what a test has done stays: a second try would find it
pytestmark = [pytest.mark.browser, pytest.mark.flaky(reruns=0)]

ZONE = ZoneInfo("Europe/Madrid")
PATIENT = {"timeout": PATIENCE * 1000}
ALERTED_WITHIN = 60_000  # milliseconds, from the click to the alert on a page that nobody reloads
TEXT = "Hoy invitamos al segundo café. ☕ ¿Quién viene?"
CLIENT = "marta@lumbre.example"
CONCLUSIONS = "La semana fue tranquila.\n\nSin el tema de la app, +20 de ánimo."


@dataclass
class Agency:
    """The demo, and its owner at a page of it."""

    site: Installation
    page: Page
    sink: Sink
    brands: dict[str, str]
    """Public ids by the key of their story."""
    refused: list[str]
    """What the browser's policy refused so far."""

    def open(self, brand: str, rest: str) -> Page:
        self.page.goto(f"/b/{self.brands[brand]}/{rest}")
        return self.page

    def published(self, text: str) -> int:
        """How often the demo's network has it."""
        kept = self.site.data / "demo-network.jsonl"
        return kept.read_text().count(text[:20]) if kept.exists() else 0


@pytest.fixture(scope="module")
def agency(browser: Browser, tmp_path_factory) -> Iterator[Agency]:
    """A first start, with a mail server, and its owner signed in with what the start printed."""
    site = Installation(tmp_path_factory.mktemp("circle") / "data")
    with listening() as sink:
        try:
            said = site.start(CMHUB_MAIL_URL=sink.url)
            mail, password = re.search(r"as (\S+) with the password (\S+)", said).groups()
            address = f"http://localhost:{site.port}"
            context = browser.new_context(
                locale="es-ES", base_url=address, viewport={"width": 1400, "height": 900}, reduced_motion="reduce"
            )
            context.set_default_timeout(PATIENCE * 1000)
            context.add_init_script(WATCH)
            page, refused = context.new_page(), []
            page.on("console", lambda said: refused.append(said.text) if said.text.startswith("policy:") else None)
            page.on("pageerror", lambda error: refused.append(str(error)))
            sign_in(page, mail, password)
            page.goto("/brands/")
            brands = {}
            for key in stories.KEYS:
                link = page.locator("main a[href^='/b/']", has_text=stories.story(key).name).first
                brands[key] = link.get_attribute("href").split("/")[2]
            yield Agency(site, page, sink, brands, refused)
            context.close()
        finally:
            if site.process and site.process.poll() is None:
                site.end(signal.SIGTERM)


def soon() -> datetime:
    """A whole minute, one to two ahead on the brands' clock: the hold comes in its last half where others keep the
    machine busy."""
    return (datetime.now(ZONE) + timedelta(seconds=119)).replace(second=0, microsecond=0)


def submit(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_a_crisis_from_its_first_complaint_to_its_lesson(agency):
    page = agency.open(stories.IN_CRISIS, "today/")
    submit(page, "Empezar la crisis")
    page.wait_for_url("**/today/")
    agency.open(stories.IN_CRISIS, "today/")
    alert = page.locator("article.task", has_text="Alerta: Cafés Lumbre").first
    expect(alert).to_be_visible(timeout=ALERTED_WITHIN)
    alert.get_by_role("link").click()
    page.get_by_role("link", name="Abrir un incidente").click()
    page.fill("input[name=title]", "La app cobra dos veces")
    page.select_option("select[name=level]", "crisis")
    submit(page, "Abrir el incidente")
    page.wait_for_url(re.compile(r"/incidents/(?!new)\w+/$"))
    incident = page.url

    at = soon()
    agency.open(stories.IN_CRISIS, "posts/new/")
    page.locator("[data-account]:has(.net-demo)").click()
    page.fill("#post-text", TEXT)
    page.fill("#post-day", at.date().isoformat())
    page.fill("#post-time", f"{at:%H:%M}")
    page.locator("[data-schedule]").click()
    page.wait_for_url(re.compile(r"/posts/(?!new)\w+/$"))
    post = page.url

    page.goto(incident)
    page.get_by_role("link", name="Retener publicaciones").click()
    submit(page, "Retener todo ya")
    page.wait_for_url(incident)
    assert datetime.now(ZONE) < at, "too slow to hold it before its time"
    poll(lambda: datetime.now(ZONE) > at + timedelta(seconds=5), "its time has not come")
    page.goto(post)
    expect(page.locator("#standing")).to_contain_text("Retenid")
    assert agency.published(TEXT) == 0

    page.goto(incident)
    page.locator("main a[href$='/held/']").first.click()
    row = page.locator("li.crisis-held", has_text=TEXT[:20])
    expect(row).to_contain_text("ya pasó")
    expect(row.get_by_role("button", name="A su hora")).to_have_count(0)
    row.get_by_role("button", name="Publicar ahora").click()
    expect(row).to_have_count(0)
    page.wait_for_load_state()  # the row is gone as soon as the next page begins: the others may not be there yet
    page.get_by_label("Elegir todas las que se ven").check()
    page.locator(".ft").get_by_role("button", name="A su hora").click()
    expect(page.locator("main")).to_contain_text("No hay nada retenido")
    page.goto(post)
    expect(page.locator("#standing .state-ok")).to_have_count(1, **PATIENT)
    assert agency.published(TEXT) == 1

    page.goto(incident)
    submit(page, "Levantar")
    expect(page.get_by_role("button", name="Levantar")).to_have_count(0)
    page.fill("textarea[name=lesson]", "Antes de lanzar, probar el cobro en una tienda.")
    submit(page, "Cerrar el incidente")
    expect(page.locator(".page-head")).to_contain_text("Cerrado")
    with page.expect_download() as printed:
        page.locator("a[href$='/pdf/']").click()
    assert printed.value.path().read_bytes().startswith(b"%PDF")
    assert agency.refused == []


def test_a_report_from_its_draft_to_the_mail_of_a_client(agency):
    brand = next(key for key in stories.KEYS if not stories.story(key).report)
    page = agency.open(brand, "reports/recipients/")
    page.fill("input[name=email]", CLIENT)
    page.fill("input[name=name]", "Marta")
    page.check("input[name=xlsx]")
    submit(page, "Añadir")
    expect(page.locator(".report-people")).to_contain_text("Marta")

    agency.open(brand, "reports/")
    page.locator(".report-row a").first.click()
    report = page.url
    page.get_by_role("link", name="Escribir").click()
    page.fill("textarea[name=conclusions]", CONCLUSIONS)
    decision = page.locator("[data-rows] li").first
    decision.locator("input[name=what]").fill("Avisar a las tiendas antes de cada cambio")
    decision.locator("input[name=who]").fill("Marta")
    submit(page, "Guardar y ver")
    page.wait_for_url(report)
    expect(page.locator("article.report")).to_contain_text("La semana fue tranquila.")
    submit(page, "Listo para aprobar")
    expect(page.locator("main")).to_contain_text("dice que está listo")
    page.locator("[data-dialog-open=approve]").click()
    page.locator("#approve").get_by_role("button", name="Aprobar").click()
    expect(page.locator(".report-out")).to_be_visible(**PATIENT)
    submit(page, "Enviar ahora")
    poll(lambda: _received(agency), "the mail did not arrive")

    (mail,) = _received(agency)
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments() if part.get_filename()}
    kinds = {name.rpartition(".")[2]: content[:4] for name, content in attached.items()}
    assert {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}.items() <= kinds.items()
    html = mail.get_body(("html",)).get_content()
    assert "La semana fue tranquila." in html
    inside = {part["Content-ID"].strip("<>") for part in mail.walk() if part["Content-ID"]}
    shown = set(re.findall(r'src="cid:([^"]+)"', html))
    assert shown
    assert shown <= inside
    agency.page.reload()
    expect(agency.page.locator(".report-out")).to_contain_text(CLIENT)
    assert agency.refused == []


def _received(agency: Agency) -> list:
    return [mail for envelope, mail in agency.sink.box if CLIENT in envelope.rcpt_tos]
