"""Reads the text of a rule: Python's grammar, and of it only what rules may say."""

from __future__ import annotations

import ast
from decimal import Decimal
from functools import partial
from typing import NoReturn

from app.domain.problems import BadReference, BadRule, UnknownKey
from app.domain.rules import _nodes as nodes
from app.domain.rules._ledger import COLUMNS
from app.domain.rules._values import Range
from app.domain.vocabulary import KeyKind, KeyRef, vocabulary

_LONGEST = 1000
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_WORDS: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}
_OVER_LEDGER = ("count", "any", "classes", "names")
_CHECKED = (KeyKind.CHOICE, KeyKind.YES_NO, KeyKind.TEXT)
_OUTCOMES = "prior[n].outcome"


def read(text: str) -> nodes.Node:
    """The rule of a text.

    Raises:
        BadRule: it cannot be read, or names a key or value that the vocabulary does not have.
    """
    if len(text) > _LONGEST:
        raise BadRule(position=_LONGEST, why=f"it is longer than {_LONGEST} characters")
    try:
        tree = ast.parse(text.replace("\n", " ").strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        offset = error.offset if isinstance(error, SyntaxError) else 1
        raise BadRule(position=offset or 1, why="it is not written as a rule") from None
    return _node(tree.body, in_row=False)


def _refuse(at: ast.expr, why: str) -> NoReturn:
    raise BadRule(position=at.col_offset + 1, why=why)


def _node(at: ast.expr, *, in_row: bool) -> nodes.Node:
    inner = partial(_node, in_row=in_row)
    found: nodes.Node | None = None
    match at:
        case ast.Constant():
            found = nodes.Literal(_constant(at))
        case ast.Name() | ast.Attribute() | ast.Subscript():
            found = _name(at, in_row=in_row)
        case ast.BoolOp():
            found = nodes.Logic("and" if isinstance(at.op, ast.And) else "or", tuple(inner(v) for v in at.values))
        case ast.UnaryOp(op=ast.Not()):
            found = nodes.Logic("not", (inner(at.operand),))
        case ast.UnaryOp(op=ast.USub()):
            found = nodes.Sum(nodes.Literal(Range.exactly(0)), "-", inner(at.operand))
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            found = nodes.Sum(inner(at.left), "+" if isinstance(at.op, ast.Add) else "-", inner(at.right))
        case ast.IfExp():
            found = nodes.Choice(inner(at.test), inner(at.body), inner(at.orelse))
        case ast.Compare():
            found = _comparison(at, in_row=in_row)
        case ast.Call():
            found = _call(at, in_row=in_row)
    return found if found is not None else _refuse(at, "this is not part of the rules' language")


def _constant(at: ast.Constant) -> bool | str | Range:
    if isinstance(at.value, bool | str):
        return at.value
    if isinstance(at.value, int | float):
        return Range.exactly(Decimal(str(at.value)))
    _refuse(at, "only numbers, texts, yes and no can stand here")


def _name(at: ast.expr, *, in_row: bool) -> nodes.Node:
    if isinstance(at, ast.Name):
        if at.id in _WORDS:
            return nodes.Literal(_WORDS[at.id])
        if at.id == "unknown":
            return nodes.Unknown()
        if in_row and at.id in COLUMNS:
            return nodes.RowName(at.id)
    return nodes.Key(_reference(at))


def _reference(at: ast.expr) -> KeyRef:
    written = ast.unparse(at)
    try:
        return vocabulary().parse(written)
    except UnknownKey:
        _refuse(at, f"“{written}” is not one of the facts that the program knows")
    except BadReference as problem:
        _refuse(at, f"“{written}” cannot be used: {problem.details['why']}")


def _comparison(at: ast.Compare, *, in_row: bool) -> nodes.Node:
    """One comparison, or a chain of them as `15 <= measure.headache_days <= 31`."""
    sides = [at.left, *at.comparators]
    found = [
        _one_comparison(left, sign, right, in_row=in_row)
        for left, sign, right in zip(sides[:-1], at.ops, sides[1:], strict=True)
    ]
    return found[0] if len(found) == 1 else nodes.Logic("and", tuple(found))


def _one_comparison(left: ast.expr, sign: ast.cmpop, right: ast.expr, *, in_row: bool) -> nodes.Node:
    if isinstance(sign, ast.In | ast.NotIn):
        found = _membership(left, right, in_row=in_row)
        return nodes.Logic("not", (found,)) if isinstance(sign, ast.NotIn) else found
    if type(sign) not in _SIGNS:
        _refuse(right, "“is” is not part of the rules' language")
    if isinstance(sign, ast.Eq | ast.NotEq) and isinstance(right, ast.Constant) and isinstance(right.value, str):
        same = _is_one_of(left, [right], in_row=in_row)
        return same if isinstance(sign, ast.Eq) else nodes.Logic("not", (same,))
    return nodes.Comparison(_node(left, in_row=in_row), _SIGNS[type(sign)], _node(right, in_row=in_row))


def _membership(left: ast.expr, right: ast.expr, *, in_row: bool) -> nodes.Node:
    if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
        _refuse(right, "after “in” stands a list of values in brackets")
    if all(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in right.elts):
        return _is_one_of(left, right.elts, in_row=in_row)
    of = _node(left, in_row=in_row)
    return nodes.Logic("or", tuple(nodes.Comparison(of, "==", _node(v, in_row=in_row)) for v in right.elts))


def _is_one_of(left: ast.expr, values: list[ast.expr] | list[ast.Constant], *, in_row: bool) -> nodes.Node:
    """A value against texts; misspelt choices are told when the rule is read."""
    of = _node(left, in_row=in_row)
    texts = [(item, str(item.value)) for item in values if isinstance(item, ast.Constant)]
    if isinstance(of, nodes.RowName) and of.name == "outcome":
        for item, text in texts:
            if text not in (*vocabulary().spec(_OUTCOMES).values, "ongoing"):
                _refuse(item, f"“{text}” is no outcome of a therapy")
    if isinstance(of, nodes.Key) and of.ref.kind in _CHECKED:
        return nodes.IsOneOf(tuple(_wanted(of.ref, item, text) for item, text in texts))
    return nodes.Logic("or", tuple(nodes.Comparison(of, "==", nodes.Literal(text)) for _, text in texts))


def _wanted(ref: KeyRef, at: ast.expr, text: str) -> KeyRef:
    try:
        return vocabulary().parse(f"{ref.fact_key}={text}")
    except BadReference as problem:
        _refuse(at, f"“{text}” cannot be: {problem.details['why']}")


def _call(at: ast.Call, *, in_row: bool) -> nodes.Node:
    name = at.func.id if isinstance(at.func, ast.Name) else ""
    if at.keywords or any(isinstance(argument, ast.Starred) for argument in at.args):
        _refuse(at, "arguments have no names here")
    if name in _OVER_LEDGER and not in_row:
        return _over_ledger(at, name)
    if name == "known" and len(at.args) == 1:
        return nodes.Known(_reference(at.args[0]))
    if name == "starts" and len(at.args) >= 2:
        beginnings = [a.value.lower() for a in at.args[1:] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(beginnings) == len(at.args) - 1:
            return nodes.Starts(_node(at.args[0], in_row=in_row), tuple(beginnings))
    _refuse(at, "there are count, any, classes and names over prior, known(key) and starts(key, text)")


def _over_ledger(at: ast.Call, name: str) -> nodes.Node:
    if not at.args or not isinstance(at.args[0], ast.Name) or at.args[0].id != "prior" or len(at.args) > 2:
        _refuse(at, f"it is written {name}(prior) or {name}(prior, condition)")
    condition = _node(at.args[1], in_row=True) if len(at.args) == 2 else nodes.Literal(True)
    return nodes.Ledger(name, condition)
