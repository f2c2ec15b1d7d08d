"""What every app stands on and that knows no product concept: clock, ids, jobs, crypto, outbound HTTP, stores."""

__version__ = "0.1.0"
