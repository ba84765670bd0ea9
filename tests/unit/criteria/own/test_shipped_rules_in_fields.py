"""Every shipped rule can be copied, shown in plain words, and written back as the same rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.criteria._read_condition import _READERS
from app.criteria.library import bundled_policies
from app.criteria.loading import load_policies
from app.criteria.own.draft import copy_of, draft_body, draft_table, flaws, shipped_table
from app.criteria.own.fields import Field
from app.criteria.own.kinds import KINDS, kind_of
from app.criteria.own.parts import COVERS, HEAD, PARTS, Asks
from app.criteria.own.said import condition_words, values_of
from app.criteria.own.toml_text import policies_toml
from app.criteria.policy import Policy

_DAY = dt.date(2026, 11, 25)
_BESIDE = frozenset({"id", "authorized_months", "never_decides", "copied_from"} | {part.name for part in PARTS})


def _names(fields: tuple[Field, ...]) -> set[str]:
    return {field.name for field in fields}


def _strange(table: dict[str, object]) -> list[str]:
    """Names within a condition that no field stands for."""
    kind = kind_of(table)
    assert kind is not None, table
    found = [name for name in values_of(kind, table) if name not in _names(kind.fields) and not kind.holds_parts]
    for part in table.get(kind.holds_parts, ()) if kind.holds_parts else ():  # type: ignore[attr-defined]
        found += _strange(part)
    return found


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_a_shipped_policy_is_the_same_after_it_was_written_anew(policy: Policy) -> None:
    table = shipped_table(policy.id)
    assert table is not None
    (again,) = load_policies(policies_toml([draft_table(draft_body(table))]), "again")
    assert again == policy


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_a_field_stands_for_all_that_a_shipped_policy_says(policy: Policy) -> None:
    table = shipped_table(policy.id)
    assert table is not None
    assert set(table) - _names(HEAD) - _names(COVERS) <= _BESIDE
    for part in PARTS:
        for item in table.get(part.name, ()):
            kind = kind_of(item)
            known = _names((*part.fields, *part.limits)) | {"asks_nothing"}
            if part.condition is not Asks.NOTHING and kind is not None:
                known |= {kind.name, kind.holds_parts} | _names(kind.beside)
                assert _strange(item) == []
                assert condition_words(item)
            assert set(item) <= known


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_a_copy_of_rules_that_were_read_can_be_used_and_of_others_asks_how_it_was_read(policy: Policy) -> None:
    table = shipped_table(policy.id)
    assert table is not None
    copy = copy_of(table, "office/copy", _DAY, "Mia Torres")
    found = {(flaw.at[0], flaw.field) for flaw in flaws(copy)}
    if not policy.decides:
        assert {("head", "source"), ("head", "verified")} <= found
        return
    listed = {("covers", "covered")} if not policy.covered | policy.unproven else set()
    assert found == listed
    (made,) = load_policies(policies_toml([copy]), "copy")
    assert made.is_offices
    assert made.copied_from == policy.id
    same = replace(made, id=policy.id, checked=policy.checked, checked_by="", copied_from="", products=policy.products)
    assert same == policy


def test_every_kind_of_condition_that_the_reader_knows_can_be_chosen() -> None:
    assert set(KINDS) == set(_READERS)
