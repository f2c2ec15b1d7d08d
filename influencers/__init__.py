"""People worth knowing: opinion leaders, customers who speak up, ambassadors."""
