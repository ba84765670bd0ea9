"""Which of several like characters a code stands for, told by the words that it makes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

#: What is drawn alike: the name of a font, what the file says the character is, and its measures, coarsely.
Code = tuple[str, str, int, int, int]
#: Characters that a code may stand for, the likeliest first, with how unlike its shape is to theirs.
Candidates = Sequence[tuple[str, float]]

#: A character is in question where another one is nearly as like.
_NEARLY: Final = 0.16
#: Likeness that makes up for a word that is known, or built as words are.
_KNOWN, _SHAPED = 0.6, 0.25
#: What speaks against a character that the font has by another code: so much, and so much a word.
_TWICE, _TWICE_A_WORD = 0.5, 0.1
_MOST_ROUNDS = 3
_MOST_WORDS = 60
_WORDS: Final = frozenset(
    """
    a about active address after age all allergies amount an and answer any apply are as at attach authorization
    be been before benefit birth box brand by case cell center certify check city clinic clinical code codes
    company complete completed condition contact continued coverage current daily date dates day days describe
    describes determination diagnosis did directions disease do does dosage dose drug due duration each effective
    email employee employer explain facility failed fax female first following for form frequency from full
    generic group had has have health height his history home hospital how if in inches include indicate
    information initial injury insurance insured is it item kg last lbs length letter line list male may medicaid
    medical medicare medication medications member middle month months name names national new no not note notes
    number of office on one only or other our outcome page part patient patients payment pharmacy phone physician
    plan please policy prescriber prescribing primary print prior procedure provide provided provider qty quantity
    reason received relationship report request requested requests required response result results review route
    section see select services sex sign signature social specialty start state status street strength suite
    supply symptoms tax telephone test that the their therapy this to total treatment tried type unit units urgent
    use used value was weight were what when which who will with work worker would year years yes you your zip
    """.split()  # noqa: SIM905 - two hundred words in quotes could not be read
)
_LETTERS = re.compile(r"[A-Za-zà-ÿ’'\-]+")
_SHAPED_WORD = re.compile(r"\W*(?:[A-Z]?[a-zà-ÿ’'\-]+|[A-Z][A-Z.&/\-]*|[\d,./\-()%$]+)(?:[/\-–].*)?\W*")


def spelled(words: Iterable[Sequence[Code]], candidates: Mapping[Code, Candidates]) -> dict[Code, str]:
    """A character for every code.

    Args:
        words: of the page, by their codes.
        candidates: of every code, at least one each.
    """
    chosen = {code: ranked[0][0] for code, ranked in candidates.items()}
    unsure = {code: near for code, ranked in candidates.items() if len(near := _near(ranked)) > 1}
    using: dict[Code, list[Sequence[Code]]] = defaultdict(list)
    for word in dict.fromkeys(tuple(word) for word in words):
        for code in set(word) & unsure.keys():
            using[code].append(word)
    order = sorted(using, key=lambda code: -len(using[code]))
    for _ in range(_MOST_ROUNDS):
        before = dict(chosen)
        for code in order:
            taken = {char for other, char in chosen.items() if other[0] == code[0] and other[1] != code[1]}
            chosen[code] = _best(code, unsure[code], using[code][:_MOST_WORDS], chosen, taken)
        if chosen == before:
            break
    return chosen


def _near(ranked: Candidates) -> Candidates:
    return [(char, apart) for char, apart in ranked if apart <= ranked[0][1] + _NEARLY]


def _best(
    code: Code, near: Candidates, words: Sequence[Sequence[Code]], chosen: Mapping[Code, str], taken: set[str]
) -> str:
    def worth(choice: tuple[str, float]) -> float:
        char, apart = choice
        said = ("".join(char if one == code else chosen.get(one, "?") for one in word) for word in words)
        twice = (_TWICE + _TWICE_A_WORD * len(words)) * (char in taken)
        return sum(_worth(text) for text in said) - apart / _NEARLY - twice

    return max(near, key=worth)[0]


def _worth(text: str) -> float:
    found = _LETTERS.search(text)
    known = found is not None and found.group().lower().removesuffix("’s").removesuffix("'s") in _WORDS
    return _KNOWN * known * (len(found.group()) > 1 if found else 0) + _SHAPED * bool(_SHAPED_WORD.fullmatch(text))
