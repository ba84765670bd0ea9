"""Rules as rows that a person fills in: a fact, a test, its values; or a number of earlier therapies.

A rule that says more than rows can is kept as it is written; `Conditions.of` then gives None.
"""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from enum import StrEnum

from app.domain.drugs import therapies
from app.domain.rules import Rule
from app.domain.vocabulary import KeyKind, vocabulary
from app.errors import AppError
from app.mapping.references import reference


class Check(StrEnum):
    """How a fact is looked at; its value is the word for it."""

    IS = "is"
    IS_NOT = "is not"
    AT_LEAST = "is at least"
    MORE = "is more than"
    AT_MOST = "is at most"
    LESS = "is less than"
    STARTS = "starts with"
    STARTS_NOT = "does not start with"
    KNOWN = "is documented"
    UNKNOWN = "is not documented"


_SIGNS = {Check.AT_LEAST: ">=", Check.MORE: ">", Check.AT_MOST: "<=", Check.LESS: "<"}
_NUMBERS = (KeyKind.NUMBER, KeyKind.INTEGER)
_COMPARED: dict[type[ast.cmpop], Check] = {
    ast.GtE: Check.AT_LEAST,
    ast.Gt: Check.MORE,
    ast.LtE: Check.AT_MOST,
    ast.Lt: Check.LESS,
    ast.Eq: Check.IS,
    ast.NotEq: Check.IS_NOT,
    ast.In: Check.IS,
    ast.NotIn: Check.IS_NOT,
}
_VALUELESS = (Check.KNOWN, Check.UNKNOWN)


