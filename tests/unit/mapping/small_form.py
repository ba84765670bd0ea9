"""A form of a few boxes, as small as a test needs it."""

from __future__ import annotations

import datetime as dt

from app.domain.facts import Facts
from app.domain.ids import PatientId, PersonId, RequestId
from app.domain.request import Answer, AnswerOrigin, BoxEntry, Request
from app.mapping.fill import fill
from app.mapping.filled import BoxFill, FilledForm, FillState
from app.mapping.pack import Pack, declared_boxes, load_pack
from app.pdf.template import FormKind, PageShape, Rect, Template

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
ME = PersonId("me")
HEAD = 'schema = 1\n[form]\nid = "a/b/c"\ntitle = "T"\npayer = "P"\npages = 1\n'
SECTIONS = """
[[section]]
id = "s"
title = "S"
[[section]]
id = "migraine"
title = "Migraine"
conditions = ["chronic_migraine"]
[[section]]
id = "initial"
title = "Initial"
inside = "migraine"
part = "initial"
[[section]]
id = "continuation"
title = "Continuation"
inside = "migraine"
part = "continuation"
"""
QUESTION = """
[[question]]
id = "ask.adult"
type = "yesno"
wording = "Adult?"
section = "s"
propose = "patient.age >= 18"
[[question]]
id = "ask.two"
type = "yesno"
wording = "Two tried? List them."
section = "s"
propose = "count(prior, oral) >= 2"
detail = { wording = "Which", on = ["yes"], propose = "names(prior, oral)" }
"""


def a_form(*boxes: str) -> tuple[Pack, Template]:
    """A form of one page; every box is the rest of its `[[box]]`, kinds and sections as it says."""
    written = [
        f'[[box]]\npage = 1\nrect = [10, {700 - 20 * row}, 90, {715 - 20 * row}]\nlabel = "Box {row}"\n'
        + ("" if "section" in box else 'section = "s"\n')
        + box
        for row, box in enumerate(boxes)
    ]
    pack = load_pack(HEAD + SECTIONS + QUESTION + "\n".join(written), "small.toml")
    shape = PageShape(Rect(0, 0, 612, 792))
    return pack, Template("0" * 64, FormKind.FLAT, (shape,), declared_boxes(pack))


def a_request(*answers: Answer, entries: tuple[BoxEntry, ...] = ()) -> Request:
    return Request(RequestId("r"), PatientId("p"), AT, answers=answers, entries=entries)


def answer(question: str, value: str, *, origin: AnswerOrigin = AnswerOrigin.TYPED, confirmed: bool = True) -> Answer:
    return Answer(question, value, origin, ME, AT, confirmed)


def filled(
    form: tuple[Pack, Template], facts: Facts, request: Request | None = None
) -> tuple[FilledForm, list[BoxFill]]:
    result = fill(*form, facts, request or a_request())
    return result, list(result.boxes.values())


def states(fills: list[BoxFill]) -> list[FillState]:
    return [box.state for box in fills]
