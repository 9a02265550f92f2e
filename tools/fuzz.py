"""`make fuzz`: broken files of insurers, payers and banks by the million. None may raise, hang or
swell.

Each of three processes reads its third with 512 MB of address space and two seconds of its own
time for a file; what breaks a rule is printed as bytes, so it can become a test, and the exit
status is 1. The same seed makes the same files.
"""

import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 512 * 2**20
SECONDS = 2
SHOWN = 20


def insurers() -> tuple[list[bytes], tuple[bytes, ...], Callable[[bytes], None]]:
    from goodstanding.formats.x12.remittance_835 import totals
    from tests.formats.test_remittance_properties import OURS, PIECES, SEGMENTS, read_or_refused

    def sound(raw: bytes) -> None:
        payments = read_or_refused(raw)
        whole = totals(payments)
        claims = [claim for payment in payments for claim in payment.claims]
        assert whole.claims == len(claims)
        assert whole.paid == sum(claim.paid_cents for claim in claims)

    return [path.read_bytes() for path in OURS], PIECES + SEGMENTS, sound


def banks() -> tuple[list[bytes], tuple[bytes, ...], Callable[[bytes], None]]:
    from tests.formats.test_bank_fuzz import PIECES, WHOLE, sound

    return list(WHOLE), PIECES, sound


def payers() -> tuple[list[bytes], tuple[bytes, ...], Callable[[bytes], None]]:
    from tests.formats.test_eligibility_fuzz import OURS, PIECES, sound

    return [path.read_bytes() for path in OURS], PIECES, sound


def too_long(number: int, frame: object) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


def half(which: str, files: int, seed: int) -> int:
    from tests.formats.test_bank_fuzz import mutated

    whole, pieces, sound = {"835": insurers, "bank": banks, "271": payers}[which]()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    signal.signal(signal.SIGVTALRM, too_long)
    chance, broke = random.Random(seed), 0  # noqa: S311  made-up breakage, no secret
    for _ in range(files):
        raw = mutated(chance.choice(whole), chance, pieces)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            sound(raw)
        except Exception as error:  # noqa: BLE001  any is looked for
            broke += 1
            if broke <= SHOWN:
                print(f"{which}: {type(error).__name__}: {error}\n  {raw!r}", flush=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{which}: {files:,} broken files from seed {seed}, {broke:,} break a rule, {most} MB")
    return broke


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) > 2:  # noqa: PLR2004  a kind and how many
        sys.exit(half(sys.argv[1], int(sys.argv[2]), seed=835) > 0)
    each = int(sys.argv[1]) // 3
    all_ = [
        subprocess.Popen([sys.executable, __file__, which, str(each)])
        for which in ("835", "bank", "271")
    ]
    sys.exit(sum(process.wait() for process in all_) > 0)  # each is waited for
