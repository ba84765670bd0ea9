"""Everything that says something about a box: print, tooltip and field name, read and weighed against one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.mapping.suggest.lexicon import Lexicon
from app.mapping.suggest.parse import Parse, parse
from app.pdf.context.model import BoxContext, Place, Said
from app.pdf.template import Box

_SUFFIX = re.compile(r"(_\d+|\.\d+|\d+|_es_:.*)$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENUMERATOR = re.compile(r"^\W*(?:[a-zA-Z]|\d{1,2}|[ivx]{1,4})?\W*$")
_OPAQUE = re.compile(
    r"^(t|cb|text|field|untitled|undefined|check ?box|textfield|fill|group|button|dropdown)[\s_.]*\d*[a-z]?$"
    r"|^(click|tap|select|choose|enter|type)\b.*\b(here|text|checkbox|item|date|option)\b.{0,12}$|^\d+$",
    re.IGNORECASE,
)
#: "Insurance Info T": the third box of that part, which says nothing of the box.
_NUMBERED_PIECE = re.compile(r"\s(T|CB|C|TB|TF|CK)$")
_REST_OF_SENTENCE = re.compile(r"^[a-z].*([)?]|\?\s*)$", re.DOTALL)
#: The answer of a check box before the label: "No If yes, provide ID".
_ANSWER = re.compile(r"^(?:Yes|YES|No|NO)[,.]?\s+(?=[A-Z])")
_TOOLTIP_WEIGHT = 0.95
_FIELD_WEIGHT = 0.75
_SECOND_WEIGHT = 0.45
_HEADING_WEIGHT = 0.7
_AWAY = 0.45
_SHORT, _LONG = 4, 8
_LEAST_CORE = 0.3
_BESIDE = 0.45
_FEWEST_LETTERS = 6
_WORDS_OF_NOTE, _MOST_OF_LABEL = 8, 6
#: Field names that can mean anything.
_VAGUE = frozenset({"first", "last", "initial", "middle", "start", "end", "from", "number", "name", "date", "other"})
_SHORT_TEXT = 40
_TWO = 2
_SENTENCE = re.compile(r"(?:\S+\s+){7,}\S+\.\s*$")
#: A few words after a whole sentence: "I certify that … is true. Signature:".
_LAST_SENTENCE = re.compile(r"\w[^.?!]{12,}[.?!]\s+([A-Z][^.?!]{2,40})$", re.DOTALL)
#: The unit of the box before, printed with the next label: "kg  Patient Height:".
_UNIT_BEFORE = re.compile(r"^\W*(?:kgs?|lbs?|cms?|inches|in|mg|mL|units|weeks|days|months)\s+(?=[A-Z][a-z])")
_UNIT = re.compile(r"^\W*([li]bs?|kgs?|pounds|inches|in|cms?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """One attribute that a box may ask for, with how well each source says so.

    Attributes:
        left: weight of the words that nobody here knows, in the source that says it best.
        mixed: that source names several things.
        further: what else it names.
    """

    attribute: str
    printed: float
    named: float
    against: float
    far: float
    domains: tuple[str, ...]
    size: int
    left: float = 0.0
    mixed: bool = False
    further: tuple[str, ...] = ()

    @property
    def strength(self) -> float:
        """All sources together."""
        return (1 - (1 - self.printed) * (1 - self.named)) * (1 - 0.5 * self.against)


@dataclass(frozen=True, slots=True)
class _Reading:
    parse: Parse
    weight: float
    printed: bool
    far: float


def spoken_field(box: Box) -> str:
    """The form's own field name as words, or empty where it says nothing."""
    name = box.field or ""
    last = name.rsplit(".", 1)[-1] if "." in name and not name.rsplit(".", 1)[-1].isdigit() else name
    words = _HUMP.sub(" ", _SUFFIX.sub("", _SUFFIX.sub("", last)).replace("_", " ")).strip()
    return "" if _OPAQUE.match(words) or len(words) < 3 or _NUMBERED_PIECE.search(words) else words


def spoken_label(box: Box, context: BoxContext) -> str:
    """What to call the box: what is printed of it, else what the form calls it."""
    for said in captioned(context.labels):
        if not _ENUMERATOR.match(said.text):
            return said.text
    named = "" if _OPAQUE.match(box.label) else box.label
    return named or spoken_field(box) or context.label


def captioned(labels: Sequence[Said]) -> Sequence[Said]:
    """Labels with the caption first, where a whole sentence stands above the box and a few words below it."""
    if len(labels) < _TWO or labels[0].place is not Place.ABOVE or not _SENTENCE.search(labels[0].text):
        return labels
    below = [item for item in labels[1:] if item.place is Place.BELOW and len(item.text.split()) <= _MOST_OF_LABEL]
    return [*below[:1], *(item for item in labels if item not in below[:1])]


