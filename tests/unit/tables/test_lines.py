"""Where a table or key of a TOML text stands."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from app.tables.lines import LineMap

TEXT = '''schema = 1
# [not.a.table]
[form]
id = "a" # id = "b"
note = """
[[box]]
key = "inside a text"
"""
lines = [
  "x", # ] key = 1
  "y",
]
a."b.c".d = 1

[[box]]
key = "one"
look = { size_pt = 9 }
[box.words]
yes = "Y"
[[box]]
"key" = "]] two"
rect = [1,
  2]
when = \'\'\'
key = 3\'\'\'
label = "last"
'''


def test_every_key_is_found_on_its_line() -> None:
    lines = LineMap.of(TEXT)
    wanted = {
        ("schema",): 1,
        ("form",): 3,
        ("form", "id"): 4,
        ("form", "note"): 5,
        ("form", "lines"): 9,
        ("form", "a", "b.c", "d"): 13,
        ("box", 0): 15,
        ("box", 0, "key"): 16,
        ("box", 0, "words", "yes"): 19,
        ("box", 1): 20,
        ("box", 1, "key"): 21,
        ("box", 1, "when"): 24,
        ("box", 1, "label"): 26,
    }
    assert {path: lines.line(path) for path in wanted} == wanted


def test_what_is_not_there_is_sought_around() -> None:
    lines = LineMap.of(TEXT)
    assert lines.line(("box", 1, "importance")) == 20
    assert lines.line(("box", 0, "look", "size_pt")) == 17
    assert lines.line(("nowhere",)) == 1


def test_no_line_is_read_out_of_a_text_or_list() -> None:
    by_path = LineMap.of(TEXT).by_path
    assert ("form", "key") not in by_path
    assert set(tomllib.loads(TEXT)) == {path[0] for path in by_path}


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12), min_size=1, max_size=8))
def test_texts_of_any_kind_do_not_lose_the_count(texts: list[str]) -> None:
    written = ["'" + text.replace("'", "") + "'" for text in texts]
    text = "\n".join(f"[[box]]\nlabel = {item}\nkey = 1" for item in written)
    tomllib.loads(text)
    lines = LineMap.of(text)
    assert [lines.line(("box", index, "key")) for index in range(len(texts))] == [
        3 * index + 3 for index in range(len(texts))
    ]
