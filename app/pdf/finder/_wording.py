"""How printed words ask for an answer: the few signs by which a label is told from a heading and from plain print."""

from __future__ import annotations

import re

from app.pdf.finder.sight import TextLine
from app.pdf.finder.surroundings import Surroundings
from app.pdf.template import Rect

_ASKING_END = re.compile(r"[:?#]\s*\**\s*\$?\s*$|[:?]\s*\(.*\)\W*$")
_COLON = re.compile(r"[:#]\s*\**\s*\$?\s*$")
_NOUNS = re.compile(
    r"\b(name|address|city|state|zip|phone|telephone|fax|e-?mail|date|dob|birth|age|sex|gender|height|weight|id|number|"
    r"no|npi|dea|tin|license|licence|specialty|contact|group|plan|insurance|insured|policy|member|medicaid|medicare|"
    r"diagnosis|icd|icd-?10|code|codes|cpt|hcpcs|drug|medication|medications|strength|dose|dosage|dosing|frequency|"
    r"quantity|duration|directions|route|refills|allergies|signature|initials|facility|pharmacy|prescriber|provider|"
    r"physician|clinic|hospital|comments|reason|rationale|explain|describe|list|specify|other|ssn|relationship|county|"
    r"suite|street|mi|last|first|middle|location|country|rank|units?|length|start|end|service|procedure|test|result|results|outcome|response|title|patient|"
    r"information|history|therapy|treatment|weight|language|employer|ndc|sig|nombre|fecha|firma|apellido)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"\bsign(ature|ed)?\b|\bfirma\b", re.IGNORECASE)
_DATE = re.compile(r"\bdate\b|\bfecha\b", re.IGNORECASE)
_ENUMERATOR = re.compile(r"\(?(\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.):]?")
_BULLETS = "•▪■●‣◦·\uf0b7\uf0a7"
_TITLE = re.compile(
    r"\b(section|part|information|request|criteria|history|form)\b\W*$|^(section|part)\b", re.IGNORECASE
)
_BARE = re.compile(r"(\(?\w{1,3}[.)]\s*)?(from|to|through|thru|m\.?i\.?|ext\.?|by|via|at)\W*", re.IGNORECASE)
_WANTS_WORDS = re.compile(
    r"\b(explain|describe|specify|list|provide|state|give|details?|comments?|by whom)\b(?!.*\b(below|attach\w*)\b)",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(r"\b(explain|describe|comments?|remarks?|rationale|reasons?)\b", re.IGNORECASE)
_SPECIFY = re.compile(r"\b(explain|describe|specify|list)\b[^.]{0,16}$", re.IGNORECASE)
_IF_ANSWERED = re.compile(r"\bif\s+[“\"']?(yes|no|so|other)\b", re.IGNORECASE)
_SPACE = re.compile(r"\b(space|area|lines?) (provided )?below\b|\bbelow\W*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!;,]\s*$")


def asks(text: str) -> bool:
    """Whether the words end as a question or a label does."""
    return _ASKING_END.search(text) is not None


def ends_as_label(text: str) -> bool:
    """Whether the words end with a colon or a number sign."""
    return _COLON.search(text) is not None


def names_a_fact(text: str) -> bool:
    """Whether the words name something that forms ask for."""
    return _NOUNS.search(text) is not None or _BARE.fullmatch(text) is not None


def is_sentence(text: str) -> bool:
    """Whether the words end as plain print does."""
    return _SENTENCE_END.search(text) is not None


def is_signature(text: str) -> bool:
    """Whether the words ask for a signature, and not for its date alone."""
    found = _SIGNATURE.search(text)
    if found is None:
        return False
    date = _DATE.search(text)
    return date is None or (
        found.start() < date.start() and len(text.split()) > 2 and "date" not in text.lower().split()[-1:]
    )


def wants_words(text: str) -> bool:
    """Whether the words ask to be told something in words."""
    return _WANTS_WORDS.search(text) is not None


def explains(text: str) -> bool:
    """Whether the words ask for an answer of several lines."""
    return _EXPLAINS.search(text) is not None


def specifies(text: str) -> bool:
    """Whether the words end by asking an option to be told more closely, as in `Other (specify)`."""
    return _SPECIFY.search(text) is not None


def asks_more(text: str) -> bool:
    """Whether the words ask for more beside a yes or no, as in `(If yes, explain)`."""
    return _IF_ANSWERED.search(text) is not None and wants_words(text)


def points_below(text: str) -> bool:
    """Whether the words say that the answer is to be written below them."""
    return _SPACE.search(text) is not None and wants_words(_SPACE.sub("", text))


def is_enumerator(text: str) -> bool:
    """Whether the words are a row's number or letter alone."""
    return _ENUMERATOR.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Whether the words name a part of the form."""
    return _TITLE.search(text) is not None


def is_heading(line: TextLine) -> bool:
    """Whether a line looks like a title of what follows."""
    return line.bold and not asks(line.text) and len(line.text.split()) <= 16


def is_paragraph(line: TextLine, around: Surroundings) -> bool:
    """Whether a line is the first of running text."""
    if len(line.text.split()) < 8:
        return False
    words, rows, last = len(line.text.split()), 1, line
    while rows < 6:
        strip = Rect(last.rect.x0, last.baseline - 1.6 * last.size_pt, last.rect.x1, last.baseline - 0.5 * last.size_pt)
        below = [other for other in around.lines_touching(strip) if other.baseline < last.baseline - 0.5 * last.size_pt]
        below = [other for other in below if abs(other.size_pt - last.size_pt) < 1.2]
        if not below:
            break
        last = below[0]
        words, rows = words + len(last.text.split()), rows + 1
    return words > 24 or (rows > 2 and words > 16)


_INTRODUCES = re.compile(
    r"^for\b|\b(below|following|questions?|such as|apply|applies|requests?:|"
    r"please (check|circle|select|fax|note|attach|send)|"
    r"check (one|all|box)|circle|select|note|instructions|fax (completed|form|to)|mail to|return|"
    r"for (initial|continuation|renewal)\b.*|"
    r"criteria|evidenced by|do not|step \d|www|https?|link|send request|submit (this|the)|please call)\b",
    re.IGNORECASE,
)


_IN_BRACKETS = re.compile(r"\([^()]*\)")
_TICKS = re.compile(r"\b(check|circle|select|mark) (one|all|any|the|box|appropriate)\b", re.IGNORECASE)
#: A number to call or an address on the web is told, not asked for.
_ANSWERS = re.compile(r"\d{3}[-.) ]{1,2}\d{3}[-.]\d{4}|\bwww\.|https?:|\w@\w|\w/[\w/]+\.\w{3,4}\b")


def introduces(text: str) -> bool:
    """Whether the words lead to what follows rather than ask for an answer of their own."""
    bare = _IN_BRACKETS.sub(" ", text)
    said = bare if any(char.isalnum() for char in bare) else text
    return any(sign.search(where) for sign, where in ((_INTRODUCES, said), (_TICKS, text), (_ANSWERS, text)))


def plain_words(text: str) -> list[str]:
    """The words without what is said in brackets."""
    return _IN_BRACKETS.sub(" ", text).split()


def label_score(text: str) -> float:
    """How much words look like a label or a question that wants an answer, from 0 to 1."""
    if is_enumerator(text):
        return 0.6
    words = len(text.split())
    bare = len(plain_words(text))
    score = 0.35
    if ends_as_label(text):
        score += 0.3
    elif text.rstrip().endswith("?") or asks(text):
        score += 0.25
    score += 0.2 * names_a_fact(text) + 0.1 * (bare <= 6)
    if is_sentence(text) or text[:1] in _BULLETS:
        score -= 0.35
    if words > 28:
        score -= 0.2
    if introduces(text):
        score -= 0.45
    return max(0.0, min(1.0, score))


_FORBIDS = re.compile(r"\bdo not (write|use|complete)\b", re.IGNORECASE)


def forbids(text: str) -> bool:
    """Whether the words say that nothing is to be written."""
    return _FORBIDS.search(text) is not None
