"""The editorial calendar: ideas, drafts, approval, scheduling and publishing once."""
