from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Problem(StrEnum):
    """Why a file is not read."""

    EMPTY = "empty"
    NOT_A_TABLE = "not_a_table"
    PDF = "pdf"
    OLD_EXCEL = "old_excel"
    WEB_PAGE = "web_page"
    OTHER_ZIP = "other_zip"
    DAMAGED = "damaged"
    TOO_BIG_INSIDE = "too_big_inside"
    ENTITIES = "entities"
    LONG_LINE = "long_line"
    NO_SHEET = "no_sheet"


_WORDS: dict[Problem, Promise] = {
    Problem.EMPTY: _("The file is empty. Export it again and upload the new one."),
    Problem.NOT_A_TABLE: _("This is not a table: it holds bytes that no text has. Upload a CSV or an XLSX file."),
    Problem.PDF: _("This is a PDF, whatever its name says. Export the same data as CSV or XLSX."),
    Problem.OLD_EXCEL: _(
        "This is an old Excel file (.xls), or one with a password. Open it, save it as XLSX without a password, and "
        "upload that."
    ),
    Problem.WEB_PAGE: _("This is a web page, not a table. Open it in a spreadsheet and save it as XLSX or CSV."),
    Problem.OTHER_ZIP: _("This archive is not an Excel workbook. Upload the CSV or XLSX file itself."),
    Problem.DAMAGED: _("The workbook is damaged and cannot be read to its end. Export it again, or save it as CSV."),
    Problem.TOO_BIG_INSIDE: _(
        "Unpacked, this workbook would be too large to read safely. Split it, or save the sheet as CSV."
    ),
    Problem.ENTITIES: _(
        "This workbook holds definitions that no spreadsheet writes, so we do not open it. Save it as CSV."
    ),
    Problem.LONG_LINE: _("The file has a line of more than a million characters: this is not a table of rows."),
    Problem.NO_SHEET: _("The workbook has no sheet with rows. Check that the export is complete."),
}


class Unreadable(Exception):
    """The file is not a table that can be read; `message` says so to the person who uploaded it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language in force."""
        return words(self.problem)


def words(problem: str) -> str:
    """The sentence for a problem whose name was kept in a row."""
    return str(_WORDS[Problem(problem)])
