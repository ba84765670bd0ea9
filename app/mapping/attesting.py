"""The sentence that a form's signer vouches with, read from what the form prints, where no setup says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_VERBS = r"(?:certif(?:y|ies)|attests?|affirms?|declares?|confirms?|acknowledges?|represents?)"
_BEGINS = re.compile(
    rf"\b(?:I,?(?: the undersigned,?)?(?: hereby| do)?(?: hereby)? {_VERBS}\b"
    rf"|By (?:my |this |his/her )?signature,? (?:the|I|you)\b"
    rf"|By signing(?: below| this form| above)?,? (?:I|the|you)\b"
    rf"|(?:The )?(?:Prescriber|Physician|Provider)(?: hereby)? {_VERBS} (?:that |the )"
    rf"|(?:Submission|Signature) (?:of|on) this form {_VERBS}\b"
    r"|My signature (?:below )?(?:certifies|attests|confirms))",
    re.IGNORECASE,
)
#: What goes on vouching in the sentence after.
_GOES_ON = re.compile(r"^(?:I|My|By signing|The (?:submitter|prescriber|physician|provider|undersigned) understands)\b")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]’'\"])[.!?](?=\)?\s+[^a-z\s]|\)?\s*$)")
#: Sentences that vouch for something else than what the form says.
_OTHER = re.compile(r"\b(?:standard review|expedit|urgent|jeopardize)", re.IGNORECASE)
#: What is printed behind the sentence where it has no full stop of its own: the line to sign on.
_LINE_BELOW = re.compile(
    r"\s+(?:_{3,}|(?:Prescriber|Physician|Provider|Authorized)?(?:['’]s)?(?: or Authorized)? ?Signature\b"
    r"|(?:Printed )?Name:|Date:)",
)
_MOST, _LEAST, _SENTENCES = 700, 40, 4


def attestation_in(page_texts: Sequence[str], pages: Iterable[int] = ()) -> str:
    """The sentence, word for word; empty where none is found.

    Args:
        page_texts: what each page prints.
        pages: to be looked at first, from 1: those with a place to sign.
    """
    first = [number for number in pages if 1 <= number <= len(page_texts)]
    rest = [number for number in range(len(page_texts), 0, -1) if number not in first]
    for number in (*first, *rest):
        found = _in_text(" ".join(page_texts[number - 1].split()))
        if found:
            return found
    return ""


def _in_text(text: str) -> str:
    """The last such sentence of a page: the one above the line to sign on."""
    found = [sentence for begins in _BEGINS.finditer(text) if (sentence := _sentences(text[begins.start() :]))]
    whole = [one for one in found if not any(one != other and one in other for other in found)]
    return whole[-1] if whole else ""


def _sentences(text: str) -> str:
    """From its beginning as far as it goes on vouching; empty where it has no end that could be trusted."""
    text = text[:_MOST]
    taken = 0
    for _ in range(_SENTENCES):
        end = _SENTENCE_END.search(text, taken)
        line = _LINE_BELOW.search(text, taken or _LEAST)
        if line is not None and (end is None or line.start() < end.start()):
            taken = taken or line.start()
            break
        if end is None:
            break
        taken = end.end()
        if not _GOES_ON.match(text[taken:].lstrip()):
            break
    said = text[:taken].strip()
    return "" if taken < _LEAST or said.endswith("?") or _OTHER.search(said) else said
