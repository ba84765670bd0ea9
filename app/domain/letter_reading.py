"""What the text of a payer's letter seems to say. It only proposes: a letter is read by a person.

Words that come out of a picture are seldom whole, so that nothing here is relied upon.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.domain.drugs import Product, products
from app.domain.letters_in import LetterInKind
from app.domain.request import Supply

_KINDS: tuple[tuple[LetterInKind, tuple[str, ...]], ...] = (
    (
        LetterInKind.DENIAL,
        (
            "notice of denial",
            "adverse benefit determination",
            "adverse determination",
            "has been denied",
            "have denied",
            "was denied",
            "is denied",
            "unable to approve",
            "cannot approve",
            "not approved",
            "right to appeal this",
        ),
    ),
    (
        LetterInKind.INFORMATION,
        (
            "additional information",
            "more information is needed",
            "need more information",
            "request for information",
            "additional clinical",
            "additional documentation",
            "missing information",
        ),
    ),
    (
        LetterInKind.APPROVAL,
        (
            "notice of approval",
            "has been approved",
            "have approved",
            "was approved",
            "is approved",
            "approval notice",
            "authorization number",
            "has been authorized",
        ),
    ),
    (
        LetterInKind.ACKNOWLEDGMENT,
        ("received your request", "have received", "acknowledg", "confirmation of receipt", "is being reviewed"),
    ),
)
_NUMBER = re.compile(
    r"(?:authorization|auth|approval|certification|reference|case|tracking|pa)\s*"
    r"(?:number|no\.?|num|id|#)\s*[:#.]*\s*([A-Z0-9][A-Z0-9-]{4,24})",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"(?:member|subscriber|enrollee|patient|insured)\s*(?:id|number|no\.?|#|identification)"
    r"(?:\s*(?:number|no\.?|#))?\s*[:#.]*\s*([A-Z0-9][A-Z0-9 -]{4,24})",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:member|patient|enrollee|subscriber)(?:'s)?\s*name\s*[:.]*\s*([^\W\d_][^\d\n:;]{2,40})", re.IGNORECASE
)
#: A reader of pictures sets single spaces into numbers.
_TORN = re.compile(r"(?<=[\d/-]) (?=[\d/-])")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}})|({'|'.join(_MONTHS)})\s+(\d{{1,2}}),?\s+(\d{{4}}))\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?:from|effective|valid|dates?(?: of service)?|period)\b", re.IGNORECASE)
_UNITS = re.compile(r"\b(\d{1,4})\s*(?:units?\b|u\b)", re.IGNORECASE)
_VISITS = re.compile(r"\b(\d{1,2})\s*(?:visits?|treatments?|injections?|dates? of service)\b", re.IGNORECASE)
_HCPCS = re.compile(r"\bJ0?58[5-9]\b", re.IGNORECASE)
_DEADLINE = re.compile(
    r"(?:no later than|on or before|must be received by|respond by|due by|\bby)\s+(?=\S)", re.IGNORECASE
)
_DOCUMENT = re.compile(r"\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b", re.IGNORECASE)
_BIRTH = re.compile(r"(?:date of birth|birth ?date|d\.?o\.?b\.?|born)\s*[:.]*\s*", re.IGNORECASE)
_NEAR = 60
_SUPPLIES = (
    (Supply.SPECIALTY_PHARMACY, ("specialty pharmacy", "specialty drug pharmacy")),
    (Supply.MAIL_ORDER, ("mail order", "mail-order")),
    (Supply.BUY_AND_BILL, ("buy and bill", "buy-and-bill")),
)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What a letter seems to say; None and empty where nothing was found.

    Attributes:
        kind: of letter.
        date: printed on it.
        deadline: by when it wants something.
        number: of the authorization or case.
        start, end: of what is approved.
        product: brand of the first product that is named.
        supply: how the drug has to come.
        member_ids: that may be the patient's, letters and digits alone.
        birth_dates: that may be the patient's.
        names: that may be the patient's.
        documents: numbers of our own pages.
        folded: the whole text in small letters and single spaces, for looking for names.
    """

    kind: LetterInKind | None = None
    date: dt.date | None = None
    deadline: dt.date | None = None
    number: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    units: Decimal | None = None
    visits: int | None = None
    hcpcs: str = ""
    product: str = ""
    supply: Supply | None = None
    member_ids: tuple[str, ...] = ()
    birth_dates: tuple[dt.date, ...] = ()
    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    folded: str = ""


