"""Reading payers' rules from a file's text."""

from __future__ import annotations

import datetime as dt
import re
import tomllib

from app.criteria._read_condition import has_condition, read_condition
from app.criteria.composed import Fixed
from app.criteria.findings import State, Topic
from app.criteria.policy import Ages, CodeList, Exemption, Note, Policy, Rule, Stretch, Verified
from app.criteria.problems import CriteriaRule, CriteriaSyntax
from app.criteria.submission import Kind
from app.domain.indications import conditions
from app.domain.practice import Line
from app.tables.lines import LineMap
from app.tables.table import Table, Where

SCHEMA = 1
_AT_LINE = re.compile(r"\s*\(at line (?P<line>\d+), column \d+\)|\s*\(at end of document\)")


def load_policies(text: str, file_name: str) -> tuple[Policy, ...]:
    """Read the policies of one file.

    Args:
        text: TOML with a `[[policy]]` or several.
        file_name: how complaints name the file.

    Raises:
        CriteriaSyntax: the text is no TOML.
        CriteriaRule: it says something that it must not; names file, line and key.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = _AT_LINE.search(str(problem))
        line = int(found["line"]) if found and found["line"] else len(text.splitlines())
        raise CriteriaSyntax(file=file_name, line=line, why=_AT_LINE.sub("", str(problem))) from problem
    top = Table(data, (), Where(file_name, LineMap.of(text), CriteriaRule))
    if top.whole("schema") != SCHEMA:
        raise top.problem("schema", f"this program reads schema {SCHEMA}")
    policies = tuple(_policy(table) for table in top.tables("policy"))
    top.done()
    if not policies:
        raise top.problem("policy", "there must be at least one [[policy]]")
    return policies


def _policy(table: Table) -> Policy:
    read = Policy(
        id=table.text("id"),
        title=table.text("title"),
        payers=_some(table, "payers"),
        number=table.text("number", ""),
        source=table.text("source"),
        checked=_date(table, "checked") or dt.date.min,
        verified=table.one_of("verified", Verified),
        complete=table.flag("complete"),
        effective=_date(table, "effective"),
        lines=frozenset(table.some_of("lines", Line)),
        states=_states(table, "states"),
        not_states=_states(table, "not_states"),
        products=frozenset(table.texts("products") or ("J0585",)),
        covered=_conditions(table, "covered"),
        unproven=_conditions(table, "unproven"),
        decides=not table.flag("never_decides"),
        notice=table.text("notice", ""),
        checked_by=table.text("checked_by", ""),
        copied_from=table.text("copied_from", ""),
        authorized_months=_stretch(table),
        rules=tuple(_rule(part) for part in table.tables("rule")),
        exemptions=tuple(_exemption(part) for part in table.tables("exemption")),
        notes=tuple(_note(part) for part in table.tables("note")),
        codes=tuple(_codes(part) for part in table.tables("codes")),
    )
    if read.checked == dt.date.min:
        raise table.problem("checked", "it is missing")
    table.done()
    return read


def _rule(table: Table) -> Rule:
    asks_nothing = table.flag("asks_nothing")
    if asks_nothing and has_condition(table):
        raise table.problem("asks_nothing", "a rule that asks nothing has no condition")
    read = Rule(
        topic=table.one_of("topic", Topic),
        text=table.text("text"),
        condition=_nothing() if asks_nothing else read_condition(table),
        conditions=_conditions(table, "for"),
        kinds=frozenset(table.some_of("kinds", Kind) or Kind),
        products=frozenset(table.texts("products")),
        states=_states(table, "states"),
        ages=table.one_of("ages", Ages) if table.has("ages") else None,
        asks_nothing=asks_nothing,
    )
    table.done()
    return read


def _exemption(table: Table) -> Exemption:
    read = Exemption(table.text("text"), read_condition(table))
    table.done()
    return read


def _note(table: Table) -> Note:
    condition = read_condition(table) if has_condition(table) else None
    read = Note(table.one_of("topic", Topic), table.text("text"), condition, _conditions(table, "for"))
    table.done()
    return read


def _codes(table: Table) -> CodeList:
    read = CodeList(
        conditions=_conditions(table, "for"),
        listed=table.texts("listed"),
        not_covered=table.texts("not_covered"),
        on_both=table.texts("on_both"),
    )
    table.done()
    return read


def _nothing() -> Fixed:
    return Fixed(State.NOT_REQUIRED, "Nothing is asked for.")


def _stretch(table: Table) -> Stretch:
    part = table.table("authorized_months")
    if part is None:
        return Stretch()
    read = Stretch(*(part.whole(name) if part.has(name) else None for name in ("initial", "renewal")))
    part.done()
    return read


def _some(table: Table, name: str) -> tuple[str, ...]:
    found = table.texts(name)
    if not found:
        raise table.problem(name, "it must hold at least one text")
    return found


def _states(table: Table, name: str) -> frozenset[str]:
    found = table.texts(name)
    if any(not re.fullmatch(r"[A-Z]{2}", state) for state in found):
        raise table.problem(name, "states are two capital letters")
    return frozenset(found)


def _conditions(table: Table, name: str) -> frozenset[str]:
    found = table.texts(name)
    for condition in found:
        if condition not in conditions():
            raise table.problem(name, f"“{condition}” is no condition of the vocabulary")
    return frozenset(found)


def _date(table: Table, name: str) -> dt.date | None:
    text = table.text(name, "")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise table.problem(name, "it must be a date such as 2026-01-01, in quotes") from problem
