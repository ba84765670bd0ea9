"""What can be filled on a form and what it asks for, said without a vault and as soon as one can know."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from app.pdf.inspect import describe
from app.pdf.template import FormKind
from app.pdf.worker import PaperWorker

if TYPE_CHECKING:
    from app.mapping.model import PackBox
    from app.mapping.pack import Pack
    from app.mapping.suggest.model import Suggestion
    from app.services.opening import OpenedForm

#: A box that a pack was written for is known for certain.
_CERTAIN = 1.0


def inspected(paper: PaperWorker, data: bytes, *, use_packs: bool) -> tuple[OpenedForm, dict[str, Any]]:
    """The form opened, and what is said of it.

    The file is read and looked at in the worker while this program still makes ready what the reading is for.

    Args:
        paper: that reads; it has little to do before.
        data: the PDF.
        use_packs: whether packs say what its boxes mean.

    Raises:
        PdfProblem: it cannot be opened.
    """
    with ThreadPoolExecutor(1) as aside:
        reading = aside.submit(_read, paper, data, look=not use_packs)
        # Loading these takes as long as reading the file.
        from app.mapping.pack import PackLibrary  # noqa: PLC0415
        from app.services.opening import open_blank  # noqa: PLC0415
        from app.services.suggesting import prepare, suggestions  # noqa: PLC0415

        packs = PackLibrary() if use_packs else PackLibrary(folders=())
        prepare()
        reading.result()
    opened = open_blank(paper, packs, data, tried=False)
    return opened, described(opened, suggestions(paper, data, opened.template))


def _read(paper: PaperWorker, data: bytes, *, look: bool) -> None:
    """Read a file, so that it is known when it is asked for."""
    form = paper.compile(data)
    # A scan takes the time that it may take, and what was not read to its end would be read on when asked again.
    if look and form.template.kind is not FormKind.SCANNED:
        paper.compile(data, find=True, tried=False)


def described(opened: OpenedForm, offered: Sequence[Suggestion] = ()) -> dict[str, Any]:
    """The form as `inspect --json` has it, with what its pack says of the boxes.

    Args:
        opened: the form.
        offered: what is suggested for its boxes; the pack's word counts for more.
    """
    told = describe(opened.template)
    pack = opened.pack
    by_box = {suggestion.box: suggestion for suggestion in offered}
    for box in told["boxes"]:
        suggestion = by_box.get(box["id"])
        if suggestion is not None:
            box.update(_suggested(suggestion))
    if pack is None:
        return told
    from app.mapping.placing import place  # noqa: PLC0415 -- only packs are placed

    told["form"], told["edition"] = pack.id, pack.edition
    meanings = {placed.box.id: placed.meaning for placed in place(pack, opened.template).placed}
    for box in told["boxes"]:
        meaning = meanings.get(box["id"])
        if meaning is not None:
            box.update(_meant(pack, meaning))
    return told


def _meant(pack: Pack, meaning: PackBox) -> dict[str, Any]:
    from app.mapping.model import SourceKind  # noqa: PLC0415

    source = meaning.source
    key = source.question if source.kind is SourceKind.ASK else (source.keys[0] if source.keys else source.pattern)
    return {
        "label": meaning.label,
        "section": pack.section_title(meaning.section),
        "key": key or source.rule or "none",
        "confidence": _CERTAIN,
    }


def _suggested(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "label": suggestion.label,
        "section": suggestion.section,
        "question": suggestion.question,
        "group": list(suggestion.siblings),
        "key": suggestion.key,
        "confidence": suggestion.confidence if suggestion.key else None,
    }
