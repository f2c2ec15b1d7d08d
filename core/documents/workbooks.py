"""Workbooks (XLSX) with tables and charts that the reader's program draws and people can change."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from math import ceil
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from core.documents.charts import Chart, Series
from core.documents.drawing import ACCENT, shade
from core.sheets.writing import fitting

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIRST_WIDTH, _WIDTH = 30, 14
_LINE = 15
"""Points of one line of text."""
_CHART_ROWS = 17
"""Rows of the sheet that a drawing covers."""
_CHART_COLUMN = 7
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Number:
    """A number with how it is written, as XLSX writes formats: «0.0"%"»."""

    value: float | None
    pattern: str = "#,##0"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, heads and rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value | Number]]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: blocks one below the other. `widths` are in characters, for columns from the first on."""

    name: str
    blocks: Sequence[Table | Chart]
    widths: Sequence[int] = ()


def write(out: IO[bytes], pages: Sequence[Page], *, title: str, author: str, accent: str = ACCENT) -> None:
    """Write a workbook. Text stays text, whatever it begins with: no cell is ever a formula."""
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": fitting(title), "author": fitting(author)})
        head = {"bold": True, "bottom": 1, "font_color": "#60626b", "text_wrap": True}
        text = {"text_wrap": True, "valign": "top"}
        styles = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "head": book.add_format(head),
            "head beside": book.add_format({**head, "indent": 1}),
            "head of numbers": book.add_format({**head, "align": "right"}),
            "text": book.add_format(text),
            "text beside": book.add_format({**text, "align": "left", "indent": 1}),
        }
        for page in pages:
            _Sheet(book, page, styles, accent).write()


