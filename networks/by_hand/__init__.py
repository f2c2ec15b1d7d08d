"""Networks where people publish by hand what cmhub hands them: nothing is asked of them here."""
