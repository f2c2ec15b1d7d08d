"""KPIs, and the documents that directors read."""
