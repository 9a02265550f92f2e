"""Accounts known before households were marked get the mark an import would give them."""

import hashlib
import re

from django.db import migrations

# As core/kinship.py wrote it on the day of this migration; a later change comes with its own.
NOT_WORD = re.compile(r"[^0-9a-z]+")
SHORT = {
    "avenue": "ave", "boulevard": "blvd", "circle": "cir", "court": "ct", "drive": "dr",
    "highway": "hwy", "lane": "ln", "parkway": "pkwy", "place": "pl", "road": "rd",
    "street": "st", "terrace": "ter", "trail": "trl", "north": "n", "south": "s", "east": "e",
    "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
    "apartment": "", "apt": "", "unit": "", "suite": "", "ste": "", "no": "",
}  # fmt: skip
AT_ONCE = 500


def mark(street, street2, zip_code):
    place = zip_code.strip()[:5]
    words = NOT_WORD.split(f"{street} {street2}".casefold())
    plain = " ".join(word for word in (SHORT.get(w, w) for w in words) if word)
    if not street.strip() or not plain or len(place) < 5:
        return ""
    return hashlib.sha1(f"{plain}|{place}".encode(), usedforsecurity=False).hexdigest()[:16]


def mark_all(apps, schema_editor):
    Guarantor = apps.get_model("records", "Guarantor")  # noqa: N806 - the model's own name
    known = Guarantor.objects.filter(household="", confidential_address=False)
    keys = list(known.order_by("id").values_list("id", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        some = list(
            Guarantor.objects.filter(id__in=keys[first : first + AT_ONCE]).only(
                "street", "street2", "zip"
            )
        )
        for one in some:
            one.household = mark(one.street, one.street2, one.zip)
        Guarantor.objects.bulk_update(some, ["household"])


def unmark_all(apps, schema_editor):
    apps.get_model("records", "Guarantor").objects.update(household="")


class Migration(migrations.Migration):
    dependencies = [("records", "0003_run_names_its_law_edition")]

    operations = [migrations.RunPython(mark_all, unmark_all)]
