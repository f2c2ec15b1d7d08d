"""The measurements as people read them: one table in both READMEs, between the marks, each in its language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import Figure

_TABLE = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Line:
    """The worst of the figures whose names match, in words for both READMEs."""

    names: str
    english: str
    spanish: str


_LINES = (
    _Line(
        "ingest: CPU against",
        "Taking in what is heard, CPU time over that of its parts alone (parsers, language, sentiment, COPY)",
        "Guardar lo que se oye: CPU frente a la de sus partes solas (lectura, idioma, sentimiento, COPY)",
    ),
    _Line(
        "ingest: items",
        "Items taken in for each second of CPU, PostgreSQL's included",
        "Elementos guardados por segundo de CPU, incluida la de PostgreSQL",
    ),
    _Line(
        "matching a mention, .* over",
        "Matching a mention with 10,000 topics, over 100",
        "Buscar 10.000 temas en una mención, frente a buscar 100",
    ),
    _Line(
        "jetstream: the same from a WebSocket",
        "Bluesky's firehose, events a second on one core: heard, matched with 1,000 topics, written",
        "Todo Bluesky, eventos por segundo en un núcleo: oír, buscar 1.000 temas, guardar",
    ),
    _Line("jetstream: frames a CPU", "… their JSON decoded and nothing else", "… solo descodificar su JSON"),
    _Line(
        "pages: (?!.*dashboard).* over",
        "Lists of a brand with 1,000,000 mentions in a month, server time over 10,000: the worst of seven",
        "Listas de una marca con 1.000.000 de menciones al mes, tiempo de servidor frente a 10.000: la peor de siete",
    ),
    _Line(
        "pages: slowest",
        "… the slowest of other combinations of filters",
        "… la más lenta de otras combinaciones de filtros",
    ),
    _Line("pages: .*dashboard.* over", "… its dashboard", "… su panel"),
    _Line("kpis: the KPI page.* over", "… its KPIs", "… sus KPI"),
    _Line("kpis: the ranking.* over", "… its opinion leaders", "… sus líderes de opinión"),
    _Line(
        "publishing 10,000 posts, over",
        "Publishing 10,000 posts that are due at once, over the bare calls",
        "Publicar 10.000 publicaciones que vencen a la vez, frente a las llamadas solas",
    ),
    _Line(
        "lateness",
        "… how late 99 of 100 posts are at most while 200 feeds hang",
        "… retraso máximo de 99 de cada 100 mientras 200 fuentes se cuelgan",
    ),
    _Line(
        "calendar: .* over",
        "Calendar of 2,000 posts a month, and of 20 brands, server time over 50 posts: the worst",
        "Calendario de 2.000 publicaciones al mes, y de 20 marcas, frente a 50: el peor",
    ),
    _Line(
        "paper: a PDF",
        "A weekly report as PDF, twelve pages and fourteen charts, the first of a process",
        "Un informe semanal en PDF, doce páginas y catorce gráficos, el primero de un proceso",
    ),
)


def write(figures: Iterable[Figure], where: str, folder: Path) -> None:
    """Put the table into the READMEs of `folder`; `where` is the machine, the seed and the commit."""
    found = list(figures)
    english = [(line.english, *_cells(line, found)) for line in _LINES]
    spanish = [(line.spanish, *map(_in_spanish, _cells(line, found))) for line in _LINES]
    _put(folder / "README.md", ("`./bench all --check`", "measured", "at most"), english, where)
    where = where.replace("seed", "semilla")
    _put(folder / "README.es.md", ("`./bench all --check`", "medido", "como mucho"), spanish, where)


def _cells(line: _Line, figures: list[Figure]) -> tuple[str, str]:
    """Value and limit. Raises ValueError where nothing was measured."""
    worst = max((figure for figure in figures if re.match(line.names, figure.name)), key=lambda figure: figure.value)
    limit = "" if worst.limit is None else f"{_number(worst.limit)} {worst.unit}"
    return f"{_number(worst.value)} {worst.unit}", limit


def _number(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.0f}" if value >= 100 else f"{value:.3g}"


def _in_spanish(cell: str) -> str:
    return cell.translate(str.maketrans(",.", ".,"))


def _put(page: Path, head: tuple[str, ...], rows: list[tuple[str, ...]], where: str) -> None:
    lines = [head, ("---", "--:", "--:"), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    page.write_text(_TABLE.sub(lambda found: f"{found[1]}{table}\n\n{where}\n{found[2]}", page.read_text()))
