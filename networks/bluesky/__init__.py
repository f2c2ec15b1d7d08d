"""Bluesky: public posts of an account, and the stream of all of them."""
