"""AAA of a 271 in words: the payer's reason for not answering, and what to do about it."""

REASONS = {
    "04": "more was asked for than the payer allows",
    "15": "something that the payer needs was not sent",
    "33": "the request has errors",
    "35": "the provider is out of network",
    "41": "this clinic may not ask this payer: authorization or access is restricted",
    "42": "the payer cannot answer at this time",
    "43": "the provider's number is missing or wrong",
    "44": "the provider's name is missing or wrong",
    "45": "the provider's specialty is missing or wrong",
    "46": "the provider's phone number is missing or wrong",
    "47": "the provider's state is missing or wrong",
    "48": "the referring provider's number is missing or wrong",
    "49": "the provider is not the primary care physician",
    "50": "the provider may not ask this payer",
    "51": "the provider is not on the payer's file",
    "52": "the service dates are outside the provider's enrollment with the plan",
    "53": "the benefit asked for does not fit this type of provider",
    "54": "the kind of product or service number does not fit",
    "55": "the product or service number does not fit",
    "56": "the date does not fit",
    "57": "the date of service is missing or wrong",
    "58": "the birth date is missing or wrong",
    "60": "the birth date is after the date of service",
    "61": "the date of death is before the date of service",
    "62": "the date of service is outside the time that may be asked about",
    "63": "the date of service is in the future",
    "64": "the patient's number is missing or wrong",
    "65": "the patient's name is missing or wrong",
    "66": "the patient's gender code is missing or wrong",
    "67": "the patient was not found",
    "68": "the patient's number is on file twice",
    "69": "the request does not fit the patient's age",
    "70": "the request does not fit the patient's gender",
    "71": "the birth date is not the one the payer has",
    "72": "the member number is missing or wrong",
    "73": "the subscriber's name is missing or wrong",
    "74": "the subscriber's gender code is missing or wrong",
    "75": "the subscriber was not found",
    "76": "the member number is on file twice",
    "77": "the subscriber was found, the patient was not",
    "78": "the subscriber is not in the group or plan that was named",
    "79": "the number of the sender or payer is not valid",
    "80": "no response came; the request was ended",
    "97": "the provider's address is missing or wrong",
    "98": "the service is experimental",
    "AA": "the authorization number was not found",
    "AE": "the primary care physician must authorize it",
    "AF": "a diagnosis code is missing or wrong",
    "AO": "more about the patient's condition is needed",
    "CI": "the certification does not match the patient",
    "E8": "a medical review is needed",
    "IA": "the authorization number has a wrong form",
    "MA": "the authorization number is missing",
    "T4": "the payer's name or number is missing",
}
FOLLOW_UPS = {
    "C": "Correct it and ask again.",
    "N": "Asking again is not allowed.",
    "P": "Send the same request again.",
    "R": "Asking again is allowed.",
    "S": "Do not ask again: a third party was asked.",
    "W": "Wait 30 days, then ask again.",
    "X": "Wait 10 days, then ask again.",
    "Y": "Do not ask again: the payer keeps the request and answers soon.",
}


def rejection_words(code: str, follow_up: str) -> str:
    """The reason, its code, and what to do, as sentences."""
    known = REASONS.get(code)
    reason = f"{known[0].upper()}{known[1:]}" if known else "The payer gives a reason unknown here"
    shown = code if code.isalnum() and len(code) <= 3 else "no code"
    todo = FOLLOW_UPS.get(follow_up, "Ask the payer what to do.")
    return f"{reason} ({shown}). {todo}"
