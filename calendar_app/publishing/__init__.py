"""The engine: each publication goes out exactly once, or somebody is told why not. docs/publishing.md explains it."""
