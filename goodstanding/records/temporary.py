"""Where files lie that are nobody's records: letters on the press, uploads, the rows of an export.

They say what patients owe, so they never lie in the machine's own folder, outside what the clinic
keeps and guards. A process that is killed leaves its own behind.
"""

import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

# No upload, press or export takes so long. A lock would not be seen from a second machine.
ABANDONED_AFTER = timedelta(days=1)


def begin(var: Path) -> Path:
    """Makes the folder for us alone; from then on it is Python's own default, for libraries too."""
    folder = var / "temporary"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tempfile.tempdir = str(folder)
    return folder


def sweep(folder: Path, *, at: datetime) -> None:
    """Takes away what nobody wrote to for a day."""
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        # One that ends meanwhile is gone; another user's is left to a sweep of that user.
        with suppress(OSError):
            if max(map(_written_at, (entry, *entry.rglob("*")))) > at - ABANDONED_AFTER:
                continue
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)
