"""Who may open what, over every route of the URL conf; and what every answer carries."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from goodstanding.core.kinds import Role
from goodstanding.records.models import AuditEvent, Guarantor, Hold, Letter, Note, Standing, Task
from goodstanding.urls import urlpatterns as ours
from goodstanding.web.access import ROUTES, may_open
from tests.web.clinic import LOPEZ, NOON, PASSWORD, colleague

PUBLIC = {"sign_in", "hook_text_status", "hook_text_inbound", "scheduling_flag"}
NAMES = sorted(str(pattern.name) for pattern in get_resolver("goodstanding.urls").url_patterns)
GIVEN = {
    "call": 1,
    "account_id": LOPEZ,
    "hold_id": "H1",
    "event": 1,
    "first": 1,
    "kind": "minor",
    "letter": 1,
    "number": 1,
    "problem": 1,
    "rule_id": "mn-spouse-not-liable",
    "how": "correct",
    "language": "es",
    "version": 1,
    "visit": "V1",
    "form": "png",
    "key": 1,
    "way": 1,
}
# Written by hand from UX.md's table of roles, not from access.py.
OFFICE = {"coordinator", "biller", "manager"}
ALL = OFFICE | {"front_desk", "it_admin", "scheduler"}
LETTERS = {"coordinator", "manager"}
MONEY = {"biller", "manager"}
DESK, BOOKS = {"front_desk"}, {"scheduler"}
WHO = {
    **dict.fromkeys(("home", "sign_out", "password", "stay", "single_keys", "cover", "help"), ALL),
    **dict.fromkeys(("today", "aging", "aging_accounts", "aging_xlsx", "import_file"), OFFICE),
    **dict.fromkeys(
        ("hold_place", "contact_log", "import_upload", "import_solve", "letters"), OFFICE
    ),
    **dict.fromkeys(("letter_batch", "letter_ask"), OFFICE),
    **dict.fromkeys(("call_log", "call_take_back", "number_use_again", "plan_fit"), OFFICE),
    **dict.fromkeys(("promise_make", "promise_said", "promise_take_back"), OFFICE),
    **dict.fromkeys(("reports", "reports_xlsx", "promise_list", "promise_list_xlsx"), OFFICE),
    **dict.fromkeys(("plans", "plans_xlsx", "plan_change"), OFFICE),
    "plan_make": LETTERS,
    **dict.fromkeys(("plan_approve", "plan_decline", "plan_drafts"), {"manager"}),
    **dict.fromkeys(("help_program", "help_account", "help_application", "help_begin"), OFFICE),
    **dict.fromkeys(("help_fill", "help_paper", "help_waive", "help_answered"), OFFICE),
    "help_appeal": OFFICE,
    **dict.fromkeys(("help_decide", "help_own", "help_newer", "help_withdraw"), LETTERS),
    **dict.fromkeys(("help_agree", "help_decline"), {"manager"}),
    **dict.fromkeys(("estimates", "estimates_xlsx", "estimate_new", "estimate"), OFFICE),
    **dict.fromkeys(("estimate_again", "estimate_paper", "estimate_give"), OFFICE),
    **dict.fromkeys(("estimate_accuracy", "estimate_accuracy_xlsx", "estimate_withdraw"), OFFICE),
    "estimate_review": {"manager"},
    "words": OFFICE,
    **dict.fromkeys(("agency", "agency_account", "agency_write", "agency_recall"), OFFICE),
    **dict.fromkeys(("agency_propose", "agency_export", "agency_file", "agency_tell"), LETTERS),
    "agency_back": LETTERS,
    **dict.fromkeys(("agency_approve", "agency_refuse", "agency_papers"), {"manager"}),
    **dict.fromkeys(("agency_report", "agency_line"), MONEY),
    **dict.fromkeys(("search", "account", "note_add"), OFFICE | {"front_desk"}),
    **dict.fromkeys(("jobs", "imports", "imports_running"), OFFICE | {"it_admin"}),
    **dict.fromkeys(("law", "law_rule"), OFFICE | {"it_admin"}),
    **dict.fromkeys(("law_confirm", "law_take_back"), {"manager"}),
    **dict.fromkeys(
        ("letter_print", "letter_pdf", "letter_spoken", "letter_word", "letter_envelope"), LETTERS
    ),
    **dict.fromkeys(("letter_approve", "letter_approve_all", "letter_hold"), LETTERS),
    "letter_cover": LETTERS,
    **dict.fromkeys(("letter_let_go", "letter_stop", "letter_mail_house"), LETTERS),
    **dict.fromkeys(("letter_page", "letter_progress"), OFFICE),
    **dict.fromkeys(("letter_confirm", "letter_cancel"), LETTERS),
    **dict.fromkeys(("holds", "hold", "hold_condition", "hold_paper"), OFFICE),
    **dict.fromkeys(("hold_correct", "hold_step", "hold_take_back"), OFFICE),
    **dict.fromkeys(("hold_extend", "hold_ask_release", "hold_release"), LETTERS),
    **dict.fromkeys(("override_place", "override_end"), LETTERS),
    **dict.fromkeys(("messages", "message_settle", "message_answered"), OFFICE),
    **dict.fromkeys(("policy", "policy_version", "policy_trial"), OFFICE),
    **dict.fromkeys(("insurers", "insurers_xlsx", "insurer_claim", "insurer_check"), OFFICE),
    **dict.fromkeys(("check_by_receipt", "check_not_to_post"), MONEY),
    **dict.fromkeys(("claim_hand", "claim_hand_post"), MONEY),
    **dict.fromkeys(("receipt_place", "receipt_place_post"), OFFICE),
    "check_read_in": OFFICE,
    **dict.fromkeys(("denial", "denials_xlsx"), OFFICE),
    **dict.fromkeys(("claim_match", "claim_same", "claim_set_aside", "claim_to_denials"), MONEY),
    **dict.fromkeys(("claim_post_over", "claim_take_back"), MONEY),
    **dict.fromkeys(("denial_step", "denial_close", "provider_settle"), MONEY),
    "policy_plain": OFFICE | {"front_desk"},
    **dict.fromkeys(("policy_draft", "policy_save", "policy_try", "policy_propose"), LETTERS),
    "policy_withdraw": LETTERS,
    **dict.fromkeys(("benefits", "benefits_ask", "benefits_request", "benefits_match"), OFFICE),
    **dict.fromkeys(("benefits_put_away", "benefits_change_done", "benefits_subscriber"), OFFICE),
    **dict.fromkeys(("books", "books_journal", "books_adjustments"), OFFICE),
    **dict.fromkeys(("credits", "credit_account", "refund", "refund_ask"), OFFICE),
    **dict.fromkeys(("credit_letter", "credit_report", "refund_export"), MONEY),
    **dict.fromkeys(("refund_issue", "refund_letter", "refund_stop"), MONEY),
    **dict.fromkeys(("refund_approve", "refund_decline"), {"manager"}),
    **dict.fromkeys(("period_lock", "period_unlock"), {"manager"}),
    "policy_approve": {"manager"},
    **dict.fromkeys(("wordings", "wording", "wording_version", "wording_preview"), OFFICE),
    **dict.fromkeys(("wording_draft", "wording_save", "wording_check"), LETTERS),
    **dict.fromkeys(("wording_propose", "wording_withdraw"), LETTERS),
    **dict.fromkeys(("wording_approve", "wording_retire"), {"manager"}),
    **dict.fromkeys(("cash", "cash_take", "receipt"), OFFICE | {"front_desk"}),
    **dict.fromkeys(("cash_insurer", "cash_insurer_take", "receipt_undo"), OFFICE),
    **dict.fromkeys(("account_money", "adjustments"), OFFICE),
    **dict.fromkeys(("adjustment_agree", "adjustment_decline"), {"manager"}),
    "adjustment_undo": LETTERS,
    **dict.fromkeys(("deposits", "deposit", "deposit_make", "bank_match", "bank_unmatch"), OFFICE),
    **dict.fromkeys(("day_shut", "close_report", "close_xlsx", "close_pdf"), OFFICE),
    **dict.fromkeys(("day_close", "drawer_start", "day_count"), OFFICE | {"front_desk"}),
    "day_reopen": {"manager"},
    **dict.fromkeys(("account_here", "account_leave", "account_take_over", "today_here"), OFFICE),
    **dict.fromkeys(("today_owner", "chosen", "chosen_assign", "account_assign"), OFFICE),
    **dict.fromkeys(("pasted", "got_it", "mentions", "mention_seen"), OFFICE),
    **dict.fromkeys(("covers", "cover_plan", "cover_end", "cover_begin", "cover_stop"), OFFICE),
    **dict.fromkeys(("letter_as_mailed", "letter_returned", "letter_returned_undo"), OFFICE),
    **dict.fromkeys(("prices", "price_import", "bundle_save"), {"manager"}),
    **dict.fromkeys(("bundle_edit", "bundle_remove"), {"manager"}),
    "chosen_wait": LETTERS,
    **dict.fromkeys(("front_desk", "front_desk_paper", "front_desk_result"), OFFICE | DESK),
    **dict.fromkeys(("prepay", "visit_came", "front_desk_take"), OFFICE | DESK),
    **dict.fromkeys(("front_desk_coming", "front_desk_task"), OFFICE),
    **dict.fromkeys(("front_desk_publish", "front_desk_tier"), LETTERS),
    **dict.fromkeys(("scheduling", "visit", "visit_book", "visit_change"), OFFICE | BOOKS),
    "scheduling_ask": OFFICE | DESK | BOOKS,
    **dict.fromkeys(("team", "team_move"), {"manager"}),
}


def address(name):
    route = next(p for p in get_resolver("goodstanding.urls").url_patterns if p.name == name)
    return reverse(name, kwargs={each: GIVEN[each] for each in route.pattern.converters})


def test_every_route_has_a_row_and_every_row_a_route():
    assert sorted(ROUTES) == NAMES
    assert sorted(WHO) == sorted(set(NAMES) - PUBLIC)


@pytest.mark.parametrize("name", sorted(WHO))
def test_the_table_says_what_the_roles_say(name):
    assert {role.value for role in Role if may_open(role, name)} == WHO[name]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_nobody_opens_anything_without_signing_in(method):
    for name in sorted(WHO):
        seen = getattr(Client(), method)(address(name))
        assert seen.status_code == 302, name
        assert seen["Location"].startswith("/sign-in")


@pytest.mark.parametrize("role", Role)
def test_a_role_is_refused_exactly_what_is_not_its_own(clinic, desk, role):
    client = desk(role.value)
    for name in sorted(set(WHO) - {"sign_out"}):
        refused = {
            getattr(client, method)(address(name)).status_code == 403 for method in ("get", "put")
        }
        assert refused == {role not in WHO[name]}, name


def standing_of_the_books():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Guarantor, Hold, Letter, Note, Standing, Task)
    ] + [list(AuditEvent.objects.exclude(verb="account.view").values())]


def test_no_get_changes_anything(clinic, desk):
    client, before = desk("manager"), standing_of_the_books()
    for name in sorted(set(NAMES)):
        client.get(address(name))
        client.head(address(name))
    assert standing_of_the_books() == before


# A URL conf like ours, with one view that nobody gave a row to.
urlpatterns = [*ours, path("novelty", lambda request: HttpResponse("secret"), name="novelty")]


def test_a_route_without_a_row_is_closed_to_everyone(desk, settings):
    client = desk("manager")
    settings.ROOT_URLCONF = __name__
    seen = client.get("/novelty")
    assert seen.status_code == 403
    assert b"secret" not in seen.content


HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'",
    "frame-ancestors 'none'", "form-action 'self'",
}  # fmt: skip


@pytest.mark.parametrize(
    "url", ["/sign-in", "/today", "/help", "/aging", "/nothing", "/accounts/x", "/aging/xlsx"]
)
def test_every_answer_carries_the_headers(clinic, desk, url):
    seen = desk("coordinator").get(url)
    assert {name: seen[name] for name in HEADERS} == HEADERS
    assert set(seen["Content-Security-Policy"].split("; ")) == POLICY


def test_a_form_without_its_token_is_refused_with_the_headers_too(desk):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk("coordinator").cookies
    seen = strict.post(f"/accounts/{LOPEZ}/notes/add", {"text": "x"})
    assert seen.status_code == 403
    assert seen["Cache-Control"] == "no-store"


# ---- signing in, and how long it lasts


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("coordinator", "/today"),
        ("manager", "/today"),
        ("front_desk", "/search"),
        ("it_admin", "/imports"),
        ("scheduler", "/scheduling"),
    ],
)
def test_each_role_begins_on_its_own_page(role, first):
    colleague(role)
    asked = {"username": f"{role}-1", "password": PASSWORD}
    seen = Client().post("/sign-in", asked, follow=True)
    assert seen.redirect_chain[-1][0] == first


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["manager-1", "nobody"])
def test_a_wrong_password_and_a_wrong_name_read_alike(name):
    colleague("manager")
    seen = Client().post("/sign-in", {"username": name, "password": "wrong"})
    assert "The name and the password do not belong together." in seen.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(elsewhere):
    colleague("manager")
    asked = {"username": "manager-1", "password": PASSWORD, "next": elsewhere}
    assert Client().post("/sign-in", asked)["Location"] == "/"


def later(monkeypatch, **passed):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(**passed))


def test_fifteen_idle_minutes_end_a_session(desk, monkeypatch):
    client = desk("manager")
    assert client.get("/help").status_code == 200
    later(monkeypatch, minutes=15)
    assert client.get("/help").status_code == 200
    later(monkeypatch, minutes=31)
    assert client.get("/help")["Location"] == "/sign-in?why=idle&next=%2Fhelp"


def test_a_page_that_polls_keeps_no_session_alive(desk, monkeypatch):
    client = desk("manager")
    client.get("/help")
    for minutes in (5, 10, 14):
        later(monkeypatch, minutes=minutes)
        assert client.get("/imports/running").status_code == 200
    later(monkeypatch, minutes=16)
    assert client.get("/imports/running").status_code == 302


def test_twelve_hours_end_a_session_however_busy(desk, monkeypatch):
    client = desk("manager")
    for minutes in range(0, 12 * 60 + 1, 10):
        later(monkeypatch, minutes=minutes)
        assert client.get("/help").status_code == 200
    later(monkeypatch, hours=12, minutes=1)
    assert client.get("/help")["Location"].startswith("/sign-in?why=long")


def test_a_part_asked_for_after_the_end_sends_the_whole_page_away(desk, monkeypatch):
    client = desk("manager")
    client.get("/help")
    later(monkeypatch, hours=1)
    seen = client.get("/imports/running", headers={"HX-Request": "true"})
    assert seen["HX-Redirect"] == "/sign-in?why=idle"
