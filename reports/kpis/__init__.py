"""What the brand is measured by: pure functions, numbers in, a number out, or None where there is none to give.

Each docstring says formula, unit, source and caveats; docs/kpis.md is made from them (reports.kpis.page).
"""
