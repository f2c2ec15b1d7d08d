"""Mastodon, and servers that speak its API: hashtags and public posts of an account, on any instance."""
