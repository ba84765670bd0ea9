"""A form judged as if nobody had seen it: without the wordings that the lexicon has from that form alone."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.mapping.suggest.lexicon import Choice, Cue, Lexicon, Phrase
from app.mapping.suggest.sources import spoken_field
from app.mapping.suggest.writing import cue_fits
from app.pdf.context.model import FormContext
from app.pdf.template import Template

_LONGEST = 12
_SAME_FORM = 0.5


@dataclass(frozen=True, slots=True)
class Texts:
    """What a form prints, as comparable words.

    Attributes:
        runs: every run of words within its texts.
        bags: the words of each text, in no order.
        whole: its texts.
    """

    runs: frozenset[Phrase]
    bags: frozenset[frozenset[str]]
    whole: frozenset[Phrase]


def texts_of(known: Lexicon, template: Template, context: FormContext) -> Texts:
    """A form's texts that the lexicon could have been told from."""
    texts: set[str] = set()
    for box in template.boxes:
        said = context.boxes[box.id]
        texts |= {box.label, spoken_field(box), said.question, said.before, said.column, said.row_label}
        texts |= {part for item in said.labels for part in (item.text, item.line)}
        texts |= {heading.text for heading in said.trail}
    whole = {known.words.plain(text) for text in texts if text}
    runs = {
        words[start:end]
        for words in whole
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1)
    }
    return Texts(frozenset(runs), frozenset(frozenset(words) for words in whole), frozenset(whole))


def without_own(known: Lexicon, own: Texts, others: Sequence[Texts]) -> Lexicon:
    """The lexicon without what stands on one form and on none of the others.

    Args:
        known: the whole lexicon.
        own: texts of the form that is judged.
        others: texts of the other forms; wordings that stand on none of the forms at all are kept.
    """

    def is_own(phrase: Phrase) -> bool:
        return phrase in own.runs and not any(phrase in other.runs for other in others)

    def is_own_bag(phrase: Phrase) -> bool:
        words = frozenset(phrase)
        return words in own.bags and not any(words in other.bags for other in others)

    def is_own_cue(cue: Cue) -> bool:
        return any(cue_fits(cue, words) for words in own.whole) and not any(
            cue_fits(cue, words) for other in others for words in other.whole
        )

    return replace(
        known,
        attribute_phrases={p: names for p, names in known.attribute_phrases.items() if not is_own(p)},
        domain_phrases={p: name for p, name in known.domain_phrases.items() if not is_own(p)},
        headings={p: names for p, names in known.headings.items() if not is_own(p)},
        choices=tuple(_without(choice, is_own_bag) for choice in known.choices),
        cues=tuple(cue for cue in known.cues if not is_own_cue(cue)),
    )


def is_same_form(a: Texts, b: Texts) -> bool:
    """Whether two forms are copies of one: what one says, the other says as well."""
    return len(a.whole & b.whole) > _SAME_FORM * min(len(a.whole), len(b.whole))


def _without(choice: Choice, is_own: object) -> Choice:
    assert callable(is_own)  # noqa: S101 - given above

    def kept(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase in phrases if not is_own(phrase))

    def by_value(values: Mapping[str, tuple[Phrase, ...]]) -> dict[str, tuple[Phrase, ...]]:
        return {value: kept(phrases) for value, phrases in values.items()}

    return replace(
        choice,
        questions=kept(choice.questions),
        options=by_value(choice.options),
        alone=by_value(choice.alone),
        yes_no=kept(choice.yes_no),
        reverse=kept(choice.reverse),
        asked=by_value(choice.asked),
    )
