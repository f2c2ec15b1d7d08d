"""Streams of whole networks, heard once for all brands: one process follows, matches, and writes what somebody wants.

`consumer` is the loop, `audience` who listens for what, `batch` what a second of the stream comes to, `writing` puts it
into the tables, `position` remembers how far that is.
"""
