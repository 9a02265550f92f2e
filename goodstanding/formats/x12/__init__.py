"""X12 files: the envelope once, one reader per transaction set."""
