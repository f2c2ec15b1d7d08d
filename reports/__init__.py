"""KPIs against objectives and the documents that directors read."""
