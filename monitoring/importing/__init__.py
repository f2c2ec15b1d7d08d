"""Mentions out of files that other suites export: columns guessed, rows read, stored once, told row by row."""
