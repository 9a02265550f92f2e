"""goodstanding check-words: faults as JSON, and an exit status programs can read."""

import json

import pytest

from goodstanding.cli.commands import run

pytestmark = pytest.mark.django_db

TEXT = (
    "St. Cloud Orthopedics: You have a message. Call 320-555-0100. Reply STOP to stop these texts."
)


def asked(capsys, tmp_path, words, kind="text", *more):
    (tmp_path / "words.txt").write_text(words)
    status = run(["check-words", str(tmp_path / "words.txt"), "--kind", kind, "--json", *more])
    return status, json.loads(capsys.readouterr().out)


def test_words_in_order(capsys, tmp_path):
    status, said = asked(capsys, tmp_path, TEXT)
    assert (status, said["faults"], said["allowed_now"]) == (0, [], None)
    assert said["characters"] == len(TEXT)


def test_a_fault_has_its_rule_citation_sentence_and_place(capsys, tmp_path):
    words = f"{TEXT} We may sue you."
    status, said = asked(capsys, tmp_path, words)
    (fault,) = said["faults"]
    assert status == 1
    assert (fault["rule"], fault["citation"]) == (
        "mn-332c-prohibited-practices", "Minn. Stat. 332C.02",
    )  # fmt: skip
    assert words[fault["start"] : fault["end"]] == fault["sentence"] == "We may sue you."


def test_people_read_lines(capsys, tmp_path):
    (tmp_path / "words.txt").write_text("Please call us at once or else.")
    assert run(["check-words", str(tmp_path / "words.txt"), "--kind", "note"]) == 1
    assert "mn-332c-prohibited-practices; Minn. Stat. 332C.02" in capsys.readouterr().out


@pytest.mark.parametrize("more", [("--account", "nobody"), ()])
def test_an_unknown_account_or_file_is_wrong_use(capsys, tmp_path, more):
    (tmp_path / "words.txt").write_text("Hello.")
    name = "words.txt" if more else "nothing.txt"
    assert run(["check-words", str(tmp_path / name), "--kind", "note", *more]) == 2
