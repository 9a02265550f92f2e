"""The proof. Run with `make test`; the pure part alone with `make fast`."""
