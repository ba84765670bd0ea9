"""Whether a pack agrees with itself, with the vocabulary and with the language of rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.domain.rules import Rule
from app.domain.vocabulary import PARTS, KeyKind, KeyRef, vocabulary
from app.mapping.model import Pack, PackBox, Question, QuestionType, Source, SourceKind
from app.mapping.pattern import read_pattern
from app.mapping.transform import is_format
from app.pdf.template import BoxKind
from app.tables.lines import Path
from app.tables.table import Table, Where


def check_pack(pack: Pack, where: Where) -> None:
    """Complain about the first thing that does not agree."""
    _check_form(pack, where)
    for index, section in enumerate(pack.sections):
        _check_section(pack, index, where)
        _check_rule(section.when, ("section", index, "when"), where)
    for index, question in enumerate(pack.questions):
        _check_question(pack, question, ("question", index), where)
    for index, box in enumerate(pack.boxes):
        _check_box(pack, box, ("box", index), where)
    for index, attachment in enumerate(pack.attachments):
        _check_in_section(pack, attachment.section, ("attachment", index, "section"), where)
        _check_rule(attachment.when, ("attachment", index, "when"), where)
    for index, reminder in enumerate(pack.reminders):
        _check_rule(reminder.when, ("reminder", index, "when"), where)


def _check_form(pack: Pack, where: Where) -> None:
    if len(pack.id.split("/")) != 3 or not all(pack.id.split("/")):
        raise where.problem(("form", "id"), "it is written payer/form/edition")
    if pack.pages < 1:
        raise where.problem(("form", "pages"), "a form has one page at least")
    _check_once((section.id for section in pack.sections), "section", "id", where)
    _check_once((question.id for question in pack.questions), "question", "id", where)
    _check_once((destination.name for destination in pack.destinations), "destination", "name", where)
    _check_once((box.name for box in pack.boxes), "box", "field", where)


def _check_once(names: Iterable[str], table: str, key: str, where: Where) -> None:
    seen: Counter[str] = Counter()
    for index, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            raise where.problem((table, index, key), f"“{name}” is there twice")


def _check_section(pack: Pack, index: int, where: Where) -> None:
    section = pack.sections[index]
    if section.inside and section.inside not in [earlier.id for earlier in pack.sections[:index]]:
        raise where.problem(("section", index, "inside"), f"there is no section “{section.inside}” before it")
    known = vocabulary().spec("condition").values
    for condition in section.conditions:
        if condition not in known:
            raise where.problem(("section", index, "conditions"), f"“{condition}” is no indication of the vocabulary")


def _check_in_section(pack: Pack, section: str, path: Path, where: Where) -> None:
    if section and pack.section(section) is None:
        raise where.problem(path, f"there is no section “{section}”")


def _check_question(pack: Pack, question: Question, path: Path, where: Where) -> None:
    if not question.id.startswith("ask.") or question.id.count(".") != 1:
        raise where.problem((*path, "id"), "a question is named ask.something")
    _check_in_section(pack, question.section, (*path, "section"), where)
    if (question.type is QuestionType.CHOICE) != bool(question.choices):
        raise where.problem((*path, "choices"), "a choice, and only a choice, has choices")
    _check_rule(question.propose, (*path, "propose"), where)
    for answer in question.prints:
        _check_answer(question, answer, (*path, "prints"), where)
    if question.detail is not None:
        _check_rule(question.detail.propose, (*path, "detail", "propose"), where)
        for answer in question.detail.on:
            _check_answer(question, answer, (*path, "detail", "on"), where)


def _check_answer(question: Question, answer: str, path: Path, where: Where) -> None:
    possible = ("yes", "no") if question.type is QuestionType.YESNO else tuple(question.choices)
    if answer not in possible:
        says = f"its answers are {', '.join(possible)}" if possible else "it has no fixed answers"
        raise where.problem(path, f"“{answer}” is no answer to {question.id}: {says}")


def _check_rule(rule: str, path: Path, where: Where) -> None:
    if rule:
        Table({}, path[:-1], where).checked(str(path[-1]), lambda: Rule.parse(rule))


def _check_box(pack: Pack, box: PackBox, path: Path, where: Where) -> None:
    _check_in_section(pack, box.section, (*path, "section"), where)
    _check_rule(box.when, (*path, "when"), where)
    if box.place is not None and not 1 <= box.place.page <= pack.pages:
        raise where.problem((*path, "page"), f"the form has {pack.pages} pages")
    source = box.source
    if source.format and not is_format(source.format):
        raise where.problem((*path, "format"), f"“{source.format}” is no format")
    if source.kind is SourceKind.ASK:
        _check_asking(pack, source, path, where)
    elif source.equals or source.detail or source.part:
        name = "is" if source.equals else "detail" if source.detail else "part"
        raise where.problem((*path, name), "it belongs to a question (ask)")
    _check_rule(source.rule, (*path, "tick"), where)
    table = Table({}, path, where)
    if source.pattern:
        table.checked("compose", lambda: read_pattern(source.pattern))
    _check_keys(box, table)


def _check_asking(pack: Pack, source: Source, path: Path, where: Where) -> None:
    question = pack.question(source.question)
    if question is None:
        raise where.problem((*path, "ask"), f"there is no question “{source.question}”")
    if source.equals:
        _check_answer(question, source.equals, (*path, "is"), where)
    dates = PARTS[KeyKind.DATE] if question.type is QuestionType.DATE else ()
    if source.part and source.part not in dates:
        raise where.problem((*path, "part"), f"only a date has parts: {', '.join(PARTS[KeyKind.DATE])}")
    if source.detail and question.detail is None:
        raise where.problem((*path, "detail"), f"{question.id} has no detail")


def _check_keys(box: PackBox, table: Table) -> None:
    source = box.source
    name = "join" if source.kind is SourceKind.JOIN else "key"
    for key in source.keys:
        row_free = key.replace("[*]", "[1]") if source.kind is SourceKind.JOIN else key
        ref = table.checked(name, lambda key=row_free: vocabulary().parse(key))  # type: ignore[misc]
        _check_ref(box, ref, table, name)


def _check_ref(box: PackBox, ref: KeyRef, table: Table, name: str) -> None:
    kind = None if box.place is None else box.place.kind
    if kind is BoxKind.CHECK and ref.wanted is None:
        raise table.problem(name, f"a check box needs a value, such as {ref.spec.key}=…")
    if kind not in (None, BoxKind.CHECK) and ref.wanted is not None:
        raise table.problem(name, "only a check box is ticked for a value")
    if ref.kind is KeyKind.SIGNATURE and box.source.kind is not SourceKind.SIGNATURE:
        raise table.problem(name, "a signature stands alone in its box")
    if box.source.ongoing and ref.spec.group != "prior":
        raise table.problem("ongoing", "only a therapy can be ongoing")
    known = {KeyKind.CHOICE: ref.spec.values, KeyKind.YES_NO: ("yes", "no")}.get(ref.kind)
    for word in box.source.words:
        if known is not None and word not in known:
            raise table.problem("words", f"“{word}” is no value of {ref.spec.key}")
