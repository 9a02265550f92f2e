"""bench: the benchmarks, on generated data, in one run with their floors and peers."""

from argparse import Namespace

from goodstanding.cli.spoken import Answer


def bench(arguments: Namespace) -> Answer:
    from goodstanding.cli import bench_book

    return bench_book.run(arguments)
