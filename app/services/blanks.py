"""Forms without a vault: what can be filled on one, and filling it box by box, a field name for all its boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.mapping.model import PackBox, SourceKind
from app.mapping.pack import Pack
from app.mapping.placing import place
from app.mapping.suggest.model import Suggestion
from app.pdf.composing.composer import BoxTitle, Composed, compose
from app.pdf.inspect import describe
from app.pdf.proving.gate import gate
from app.pdf.proving.proof import prove
from app.pdf.template import Box, BoxId, BoxKind, Template
from app.pdf.worker import PaperWorker
from app.services.forms import OpenedForm
from app.services.problems import UnknownBox, WrongKindOfValue

#: A box that a pack was written for is known for certain.
_CERTAIN = 1.0


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
    told["form"], told["edition"] = pack.id, pack.edition
    meanings = {placed.box.id: placed.meaning for placed in place(pack, opened.template).placed}
    for box in told["boxes"]:
        meaning = meanings.get(box["id"])
        if meaning is not None:
            box.update(_meant(pack, meaning))
    return told


def values_of_boxes(template: Template, given: Mapping[str, object]) -> dict[BoxId, str | bool]:
    """The values by box, checked against what each box takes.

    A box id wins over a field name, a field name stands for all its boxes.

    Raises:
        UnknownBox: the form has neither a box nor a field of that name.
        WrongKindOfValue: a tick for a text box, a text for a check box.
    """
    by_id = {str(box.id): box for box in template.boxes}
    by_field: dict[str, list[Box]] = {}
    for box in template.boxes:
        if box.field is not None:
            by_field.setdefault(box.field, []).append(box)
    values: dict[BoxId, str | bool] = {}
    for name, value in given.items():
        if name not in by_id and name not in by_field:
            raise UnknownBox(name=name)
        for box in () if name in by_id else by_field[name]:
            values[box.id] = _checked(name, box, value)
    for name, value in given.items():
        if name in by_id:
            values[by_id[name].id] = _checked(name, by_id[name], value)
    return values


def fill_boxes(opened: OpenedForm, values: Mapping[BoxId, str | bool]) -> Composed:
    """The form with the values in its boxes; a box not named keeps what the blank prints there."""
    return compose(opened.form, values, titles=_titles(opened))


def prove_filled(paper: PaperWorker, opened: OpenedForm, made: Composed, values: Mapping[BoxId, str | bool]) -> None:
    """Let a filled form pass only if every value stands on it and nothing in it can be toggled, run or hidden.

    Raises:
        PdfProblem: a value has no ink or does not read back, or the file holds what a finished one must not.
    """
    prove(opened.form, made, values, paper)
    gate(made.pdf, paper, ours_from=opened.form.first_free)


def _meant(pack: Pack, meaning: PackBox) -> dict[str, Any]:
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


def _titles(opened: OpenedForm) -> dict[BoxId, BoxTitle]:
    pack = opened.pack
    titles = {}
    for placed in place(pack, opened.template).placed:
        box, meaning = placed.box, placed.meaning
        if pack is not None and meaning is not None:
            titles[box.id] = BoxTitle(pack.section_title(meaning.section), meaning.label)
        else:
            titles[box.id] = BoxTitle(question=box.label or box.field or "")
    return titles


def _checked(name: str, box: Box, value: object) -> str | bool:
    if box.kind is BoxKind.CHECK:
        if isinstance(value, bool):
            return value
        raise WrongKindOfValue(name=name, wanted="true or false", given=_kind_name(value))
    if isinstance(value, str):
        return value
    raise WrongKindOfValue(name=name, wanted="a text in quotation marks", given=_kind_name(value))


def _kind_name(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    return {str: "a text", int: "a number", float: "a number", type(None): "nothing (null)", list: "a list"}.get(
        type(value), "something else"
    )
