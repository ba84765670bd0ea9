"""How the papers go, told before anything is written; and the files for a portal, within what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from app.domain.practice import SendingRules
from app.packet import limits
from app.packet.assemble import PacketFile, Staged, file_stem
from app.packet.checklist import Checklist, SendTo
from app.pdf.proving.gate import gate
from app.services.offices import the_practice
from app.services.papers import Along, Paper, Tell, nobody
from app.services.prepare import Prepared
from app.services.session import Session

#: Keeps a finished file on the disk, under a name of its own.
Stage = Callable[[PacketFile], Staged]

#: What a page of an attachment is brought down to where a file is too large for its way.
SMALL_DPI = 150


@dataclass(frozen=True, slots=True)
class SendingPlan:
    """What would go out, before anything is written.

    Attributes:
        papers: words and pages of each, in their order.
        fax: how that goes by fax.
        portal: how that goes to a portal.
    """

    papers: tuple[tuple[str, int], ...]
    fax: str
    portal: str


@dataclass(slots=True)
class Files:
    """Files made for one way of sending, and what was done so that they fit."""

    files: list[Staged] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plan(along: Sequence[Along], form_pages: int, rules: SendingRules) -> SendingPlan:
    """What would go out, told without reading a document."""
    papers = (("Form", form_pages), *((item.what, item.pages) for item in along))
    return SendingPlan(
        papers, limits.fax_words([pages for _, pages in papers], rules), limits.portal_words(len(papers), rules)
    )


def destination(checklist: Checklist) -> SendTo | None:
    """Where it goes: the place chosen, else the first fax number."""
    places = checklist.destinations
    chosen = next((item for item in places if item.chosen), None)
    return chosen or next((item for item in places if item.channel == "Fax"), None)


def portal_files(
    session: Session, prepared: Prepared, papers: Sequence[Paper], stage: Stage, *, tell: Tell = nobody
) -> tuple[Files, tuple[Paper, ...]]:
    """The documents beside the form and its letters, a file each, within what a portal takes.

    Returns:
        The files, and the papers: what lies on the disk as it goes out is read from there from now on.

    Raises:
        PdfProblem: a file holds what a finished one must not.
    """
    made = _Portal(session, prepared, stage, tell)
    others = [item for item in papers if not item.is_sealed]
    rules = the_practice(session).sending
    if others and len(papers) > rules.portal_files:
        made.notes.append(limits.portal_words(len(papers), rules))
        made.add(Paper("Attachments", partial(_joined, session, others), sum(item.pages for item in others)))
        kept = tuple(papers)
    else:
        kept = tuple(item if item.is_sealed else made.add(item) for item in papers)
    number = len(papers) - len(others) + len(made.files)
    if number > rules.portal_files:
        made.notes.append(f"They are {number} files, which the portal may want in two uploads.")
    return Files(made.files, made.notes), kept


def _joined(session: Session, papers: Sequence[Paper]) -> bytes:
    with session.paper.holding() as held:
        return held.joined([(held.put(item.load), None) for item in papers])


class _Portal:
    """The files for a portal, written one by one."""

    def __init__(self, session: Session, prepared: Prepared, stage: Stage, tell: Tell) -> None:
        self._session, self._stage, self._tell = session, stage, tell
        self._stem = file_stem(prepared.request.id)
        self._most_bytes = the_practice(session).sending.portal_megabytes * 1_000_000
        self._names: dict[str, int] = {}
        self.files: list[Staged] = []
        self.notes: list[str] = []

    def add(self, paper: Paper) -> Paper:
        """Write a document; returns it as it is best read from now on."""
        self._tell(0.0, f"Writing the file for a portal: {paper.what}")
        data = paper.load()
        size = len(data)
        if size <= self._most_bytes:
            return replace(paper, load=self._written(paper.what, data).read)
        del data
        self._add_smaller(paper, size)
        return paper

    def _written(self, what: str, data: bytes) -> Staged:
        gate(data, self._session.paper)
        name = what.lower().replace(" ", "-").replace("'", "")
        self._names[name] = self._names.get(name, 0) + 1
        ending = "" if self._names[name] == 1 else f"-{self._names[name]}"
        self.files.append(self._stage(PacketFile(f"{self._stem}-{name}{ending}.pdf", data)))
        return self.files[-1]

    def _add_smaller(self, paper: Paper, size: int) -> None:
        """A document in files of at most so many bytes: first grey and of less resolution, then in parts."""
        work = self._session.paper
        now = f"{paper.what}: {size / 1e6:.0f} MB are too many for one file, so it is "
        parts = work.grey_parts(paper.load, dpi=SMALL_DPI, tell=partial(self._told, paper.what))
        small = sum(map(len, parts))
        if small < size:
            now += f"grey with {SMALL_DPI} dots an inch"
            now += f": {small / 1e6:.0f} MB" if small <= self._most_bytes else ", and "
        else:
            parts = [paper.load()]
        before = len(self.files)
        for group in self._grouped(parts):
            self._written(paper.what, work.as_one(group))
        made = len(self.files) - before
        self.notes.append(f"{now}." if made == 1 else f"{now}in {made} files.")

    def _grouped(self, parts: list[bytes]) -> Iterator[list[bytes]]:
        """Parts of a document put together as far as they fit into one file; the list is empty after that."""
        group: list[bytes] = []
        while parts:
            for piece in self._torn(parts.pop(0)):
                if group and sum(map(len, group)) + len(piece) > self._most_bytes:
                    yield group
                    group = []
                group.append(piece)
        if group:
            yield group

    def _torn(self, part: bytes) -> Iterator[bytes]:
        """A part that is too large for a file by itself, in pieces."""
        work, number = self._session.paper, -(-len(part) // self._most_bytes)
        pages = len(work.page_text(part)) if number > 1 else 1
        if number == 1 or pages == 1:
            yield part
            return
        each = max(1, pages // number)
        for start in range(1, pages + 1, each):
            yield work.chosen_pages(part, range(start, min(start + each, pages + 1)))

    def _told(self, what: str, done: int, every: int) -> None:
        self._tell(0.0, f"Making {what.lower()} smaller, page {done} of {every}")
