"""Write to the patient: type or take a sample, check, then copy it and keep it as a contact."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goodstanding.actions.words import log_words
from goodstanding.core.refusals import Refused
from goodstanding.core.wording import WordsKind
from goodstanding.outbound.typed import check_account, samples
from goodstanding.records.queries.account_record import facts_of
from goodstanding.web.access import actor
from goodstanding.web.pages.account import Drawer, account_found, beside
from goodstanding.web.parts import business_day, moment, saved
from goodstanding.web.words_form import WordsForm


@require_POST
def words(request: HttpRequest, account_id: str) -> HttpResponse:
    """`do`: check, log or change; `sample`: the name of prepared words to begin with."""
    if name := request.POST.get("sample", ""):
        return _beside(request, account_id, _prepared(account_id, name))
    form = WordsForm(request.POST)
    if not form.is_valid() or request.POST.get("do") == "change":
        return _beside(request, account_id, form)
    kind, text = WordsKind(form.cleaned_data["kind"]), form.cleaned_data["text"]
    if request.POST.get("do") == "log":
        try:
            log_words(account_id=account_id, kind=kind, text=text, by=actor(request), at=moment())
        except Refused as fault:
            form.add_error(None, fault.why)
        else:
            saved(request, f"words to the patient of account {account_id}, as a contact.")
            return redirect("account", account_id)
    form.checked = check_account(account_id, kind, text, at=moment())
    return _beside(request, account_id, form)


def _beside(request: HttpRequest, account_id: str, form: WordsForm) -> HttpResponse:
    return beside(request, account_found(request, account_id), Drawer("words", form))


def _prepared(account_id: str, name: str) -> WordsForm:
    facts = facts_of(account_id, business_day())
    found = samples(facts, moment()) if facts else ()
    chosen = next((one for one in found if one.name == name), None)
    initial = {"kind": chosen.kind.value, "text": chosen.text} if chosen else {}
    return WordsForm(initial=initial)