def attributes_of(lexicon: Lexicon, box: Box, context: BoxContext) -> list[Named]:
    """The attributes that a box which is written in may ask for, best first."""
    readings = list(_readings(lexicon, box, context))
    names = dict.fromkeys(name for reading in readings for name in reading.parse.attributes)
    made = [_named(name, readings) for name in names]
    return sorted(made, key=lambda item: -item.strength)


def _named(name: str, readings: Iterable[_Reading]) -> Named:
    printed, named, against, far, size = 0.0, 0.0, 0.0, 1.0, 0
    domains: list[str] = []
    best, left, further = -1.0, 0.0, tuple[str, ...]()
    mixed = False
    for reading in readings:
        parsed = reading.parse
        strength = _worth(parsed) * reading.weight
        if name in parsed.attributes:
            domains += parsed.domains
            size = max(size, parsed.size)
            if strength > best:
                best, left, mixed, further = strength, parsed.left, parsed.mixed, parsed.further
            if reading.printed:
                printed, far = max(printed, strength), min(far, reading.far)
            else:
                named = max(named, strength)
        elif parsed.attributes and name not in parsed.further and reading.weight > _SECOND_WEIGHT:
            against = max(against, strength)
    return Named(name, printed, named, against, far, tuple(dict.fromkeys(domains)), size, left, mixed, further)


def _worth(parsed: Parse) -> float:
    """How well a reading explains its label; in a long text a word or two that are known say little."""
    if parsed.size <= _SHORT:
        return parsed.share * min(1.0, 0.5 + 2.0 * parsed.core)
    if parsed.size > _LONG and parsed.core < _LEAST_CORE:
        return 0.0
    return parsed.share * min(1.0, 0.3 + parsed.core)


def _readings(lexicon: Lexicon, box: Box, context: BoxContext) -> Iterable[_Reading]:
    said = [item for item in captioned(context.labels) if not _ENUMERATOR.match(item.text) and not _is_rest(item.text)]
    for place, item in enumerate(said[:2]):
        far = min(1.0, item.cost)
        if place == 0:
            weight = (1 - _AWAY * max(0.0, far - 0.35)) * (1.0 if item.own or item.place is Place.COLUMN else 0.6)
        else:
            weight = _SECOND_WEIGHT * (1 - _AWAY * far) * (1.0 if item.own and not _is_sure(said[0]) else 0.3)
        read = parse(lexicon, _with_unit(_after_open(item), context.after))
        for rest in _ends(item):
            read = max(read, parse(lexicon, rest), key=_worth)
        yield _Reading(read, weight, True, far + 0.3 * place)
    if not said and context.trail:
        yield _Reading(parse(lexicon, context.trail[0].text), _HEADING_WEIGHT, True, 0.8)
    if box.label and not _OPAQUE.match(box.label):
        yield _Reading(parse(lexicon, box.label), _TOOLTIP_WEIGHT, False, 0.0)
    field = spoken_field(box)
    if field and field != box.label and field.lower() not in _VAGUE:
        yield _Reading(parse(lexicon, field), _FIELD_WEIGHT, False, 0.0)


def _ends(item: Said) -> Iterable[str]:
    """The ends of a long label that may be one of their own: its last line, its last sentence."""
    if _may_stand_alone(item):
        yield item.line
    sentence = _LAST_SENTENCE.search(item.text)
    if item.place is not Place.RIGHT and sentence:
        yield sentence.group(1)


def _may_stand_alone(item: Said) -> bool:
    """Whether the line next to the box may be a label of its own below a note, rather than the end of a sentence."""
    if item.line == item.text or not item.line:
        return False
    if item.place is Place.BELOW:
        return True
    before = item.text.removesuffix(item.line).rstrip()
    return (
        len(before.split()) >= _WORDS_OF_NOTE
        and len(item.line.split()) <= _MOST_OF_LABEL
        and item.line[:1].isupper()
        and item.line.rstrip().endswith(":")
    )


def _is_rest(text: str) -> bool:
    """Whether a text is the end of a sentence whose beginning stands elsewhere."""
    return bool(_REST_OF_SENTENCE.match(text)) and text.count(")") > text.count("(")


def _is_sure(said: Said) -> bool:
    return said.own and said.cost < _BESIDE


def _after_open(item: Said) -> str:
    """The label, or its part behind a parenthesis that closes only after the box: "Diagnosis (ICD version ___)"."""
    text = _UNIT_BEFORE.sub("", _ANSWER.sub("", item.text))
    at = text.rfind("(")
    if item.place is Place.LEFT and at > 0 and ")" not in text[at:] and len(text) - at > _FEWEST_LETTERS:
        return text[at + 1 :]
    return text


def _with_unit(text: str, after: str) -> str:
    unit = _UNIT.match(after)
    if unit and _UNIT.match(text):
        return unit.group(1)
    return f"{text} {unit.group(1)}" if unit and len(text) < _SHORT_TEXT else text


def words_of_prefix(box: Box) -> str:
    """What the field name begins with, where its pieces are numbered parts of one section: "Insurance Info T.3"."""
    words = (box.field or "").split()
    return " ".join(words[:-1]) if len(words) > 2 else ""
