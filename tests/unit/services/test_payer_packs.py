"""Packs of payers' forms against answer keys made by people who read the pages: every box says what the key says."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.mapping.model import Source, SourceKind
from app.mapping.pack import Pack, PackLibrary, declared_boxes
from app.mapping.placing import place
from app.pdf.composing.composer import compose
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker
from app.services.drafting import Answered, drafted
from app.services.opening import known_by
from app.services.trying import fill_invented

#: Blank to its pack.
PACKS = {
    "aetna-medicare-riabni-v2": "aetna/medicare-rituximab/2025-01",
    "aetna-skyrizi": "aetna/skyrizi/2023-09",
    "anthem-healthkeepers-vyepti": "anthem-healthkeepers-va/vyepti/2024-06",
    "anthem-va-pharmacy-prior-auth": "anthem-healthkeepers-va/pharmacy/2022-11",
    "bcbs-empire-ny": "empire-bcbs-ny/pharmacy/2023-03",
    "bcbsnd-inpatient-fillable": "bcbs-north-dakota/inpatient/2026-02",
    "bcbstx-health-services-standard-pa": "texas/standard-services/0415",
    "bcbstx-rx-standard-pa": "texas/standard-rx/0522",
    "caremark-florida-prior-auth": "caremark/florida-standard/12-16",
    "caremark-minnesota-state-pa": "caremark/minnesota-uniform/2015-10",
    "cigna-general-med-prior-auth": "cigna/medication/061025",
    "linzess-molina-tx": "molina-tx/linzess/2021-05",
    "medicare-partd-cms-model": "cms/part-d-coverage-determination/undated",
    "ny-medicaid-nyrx": "ny-medicaid/nyrx-prescription/2025-08-11",
    "optumrx-general-prior-auth": "optum-rx/general/2022-03",
    "optumrx-tenncare-compound-prior-auth": "optum-rx/tenncare-compound/2019-10",
    "rxbenefits-medication-pa": "rxbenefits/medication/2025-05-15",
    "tmhp-radiology-pa": "texas-medicaid/radiology/2024-04",
    "tx-nofr001-standard-pa": "texas/standard-services/0415",
    "xifaxan-gateway-health": "gateway-health/xifaxan/2019-05",
}
#: Another copy of a form that one pack serves, without an answer key of its own.
COPIES = {"aetna-medicare-riabni-v1": "aetna/medicare-rituximab/2025-01"}
#: Drafted without a person as well, to see that questions are left over and no box is lost.
ALONE = (
    "bcbstx-rx-standard-pa",
    "caremark-florida-prior-auth",
    "cigna-general-med-prior-auth",
    "ny-medicaid-nyrx",
    "optumrx-general-prior-auth",
    "rxbenefits-medication-pa",
)
_LAST_FIRST = "the form asks for last name, first name and initial in this order"
_TICKED_BY_RULE = "a rule ticks it: the key's value alone would leave it empty for what is asked here"
#: Boxes that say something else on purpose: label of the key to the reason.
ON_PURPOSE: dict[str, dict[str, str]] = {
    "aetna-skyrizi": {"Specialty (Check one): Other": _TICKED_BY_RULE},
    "bcbs-empire-ny": {
        "Member information: Last name, first name, middle initial:": _LAST_FIRST,
        "Prescriber information: Last name, first name, and middle initial:": _LAST_FIRST,
    },
    "bcbsnd-inpatient-fillable": {"Procedure 2: Description": "the second code is that of the injection"},
    "caremark-florida-prior-auth": {"6c. Code Description, row 2": "the second code is that of the injection"},
    "caremark-minnesota-state-pa": {
        "This form is being used for: Formulary Exception": _TICKED_BY_RULE,
        "B Patient Information: Patient Name (LAST, FIRST, MI):": _LAST_FIRST,
        "C Prescriber Information: Prescriber Name (LAST, FIRST, MI):": _LAST_FIRST,
    },
    "medicare-partd-cms-model": {
        "I request prior authorization for the drug my doctor has prescribed.": _TICKED_BY_RULE
    },
    "ny-medicaid-nyrx": {
        "Renewal, new strength: Approximate date therapy initiated (MM/DD/YYYY):": "which renewal it is, is a question",
        "Continuation from other insurer: Approximate date therapy initiated (MM/DD/YYYY):": "asked for that insurer",
    },
    "optumrx-tenncare-compound-prior-auth": {"Clinical Criteria: 1. route of administration: Other:": _TICKED_BY_RULE},
}
_OUTSIDE = frozenset({"other", "none"})
_KEYS = Path(__file__).parents[2] / "golden" / "keys"
_KEY_IN_PATTERN = re.compile(r"\{([a-z][^}|]*)")


@pytest.fixture(params=sorted({**PACKS, **COPIES}))
def form(request: pytest.FixtureRequest, payer_forms: Path) -> tuple[str, bytes]:
    name: str = request.param
    return name, (payer_forms / f"{name}.pdf").read_bytes()


def pack_of(name: str) -> Pack:
    pack = PackLibrary().get({**PACKS, **COPIES}[name])
    assert pack is not None
    return pack


def key_of(name: str, payer_forms: Path) -> list[dict[str, Any]]:
    """The answer key's boxes: of the collection, else of this folder."""
    places = (payer_forms.parent / "gold" / f"{name}.json", _KEYS / f"{name}.json")
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        pytest.skip("the answer key is not at hand")
    boxes: list[dict[str, Any]] = json.loads(found.read_text(encoding="utf-8"))["boxes"]
    return [box for box in boxes if box["kind"] != "button"]


