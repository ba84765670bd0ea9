"""What a field of a policy is: its name in the file, its words, and what may stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What stands in a field."""

    TEXT = "text"
    LONG = "long text"
    NUMBER = "number"
    WHOLE = "whole number"
    DATE = "date"
    FLAG = "yes or no"
    ONE = "one of a list"
    MANY = "some of a list"
    WORDS = "texts with commas between"
    CLASSES = "classes with drugs"
    GROUPS = "groups of words"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        name: in the table; empty where the condition's own value is meant.
        words: beside the field.
        choices: the list that the value is one of, by its name in `app.criteria.own.choices`.
        ask: what is asked of somebody who left it empty; nothing where it may stay empty.
        hint: an example, shown in the empty field.
    """

    name: str
    words: str
    shape: Shape
    choices: str = ""
    ask: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of condition.

    Attributes:
        name: of the condition in a file.
        words: in plain words, as they are chosen from.
        group: what it is about, for the order of the list.
        fields: within the condition.
        beside: at the side of the condition, in the same table.
        holds_parts: whether it is made of conditions, and how they are called in the file.
        one_of: fields of which one at least must be filled in, with what is asked otherwise.
        is_yes: whether the condition is nothing but a yes.
    """

    name: str
    words: str
    group: str
    fields: tuple[Field, ...] = ()
    beside: tuple[Field, ...] = ()
    holds_parts: str = ""
    one_of: tuple[tuple[str, ...], str] = ((), "")
    is_yes: bool = False

    @property
    def is_table(self) -> bool:
        """Whether its fields stand in a table of their own, not in the condition's own value."""
        return any(field.name for field in self.fields)
