"""Words on paper before they are used: a made-up person's letter, stamped so nobody mails it."""

from dataclasses import replace
from functools import lru_cache

from goodstanding.core.letters import ClinicFacts, FilledLetter
from goodstanding.core.refusals import Refused
from goodstanding.outbound.call_script import SCRIPT
from goodstanding.outbound.chosen_words import Chosen
from goodstanding.outbound.fill import filled_in
from goodstanding.outbound.print_batch import sample_images, sample_pdf
from goodstanding.outbound.sample_letters import CASES, sample_letter, with_phones
from goodstanding.outbound.word_files import FALLBACK_LANGUAGE, SHEET, parse, word_file

SAMPLE = "SAMPLE - made-up person"
UNCHECKED = "DRAFT - needs translator"


def preview_pdf(
    kind: str, language: str, text: str, *, case: str, stamp: str, clinic: ClinicFacts
) -> bytes:
    return sample_pdf(_sample(kind, language, text, case=case, stamp=stamp, clinic=clinic))


@lru_cache(maxsize=16)
def preview_pages(
    kind: str, language: str, text: str, *, case: str, stamp: str, clinic: ClinicFacts
) -> tuple[bytes, ...]:
    """Each page as a PNG; () for words that are not printed or do not hold up."""
    if kind == SCRIPT:
        return ()
    try:
        return sample_images(_sample(kind, language, text, case=case, stamp=stamp, clinic=clinic))
    except (Refused, ValueError):
        return ()


def stamp_for(language: str, translator: str) -> str:
    return SAMPLE if language == FALLBACK_LANGUAGE or translator else UNCHECKED


def _sample(
    kind: str, language: str, text: str, *, case: str, stamp: str, clinic: ClinicFacts
) -> FilledLetter:
    if kind == SCRIPT or case not in CASES:
        raise Refused("There is no page to show of these words.")
    read = parse(text, kind=kind, language=language)
    if kind != SHEET:
        letter, choice = sample_letter(kind, language, case), Chosen(read)
    else:
        letter = sample_letter("reminder", language, case)
        sheet = read if "sheet" in read.regions else None
        choice = Chosen(word_file("reminder", FALLBACK_LANGUAGE), sheet, (read,))
    return replace(filled_in(letter, with_phones(clinic), choice), stamp=stamp)
