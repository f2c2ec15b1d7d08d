"""The weekly report of a brand.

`gathering` reads what was counted and freezes it as `content`; `drafting` moves a report from draft to sent; `telling`
makes words of it in a language, once for all places that show it: the page, `paper` (PDF), `sheets` (XLSX) and mails.
"""
