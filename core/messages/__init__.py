"""The words a person reads: collected from the source, kept in `locale/`, compiled by Babel and checked.

Debian's gettext is not needed. Compiling needs Babel only, neither settings nor Django, so that the launcher can do it
before anything else runs.
"""

from __future__ import annotations

from core.messages.catalogue import ROOT, compile_catalogues

__all__ = ["ROOT", "compile_catalogues"]
