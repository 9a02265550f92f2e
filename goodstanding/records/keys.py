"""Secrets of this installation: made at first start, kept in var/, readable by nobody else."""

import os
import secrets
from pathlib import Path


def secret(folder: Path, name: str) -> str:
    """The secret's text; made with mode 0600 when it is not there yet, even when two processes
    start at once.
    """
    path = folder / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _whole(path)
    with os.fdopen(opened, "w") as out:
        out.write(secrets.token_urlsafe(48))
    return _whole(path)


def _whole(path: Path) -> str:
    text = path.read_text().strip()
    if len(text) < 32:
        raise ValueError(f"{path} holds no usable secret; remove it to have a new one made")
    return text


def given(folder: Path, environment: str, name: str) -> str:
    """A secret that others gave us: from the environment, else from its file; "" when neither has
    it."""
    path = folder / name
    return os.environ.get(environment, "") or (path.read_text().strip() if path.exists() else "")
