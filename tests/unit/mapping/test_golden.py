"""The invented patients on both forms, written down box by box; `PADESK_GOLDEN=write` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.case import Case
from app.domain.facts import Facts
from app.mapping.fill import fill
from app.mapping.filled import BoxFill, FilledForm
from app.mapping.library import PackLibrary
from app.mapping.pack import declared_boxes
from app.pdf.template import FormKind, PageShape, Rect, Template

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "forms"
FORMS = {"juniper": "juniper/botulinum-toxin/2026-11", "neighborhood-ri": "neighborhood-ri/botox/undated"}


@pytest.mark.parametrize("patient", ["nguyen", "feldman", "wisniewska"])
@pytest.mark.parametrize("form", FORMS)
def test_every_box_stands_as_it_was_written_down(
    form: str,
    patient: str,
    library: PackLibrary,
    case_of: Callable[[str], Case],
    facts_of: Callable[[Case], Facts],
) -> None:
    pack = library.get(FORMS[form])
    assert pack is not None
    shape = PageShape(Rect(0, 0, 612, 792))
    template = Template("0" * 64, FormKind.FLAT, (shape,) * pack.pages, declared_boxes(pack))
    case = case_of(patient)
    text = dump(fill(pack, template, facts_of(case), case.request))
    file = FOLDER / f"{form}-{patient}.txt"
    if os.environ.get("PADESK_GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def dump(form: FilledForm) -> str:
    """A filled form as lines of text, section by section in the order of the paper."""
    lines = [form.counts.sentence(), "in force: " + ", ".join(section.id for section in form.sections)]
    heading = ""
    for box in form.boxes.values():
        if box.section != heading:
            heading = box.section
            lines += ["", f"[{form.titles[heading]}]"]
        lines.append(_line(box))
    return "\n".join(lines) + "\n"


def _line(box: BoxFill) -> str:
    origins = "+".join(dict.fromkeys(origin.kind for origin in box.origins))
    shown = {True: "✓", False: "☐", None: "–"}.get(box.value, box.value)  # type: ignore[call-overload]
    parts = [f"{box.box:<12}", f"{box.state:<16}", f"{box.title[:60]} = {shown}"]
    parts += [f"({box.reason})"] if box.reason else []
    parts += [f"← {', '.join(box.keys)} [{origins}]"] if origins else []
    parts += [f"lacks {', '.join(box.lacking)}"] if box.lacking else []
    return " ".join(parts).rstrip()
