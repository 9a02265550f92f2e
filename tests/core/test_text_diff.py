"""Two texts side by side: what was added, removed and changed, with the lines around it."""

from goodstanding.core.text_diff import DiffRow, side_by_side

OLD = "one\ntwo\nthree\nfour\nfive\nsix\nseven"


def marks(new: str, around: int = 1) -> list[tuple[str, int, int]]:
    return [(row.mark, row.left_line, row.right_line) for row in side_by_side(OLD, new, around)]


def test_nothing_differs():
    assert side_by_side(OLD, OLD) == ()


def test_a_changed_line_with_what_stands_around_it():
    assert marks(OLD.replace("four", "4")) == [
        ("gap", 0, 0), ("same", 3, 3), ("changed", 4, 4), ("same", 5, 5), ("gap", 0, 0),
    ]  # fmt: skip


def test_a_line_more_and_a_line_less_keep_their_own_numbers():
    assert marks("zero\n" + OLD.replace("six\n", "")) == [
        ("added", 0, 1), ("same", 1, 2), ("gap", 0, 0), ("same", 5, 6), ("removed", 6, 0),
        ("same", 7, 7),
    ]  # fmt: skip


def test_a_row_holds_both_texts():
    (row,) = [r for r in side_by_side("a\nb", "a\nc", 0) if r.mark == "changed"]
    assert row == DiffRow("changed", 2, "b", 2, "c")