class _Sheet:
    """One sheet while it is being written: `line` is the next free row."""

    def __init__(self, book: Workbook, page: Page, styles: dict[str, Any], accent: str) -> None:
        self.book, self.page, self.styles, self.accent = book, page, styles, accent
        self.sheet: Worksheet = book.add_worksheet(_sheet_name(book, page.name))
        self.line = 0

    def write(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_column(1, 20, _WIDTH)
        self.sheet.set_column(0, 0, _FIRST_WIDTH)
        for column, width in enumerate(self.page.widths):
            self.sheet.set_column(column, column, width)
        for block in self.page.blocks:
            self._chart(block) if isinstance(block, Chart) else self._table(block)

    def _table(self, table: Table) -> None:
        self._title(table.title)
        first = table.rows[0] if table.rows else ()
        self._row(table.heads, "head", {n for n, value in enumerate(first) if _is_number(value)})
        for row in table.rows:
            self._row(row, "text")
        self.line += 2

    def _chart(self, chart: Chart) -> None:
        start = self.line
        self._title(chart.title)
        if chart.measure != chart.title:
            self._row([chart.measure], "text")
        if chart.empty:
            self._row([chart.empty], "text")
            self.line += 2
            return
        if chart.kind == "heat":
            self._heat(chart)
            return
        heads = self.line
        self._row([chart.axis, *(_head(chart, series) for series in chart.series)], "head", _all_but_first(chart))
        for place, label in enumerate(chart.labels):
            numbers = [Number(series.values[place], _pattern(chart)) for series in chart.series]
            self._row([label, *numbers], "text")
        self._draw(chart, heads, start)
        self.line = max(self.line, start + _CHART_ROWS + _more_rows(chart)) + 2

    def _heat(self, chart: Chart) -> None:
        """No program draws these: the cells themselves are coloured."""
        self._row([chart.axis, *(series.name for series in chart.series)], "head", _all_but_first(chart))
        first = self.line
        for place, label in enumerate(chart.labels):
            self._row([label, *(Number(series.values[place], _pattern(chart)) for series in chart.series)], "text")
        scale = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": self.accent}
        self.sheet.conditional_format(first, 1, self.line - 1, len(chart.series), scale)
        self.line += 2

    def _draw(self, chart: Chart, heads: int, start: int) -> None:
        drawing = self._made(chart, chart.plain, heads, dotted=False)
        lines = [series for series in chart.series if series.dotted]
        if lines and chart.kind == "columns":
            drawing.combine(self._made(chart, lines, heads, dotted=True))
        drawing.set_title({"name": chart.title, "name_font": {"size": 11, "bold": True}, "overlay": False})
        drawing.set_legend({"position": "top"} if len(chart.series) > 1 else {"none": True})
        plain = {"num_font": {"size": 9}, "line": {"color": "#8d897d"}}
        grid = {"major_gridlines": {"visible": True, "line": {"color": "#e6e4dd"}}, "num_font": {"size": 9}}
        labels = {**plain, "label_position": "low"}
        values = {**grid, "line": {"none": True}, "num_format": _pattern(chart)}
        if chart.kind == "rows":  # x is what lies across: of bars the values. The first label stands at the top.
            drawing.set_y_axis({**labels, "reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
            drawing.set_x_axis(values)
        else:
            drawing.set_x_axis(labels)
            drawing.set_y_axis(values)
        drawing.set_size({"width": 640, "height": 320 + 20 * _more_rows(chart)})
        self.sheet.insert_chart(start, max(_CHART_COLUMN, len(chart.series) + 2), drawing)

    def _made(self, chart: Chart, drawn: Sequence[Series], heads: int, *, dotted: bool) -> Any:
        kind = {"columns": "column", "lines": "line", "rows": "bar"}[chart.kind]
        kind = "line" if dotted else kind
        stacked = {"subtype": "stacked"} if kind in {"column", "bar"} else {}
        drawing = self.book.add_chart({"type": kind, **stacked})
        everything = [*drawn, *(series for series in chart.series if series.dotted)] if chart.kind == "lines" else drawn
        for series in everything:
            drawing.add_series(self._series(chart, series, heads, kind))
        drawing.show_blanks_as("gap")
        return drawing

    def _series(self, chart: Chart, series: Series, heads: int, kind: str) -> dict[str, Any]:
        column, name = chart.series.index(series) + 1, self.sheet.get_name()
        first, last = heads + 1, heads + len(chart.labels)
        ink = shade(series.colour, self.accent)
        made: dict[str, Any] = {
            "name": [name, heads, column],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
        }
        if kind == "line":
            dash = {"dash_type": "round_dot", "width": 1.5} if series.dotted else {"width": 2.25}
            return made | {"line": {"color": ink, **dash}, "marker": {"type": "none" if series.dotted else "circle"}}
        return made | {"fill": {"color": ink}, "gap": 60}

    def _title(self, title: str) -> None:
        self.sheet.write_string(self.line, 0, fitting(title), self.styles["title"])
        self.line += 1

    def _row(self, row: Sequence[Value | Number], style: str, numbers: Set[int] = frozenset()) -> None:
        """`numbers` are the columns of heads under which numbers stand. A row of one text has the whole width."""
        widths = [self._width(column) for column in range(len(row))]
        if len(row) == 1 and len(self.page.widths) > 1:
            widths = [sum(self.page.widths)]
            self.sheet.merge_range(self.line, 0, self.line, len(self.page.widths) - 1, "", self.styles[style])
        for column, value in enumerate(row):
            beside = " of numbers" if column in numbers else " beside" if column else ""
            self._cell(column, value, style + beside)
        # Not every program finds out for itself how high a wrapped text is.
        lines = max((_lines(value, width) for value, width in zip(row, widths, strict=True)), default=1)
        if lines > 1:
            self.sheet.set_row(self.line, _LINE * lines)
        self.line += 1

    def _width(self, column: int) -> int:
        given = self.page.widths
        return given[column] if column < len(given) else _WIDTH if column else _FIRST_WIDTH

    def _cell(self, column: int, value: Value | Number, style: str) -> None:
        if _is_number(value):
            number = value if isinstance(value, Number) else Number(value)  # type: ignore[arg-type]
            if number.value is not None:
                self.sheet.write_number(self.line, column, number.value, self._numbers(number.pattern))
        elif value:
            self.sheet.write_string(self.line, column, fitting(str(value)), self.styles[style])

    def _numbers(self, pattern: str) -> Any:
        if pattern not in self.styles:
            self.styles[pattern] = self.book.add_format({"num_format": pattern, "valign": "top"})
        return self.styles[pattern]


def _is_number(value: Value | Number) -> bool:
    return isinstance(value, Number | int | float)


def _lines(value: Value | Number, width: int) -> int:
    """That a text takes in a column of `width` characters; words are not cut, so a little less fits."""
    if _is_number(value) or not value:
        return 1
    return sum(max(1, ceil(len(line) / (width * 0.9))) for line in str(value).splitlines())


def _all_but_first(chart: Chart) -> set[int]:
    return set(range(1, len(chart.series) + 1))


def _pattern(chart: Chart) -> str:
    whole = "#,##0" + ("." + "0" * chart.places if chart.places else "")
    return f"+{whole};\u2212{whole};0" if chart.signed else whole


def _head(chart: Chart, series: Series) -> str:
    return f"{series.name} ({chart.unit})" if chart.unit else series.name


def _more_rows(chart: Chart) -> int:
    return max(0, len(chart.labels) - 10) if chart.kind == "rows" else 0


def _sheet_name(book: Workbook, name: str) -> str:
    """At most 31 characters, none of []:*?/\\, and no name twice."""
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in name)[:31].strip() or "–"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    return plain if plain.lower() not in taken else f"{plain[:27]} {len(taken) + 1}"
