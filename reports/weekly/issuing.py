"""Files of a report: drafts are made when somebody asks, issued ones once, and kept byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from reports.models import IssuedFile, WeeklyReport
from reports.weekly import paper, pictures, sheets

Kind = IssuedFile.Kind
MAKERS: dict[str, Callable[[WeeklyReport, str], bytes]] = {Kind.PDF: paper.pdf, Kind.XLSX: sheets.xlsx}


class Damaged(Exception):
    """A stored file is gone, or is not the one that was issued: nothing else may be given out in its place."""


def issue_all(report: WeeklyReport) -> None:
    """Make the files in the report's own language, right after its approval, in the same transaction."""
    for kind in MAKERS:
        _issue(report, kind, report.language)
    for name, data in pictures.of(report, report.language).items():
        _keep(report, Kind.PNG, name, report.language, data)


def file(report: WeeklyReport, kind: str, language: str) -> bytes:
    """PDF or XLSX in `language`. Of an approved report the one that was issued; in another language, issued now.

    Raises Damaged. Call in the brand's scope.
    """
    return read(issued(report, kind, language)) if report.issued else MAKERS[kind](report, language)


def issued(report: WeeklyReport, kind: str, language: str) -> IssuedFile:
    """The file of an approved report; in a language that nobody has asked for yet, made now."""
    row = IssuedFile.objects.filter(report=report, kind=kind, language=language).first()
    return row or _issue(report, kind, language)


def mail_pictures(report: WeeklyReport, language: str) -> list[IssuedFile]:
    """The charts of an approved report as a mail shows them. Call in the brand's scope."""
    rows = list(IssuedFile.objects.filter(report=report, kind=Kind.PNG, language=language).order_by("pk"))
    if not rows:
        made = pictures.of(report, language)
        rows = [_keep(report, Kind.PNG, name, language, data) for name, data in made.items()]
    return rows


def read(row: IssuedFile) -> bytes:
    """The bytes of an issued file. Raises Damaged."""
    try:
        with default_storage.open(row.path) as stored:
            data: bytes = stored.read()
    except FileNotFoundError as error:
        raise Damaged(row.path) from error
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise Damaged(row.path)
    return data


def name_of(report: WeeklyReport, kind: str) -> str:
    """«lumbre-2026-11-16.pdf»: what a browser calls the file."""
    slug = "-".join("".join(c if c.isalnum() else " " for c in report.content["brand"].lower()).split()) or "report"
    return f"{slug[:60]}-{report.first.isoformat()}.{kind}"


def _issue(report: WeeklyReport, kind: str, language: str) -> IssuedFile:
    return _keep(report, kind, "", language, MAKERS[kind](report, language))


def _keep(report: WeeklyReport, kind: str, name: str, language: str, data: bytes) -> IssuedFile:
    """Two may make it at once: the row that was first stays, and with it its bytes."""
    digest = hashlib.sha256(data).hexdigest()
    stem = "-".join(filter(None, (report.public_id, name, language, digest[:16])))
    path = f"{report.brand.folder}/reports/{stem}.{kind}"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(data))
    row: IssuedFile
    with transaction.atomic():
        row, _new = IssuedFile.objects.get_or_create(
            brand_id=report.brand_id,
            report=report,
            kind=kind,
            name=name,
            language=language,
            defaults={"path": path, "sha256": digest, "size": len(data)},
        )
    return row
