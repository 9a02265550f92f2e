"""Who may open what: one row a route, deny by default. How long a session lives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from goodstanding.actions.unit import PERMITTED, Actor
from goodstanding.core.kinds import Role
from goodstanding.core.refusals import Refused
from goodstanding.web import errors

OFFICE = frozenset({Role.COORDINATOR, Role.BILLER, Role.MANAGER})
EVERYONE = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
COVER = "cover"  # in the session: number, absent, last_on
# The session is written again only after this long, so that reading a page is not a write.
_STEP = 30


@dataclass(frozen=True, slots=True)
class Row:
    """`public`: without signing in. `polled`: the page itself asks; it keeps no session alive."""

    roles: frozenset[Role]
    public: bool = False
    polled: bool = False


def doing(*verbs: str) -> Row:
    """A route that changes something: open to those whom each of its actions permits."""
    return Row(frozenset(role for role in Role if all(role in PERMITTED[verb] for verb in verbs)))


ROUTES: dict[str, Row] = {
    "sign_in": Row(NOBODY, public=True),
    "home": Row(EVERYONE),
    "sign_out": Row(EVERYONE),
    "password": Row(EVERYONE),
    "stay": Row(EVERYONE),
    "single_keys": Row(EVERYONE),
    "cover": Row(EVERYONE),
    "help": Row(EVERYONE),
    "jobs": Row(OFFICE | {Role.IT_ADMIN}),
    "search": Row(OFFICE | {Role.FRONT_DESK}),
    "today": Row(OFFICE),
    "account": Row(OFFICE | {Role.FRONT_DESK}),
    "account_here": Row(OFFICE, polled=True),
    "account_leave": Row(OFFICE, polled=True),
    "account_take_over": doing("lease.take_over"),
    "today_here": Row(OFFICE, polled=True),
    "today_owner": doing("staff.show_owner"),
    "chosen": doing("work.assign_many"),
    "chosen_assign": doing("work.assign_many"),
    "chosen_wait": doing("work.wait_many"),
    "pasted": Row(OFFICE),
    "account_assign": doing("work.assign"),
    "got_it": doing("work.got_it"),
    "mentions": Row(OFFICE),
    "mention_seen": doing("note.seen"),
    "covers": Row(OFFICE),
    "cover_plan": doing("cover.plan"),
    "cover_end": doing("cover.end"),
    "cover_begin": doing("cover.begin"),
    "cover_stop": Row(OFFICE),
    "team": doing("work.move_all"),
    "team_move": doing("work.move_all"),
    "estimates": Row(OFFICE),
    "estimates_xlsx": Row(OFFICE),
    "estimate_accuracy": Row(OFFICE),
    "estimate_accuracy_xlsx": Row(OFFICE),
    "estimate_new": doing("estimate.draft"),
    "estimate": Row(OFFICE),
    "estimate_again": doing("estimate.version"),
    "estimate_paper": Row(OFFICE),
    "estimate_give": doing("estimate.give"),
    "estimate_withdraw": doing("estimate.withdraw"),
    "estimate_review": doing("estimate.review"),
    "plans": Row(OFFICE),
    "plans_xlsx": Row(OFFICE),
    "plan_make": doing("plan.make"),
    "plan_change": doing("plan.acknowledge"),
    "plan_drafts": doing("plan.draft"),
    "plan_approve": doing("plan.approve"),
    "plan_decline": doing("plan.decline"),
    "letter_as_mailed": Row(OFFICE),
    "letter_returned": doing("mail.returned"),
    "letter_returned_undo": doing("mail.take_back"),
    "note_add": doing("note.add"),
    "hold_place": doing("hold.place"),
    "help_program": Row(OFFICE),
    "help_account": Row(OFFICE),
    "help_application": Row(OFFICE),
    "help_begin": doing("assistance.begin", "assistance.fill"),
    "help_answered": doing("agency.write_point"),
    "help_fill": doing("assistance.fill"),
    "help_paper": doing("assistance.paper"),
    "help_waive": doing("assistance.paper"),
    "help_decide": doing("assistance.decide"),
    "help_own": doing("assistance.decide"),
    "help_agree": doing("assistance.agree"),
    "help_decline": doing("assistance.decline"),
    "help_appeal": doing("assistance.appeal"),
    "help_withdraw": doing("assistance.withdraw"),
    "help_newer": doing("assistance.newer"),
    "holds": Row(OFFICE),
    "hold": Row(OFFICE),
    "hold_condition": Row(OFFICE),
    "hold_paper": Row(OFFICE),
    "hold_correct": doing("hold.correct"),
    "hold_step": doing("hold.step"),
    "hold_extend": doing("hold.extend"),
    "hold_ask_release": doing("hold.step", "hold.ask_release"),
    "hold_release": doing("hold.release"),
    "hold_take_back": doing("hold.take_back"),
    "contact_log": doing("contact.log"),
    "call_log": doing("call.log"),
    "plan_fit": Row(OFFICE),
    "call_take_back": doing("call.take_back"),
    "promise_make": doing("promise.make"),
    "promise_said": doing("promise.make"),
    "promise_take_back": doing("promise.take_back"),
    "number_use_again": doing("number.use_again"),
    "account_money": doing("payment.apply", "payment.move", "adjustment.ask"),
    "cash": doing("payment.take"),
    "cash_take": doing("payment.take"),
    "cash_insurer": doing("payment.take_insurer"),
    "cash_insurer_take": doing("payment.take_insurer"),
    "receipt": doing("payment.take"),
    "receipt_place": doing("payment.place_insurer"),
    "receipt_place_post": doing("payment.place_insurer"),
    "receipt_undo": doing("payment.return", "payment.correct"),
    "adjustments": Row(OFFICE),
    "adjustment_agree": doing("adjustment.agree"),
    "adjustment_decline": doing("adjustment.decline"),
    "adjustment_undo": doing("adjustment.undo"),
    "words": doing("words.log"),
    "override_place": doing("followup.override"),
    "override_end": doing("followup.end_override"),
    "prices": Row(frozenset({Role.MANAGER})),
    "price_import": doing("price.import"),
    "bundle_save": doing("bundle.change"),
    "bundle_edit": doing("bundle.change"),
    "bundle_remove": doing("bundle.change"),
    "agency": Row(OFFICE),
    "agency_account": Row(OFFICE),
    "agency_write": doing("agency.write_point"),
    "agency_propose": doing("agency.propose"),
    "agency_approve": doing("agency.approve"),
    "agency_refuse": doing("agency.refuse"),
    "agency_export": doing("agency.export"),
    "agency_file": doing("agency.export"),
    "agency_tell": doing("agency.tell"),
    "agency_recall": doing("agency.recall"),
    "agency_back": doing("agency.bring_back"),
    "agency_papers": doing("agency.papers"),
    "agency_report": doing("agency.report"),
    "agency_line": doing("agency.settle_line"),
    "aging": Row(OFFICE),
    "aging_accounts": Row(OFFICE),
    "aging_xlsx": Row(OFFICE),
    "reports": Row(OFFICE),
    "reports_xlsx": Row(OFFICE),
    "promise_list": Row(OFFICE),
    "promise_list_xlsx": Row(OFFICE),
    "books": Row(OFFICE),
    "books_journal": Row(OFFICE),
    "books_adjustments": Row(OFFICE),
    "period_lock": doing("period.lock"),
    "period_unlock": doing("period.unlock"),
    "credits": Row(OFFICE),
    "credit_account": Row(OFFICE),
    "credit_letter": doing("credit.letter"),
    "credit_report": doing("credit.report"),
    "refund": Row(OFFICE),
    "refund_ask": doing("refund.ask"),
    "refund_approve": doing("refund.approve"),
    "refund_decline": doing("refund.decline"),
    "refund_export": doing("refund.export"),
    "refund_issue": doing("refund.issue"),
    "refund_letter": doing("refund.letter"),
    "refund_stop": doing("refund.stop"),
    "benefits": Row(OFFICE),
    "benefits_ask": doing("eligibility.ask"),
    "benefits_request": Row(OFFICE),
    "benefits_match": doing("eligibility.match"),
    "benefits_put_away": doing("eligibility.put_away"),
    "benefits_change_done": doing("eligibility.change_done"),
    "benefits_subscriber": doing("eligibility.subscriber"),
    "imports": Row(OFFICE | {Role.IT_ADMIN}),
    "imports_running": Row(OFFICE | {Role.IT_ADMIN}, polled=True),
    "import_file": Row(OFFICE),
    "import_solve": doing("import.solve"),
    "import_upload": doing("import.receive"),
    "front_desk": Row(OFFICE | {Role.FRONT_DESK}),
    "front_desk_coming": Row(OFFICE),
    "front_desk_paper": Row(OFFICE | {Role.FRONT_DESK}),
    "front_desk_take": doing("payment.take"),
    "front_desk_publish": doing("huddle.publish"),
    "front_desk_tier": doing("huddle.tier"),
    "front_desk_result": doing("huddle.result", "huddle.take_back"),
    "front_desk_task": doing("desk_task.done"),
    "prepay": doing("prepayment.take"),
    "scheduling": Row(OFFICE | {Role.SCHEDULER}),
    "scheduling_ask": doing("desk_task.add"),
    "scheduling_flag": Row(NOBODY, public=True),
    "visit": Row(OFFICE | {Role.SCHEDULER}),
    "visit_book": doing("appointment.book"),
    "visit_change": doing("appointment.move", "appointment.cancel", "appointment.take_back"),
    "visit_came": doing("appointment.arrive", "appointment.no_show", "appointment.take_back"),
    "deposits": Row(OFFICE),
    "deposit": Row(OFFICE),
    "deposit_make": doing("deposit.make", "bank.match_all"),
    "bank_match": doing("bank.match", "bank.other"),
    "bank_unmatch": doing("bank.unmatch"),
    "day_close": Row(OFFICE | {Role.FRONT_DESK}),
    "drawer_start": doing("day.start_drawer"),
    "day_count": doing("day.count"),
    "day_shut": doing("day.close"),
    "day_reopen": doing("day.reopen"),
    "close_report": Row(OFFICE),
    "close_xlsx": Row(OFFICE),
    "close_pdf": Row(OFFICE),
    "insurers": Row(OFFICE),
    "insurer_claim": Row(OFFICE),
    "insurer_check": Row(OFFICE),
    "insurers_xlsx": Row(OFFICE),
    "check_by_receipt": doing("check.by_receipt"),
    "check_not_to_post": doing("check.not_to_post"),
    "check_read_in": doing("payment.correct"),
    "claim_hand": doing("claim.by_hand"),
    "claim_hand_post": doing("claim.by_hand"),
    "claim_match": doing("claim.match"),
    "claim_set_aside": doing("claim.set_aside"),
    "claim_to_denials": doing("claim.to_denials"),
    "claim_post_over": doing("claim.post_over"),
    "claim_take_back": doing("claim.take_back"),
    "claim_same": doing("claim.same"),
    "denial": Row(OFFICE),
    "denial_step": doing("denial.step"),
    "denial_close": doing("denial.close"),
    "denials_xlsx": Row(OFFICE),
    "provider_settle": doing("provider_level.settle"),
    "law": Row(OFFICE | {Role.IT_ADMIN}),
    "law_rule": Row(OFFICE | {Role.IT_ADMIN}),
    "law_confirm": doing("law.confirm"),
    "law_take_back": doing("law.take_back"),
    "letters": Row(OFFICE),
    "letter_page": Row(OFFICE),
    "letter_approve": doing("letter.approve"),
    "letter_approve_all": doing("letter.approve_all"),
    "letter_hold": doing("letter.hold"),
    "letter_let_go": doing("letter.let_go"),
    "letter_word": doing("letter.word"),
    "letter_spoken": doing("letter.print"),
    "letter_envelope": doing("letter.print"),
    "letter_batch": Row(OFFICE),
    "letter_ask": doing("letter.for_promise", "letter.for_plan", "letter.for_hold"),
    "letter_progress": Row(OFFICE, polled=True),
    "letter_stop": doing("letter.stop"),
    "letter_mail_house": doing("letter.mail_house"),
    "letter_print": doing("letter.choose", "letter.print"),
    "letter_pdf": doing("letter.print"),
    "letter_cover": doing("letter.print"),
    "letter_confirm": doing("letter.confirm"),
    "letter_cancel": doing("letter.cancel"),
    "wordings": Row(OFFICE),
    "wording": Row(OFFICE),
    "wording_version": Row(OFFICE),
    "wording_preview": Row(OFFICE),
    "wording_draft": doing("wording.draft"),
    "wording_save": doing("wording.change", "wording.propose"),
    "wording_check": doing("wording.change"),
    "wording_propose": doing("wording.propose"),
    "wording_approve": doing("wording.approve"),
    "wording_withdraw": doing("wording.withdraw"),
    "wording_retire": doing("wording.retire"),
    "hook_text_status": Row(NOBODY, public=True),
    "hook_text_inbound": Row(NOBODY, public=True),
    "messages": Row(OFFICE),
    "message_answered": doing("message.answered"),
    "message_settle": doing(
        "message.went", "message.did_not_go", "message.again", "message.seen", "way.restore"
    ),
    "policy": Row(OFFICE),
    "policy_plain": Row(OFFICE | {Role.FRONT_DESK}),
    "policy_version": Row(OFFICE),
    "policy_trial": Row(OFFICE),
    "policy_draft": doing("policy.draft"),
    "policy_save": doing("policy.change"),
    "policy_try": doing("policy.trial", "task.add"),
    "policy_propose": doing("policy.propose"),
    "policy_approve": doing("policy.approve"),
    "policy_withdraw": doing("policy.withdraw"),
}


def role_of(request: HttpRequest) -> Role | None:
    """None when nobody is signed in."""
    return Role(request.user.role) if request.user.is_authenticated else None


def may_open(role: Role | None, route: str) -> bool:
    row = ROUTES.get(route)
    return row is not None and (row.public or (role is not None and role in row.roles))


def actor(request: HttpRequest) -> Actor:
    assert request.user.is_authenticated
    return Actor(request.user.get_username(), request.user.role, covering(request))


def covering(request: HttpRequest) -> str:
    """The colleague whose list this session works, until the cover's last day; "" for one's own."""
    cover = request.session.get(COVER)
    if not cover or timezone.localdate().isoformat() > cover["last_on"]:
        return ""
    return str(cover["absent"])


class AccessMiddleware:
    """The innermost of the chain: judges each request before its view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        row = ROUTES.get(match.view_name) if match else None
        if row is None:
            return errors.closed(request)
        if row.public:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request, "")
        if why := _ended(request, row):
            logout(request)
            return _to_sign_in(request, why)
        if role_of(request) not in row.roles:
            return errors.not_yours(request, row.roles)
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return errors.refused(request, problem) if isinstance(problem, Refused) else None


def begin(request: HttpRequest) -> None:
    """Starts the session's two clocks; called when a person signs in."""
    moment = int(timezone.now().timestamp())
    request.session["began_at"] = request.session["acted_at"] = moment


def _ended(request: HttpRequest, row: Row) -> str:
    """Why this session is over, "" when it is not; counts the request as the person's own doing."""
    moment = int(timezone.now().timestamp())
    began = request.session.get("began_at")
    if began is None:
        begin(request)
        return ""
    acted = cast(int, request.session.get("acted_at", began))
    if moment - cast(int, began) > LONGEST.total_seconds():
        return "long"
    if moment - acted > IDLE.total_seconds():
        return "idle"
    if not row.polled and moment - acted >= _STEP:
        request.session["acted_at"] = moment
    return ""


def _to_sign_in(request: HttpRequest, why: str) -> HttpResponse:
    asked: dict[str, Any] = {"why": why} if why else {}
    if request.method == "GET" and not _is_part(request):
        asked["next"] = request.get_full_path()
    url = reverse("sign_in") + (f"?{urlencode(asked)}" if asked else "")
    return HttpResponseClientRedirect(url) if _is_part(request) else HttpResponseRedirect(url)


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
