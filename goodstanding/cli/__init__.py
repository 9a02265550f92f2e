"""The command line: thin calls into actions and queries. The clock is read here."""
