"""The law's scenarios by number; every one has its test in test_scenarios_*.py, named by it."""

NUMBERS = (
    1, 2, 3, 5, 7, 8, 9, 11, 13, 14, 16, 17, 19, 20, 21, 23, 24, 25, 28, 30, 31, 33, 35, 37, 39,
    40, 42, 43, 44, 45, 47, 48, 49, 51, 54, 55, 56, 58, 60, 62, 63, 64,
)  # fmt: skip
