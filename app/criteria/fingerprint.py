"""Telling whether rules are still the ones that they were, whatever their number and date say."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from enum import Enum

from app.criteria.policy import Policy

#: What may change without a rule having changed.
_ABOUT = frozenset({"named_only", "checked", "checked_by", "source", "notice", "title", "copied_from", "verified"})


def fingerprint(policy: Policy) -> str:
    """A short text that is the same wherever and whenever the same rules are read."""
    told = [(item.name, _plain(getattr(policy, item.name))) for item in fields(policy) if item.name not in _ABOUT]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """The value without anything whose order differs from run to run."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return type(value).__name__, [(item.name, _plain(getattr(value, item.name))) for item in fields(value)]
    if isinstance(value, frozenset):
        return sorted((_plain(item) for item in value), key=repr)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value)
