"""Who may do what at every address, and why: written by hand, from what each page is for.

A new URL without a row here fails the suite. Ask yourself who should get through, write it down with its reason, and
only then look at the view.
"""

from __future__ import annotations

from tests.access.expectations import answering, house, listening, programs, publishing

ROWS = [*house.ROWS, *listening.ROWS, *publishing.ROWS, *answering.ROWS, *programs.ROWS]
