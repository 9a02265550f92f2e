"""Texts, emails, voicemails, notes: what each must say and must leave out; scenarios by number."""

from dataclasses import replace

import pytest

from goodstanding.core.wording import Required, Words, WordsKind, lint

CLINIC = "St. Cloud Orthopedics"
PHONE = "320-555-0142"
STOP = "Reply STOP to stop these texts."
HELP = "An interpreter is free."
NAME = "St. Cloud Orthopedic Associates, Ltd."
EXEMPT, OPT_OUT = "us-tcpa-healthcare-exemption-not-billing", "us-regf-electronic-opt-out"
HEALTH, PRACTICES = "us-hipaa-minimum-necessary", "mn-332c-prohibited-practices"
OURS = f"{CLINIC}: You have a message about your account. Call {PHONE}. {STOP}"
SPOKEN = (
    f"Hello. This message is for Maria Lopez. This is Dana Olson from {CLINIC}. Please call me, or "
    f"anyone on our team, at {PHONE}. We are here Monday to Friday from 8:00 to 4:30. "
    f"Again, {PHONE}."
)
MAILED = f"Subject: A note\n\nYou owe $184.20. Please call {PHONE}. {HELP}\n{NAME}\n"
EMAILED = f"{MAILED}To stop getting these emails, tell us."


def words(kind: str, text: str, **changes) -> Words:
    known = Words(
        WordsKind(kind),
        text,
        known_cents=frozenset({18420, 4605, 0}),
        own_words=("Maria Lopez", "Dana Olson", "0104233"),
        clinic_names=(CLINIC, NAME),
        registered_name=NAME,
        phone=PHONE,
    )
    return replace(known, **changes)


def found(kind: str, text: str, **changes) -> list[tuple[str, str]]:
    return [(fault.code, fault.rule) for fault in lint(words(kind, text, **changes))]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text", OURS),
        ("text", f"{CLINIC}: Your appointment is on Tuesday at 9:00 a.m. {STOP}"),
        ("voicemail", SPOKEN),
        ("letter", MAILED),
        ("email", EMAILED),
        ("note", "Thank you for calling us. We changed your plan to $46.05 a month."),
        ("script", "Please tell me your full name and your date of birth."),
    ],
)
def test_our_own_samples_are_sound(kind, text):
    assert found(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "code", "rule"),
    [
        ("text", f"Call {PHONE}. {STOP}", "no_clinic", EXEMPT),
        ("text", f"{CLINIC}: Call us at {PHONE}.", "opt_out", OPT_OUT),
        ("text", f"{OURS} You owe $184.20.", "text_says_more", "words.text_message"),
        ("text", f"{OURS} Pay at pay.example.org/now", "text_says_more", "words.text_message"),
        ("text", f"{OURS} It is for your knee.", "clinical_word", HEALTH),
        ("text", f"{CLINIC}: See you Monday. {STOP} {'Park here. ' * 12}", "too_long", EXEMPT),
        ("email", MAILED, "opt_out", OPT_OUT),
        ("email", EMAILED.replace("A note", "You owe $184.20"), "subject_amount", HEALTH),
        ("email", EMAILED.replace("A note", "Re: your call"), "false_subject", "us-canspam"),
        ("email", EMAILED.replace("A note", "A special offer"), "false_subject", "us-canspam"),
        ("email", EMAILED.replace(NAME, CLINIC), "registered_name", PRACTICES),
        ("letter", MAILED.replace(HELP, ""), "language_help", "us-aca1557-language-notice"),
        ("voicemail", f"This is Dana Olson. Call {PHONE}.", "no_clinic", HEALTH),
        ("voicemail", f"This is {CLINIC}. Please call us.", "no_number", HEALTH),
        ("voicemail", f"{SPOKEN} It is about your balance.", "voicemail_word", HEALTH),
        ("voicemail", f"{SPOKEN} It is about your visit.", "voicemail_word", HEALTH),
        ("voicemail", f"{SPOKEN} Ask for the billing office.", "voicemail_word", HEALTH),
        ("voicemail", f"{SPOKEN} Ask for the business office.", "voicemail_word", HEALTH),
        ("voicemail", f"{SPOKEN} It is 184.20 in all.", "voicemail_word", HEALTH),
        ("note", "You owe $184.21.", "amount", "words.amounts"),
        ("note", "You owe 1,842.00 in all.", "amount", "words.amounts"),
        ("note", "You owe 185 dollars.", "amount", "words.amounts"),
        ("note", "You owe two hundred dollars.", "amount", "words.amounts"),
        ("note", "It was for 29881 that day.", "clinical_word", HEALTH),
        ("note", "It was for M17.11 that day.", "clinical_word", HEALTH),
        ("note", "Your number is " + "123-" + "45-" + "6789.", "private_number", HEALTH),
        ("note", "We have your birth date.", "private_number", HEALTH),
        ("note", "Your card is 4111 1111 1111 1111.", "card_number", "us-pci-dss-scope"),
        ("note", " \n ", "empty", "words.plain"),
        (
            "note",
            "Usted tiene un saldo con nosotros. Por favor llame hoy para hablar de esto.",
            "language",
            "words.language",
        ),
        (
            "note",
            "Notwithstanding considerations regarding administrative responsibility, institutional "
            "representatives periodically communicate organizational determinations.",
            "grade",
            "words.grade",
        ),
    ],
)
def test_what_a_kind_may_not_say(kind, text, code, rule):
    assert set(found(kind, text)) >= {(code, rule)}
    assert {one for one, _ in found(kind, text)} <= {code, "amount"}


