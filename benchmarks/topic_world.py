"""Topics as an agency with many clients has them, and posts that talk of some of them; everything from a seed.

Half of the topics are names, of brands or of people. The others are what listening really consists of: groups of
spellings with exclusions, a name near complaints, a market in a city. Three posts in ten name somebody who has a topic,
the better known ones more often; the rest is talk.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from networks.demo import texts

NAMES = 10_000

_ONSETS = (
    "b",
    "br",
    "c",
    "cl",
    "d",
    "f",
    "fl",
    "g",
    "gr",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "t",
    "tr",
    "v",
    "z",
    "qu",
)
_VOWELS = ("a", "e", "i", "o", "u", "á", "ia", "ue")
_CODAS = ("", "", "", "n", "r", "s", "l", "x")
_FIRMS = ("Casa", "Banco", "Grupo", "Café", "Hotel", "Clínica", "Seguros", "Bodegas", "Studio", "Farma", "Moda", "Auto")
_SECTORS = (
    *("restaurante", "hotel", "banco", "seguro", "clínica", "gimnasio", "supermercado", "cafetería", "zapatillas"),
    *("coche", "moto", "vuelo", "alquiler", "hipoteca", "móvil", "fibra", "cerveza", "vino", "queso", "pan", "helado"),
    *("universidad", "máster", "colegio", "farmacia", "dentista", "mudanza", "reforma", "concierto", "teatro", "museo"),
)
_CITIES = (
    *("Madrid", "Barcelona", "Sevilla", "Valencia", "Bilbao", "Málaga", "Zaragoza", "Murcia", "Lisboa", "Porto"),
    *("Bogotá", "Lima", "Quito", "Santiago", "Buenos Aires", "Ciudad de México", "Monterrey", "Caracas", "London"),
    *("São Paulo", "Rio de Janeiro", "Vigo", "Gijón", "Oviedo", "León", "Cádiz", "Granada", "Toledo", "Palma"),
)
_FIRST = ("Ana", "Luis", "María", "José", "Carmen", "Javier", "Lucía", "Pablo", "Sofía", "Diego", "Elena", "Marcos")
_COMPLAINTS = "(mal* OR fatal OR caro* OR queja* OR lento* OR vergüenza)"
_NOISE = '-empleo -vacante* -"oferta de trabajo" -sorteo* -giveaway -hiring'
_SHARES = (
    ("name", 25),
    ("spellings", 20),
    ("person", 15),
    ("exclusions", 15),
    ("near", 10),
    ("service", 8),
    ("market", 7),
)
_LANGUAGES = (("es", 60), ("en", 25), ("pt", 15))


def names(seed: int = 1) -> list[str]:
    """`NAMES` invented names, no two alike: Tranel, Casa Brolia, Lucía Gruemas."""
    rng, found = random.Random(f"names/{seed}"), {}
    while len(found) < NAMES:
        word = _word(rng).capitalize()
        form = rng.random()
        name = f"{rng.choice(_FIRMS)} {word}" if form < 0.35 else f"{rng.choice(_FIRST)} {word}" if form < 0.5 else word
        found.setdefault(name)
    return list(found)


def queries(count: int, seed: int = 1) -> list[str]:
    """Queries of `count` topics, at most `NAMES`; those of fewer topics are among those of more."""
    everybody = names(seed)
    order = random.Random(f"order/{seed}").sample(range(NAMES), count)
    return [_query(everybody[number], random.Random(f"query/{seed}/{number}")) for number in order]


def _query(name: str, rng: random.Random) -> str:
    whole = f'"{name}"' if " " in name else name
    joined = name.replace(" ", "").lower()
    kind = _weighted(_SHARES, rng)
    if kind == "name":
        return whole
    if kind == "spellings":
        return f"{whole} OR #{joined} OR @{joined} OR {joined}.es"
    if kind == "person":
        return f"({whole} OR @{joined}) -author:@{joined}"
    if kind == "exclusions":
        return f"({whole} OR {joined}*) {_NOISE}"
    if kind == "near":
        return f"{whole} NEAR/8 {_COMPLAINTS}"
    if kind == "service":
        return f'{whole} (servicio OR "atención al cliente" OR precio* OR tienda*) lang:es'
    sector, city = rng.choice(_SECTORS), rng.choice(_CITIES)
    return f'({sector}* OR #{sector}) "{city}" (nuevo OR nueva OR mejor* OR opini*)'


def posts(count: int, seed: int = 1, languages: tuple[tuple[str, int], ...] = _LANGUAGES) -> Iterator[dict[str, str]]:
    """`count` posts, as arguments of `Document.of`."""
    everybody, rng = names(seed), random.Random(f"posts/{seed}")
    for _ in range(count):
        yield _post(everybody, rng, languages)


def _post(everybody: list[str], rng: random.Random, languages: tuple[tuple[str, int], ...]) -> dict[str, str]:
    language = _weighted(languages, rng)
    brand = everybody[int(NAMES * rng.random() ** 3)] if rng.random() < 0.3 else f"{rng.choice(_FIRMS)} {_word(rng)}"
    if rng.random() < 0.15:
        brand = rng.choice("#@") + brand.replace(" ", "").lower()
    said = [_sentence(brand, language, rng) for _ in range(rng.choice((1, 1, 2, 2, 3)))]
    if rng.random() < 0.2:
        said.append(f"#{rng.choice(_SECTORS)} #{rng.choice(_CITIES).replace(' ', '')}")
    if rng.random() < 0.2:
        said.append(f"https://{_word(rng)}.example/{_word(rng)}-{_word(rng)}")
    author = f"{rng.choice(_FIRST)} {_word(rng).capitalize()}"
    return {
        "text": " ".join(said),
        "author": author,
        "handle": author.replace(" ", "_").lower(),
        "language": language,
        "network": rng.choice(("mastodon", "bluesky", "feed")),
    }


def _sentence(brand: str, language: str, rng: random.Random) -> str:
    template = rng.choice([text for mood in texts.TEXTS[language].values() for text in mood])
    return template.format(
        brand=brand,
        place=rng.choice(_CITIES),
        rival=_word(rng).capitalize(),
        drink=rng.choice(_SECTORS),
        food=_word(rng) if rng.random() < 0.3 else rng.choice(texts.FOODS[language]),
        min=rng.randint(2, 90),
        hour=f"{rng.randint(8, 20)}:30",
        price=f"{rng.randint(2, 90)},{rng.randint(10, 99)}",
    )


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((2, 2, 3)))) + rng.choice(_CODAS)


def _weighted(choices: tuple[tuple[str, int], ...], rng: random.Random) -> str:
    return rng.choices([choice for choice, _ in choices], [weight for _, weight in choices])[0]