@dataclass(frozen=True, slots=True)
class FactTest:
    """A fact, a test and the values that it is held against."""

    key: str
    test: Check
    values: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to fill in."""
        return bool(self.key) and (self.test in _VALUELESS or bool(self.values))

    @property
    def rule(self) -> str:
        """As a rule is written."""
        if self.test in _VALUELESS:
            return f"known({self.key})" if self.test is Check.KNOWN else f"not known({self.key})"
        if self.test in (Check.STARTS, Check.STARTS_NOT):
            texts = ", ".join(map(_text, self.values))
            return f"{'not ' if self.test is Check.STARTS_NOT else ''}starts({self.key}, {texts})"
        if self.test in _SIGNS:
            return f"{self.key} {_SIGNS[self.test]} {self.values[0]}"
        return self._equal

    @property
    def _equal(self) -> str:
        kind, wanted = reference(self.key).kind, self.test is Check.IS
        if kind is KeyKind.YES_NO:
            return self.key if wanted == (self.values[0] == "yes") else f"not {self.key}"
        written = self.values if kind in _NUMBERS else tuple(map(_text, self.values))
        if len(written) == 1:
            return f"{self.key} {'==' if wanted else '!='} {written[0]}"
        return f"{self.key} {'in' if wanted else 'not in'} ({', '.join(written)})"

    @property
    def words(self) -> str:
        """In plain English: "Age is at least 18"."""
        ref = reference(self.key)
        named = [_value_words(self.key, value) for value in self.values]
        return " ".join(filter(None, (ref.title, self.test.value, " or ".join(named))))


@dataclass(frozen=True, slots=True)
class Tried:
    """So many earlier therapies.

    Attributes:
        at_least: how many.
        classes: of drugs, codes of the list of therapies; empty for every one.
        days: that each was taken at least; 0 where that does not matter.
        outcomes: how each ended; empty for any way.
        oral: whether it was taken by mouth.
    """

    at_least: int = 1
    classes: tuple[str, ...] = ()
    days: int = 0
    outcomes: tuple[str, ...] = ()
    oral: bool = False

    @property
    def is_complete(self) -> bool:
        """A number says something always."""
        return True

    @property
    def rule(self) -> str:
        """As a rule is written."""
        parts = ["oral"] if self.oral else []
        parts += [f"drug_class {_among(self.classes)}"] if self.classes else []
        parts += [f"days >= {self.days}"] if self.days else []
        parts += [f"outcome {_among(self.outcomes)}"] if self.outcomes else []
        over = f"(prior, {' and '.join(parts)})" if parts else "(prior)"
        return f"any{over}" if self.at_least == 1 else f"count{over} >= {self.at_least}"

    @property
    def words(self) -> str:
        """In plain English."""
        named = therapies().class_names
        classes = " or ".join(named.get(code, code) for code in self.classes)
        ends = " or ".join(_value_words("prior[1].outcome", value) for value in self.outcomes)
        parts = [f"at least {self.at_least} earlier {'therapy' if self.at_least == 1 else 'therapies'}"]
        parts += ["by mouth"] if self.oral else []
        parts += [f"of {classes}"] if classes else []
        parts += [f"for {self.days} days or more"] if self.days else []
        parts += [f"ended by {ends}"] if ends else []
        return " ".join(parts)


Item = FactTest | Tried


@dataclass(frozen=True, slots=True)
class Conditions:
    """Rows that hold together, or one of which is enough.

    Attributes:
        any_of: whether one is enough.
        yes_only: whether a "no" is never proposed: what does not hold stays open.
    """

    items: tuple[Item, ...] = ()
    any_of: bool = False
    yes_only: bool = False

    @property
    def rule(self) -> str:
        """As a rule is written; rows that are not complete are left out. Empty where there are none."""
        rules = [item.rule for item in self.items if item.is_complete]
        if not rules:
            return ""
        if self.any_of or len(rules) == 1:
            return " or ".join([*rules, *(["unknown"] if self.yes_only else [])])
        together = " and ".join(rules)
        return f"{together} or unknown" if self.yes_only else together

    @property
    def words(self) -> str:
        """In plain English, or empty."""
        link = ", or " if self.any_of else ", and "
        return link.join(item.words for item in self.items if item.is_complete)

    @classmethod
    def of(cls, rule: str) -> Conditions | None:
        """The rows that say what a rule says; None where it says more than rows can."""
        if not rule:
            return cls()
        try:
            tree = ast.parse(rule.replace("\n", " ").strip(), mode="eval").body
            made = _conditions(tree)
            return made if made is not None and ast.dump(_tree(made.rule)) == ast.dump(_tree(rule)) else None
        except (AppError, SyntaxError, ValueError):
            return None


def rule_words(rule: str) -> str:
    """A rule in plain English; one that says more than rows can as it is written."""
    made = Conditions.of(rule)
    return rule if made is None else made.words


def rule_trouble(rule: str) -> str:
    """Why a rule cannot be read, in plain English; empty where it can be."""
    if not rule:
        return ""
    try:
        Rule.parse(rule)
    except AppError as problem:
        return str(problem.details.get("why", problem.message))
    return ""


def checks_for(key: str) -> tuple[Check, ...]:
    """How a fact of this kind can be looked at."""
    kind = reference(key).kind
    if kind in _NUMBERS:
        return (Check.AT_LEAST, Check.AT_MOST, Check.MORE, Check.LESS, Check.IS, Check.KNOWN, Check.UNKNOWN)
    if kind is KeyKind.YES_NO:
        return (Check.IS, Check.KNOWN, Check.UNKNOWN)
    if kind is KeyKind.CHOICE:
        return (Check.IS, Check.IS_NOT, Check.KNOWN, Check.UNKNOWN)
    if kind in (KeyKind.TEXT, KeyKind.LONG_TEXT, KeyKind.ZIP, KeyKind.TEL):
        return (Check.STARTS, Check.STARTS_NOT, Check.IS, Check.IS_NOT, Check.KNOWN, Check.UNKNOWN)
    return (Check.KNOWN, Check.UNKNOWN)


def values_for(key: str) -> tuple[tuple[str, str], ...]:
    """The values that a fact can have, with their names; empty where it can have any."""
    ref = reference(key)
    values = ("yes", "no") if ref.kind is KeyKind.YES_NO else ref.spec.values
    return tuple((value, _value_words(key, value)) for value in values)


def _conditions(tree: ast.expr) -> Conditions | None:
    yes_only = False
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or) and _is_unknown(tree.values[-1]):
        yes_only, rest = True, tree.values[:-1]
        tree = rest[0] if len(rest) == 1 else ast.BoolOp(ast.Or(), rest)
    parts = tree.values if isinstance(tree, ast.BoolOp) else [tree]
    items = [_item(part) for part in parts]
    if any(item is None for item in items):
        return None
    any_of = isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or)
    return Conditions(tuple(item for item in items if item is not None), any_of, yes_only)


def _item(tree: ast.expr) -> Item | None:  # noqa: PLR0911 -- one line a shape
    match tree:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call):
            plain = _call(call)
            opposite = {Check.KNOWN: Check.UNKNOWN, Check.STARTS: Check.STARTS_NOT}
            return FactTest(plain.key, opposite[plain.test], plain.values) if isinstance(plain, FactTest) else None
        case ast.UnaryOp(op=ast.Not(), operand=key):
            return FactTest(ast.unparse(key), Check.IS, ("no",))
        case ast.Call():
            return _call(tree)
        case ast.Compare(left=ast.Call() as call, ops=[ast.GtE()], comparators=[ast.Constant(value=int(number))]):
            return _tried(call, number)
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            test = _COMPARED.get(type(sign))
            return None if test is None else FactTest(ast.unparse(left), test, _constants(right))
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return FactTest(ast.unparse(tree), Check.IS, ("yes",))
    return None


def _call(call: ast.Call) -> Item | None:
    match call:
        case ast.Call(func=ast.Name(id="known"), args=[key]):
            return FactTest(ast.unparse(key), Check.KNOWN)
        case ast.Call(func=ast.Name(id="starts"), args=[key, *texts]):
            return FactTest(ast.unparse(key), Check.STARTS, _constants(ast.Tuple(texts)))
        case ast.Call(func=ast.Name(id="any")):
            return _tried(call, 1)
    return None


def _tried(call: ast.Call, number: int) -> Tried | None:
    if not isinstance(call.func, ast.Name) or call.func.id not in ("count", "any") or not call.args:
        return None
    said: dict[str, tuple[str, ...]] = {}
    for part in _together(call.args[1]) if len(call.args) > 1 else ():
        match part:
            case ast.Name(id="oral"):
                said["oral"] = ("yes",)
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq() | ast.In() | ast.GtE()], comparators=[right]):
                said[name] = _constants(right)
            case _:
                return None
    if set(said) - {"oral", "drug_class", "days", "outcome"}:
        return None
    days = int(said.get("days", ("0",))[0])
    return Tried(number, said.get("drug_class", ()), days, said.get("outcome", ()), "oral" in said)


def _together(tree: ast.expr) -> list[ast.expr]:
    return tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]


def _constants(tree: ast.expr) -> tuple[str, ...]:
    items = tree.elts if isinstance(tree, ast.Tuple | ast.List) else [tree]
    return tuple(str(ast.literal_eval(item)) for item in items)


def _is_unknown(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Name) and tree.id == "unknown"


def _tree(rule: str) -> ast.expr:
    return ast.parse(rule.replace("\n", " ").strip(), mode="eval").body


def _among(values: tuple[str, ...]) -> str:
    if len(values) == 1:
        return f"== {_text(values[0])}"
    return f"in ({', '.join(map(_text, values))})"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value_words(key: str, value: str) -> str:
    ref = reference(key)
    if ref.kind is KeyKind.YES_NO:
        return {"yes": "Yes", "no": "No"}.get(value, value)
    return vocabulary().value_name(ref.spec.key, value)