def test_scenario_44_a_reminder_of_a_visit_with_a_balance_is_refused_and_split():
    text = f"{CLINIC}: Your appointment is tomorrow at 9:00 a.m. Balance $85, pay here. {STOP}"
    faults = lint(words("text", text, known_cents=frozenset({8500})))
    assert [(f.code, f.rule) for f in faults][:1] == [("mixed_text", EXEMPT)]
    assert faults[0].text == "It mixes a visit to come with money: send two texts"
    assert faults[0].sentence == "Balance $85, pay here."


def test_scenario_45_a_voicemail_about_a_surgery_bill_is_refused():
    heard = SPOKEN.replace("Please call", "It is about your knee surgery bill. Please call")
    faults = lint(words("voicemail", heard))
    assert {fault.code for fault in faults} == {"clinical_word", "voicemail_word"}
    assert {fault.rule for fault in faults} == {HEALTH}
    assert {f.sentence for f in faults} == {"It is about your knee surgery bill."}


def test_scenario_47_a_first_notice_without_the_right_to_a_lawyer_is_refused():
    right = "You have the right to have your own attorney. You may call 651-555-0100."
    needed = (Required("mn-attorney-ag", PRACTICES, right),)
    assert found("letter", MAILED, must_say=needed) == [("notice_missing", PRACTICES)]
    assert found("letter", f"{MAILED}\n{right}", must_say=needed) == []
    changed = right.replace("651-555-0100", "us")
    assert ("notice_missing", PRACTICES) in found("letter", f"{MAILED}\n{changed}", must_say=needed)


def test_scenario_48_unpaid_accounts_may_affect_scheduling():
    text = f"{MAILED}\nUnpaid accounts may affect scheduling."
    assert ("care_threat", "mn-62j807-no-denial-of-care") in found("letter", text)


def test_other_people_are_found_and_our_own_are_not():
    text = "Maria Lopez and  jon\nberg share account 0109999."
    assert found("note", text) == []
    faults = lint(words("note", text, others=("Jon Berg", "0109999")))
    assert [(f.code, f.rule) for f in faults] == [("other_person", HEALTH)] * 2
    assert not any("erg" in f.text for f in faults)


def test_on_old_debt_the_time_to_sue_is_the_rule_and_no_part_payment_is_asked():
    old = found("note", "We may sue you. Please send a small payment.", old_debt=True)
    assert old == [("suit_threat", "us-regf-time-barred"), ("revival", "us-regf-time-barred")]
    assert found("note", "Please send a small payment.") == []


def test_words_about_no_account_have_no_amount_to_compare():
    owed = "You owe $12.34."
    assert found("note", owed, known_cents=None) == []
    assert found("note", owed, known_cents=frozenset()) == [("amount", "words.amounts")]


def test_a_language_nobody_has_approved_is_refused():
    assert found("note", "Hello.", language="so") == [("language", "words.language")]
