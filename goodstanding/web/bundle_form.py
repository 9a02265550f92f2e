"""The bundle editor's form: its name, main codes, who else bills, and its lines."""

from typing import Any

from django import forms

from goodstanding.core.bundle_edit import bundle_of, name_for
from goodstanding.core.bundles import Bundle, BundleLine, Bundles
from goodstanding.core.estimate_terms import OTHERS
from goodstanding.web.forms import no_card_number
from goodstanding.web.line_forms import UNITS_WRONG, CodeField, ModifiersField, codes_of

BLANK_LINES = 2
_TEXT = {"class": "form-control", "autocomplete": "off"}
_BOX = {"class": "form-check-input"}


def kinds_of(table: Bundles) -> list[tuple[str, str]]:
    """Each kind of bill of others once; a kind of the clinic's own goes by its sentence."""
    return list({one.kind: OTHERS.get(one.kind, one.say) for one in table.apart}.items())


class BundleForm(forms.Form):
    """`was`: the bundle's own name in the table, "" for a new one. The browser asks for no field:
    a line can be added before the name is written.
    """

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label="Name", max_length=200, validators=[no_card_number],
        widget=forms.TextInput(attrs=_TEXT), error_messages={"required": "Write the name."},
    )  # fmt: skip
    primary = forms.CharField(
        label="Main codes, with spaces between", max_length=200,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Write one main code at least."},
    )  # fmt: skip
    apart = forms.MultipleChoiceField(
        label="Who else bills, always with this bundle", required=False,
        help_text="Without a tick: only where one of its codes asks for it.",
        widget=forms.CheckboxSelectMultiple(attrs=_BOX),
    )  # fmt: skip

    def __init__(self, *args: Any, table: Bundles, **more: Any) -> None:
        super().__init__(*args, **more)
        self.table = table
        apart = self.fields["apart"]
        assert isinstance(apart, forms.MultipleChoiceField)
        apart.choices = kinds_of(table)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        title = given.get("title", "").casefold()
        if any(
            one.title.casefold() == title and one.name != given.get("was")
            for one in self.table.bundle
        ):
            self.add_error("title", "Another bundle has this name.")
        return given


class BundleLineForm(forms.Form):
    code = CodeField(
        label="Code", max_length=20, required=False, widget=forms.TextInput(attrs=_TEXT)
    )
    modifiers = ModifiersField(
        label="Modifiers", max_length=20, required=False, widget=forms.TextInput(attrs=_TEXT)
    )
    units = forms.IntegerField(
        label="Units", required=False,
        widget=forms.TextInput(attrs={**_TEXT, "inputmode": "numeric"}),
        error_messages=UNITS_WRONG,
    )  # fmt: skip
    say = forms.CharField(
        label="In our own words", max_length=200, required=False, validators=[no_card_number],
        widget=forms.TextInput(attrs=_TEXT),
    )  # fmt: skip
    out = forms.BooleanField(
        label="Take out", required=False, widget=forms.CheckboxInput(attrs=_BOX)
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("out"):
            self.errors.clear()
        elif not given.get("code") and "code" not in self.errors and self.has_changed():
            self.add_error("code", "Write the code, or tick Take out.")
        return given


BundleLineSet = forms.formset_factory(BundleLineForm, extra=BLANK_LINES, max_num=30)


class RemoveForm(forms.Form):
    version = forms.IntegerField()
    name = forms.CharField()


class BundlesForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Bundles and bills of others",
        strip=False,
        widget=forms.Textarea(attrs={**_TEXT, "rows": 24, "spellcheck": "false"}),
        error_messages={"required": "The table is empty."},
    )


def first_values(bundle: Bundle | None, version: int) -> dict[str, Any]:
    if bundle is None:
        return {"version": version}
    return {
        "version": version, "was": bundle.name, "title": bundle.title,
        "primary": " ".join(bundle.primary), "apart": list(bundle.apart),
    }  # fmt: skip


def row_of(line: BundleLine) -> dict[str, Any]:
    return {
        "code": line.code, "modifiers": " ".join(line.modifiers), "units": line.units,
        "say": line.say,
    }  # fmt: skip


def as_typed(form: forms.Form) -> dict[str, Any]:
    """What stands in the fields, right or wrong."""
    return {field.name: field.data for field in form}


def typed_rows(lines: Any) -> tuple[list[dict[str, Any]], int]:
    """Without those that are taken out, and the empty ones, which are counted."""
    rows = [as_typed(row) for row in lines]
    written = [row for row in rows if any(row.values())]
    return [row for row in written if not row["out"]], len(rows) - len(written)


def bundle_from(form: BundleForm, lines: Any) -> Bundle | None:
    """What was written; None once each fault stands at its field, all of them at once."""
    sound = all((form.is_valid(), lines.is_valid()))
    given = form.cleaned_data
    rows = [
        row for row in lines if row.cleaned_data.get("code") and not row.cleaned_data.get("out")
    ]
    title = given.get("title", "")
    bundle, faults = bundle_of({
        "name": given.get("was") or name_for(title, form.table), "title": title,
        "primary": tuple(codes_of(given.get("primary"))), "apart": tuple(given.get("apart", ())),
        "lines": tuple(_line(row.cleaned_data) for row in rows),
    })  # fmt: skip
    for fault in faults:
        at = form if fault.line is None else rows[fault.line]
        if fault.field in at.fields and fault.field not in at.errors:
            at.add_error(fault.field, fault.words)
        elif fault.field not in at.fields and sound:
            at.add_error(None, fault.words)
    return bundle if sound else None


def _line(row: dict[str, Any]) -> dict[str, Any]:
    units = row.get("units")
    return {
        "code": row["code"], "modifiers": row.get("modifiers", ()),
        "units": 1 if units is None else units, "say": row.get("say", ""),
    }  # fmt: skip
