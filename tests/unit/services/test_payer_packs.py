"""Packs of payers' forms against answer keys made by people who read the pages: every box says what the key says."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from app.mapping.pack import PackLibrary, declared_boxes
from app.mapping.placing import place
from app.pdf.composing.composer import compose
from app.pdf.worker import PaperWorker
from app.services.blanks import described
from app.services.drafting import Answered, Naming, drafted
from app.services.forms import open_blank
from app.services.trying import fill_invented

#: Blank to its pack.
PACKS = {
    "bcbstx-rx-standard-pa": "texas/standard-rx/0522",
    "caremark-florida-prior-auth": "caremark/florida-standard/12-16",
    "cigna-general-med-prior-auth": "cigna/medication/061025",
    "ny-medicaid-nyrx": "ny-medicaid/nyrx-prescription/2025-08-11",
    "optumrx-general-prior-auth": "optum-rx/general/2022-03",
    "rxbenefits-medication-pa": "rxbenefits/medication/2025-05-15",
}
#: Boxes that say something else on purpose: contraindications alone are asked for, and the line of "Other" stays free.
ON_PURPOSE = {"optumrx-general-prior-auth": ("prior.summary",), "ny-medicaid-nyrx": ("drug.route",)}
_OUTSIDE = ("other", "none")


@pytest.fixture(params=sorted(PACKS))
def form(request: pytest.FixtureRequest, payer_forms: Path) -> tuple[str, bytes]:
    name: str = request.param
    return name, (payer_forms / f"{name}.pdf").read_bytes()


@pytest.fixture
def answers(form: tuple[str, bytes], payer_forms: Path) -> tuple[Answered, ...]:
    key = payer_forms.parent / "gold" / f"{form[0]}.json"
    if not key.is_file():
        pytest.skip("the answer key is not at hand")
    return Answered.read(json.loads(key.read_text(encoding="utf-8")))


def test_every_box_says_what_the_answer_key_says(
    form: tuple[str, bytes], answers: tuple[Answered, ...], paper_worker: PaperWorker
) -> None:
    name, data = form
    opened = open_blank(paper_worker, PackLibrary(), data)
    assert opened.pack is not None
    assert opened.pack.id == PACKS[name]
    told = described(opened)["boxes"]
    wrong = []
    for answer in answers:
        (x, y), page = answer.rect.center, answer.page
        here = [box["key"] for box in told if box["page"] == page and _holds(box["rect"], x, y)]
        said = here[0] if here else None
        outside = answer.key in _OUTSIDE and (said in (None, *_OUTSIDE) or said.startswith("ask."))
        if said != answer.key and not outside:
            wrong.append(answer.key)
    assert wrong == list(ON_PURPOSE.get(name, ()))


def test_the_form_is_known_by_its_words_as_well(form: tuple[str, bytes], paper_worker: PaperWorker) -> None:
    name, data = form
    found = PackLibrary().recognise("0" * 64, paper_worker.page_text(data))
    assert found is not None
    assert (found.pack.id, found.is_usable) == (PACKS[name], True)


def test_no_box_of_the_pack_is_lost_and_a_test_fill_is_composed(
    form: tuple[str, bytes], paper_worker: PaperWorker
) -> None:
    name, data = form
    pack = PackLibrary().get(PACKS[name])
    assert pack is not None
    blank = paper_worker.compile(data, declared=declared_boxes(pack))
    assert place(pack, blank.template).unplaced == ()
    filled = fill_invented(pack, blank.template, dt.date(2026, 11, 24))
    assert filled.counts.filled > 0.4 * filled.counts.boxes
    assert compose(blank, filled.values()).pdf.startswith(b"%PDF")


def test_without_a_person_all_that_is_sure_and_questions_make_a_pack(
    form: tuple[str, bytes], answers: tuple[Answered, ...], paper_worker: PaperWorker
) -> None:
    made = drafted(paper_worker, form[1], Naming())
    assert not made.draft.open
    assert len(made.pack.boxes) >= 0.95 * len(answers)


def _holds(rect: list[float], x: float, y: float) -> bool:
    return rect[0] - 1 <= x <= rect[2] + 1 and rect[1] - 1 <= y <= rect[3] + 1
