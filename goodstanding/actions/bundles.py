"""The clinic's bundles changed: a new version; the older ones stay."""

from datetime import datetime

from goodstanding.actions.unit import Actor, about, action
from goodstanding.core.bundles import read
from goodstanding.core.refusals import Refused
from goodstanding.records import bulk
from goodstanding.records.models import BundleVersion
from goodstanding.records.queries.bundles import bundles_in_use


@action("bundle.change")
def change_bundles(*, text: str, version: int, by: Actor, at: datetime) -> int:
    """`version`: the one that was looked at; a newer one meanwhile refuses. Returns the new one."""
    bulk.alone(bulk.STEP)
    now = bundles_in_use()
    if now.version != version:
        raise Refused(f"{now.by} saved version {now.version} meanwhile. Look at it first.")
    written = text.replace("\r\n", "\n")
    table, faults = read(written)
    if table is None:
        raise Refused(" ".join(faults[:5]))
    if written == now.text:
        raise Refused("Nothing was changed.")
    BundleVersion.objects.create(version=version + 1, text=written, at=at, by=by.name)
    about(version=version + 1, bundles=len(table.bundle))
    return version + 1
