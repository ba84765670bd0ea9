"""Packs are read strictly, and complaints name file, line and key."""

from __future__ import annotations

import pytest

from app.domain.request import AttachmentKind
from app.mapping.pack import Channel, Importance, Part, QuestionType, SignatureRule, SourceKind, load_pack
from app.mapping.problems import PackProblem, PackSyntax
from app.pdf.template import BoxKind

WHOLE = """schema = 1
[form]
id = "juniper/test/1"
title = "Test"
payer = "Juniper"
pages = 2
lines = ["commercial"]
[signer]
role = "either"
rule = "wet"
[[destination]]
name = "Fax"
channel = "fax"
address = "1-800-555-0100"
[[section]]
id = "all"
title = "All"
[[section]]
id = "going_on"
title = "Going on"
inside = "all"
conditions = ["chronic_migraine"]
part = "continuation"
[[question]]
id = "ask.fine"
type = "yesno"
wording = "Is all fine?"
section = "going_on"
propose = "patient.age >= 12"
prints = { yes = "Yes!" }
detail = { wording = "Which", on = ["yes"], propose = "names(prior, days >= 60)" }
[[box]]
page = 1
rect = [10, 20, 30, 40]
kind = "comb"
cells = 4
label = "Year"
section = "all"
key = "patient.dob:YYYY"
importance = "required"
[[box]]
field = "Fine"
on = "Yes"
label = "Fine: yes"
section = "going_on"
ask = "ask.fine"
is = "yes"
[[attachment]]
kind = "diary"
wording = "Diary"
when = 'condition == "chronic_migraine"'
"""


def test_everything_that_is_written_is_read() -> None:
    pack = load_pack(WHOLE, "test.toml")
    assert (pack.id, pack.pages, pack.signer.rule) == ("juniper/test/1", 2, SignatureRule.WET)
    assert pack.destinations[0].channel is Channel.FAX
    assert (pack.sections[1].part, pack.section_title("going_on")) == (Part.CONTINUATION, "All · Going on")
    question = pack.questions[0]
    assert (question.type, question.prints, question.detail_id) == (
        QuestionType.YESNO,
        {"yes": "Yes!"},
        "ask.fine.detail",
    )
    comb, tick = pack.boxes
    assert comb.place is not None
    assert (comb.place.kind, comb.place.cells, comb.importance) == (BoxKind.COMB, 4, Importance.REQUIRED)
    assert (tick.source.kind, tick.source.equals, tick.name) == (SourceKind.ASK, "yes", "Fine (Yes)")
    assert pack.attachments[0].kind is AttachmentKind.DIARY


#: What is written instead of what, the line complained of, the name complained of, and a word of the complaint.
WRONG = [
    ("schema = 1", "schema = 2", 1, "schema", "schema 1"),
    ('title = "Test"', 'titel = "Test"', 2, "form.title", "missing"),
    ('payer = "Juniper"', 'payer = "Juniper"\nphone = "1"', 6, "form.phone", "not known"),
    ('id = "juniper/test/1"', 'id = "test"', 3, "form.id", "payer/form/edition"),
    ("pages = 2", 'pages = "two"', 6, "form.pages", "whole number"),
    ('lines = ["commercial"]', 'lines = ["blue"]', 7, "form.lines", "blue"),
    ('role = "either"', 'role = "nurse"', 9, "signer.role", "nurse"),
    ('channel = "fax"', 'channel = "pigeon"', 13, "destination.channel", "pigeon"),
    ('inside = "all"', 'inside = "none"', 21, "section.inside", "none"),
    ('["chronic_migraine"]\npart', '["migraine"]\npart', 22, "section.conditions", "migraine"),
    ('id = "ask.fine"', 'id = "fine"', 25, "question.id", "ask."),
    ('propose = "patient.age >= 12"', 'propose = "patient.aeg >= 12"', 29, "question.propose", "aeg"),
    ('prints = { yes = "Yes!" }', 'prints = { maybe = "?" }', 30, "question.prints", "maybe"),
    ('propose = "names(prior, days >= 60)"', 'propose = "names("', 31, "question.detail.propose", "rule"),
    ("rect = [10, 20, 30, 40]", "rect = [30, 20, 10, 40]", 34, "box.rect", "left"),
    ("page = 1", "page = 3", 33, "box.page", "2 pages"),
    ("cells = 4\n", "", 32, "box.cells", "comb"),
    ('kind = "comb"', 'kind = "comb"\nring = true', 36, "box.ring", "check box"),
    ("patient.dob:YYYY", "patient.dob:year", 39, "box.key", "parts"),
    ("patient.dob:YYYY", "patient.birthday", 39, "box.key", "patient.birthday"),
    ("patient.dob:YYYY", "patient.sex=male", 39, "box.key", "check box"),
    ('is = "yes"', 'is = "maybe"', 47, "box.is", "maybe"),
    ('ask = "ask.fine"', 'ask = "ask.other"', 46, "box.ask", "ask.other"),
    ('ask = "ask.fine"', 'tick = "patient.age >="', 47, "box.is", "question"),
    ('ask = "ask.fine"\nis = "yes"', 'key = "patient.sex=male"\nformat = "loud"', 47, "box.format", "loud"),
    ('field = "Fine"\n', "", 41, "box", "field"),
    ('ask = "ask.fine"\nis = "yes"', "", 41, "box", "exactly one"),
    ('on = "Yes"\n', 'on = "Yes"\nkey = "patient.dob"\n', 41, "box", "exactly one"),
    ('kind = "diary"', 'kind = "novel"', 49, "attachment.kind", "novel"),
    ("when = 'condition", "when = 'canditoin", 51, "attachment.when", "canditoin"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "key", "word"), WRONG)
def test_a_complaint_names_file_line_and_key(right: str, wrong: str, line: int, key: str, word: str) -> None:
    assert right in WHOLE
    with pytest.raises(PackProblem) as caught:
        load_pack(WHOLE.replace(right, wrong, 1), "juniper/pack.toml")
    assert f"juniper/pack.toml cannot be used, line {line}, {key}: " in caught.value.message
    assert word in caught.value.message


def test_what_stands_there_twice_is_refused() -> None:
    section = WHOLE[WHOLE.index("[[section]]") : WHOLE.index("[[section]]", WHOLE.index("[[section]]") + 1)]
    with pytest.raises(PackProblem, match=r"line 53, section\.id: “all” is there twice"):
        load_pack(WHOLE + section, "twice.toml")


@pytest.mark.parametrize(
    ("text", "line"), [("schema = 1\nform = [\n", 2), ("schema = 1\n[form\n", 2), ("a = 1\na = 2\n", 2)]
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(PackSyntax, match=f"broken.toml cannot be read at line {line}"):
        load_pack(text, "broken.toml")
