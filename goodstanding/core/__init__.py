"""The rules of the house: pure functions on frozen values. No Django, clock, files or database."""
