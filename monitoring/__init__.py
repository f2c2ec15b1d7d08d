"""Listening: sources, mentions, language, sentiment, counts."""
