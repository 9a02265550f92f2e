"""The benchmark of the 835 reader, on a small file: its rows, and the memory it may take."""

from goodstanding.cli.bench_835 import bench_era_read


def test_rows_and_memory():
    speed, memory, single = bench_era_read((2_000,))
    assert (speed["unit"], memory["unit"], single["unit"]) == ("claims/s", "MB", "MB")
    assert speed["ours"] > 0
    assert memory["ours"] < 30
    assert single["ours"] < 30
