"""Letters in words: their kinds, what is still missing, and what stands where no text can."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.course import LetterKind
from app.packet.letter import ChartBlock, LetterTable
from app.services.letters import LetterDraft

KIND_WORDS: Mapping[LetterKind, str] = {
    LetterKind.NECESSITY: "Medical necessity",
    LetterKind.RENEWAL: "Renewal",
    LetterKind.APPEAL: "Appeal",
    LetterKind.BRIEF: "Peer-to-peer brief",
    LetterKind.ADDENDUM: "Addendum tables",
}


def state_words(draft: LetterDraft) -> tuple[str, str]:
    """How far the letter is, with a colour."""
    count = len(draft.gaps)
    if not count:
        return "Nothing in it is missing.", "good"
    return f"{count} {'fact is' if count == 1 else 'facts are'} not documented. The letter says so until then.", "warn"


def block_words(block: LetterTable | ChartBlock) -> str:
    """What a table or a chart is, in a line."""
    if isinstance(block, ChartBlock):
        return f"Chart: {block.spec.title}"
    count = len(block.rows)
    return f"Table: {block.title or ', '.join(block.columns)} ({count} {'row' if count == 1 else 'rows'})"


def changed_since(draft: LetterDraft, name: str) -> bool:
    """Whether the facts under a paragraph in own words have changed since it was written."""
    kept = () if draft.kept is None else draft.kept.words
    own = next((words for words in kept if words.paragraph == name), None)
    return own is not None and own.instead_of != draft.generated.get(name, "")
