# ruff: noqa: E501 - whole sentences, as people write them
"""A full week as a report keeps it: written by hand, in Spanish, of an invented brand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from brands.models import Brand
from core import clock
from reports.models import WeeklyReport
from reports.weekly import findings
from reports.weekly.content import VERSION, Content

MONDAY = date(2026, 11, 16)
NEGATIVE, NEUTRAL, POSITIVE = (
    (31, 28, 35, 64, 142, 88, 41),
    (180, 171, 190, 214, 260, 201, 150),
    (96, 90, 101, 83, 71, 88, 97),
)
TOPICS = ("Cafés Lumbre", "Recogida en tienda", "App y club", "Obrador de Cuenca", "Precios", "Carta de otoño")


def moods(negative: int, neutral: int, positive: int, unscored: int = 0) -> dict[str, int]:
    return {"negative": negative, "neutral": neutral, "positive": positive, "unscored": unscored}


def figure(value: float | None, before: float | None = None, days: Any = None, days_before: Any = None) -> Any:
    return {"value": value, "before": before, "days": days or [None] * 7, "days_before": days_before or [None] * 7}


def content(**changes: Any) -> Content:
    """The week; `changes` replace whole parts of it."""
    days = [moods(*day) for day in zip(NEGATIVE, NEUTRAL, POSITIVE, strict=True)]
    before = [
        moods(30, 175, 104),
        moods(28, 160, 99),
        moods(33, 182, 101),
        moods(29, 170, 98),
        moods(27, 166, 92),
        moods(24, 140, 90),
        moods(22, 131, 85),
    ]
    totals, former = [sum(day.values()) for day in days], [sum(day.values()) for day in before]
    index = [round(100 * (p - n) / (n + u + p), 2) for n, u, p in zip(NEGATIVE, NEUTRAL, POSITIVE, strict=True)]
    made: Any = {
        "version": VERSION,
        "brand": "Cafés Lumbre",
        "monogram": "CL",
        "accent": "#8a3b12",
        "logo": "",
        "zone": "Europe/Madrid",
        "first": MONDAY.isoformat(),
        "last": (MONDAY + timedelta(days=6)).isoformat(),
        "figures": {
            "mentions": figure(sum(totals), sum(former), totals, former),
            "sentiment_index": figure(8.3, 24.4, index, [23.9, 24.7, 21.5, 23.2, 22.8, 26.0, 26.5]),
            "negative_share": figure(17.7, 9.7, [10.1, 9.7, 10.7, 17.7, 30.0, 23.3, 14.2]),
            "share_of_voice": figure(41.2, 44.9),
            "posts_published": figure(14, 12, [2, 3, 1, 3, 2, 2, 1], [2, 2, 2, 1, 3, 1, 1]),
            "views": figure(128_400, 97_200),
            "reach": figure(
                86_310,
                71_020,
                [9100, 15200, 8030, 18020, 14960, 12400, 8600],
                [8000, 9100, 12000, 9900, 14020, 9000, 9000],
            ),
            "interactions": figure(
                5_214, 4_102, [520, 910, 388, 1204, 1002, 700, 490], [500, 510, 720, 610, 802, 500, 460]
            ),
            "engagement_rate": figure(4.06, 4.22),
            "engagement_by_followers": figure(6.1, 4.9),
            "lateness_median": figure(2.4, 2.1),
            "lateness_p95": figure(11.8, 9.6),
            "followers": figure(
                85_420,
                84_980,
                [85010, 85060, 85101, 85190, 85220, 85340, 85420],
                [84700, 84740, 84810, 84850, 84890, 84930, 84980],
            ),
            "followers_change": figure(440, 280),
            "incidents": figure(1, 0),
            "alert_response": figure(754, None),
            "incident_length": figure(None, None),
        },
        "reasons": {
            "es": {
                "incident_length": {"why": "Ningún incidente se cerró en estos días.", "why_before": "", "notes": []},
                "reach": {
                    "why": "",
                    "why_before": "",
                    "notes": ["Mastodon y Bluesky no dan alcance: sus publicaciones no suman en él."],
                },
            },
            "en": {
                "incident_length": {"why": "No incident was closed in these days.", "why_before": "", "notes": []},
                "reach": {
                    "why": "",
                    "why_before": "",
                    "notes": ["Mastodon and Bluesky tell no reach: their posts do not count in it."],
                },
            },
        },
        "moods": days,
        "moods_before": before,
        "weeks": [
            ((MONDAY - timedelta(weeks=7 - n)).isoformat(), moods(190 + 13 * (n % 3), 1010 + 40 * n, 600 + 9 * n))
            for n in range(7)
        ]
        + [(MONDAY.isoformat(), moods(sum(NEGATIVE), sum(NEUTRAL), sum(POSITIVE)))],
        "networks": [
            {"key": "x", "name": "", "moods": moods(210, 402, 188)},
            {"key": "instagram", "name": "", "moods": moods(88, 380, 260)},
            {"key": "mastodon", "name": "", "moods": moods(61, 290, 80)},
            {"key": "bluesky", "name": "", "moods": moods(40, 180, 61)},
            {"key": "feed", "name": "", "moods": moods(30, 114, 37)},
        ],
        "languages": [
            {"key": "es", "name": "", "moods": moods(390, 1120, 540)},
            {"key": "en", "name": "", "moods": moods(31, 190, 70)},
            {"key": "ca", "name": "", "moods": moods(8, 56, 16)},
        ],
        "topics": [
            {"key": f"topic{n}", "name": name, "moods": moods(*row)}
            for n, (name, row) in enumerate(
                zip(
                    TOPICS,
                    ((429, 1366, 626), (171, 90, 12), (60, 130, 101), (4, 80, 160), (88, 60, 10), (9, 70, 88)),
                    strict=True,
                )
            )
        ],
        "voices": [
            {"name": "Cafés Lumbre", "own": True, "n": 2421, "share": 0.412, "share_before": 0.449},
            {"name": "Tostadero Norte", "own": False, "n": 1904, "share": 0.324, "share_before": 0.301},
            {"name": "La Molinera", "own": False, "n": 1551, "share": 0.264, "share_before": 0.25},
        ],
        "hours": [
            (day, hour, (hour * 7 + day * 5) % 23 + (14 if 8 <= hour <= 11 else 0))
            for day in range(1, 8)
            for hour in range(7, 24)
        ],
        "terms": [
            ("recogida", 171),
            ("cola", 140),
            ("espera", 122),
            ("app", 101),
            ("café", 98),
            ("obrador", 88),
            ("precio", 61),
            ("otoño", 52),
            ("club", 47),
            ("barista", 31),
        ],
        "hashtags": [("cafeslumbre", 190), ("obrador", 41)],
        "accounts": [
            {
                "network": "instagram",
                "name": "@cafeslumbre",
                "posts": 5,
                "reach": 48200,
                "interactions": 2940,
                "followers": 61200,
                "followers_change": 310,
            },
            {
                "network": "mastodon",
                "name": "@lumbre@mastodon.example",
                "posts": 4,
                "reach": None,
                "interactions": 1204,
                "followers": 12120,
                "followers_change": 90,
            },
            {
                "network": "bluesky",
                "name": "@lumbre.example",
                "posts": 5,
                "reach": None,
                "interactions": 1070,
                "followers": 12100,
                "followers_change": 40,
            },
        ],
        "posts": [
            {
                "id": f"post{n}",
                "text": text,
                "network": network,
                "account": account,
                "at": f"2026-11-{17 + n}T10:30:00+01:00",
                "interactions": interactions,
                "reach": reach,
                "url": "https://red.example/1",
            }
            for n, (text, network, account, interactions, reach) in enumerate(
                (
                    (
                        "Obrador de Cuenca, paso a paso: así nace nuestra masa madre, desde la harina hasta el horno de leña.",
                        "instagram",
                        "@cafeslumbre",
                        1420,
                        48200,
                    ),
                    (
                        "Tu opinión cuenta: ¿qué sabor añadimos en diciembre? Calabaza, castaña o higo.",
                        "mastodon",
                        "@lumbre@mastodon.example",
                        611,
                        None,
                    ),
                    (
                        "Nos hemos equivocado con los tiempos de recogida, y esto es lo que hacemos desde hoy.",
                        "bluesky",
                        "@lumbre.example",
                        502,
                        None,
                    ),
                    (
                        "Doce baristas, doce maneras de servir un cortado. Hoy, Aitana en Ruzafa ☕",
                        "instagram",
                        "@cafeslumbre",
                        410,
                        12030,
                    ),
                    (
                        "Carta de otoño: calabaza, castaña y membrillo. Disponible en todas las tiendas desde el lunes.",
                        "bluesky",
                        "@lumbre.example",
                        122,
                        None,
                    ),
                )
            )
        ],
        "mentions": [
            {
                "id": f"mention{n}",
                "author": author,
                "handle": handle,
                "network": network,
                "text": text,
                "language": language,
                "sentiment": sentiment,
                "reach": reach,
                "at": f"2026-11-{19 + n % 3}T0{n + 1}:12:00+01:00",
                "url": "https://red.example/2",
            }
            for n, (author, handle, network, text, language, sentiment, reach) in enumerate(
                (
                    (
                        "Jana Quílez",
                        "@janaquilez",
                        "x",
                        "Treinta y cinco minutos para recoger un café que la app prometía en quince. El de @CafesLumbre sigue siendo el mejor de Ruzafa, pero así no.",
                        "es",
                        "negative",
                        42_000,
                    ),
                    (
                        "Valencia a Cucharadas",
                        "@vlcucharadas",
                        "instagram",
                        "El obrador de Cuenca abre los sábados: entradas agotadas en una hora. Cafés Lumbre ha dado con algo.",
                        "es",
                        "positive",
                        31_400,
                    ),
                    (
                        "مقهى البركة",
                        "@albaraka",
                        "x",
                        "قهوة ممتازة من لومبري، لكن الانتظار طويل",
                        "ar",
                        "neutral",
                        12_900,
                    ),
                    (
                        "Chema 🍁☕",
                        "@chema",
                        "bluesky",
                        "¿Alguien sabe por qué la app de Lumbre dice 15 min y tardan media hora? 😤",
                        "es",
                        "negative",
                        8_110,
                    ),
                    (
                        "Diario del Turia",
                        "",
                        "feed",
                        "Las cafeterías de barrio resisten: ventas un 6 % por encima del año pasado.",
                        "es",
                        "neutral",
                        None,
                    ),
                )
            )
        ],
        "writers": [
            {"id": f"author{n}", "name": name, "handle": handle, "network": network, "followers": followers, "n": said}
            for n, (name, handle, network, followers, said) in enumerate(
                (
                    ("Chema 🍁☕", "@chema", "bluesky", 8110, 14),
                    ("Jana Quílez", "@janaquilez", "x", 42_000, 9),
                    ("مقهى البركة", "@albaraka", "x", 12_900, 7),
                    ("Rosa M.", "@rosam", "mastodon", 340, 6),
                    ("Foro del café", "", "feed", None, 5),
                )
            )
        ],
        "troubles": [
            {
                "id": "trouble0",
                "title": "Colas en la recogida de pedidos",
                "level": "crisis",
                "opened_at": "2026-11-19T12:40:00+01:00",
                "closed_at": "2026-11-21T18:05:00+01:00",
                "lesson": "La app promete lo que la tienda no ve. Desde el lunes muestra la espera real, y se para la oferta cuando pasa de veinte minutos.",
            },
        ],
        "findings": [],
    }
    made |= changes
    made["findings"] = changes.get("findings", findings.of(made))
    return made


def report(brand: Brand, **changes: Any) -> WeeklyReport:
    """A draft of that week. Call in the brand's scope."""
    row: dict[str, Any] = {"content": content(), "language": "es", "counted_at": clock.now()} | changes
    return WeeklyReport.objects.create(brand=brand, first=row.pop("first", MONDAY), **row)
