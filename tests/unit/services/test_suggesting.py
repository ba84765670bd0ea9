"""Suggestions for a whole form, measured against the pack of our own form, which the weights were not trained on."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.mapping.library import PackLibrary
from app.mapping.model import SourceKind
from app.mapping.placing import place
from app.mapping.suggest.model import Suggestion
from app.pdf.template import BoxId, Template
from app.pdf.worker import PaperWorker
from app.services.suggesting import suggestions

PACK = "juniper/botulinum-toxin/2026-11"


@pytest.fixture(scope="module")
def read(paper_worker: PaperWorker) -> tuple[Template, tuple[Suggestion, ...]]:
    blank = PackLibrary().blank(PACK)
    assert blank is not None
    data = Path(blank).read_bytes()
    template = paper_worker.compile(data).template
    return template, suggestions(paper_worker, data, template)


def _meant(template: Template) -> dict[BoxId, str]:
    """The one key of each box that asks for one, its parts and values left out."""
    pack = PackLibrary().get(PACK)
    assert pack is not None
    return {
        placed.box.id: _base(placed.meaning.source.keys[0])
        for placed in place(pack, template).placed
        if placed.meaning is not None
        and placed.meaning.source.kind is not SourceKind.ASK
        and len(placed.meaning.source.keys) == 1
    }


def _base(key: str) -> str:
    return key.split("=", maxsplit=1)[0].split(":", maxsplit=1)[0]


def test_every_box_gets_a_suggestion_in_order(read: tuple[Template, tuple[Suggestion, ...]]) -> None:
    template, offered = read
    assert [item.box for item in offered] == [box.id for box in template.boxes]


def test_a_form_never_seen_is_read_nearly_whole(read: tuple[Template, tuple[Suggestion, ...]]) -> None:
    template, offered = read
    meant = _meant(template)
    by_box = {item.box: item for item in offered}
    right = sum(_base(by_box[box].key or "") == key for box, key in meant.items())
    assert right >= 0.85 * len(meant)


def test_what_is_called_sure_is_right(read: tuple[Template, tuple[Suggestion, ...]]) -> None:
    template, offered = read
    meant = _meant(template)
    sure = [item for item in offered if item.confidence >= 0.9 and item.box in meant]
    right = sum(_base(item.key or "") == meant[item.box] for item in sure)
    assert len(sure) > 0.7 * len(meant)
    assert right >= 0.97 * len(sure)


def test_a_file_that_cannot_be_looked_at_still_has_its_boxes(
    paper_worker: PaperWorker, read: tuple[Template, tuple[Suggestion, ...]]
) -> None:
    template, _ = read
    assert len(suggestions(paper_worker, b"no form at all", template)) == len(template.boxes)
