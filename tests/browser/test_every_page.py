"""Every page that the access walk knows, in real Chromium: axe and the content policy have nothing to say.

Each is opened as its owner sees it, with data and without, in both languages, and looked at in both themes at 1400 and
390 pixels.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cmhub.config import BASE_DIR
from tests.browser.axe import violations
from tests.browser.conftest import WATCH

pytestmark = pytest.mark.browser
PARTS = 8
"""Two workers that share the walk are through with it in half the time, and what fails is looked at again alone."""
HIGHEST = 6_000
LOOKS = [(1400, "light"), (1400, "dark"), (390, "dark"), (390, "light")]


@pytest.fixture(scope="session")
def worlds(site) -> dict[str, dict]:
    """Pages and session cookies of the worlds that were built in the running installation, by language.

    Once, also for a worker that comes back to these tests after others.
    """
    build = "from tests.access import pages; pages.write_world()"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", build]
    built = subprocess.run(command, cwd=BASE_DIR, env=site.environment(), check=True, capture_output=True, text=True)
    return json.loads(built.stdout.splitlines()[-1])


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_is_accessible_and_keeps_to_the_policy(browser, site, worlds, language, part, capsys):
    base, wrong, looked_at = f"http://localhost:{site.port}", [], 0
    pages, dealt, complaints = {}, worlds[language]["pages"][part::PARTS], []
    for name, path, opener in dealt:
        page = pages.get(opener)
        if page is None:  # one for all that this person opens: a new window costs more than the page in it
            context = browser.new_context(
                base_url=base, locale=language, reduced_motion="reduce", viewport={"width": 1400, "height": 900}
            )
            cookies = worlds[language]["cookies"].get(opener, {})
            context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookies.items()])
            context.add_init_script(WATCH)
            page = pages[opener] = context.new_page()
            page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("about:blank")  # what the page before still asked for ends here, and is nobody's complaint
        complaints.clear()
        page.set_viewport_size({"width": 1400, "height": 900})
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            wrong.append((name, f"answered {answer and answer.status}"))
        spoken = page.locator("html").get_attribute("lang")
        if spoken != language:
            wrong.append((name, f"speaks {spoken}"))
        for width, theme in LOOKS:
            # as high as the page: what the bar at the foot of a phone covers can be scrolled free, and is no finding
            page.set_viewport_size({"width": width, "height": 900})
            high = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(900, min(high, HIGHEST))})
            page.evaluate("theme => { document.documentElement.dataset.themeChoice = theme }", theme)
            page.wait_for_function("theme => document.documentElement.dataset.bsTheme === theme", arg=theme)
            wrong += [(name, width, theme, found) for found in violations(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong.append((name, width, f"scrolls sideways: {wide}"))
            looked_at += 1
        wrong += [(name, complaint) for complaint in complaints]
    for page in pages.values():
        page.context.close()
    with capsys.disabled():
        print(f"\n{len(dealt)} pages in {language}, {looked_at} looks, {len(wrong)} findings", *wrong, sep="\n")
    assert wrong == []
