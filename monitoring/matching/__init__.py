"""The language of topics: words, phrases, AND OR NOT NEAR, prefixes, tags, fields. docs/queries.md describes it.

Knows no database. `parse(text)` understands a query, `Document.of(…)` cuts a mention into words, `Query.matches` and
`Matcher.match` decide, `highlights` says where.
"""

from __future__ import annotations

from monitoring.matching.document import Document
from monitoring.matching.errors import QueryError
from monitoring.matching.highlighting import highlights
from monitoring.matching.matcher import Matcher
from monitoring.matching.parser import parse
from monitoring.matching.query import Query

__all__ = ["Document", "Matcher", "Query", "QueryError", "highlights", "parse"]
