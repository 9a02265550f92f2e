"""How fast an 835 is read and balanced, and in how much memory, beside the split floor.

The floor reads the same file by the same blocks, splits it on terminator and separator and throws
the pieces away. Memory is what a new process grows by while it reads the file.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from goodstanding.formats.x12.envelope import BLOCK_BYTES
from goodstanding.formats.x12.remittance_835 import Totals, events, read
from goodstanding.formats.x12.remitted import PaymentEnd
from goodstanding.synthetic.remittances import remittance_file

RUNS = 5


def bench_era_read(sizes: tuple[int, ...] = (10_000, 100_000)) -> list[dict[str, Any]]:
    """Ours and the floor ("peer") in claims a second, then in MB; the last row is one single ST."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for claims in sizes:
            path = _written(Path(folder), claims, per_payment=1000)
            ours, floor = (claims / seconds for seconds in _fastest(path))
            results.append(
                _row(f"835 read and balanced, {claims} claims", ours, floor, unit="claims/s")
            )
            ours, floor = _grown("ours", path), _grown("floor", path)
            results.append(_row(f"835 extra memory, {claims} claims", ours, floor, unit="MB"))
        path = _written(Path(folder), max(sizes), per_payment=max(sizes))
        ours, floor = _grown("ours_by_events", path), _grown("floor", path)
        name = f"835 extra memory, {max(sizes)} claims in one payment, by events"
        results.append(_row(name, ours, floor, unit="MB"))
    return results


def ours(path: Path) -> None:
    totals = Totals()
    with path.open("rb") as file:
        for payment in read(file):
            totals.add(payment)
    assert totals.balanced and not totals.claims_off


def ours_by_events(path: Path) -> None:
    totals = Totals()
    with path.open("rb") as file:
        for event in events(file):
            if isinstance(event, PaymentEnd):
                totals.add(event)
    assert totals.balanced and not totals.claims_off


def floor(path: Path) -> None:
    rest = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            *segments, rest = (rest + block).split(b"~")
            for segment in segments:
                segment.split(b"*")


READERS: dict[str, Callable[[Path], None]] = {
    "ours": ours,
    "ours_by_events": ours_by_events,
    "floor": floor,
}


def _written(folder: Path, claims: int, *, per_payment: int) -> Path:
    path = folder / f"{claims}_{per_payment}.835"
    with path.open("wb") as file:
        file.writelines(remittance_file(claims, per_payment=per_payment))
    return path


def _fastest(path: Path) -> tuple[float, float]:
    """In turns, so that whatever else the machine does meets both."""
    best = {ours: float("inf"), floor: float("inf")}
    for _ in range(RUNS):
        for reader in best:
            start = perf_counter()
            reader(path)
            best[reader] = min(best[reader], perf_counter() - start)
    return best[ours], best[floor]


def _grown(reader: str, path: Path) -> float:
    command = [sys.executable, "-m", "goodstanding.cli.bench_835", reader, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    return int(done.stdout) / 1024


def _kilobytes(name: str) -> int:
    """Of this process, from Linux: "VmRSS" now, "VmHWM" at most so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def _row(name: str, ours: float, peer: float, *, unit: str) -> dict[str, Any]:
    figures = {"ours": round(ours, 1), "peer": round(peer, 1)}
    return {"name": name, **figures, "ratio": round(ours / max(peer, 0.1), 2), "unit": unit}


if __name__ == "__main__":
    before = _kilobytes("VmRSS")
    READERS[sys.argv[1]](Path(sys.argv[2]))
    print(_kilobytes("VmHWM") - before)