def read_letter(texts: Sequence[str], *, from_picture: bool = False) -> LetterWords:
    """What the text of a letter's pages seems to say.

    Args:
        texts: of each page, with its lines.
        from_picture: whether it was read off a picture, where numbers come torn.
    """
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    text = "\n".join(_TORN.sub("", line) if from_picture else line for line in lines)
    birth = tuple(_dates_after(_BIRTH, text))
    dates = [day for day, _ in _dates(text) if day not in birth]
    start, end = _span(text)
    return LetterWords(
        kind=_kind(" ".join(text.casefold().split())),
        date=dates[0] if dates else None,
        deadline=next(iter(_dates_after(_DEADLINE, text)), None),
        number=_first(_NUMBER, text),
        start=start,
        end=end,
        units=_count(_UNITS, text),
        visits=None if (visits := _count(_VISITS, text)) is None else int(visits),
        hcpcs=(found[0].upper() if (found := _HCPCS.search(text)) else ""),
        product=_product(text.casefold()),
        supply=next((way for way, words in _SUPPLIES if any(word in text.casefold() for word in words)), None),
        member_ids=tuple(dict.fromkeys(bare_id(item) for item in _MEMBER.findall(text))),
        birth_dates=birth,
        names=tuple(dict.fromkeys(" ".join(item.split()) for item in _NAME.findall(text))),
        documents=tuple(dict.fromkeys(item.casefold() for item in _DOCUMENT.findall(text))),
        folded=" ".join(text.casefold().split()),
    )


def bare_id(text: str) -> str:
    """A member ID without spaces and dashes, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _kind(text: str) -> LetterInKind | None:
    """The kind whose words are there; a denial's words weigh more than those that every letter has."""
    return next((kind for kind, words in _KINDS if any(word in text for word in words)), None)


def _product(text: str) -> str:
    """The product that is named first."""
    found = [(at, item.full_name) for item in products() if (at := _place(text, item)) >= 0]
    return min(found, default=(0, ""))[1]


def _place(text: str, product: Product) -> int:
    places = [text.find(name.casefold()) for name in (product.brand, product.generic)]
    return min((at for at in places if at >= 0), default=-1)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = (hit[1] for hit in pattern.finditer(text) if any(char.isdigit() for char in hit[1]))
    return next(found, "")


def _count(pattern: re.Pattern[str], text: str) -> Decimal | None:
    hit = pattern.search(text)
    try:
        return None if hit is None else Decimal(hit[1])
    except InvalidOperation:
        return None


def _span(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The first two dates that stand close together behind a word for a period."""
    for hit in _SPAN.finditer(text):
        found = [(day, at) for day, at in _dates(text[hit.end() :]) if at < 2 * _NEAR]
        if len(found) >= 2 and found[0][0] < found[1][0] and found[1][1] - found[0][1] < _NEAR:
            return found[0][0], found[1][0]
    return None, None


def _dates_after(pattern: re.Pattern[str], text: str) -> Iterator[dt.date]:
    """Dates that stand directly behind a word."""
    for hit in pattern.finditer(text):
        found = next(((day, at) for day, at in _dates(text[hit.end() : hit.end() + _NEAR])), None)
        if found is not None and found[1] <= 1:
            yield found[0]


def _dates(text: str) -> Iterator[tuple[dt.date, int]]:
    for hit in _DATE.finditer(text):
        try:
            yield _date(hit), hit.start()
        except ValueError:
            continue


def _date(hit: re.Match[str]) -> dt.date:
    if hit[4]:
        return dt.date(int(hit[6]), _MONTHS.index(hit[4].casefold()) + 1, int(hit[5]))
    year = int(hit[3])
    return dt.date(year + (2000 if year < 100 else 0), int(hit[1]), int(hit[2]))