def said_of(source: Source | None) -> set[str]:
    """The keys that a box is made from; what the key calls `other` for a question, a rule and what is typed."""
    if source is None or source.kind in (SourceKind.ASK, SourceKind.TICK, SourceKind.BY_HAND):
        return {"other"}
    if source.kind is SourceKind.NEVER:
        return {"none"}
    return {*source.keys, *_KEY_IN_PATTERN.findall(source.pattern)}


@pytest.mark.parametrize("name", sorted(PACKS))
def test_every_box_says_what_the_answer_key_says(name: str, payer_forms: Path, paper_worker: PaperWorker) -> None:
    pack, key = pack_of(name), key_of(name, payer_forms)
    data = (payer_forms / f"{name}.pdf").read_bytes()
    placed = place(pack, paper_worker.compile(data, declared=declared_boxes(pack)).template).placed
    wrong, nowhere = [], []
    for answer in key:
        rect = Rect(*answer["rect"])
        here = [item for item in placed if item.box.page == answer["page"] and _holds(item.box.rect, rect)]
        if not here:
            nowhere.append(answer["label"])
            continue
        said = {name for item in here for name in said_of(item.meaning.source if item.meaning else None)}
        wanted = {answer["key"], *answer.get("alt", ())}
        parts = {name.split(":")[0] for name in said}
        agreed = bool(wanted & (said | parts)) or (wanted <= _OUTSIDE and said <= _OUTSIDE)
        if not agreed and answer.get("sure", True):
            wrong.append(answer["label"])
    assert nowhere == []
    assert sorted(wrong) == sorted(ON_PURPOSE.get(name, {}))


def test_the_form_is_known_by_its_words_as_well(form: tuple[str, bytes], paper_worker: PaperWorker) -> None:
    name, data = form
    found = PackLibrary().recognise("0" * 64, known_by(paper_worker, data, paper_worker.sights(data)))
    assert found is not None
    assert (found.pack.id, found.is_usable) == (pack_of(name).id, True)


def test_no_box_of_the_pack_is_lost_and_a_test_fill_is_composed(
    form: tuple[str, bytes], paper_worker: PaperWorker
) -> None:
    name, data = form
    pack = pack_of(name)
    blank = paper_worker.compile(data, declared=declared_boxes(pack))
    assert blank.template.sha256 in pack.fingerprints.sha256
    placing = place(pack, blank.template)
    assert placing.unplaced == ()
    assert [item.box.id for item in placing.placed if item.meaning is None] == []
    for patient in range(3):
        filled = fill_invented(pack, blank.template, dt.date(2026, 11, 24), patient=patient)
        assert filled.counts.filled > 0.2 * filled.counts.boxes
        assert compose(blank, filled.values()).pdf.startswith(b"%PDF")


def test_no_two_boxes_of_a_form_are_written_over_one_another(
    form: tuple[str, bytes], paper_worker: PaperWorker
) -> None:
    name, data = form
    boxes = paper_worker.compile(data, declared=declared_boxes(pack_of(name))).template.boxes
    over = [
        (one.id, other.id)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one.page == other.page and _shared(one.rect, other.rect) > 0.2
    ]
    assert over == []


def test_attestation_and_addresses_are_what_the_form_prints(form: tuple[str, bytes], paper_worker: PaperWorker) -> None:
    name, data = form
    pack = pack_of(name)
    printed = _letters(" ".join(known_by(paper_worker, data, paper_worker.sights(data))))
    lines = [line for item in pack.destinations for line in item.address.split(", ")]
    texts = [pack.signer.attestation, *lines]
    assert [text for text in texts if _letters(text) not in printed] == []


@pytest.mark.parametrize("name", sorted(PACKS))
def test_every_question_is_told_apart_by_its_wording(name: str) -> None:
    questions = pack_of(name).questions
    told = [(item.section, item.wording.casefold()) for item in questions]
    assert sorted(told) == sorted(set(told))


@pytest.mark.parametrize("name", ALONE)
def test_without_a_person_all_that_is_sure_and_questions_make_a_pack(
    name: str, payer_forms: Path, paper_worker: PaperWorker
) -> None:
    made = drafted(paper_worker, (payer_forms / f"{name}.pdf").read_bytes())
    answers = Answered.read({"boxes": key_of(name, payer_forms)})
    assert not made.draft.open
    assert len(made.pack.boxes) >= 0.95 * len(answers)


def _holds(rect: Rect, inner: Rect) -> bool:
    x, y = inner.center
    return rect.x0 - 1 <= x <= rect.x1 + 1 and rect.y0 - 1 <= y <= rect.y1 + 1


def _shared(one: Rect, other: Rect) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    if wide <= 0 or tall <= 0:
        return 0.0
    return wide * tall / min(one.width * one.height, other.width * other.height)


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text)).casefold()
