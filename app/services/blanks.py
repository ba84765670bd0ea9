"""Forms without a vault: what can be filled on one, and filling it box by box, a field name for all its boxes."""

from __future__ import annotations

from collections.abc import Mapping

from app.mapping.placing import place
from app.pdf.composing.composer import BoxTitle, Composed, compose
from app.pdf.proving.gate import gate
from app.pdf.proving.proof import prove
from app.pdf.template import Box, BoxId, BoxKind, Template
from app.pdf.worker import PaperWorker
from app.services.opening import OpenedForm
from app.services.problems import UnknownBox, WrongKindOfValue


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
