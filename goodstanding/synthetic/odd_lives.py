"""The odd lives: guarantors at fixed numbers whose figures never change with the seed."""

from collections.abc import Callable

from goodstanding.synthetic import odd_cover as cover
from goodstanding.synthetic import odd_money as money
from goodstanding.synthetic import odd_people as people
from goodstanding.synthetic.account import Account

_TOLD: tuple[tuple[str, str, Callable[[Account], None]], ...] = (
    (
        "100001",
        "chapter 7 filed 40 days ago; one visit before the petition, one after",
        people.chapter_7_open,
    ),
    (
        "100002",
        "chapter 13 of the patient's husband; the guarantor is a co-debtor",
        people.chapter_13_codebtor,
    ),
    (
        "100003",
        "chapter 7 discharged, old balance never written off, new visit since",
        people.chapter_7_discharged,
    ),
    ("100004", "chapter 13 dismissed 25 days ago: the debt revives", people.chapter_13_dismissed),
    ("100005", "died 160 days ago, no representative known", people.died_without_estate),
    ("100006", "died, probate opened, notice published and served", people.died_with_estate),
    ("100007", "died 21 days ago with a credit of 130.00", people.owed_to_the_dead),
    ("100008", "QMB, coinsurance of 18.29 wrongly moved to the patient", cover.qmb_wrongly_asked),
    ("100009", "QMB in Medicare Advantage who paid 40.00 at the desk", cover.qmb_paid_at_the_desk),
    (
        "100010",
        "Medical Assistance found later for an old visit; the 50.00 paid meanwhile is a credit",
        cover.assistance_found_later,
    ),
    (
        "100011",
        "work injury contested by the insurer; one charge wrongly moved to the patient",
        cover.work_injury_contested,
    ),
    ("100012", "no-fault benefits used up; health insurer not yet billed", cover.no_fault_used_up),
    ("100013", "divorced mother, guarantor of the first sibling", people.mother_of_the_first),
    (
        "100014",
        "divorced father, guarantor of the second sibling (see 100013)",
        people.father_of_the_second,
    ),
    ("100015", "mail came back, the phone is someone else's", people.returned_mail),
    ("100016", "one of two charges disputed", money.disputed),
    ("100017", "coding error raised 12 days ago, review not done", money.code_under_review),
    ("100018", "bill 480.00 above the good faith estimate, dispute filed", money.estimate_exceeded),
    ("100019", "paid twice: a credit of 68.00 to give back", money.paid_twice),
    ("100020", "overpaid by 110.00, 60.00 refunded", money.partly_refunded),
    ("100021", "plan of 12 times 100.00, seven kept in a row", money.plan_kept),
    ("100022", "plan broken after two of six payments", money.plan_broken),
    ("100023", "cheque of 80.00 came back, 30.00 cash since", money.cheque_came_back),
    ("100024", "a payment reversed, and the reversal reversed", money.moved_and_moved_back),
    (
        "100025",
        "prepaid 500.00, only 320.00 due: 180.00 credit inside unapplied money",
        money.prepaid_more_than_due,
    ),
    (
        "100026",
        "the guarantor is the patient's spouse and never signed",
        people.spouse_did_not_sign,
    ),
    (
        "100027",
        "minor of 16 who lawfully consented alone, confidential address",
        people.minor_alone,
    ),
    (
        "100028",
        "lives in Arizona, calls 10 to 17 and not at work, texts revoked",
        people.in_arizona_with_limits,
    ),
    ("100029", "acts through a power of attorney; Somali", people.power_of_attorney),
    ("100030", "financial assistance pending after a part was given", money.help_asked_for),
    ("100031", "says the visit was never theirs: identity theft", people.identity_theft),
    ("100032", "called to military service after the visit", people.called_to_service),
    ("100033", "represented by a lawyer", people.has_a_lawyer),
    (
        "100034",
        "asked to keep a visit from the health plan; the cheque came back",
        cover.keep_it_from_the_plan,
    ),
    ("100035", "ten charges of 10.00, one on each side of every bucket edge", money.every_edge),
    (
        "100036",
        "supplement never billed: 425.00 moved to the patient too early",
        cover.second_never_billed,
    ),
    ("100037", "insurance ended before the visit: to the insurer and back", cover.insured_then_not),
    ("100038", "old balance with the agency as bad debt, new one fresh", money.with_the_agency),
    ("100039", "owes 3.40", money.pocket_money),
    ("100040", "one promise replaced, two broken, the last open", money.promises),
    (
        "100041",
        "claim filed late by the clinic, denied, moved to the patient",
        cover.filed_too_late,
    ),
    (
        "100042",
        "fracture care with two follow-ups at 0.00 inside the global period",
        cover.global_follow_ups,
    ),
    (
        "100043",
        "Medicare said not necessary: one charge with a signed notice, one without",
        cover.no_notice_signed,
    ),
    ("100044", "car accident, liability insurer, lawyer", cover.car_and_a_lawsuit),
    ("100045", "surgery denied, appeal pending", cover.appeal_pending),
    (
        "100046",
        "insurer paid twice: its part of the charge is below zero",
        cover.paid_too_much_by_insurer,
    ),
    (
        "100047",
        "Medical Assistance patient billed for a brace without a signed form",
        cover.not_covered_unsigned,
    ),
    ("100048", "asked in writing for no more contact", people.leave_me_alone),
    (
        "100049",
        "one child's visit covered by unapplied money given with the other",
        money.insurer_still_thinking,
    ),
)

ODD_LIVES: dict[str, str] = {number: odd for number, odd, _ in _TOLD}
LIVES: dict[str, Callable[[Account], None]] = {number: live for number, _, live in _TOLD}
