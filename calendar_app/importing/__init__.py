"""Posts out of files that people fill in: columns guessed, rows checked as the composer checks, made once, undone."""
