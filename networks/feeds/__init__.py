"""RSS, Atom and JSON feeds, and the comment feeds of blogs."""
