"""Wordings: text patterns of letters (Jinja2, in a sandbox), and reading what they give, line by line.

A line is a sentence; lines without a blank one between them are one paragraph. What a line begins with says what it is:

    # Heading          [name] of the next paragraph        - item of a list
    ~ fixed words that claim nothing of the patient        ^id a published sentence with its citation
    @trials @measures @chart a table or the chart          two blanks: the line before goes on
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import SandboxedEnvironment

from app.packet.letter.evidence import evidence
from app.packet.letter.model import Basis, Block, Heading, Paragraph, Sentence
from app.packet.letter.problems import BadWording, SentenceWithoutFact
from app.packet.letter.said import Said, clean, joined, sentence_ends
from app.packet.letter.terms import Terms, number
from app.places import bundled

_SHOWN = 60
_MOST_LETTERS = 60_000
#: What a wording's own mistakes can raise within the pattern; everything else is a bug of the program.
_MISTAKES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class WordingBook:
    """The wordings in force: those of the program, and the office's own in place of some of them."""

    texts: tuple[tuple[str, str], ...]

    def text(self, name: str) -> str | None:
        """One wording, or None."""
        return next((text for named, text in self.texts if named == name), None)

    def with_own(self, own: Mapping[str, str]) -> WordingBook:
        """The same with the office's own in place of those of the same names."""
        known = {name for name, _ in self.texts}
        kept = tuple((name, own.get(name, text)) for name, text in self.texts)
        return WordingBook((*kept, *((name, text) for name, text in own.items() if name not in known)))


@cache
def bundled_wordings() -> WordingBook:
    """The wordings that come with the program, read once; names such as `answers/dose.j2`."""
    folder = bundled("resources", "wordings")
    paths = sorted(folder.rglob("*.j2"))
    return WordingBook(tuple((path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")) for path in paths))


def check_wording(book: WordingBook, name: str) -> None:
    """Whether a wording can be read at all.

    Raises:
        BadWording: it cannot; the problem names the line.
    """
    try:
        _environment(book).get_template(name)
    except TemplateSyntaxError as error:
        raise BadWording(name=error.name or name, line=error.lineno, why=error.message or "it cannot be read") from None
    except TemplateError as error:
        raise BadWording(name=name, line=1, why=type(error).__name__) from None


def written(
    book: WordingBook, name: str, terms: Terms, special: Callable[[str], tuple[Block, ...]]
) -> tuple[Block, ...]:
    """The blocks that a wording gives.

    Args:
        book: the wordings in force.
        name: such as `necessity.j2`.
        terms: what it can say.
        special: gives the blocks of a line such as `@trials`.

    Raises:
        BadWording: it cannot be read or used.
        SentenceWithoutFact: it claims something that no fact is behind.
    """
    check_wording(book, name)
    names = {item: getattr(terms, item) for item in dir(Terms) if not item.startswith("_") and item != "ledger"}
    try:
        text = _environment(book).get_template(name).render(**names, number=number)
    except TemplateSyntaxError as error:
        raise BadWording(name=error.name or name, line=error.lineno, why=error.message or "it cannot be read") from None
    except _MISTAKES as error:
        raise BadWording(name=name, line=_line_of(error), why=_why(error)) from None
    if len(text) > _MOST_LETTERS:
        raise BadWording(name=name, line=1, why="it gives more text than a letter can hold")
    reader = _Reader(name, terms, special)
    for line in _whole_lines(text):
        reader.take(line)
    return reader.done()


@dataclass(slots=True)
class _Reader:
    """Puts lines together to paragraphs."""

    name: str
    terms: Terms
    special: Callable[[str], tuple[Block, ...]]
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    paragraph: str = ""
    used: dict[str, int] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """Read one line."""
        if not line:
            self.end()
        elif line.startswith("# "):
            self.end()
            self.blocks.append(Heading(self.terms.ledger.plain(line[2:])))
        elif line.startswith("[") and line.endswith("]"):
            self.end()
            self.paragraph = self.terms.ledger.plain(line[1:-1])
        elif line.startswith("@"):
            self.end()
            self.blocks.extend(self.special(line[1:].strip()))
        elif line.startswith("- "):
            self.end()
            self.sentences.append(self.sentence(line[2:]))
            self.end(is_item=True)
        else:
            self.sentences.append(self.sentence(line))

    def sentence(self, line: str) -> Sentence:
        """Keep a sentence with its facts."""
        if line.startswith("^"):
            return self.cited(line[1:].strip())
        ledger = self.terms.ledger
        fixed = line.startswith("~")
        said = ledger.found(line)
        text = sentence_ends(ledger.plain(line.removeprefix("~")))
        gaps = tuple(item.gap for item in said if item.gap is not None)
        keys, origins = joined(said)
        if not (fixed or keys or origins or gaps):
            raise SentenceWithoutFact(name=self.name, begins=text[:_SHOWN])
        return Sentence(text, _basis(said, fixed=fixed), keys, origins, gaps)

    def cited(self, name: str) -> Sentence:
        """Keep a published sentence with its source."""
        found = evidence().get(name)
        if found is None:
            raise BadWording(name=self.name, line=1, why=f"there is no published sentence named {name[:_SHOWN]}")
        return Sentence(f"{found.text} ({found.citation}).", Basis.CITED, source=found.id)

    def end(self, *, is_item: bool = False) -> None:
        """End the paragraph."""
        if not self.sentences:
            return
        stem = self.paragraph or "paragraph"
        self.used[stem] = self.used.get(stem, 0) + 1
        name = stem if self.used[stem] == 1 and self.paragraph else f"{stem}-{self.used[stem]}"
        self.blocks.append(Paragraph(name, tuple(self.sentences), is_item))
        self.sentences = []
        if not is_item:
            self.paragraph = ""

    def done(self) -> tuple[Block, ...]:
        """All blocks that were read."""
        self.end()
        return tuple(_without_empty_headings(self.blocks))


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """Headings that nothing stands under are left out."""
    followed = [*blocks[1:], Heading("")]
    return [
        b
        for b, after in zip(blocks, followed, strict=True)
        if not (isinstance(b, Heading) and isinstance(after, Heading))
    ]


def _basis(said: tuple[Said, ...], *, fixed: bool) -> Basis:
    records = {origin.record.partition(":")[0] for item in said for origin in item.origins}
    if "policy" in records:
        return Basis.CRITERION
    if records == {"denial"}:
        return Basis.PAYER
    return Basis.FIXED if fixed and not said else Basis.FACTS


def _whole_lines(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("  ") and line.strip() and lines and lines[-1]:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.strip())
    return lines


def _line_of(error: BaseException) -> int:
    """The line of the pattern in which it happened: Jinja2 puts its own lines into the traceback."""
    trace, found = error.__traceback__, 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _why(error: BaseException) -> str:
    """The kind of mistake; the words of an error could quote a patient's data, save for those of a name."""
    if isinstance(error, TemplateError):
        return clean(error.message or type(error).__name__)
    return f"something in it cannot be worked out ({type(error).__name__})"


class _BookLoader(BaseLoader):
    """Loads wordings of a book; a text that was compiled before, for whichever book, is not compiled again."""

    def __init__(self, book: WordingBook) -> None:
        self._book = book

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """The text of a wording, for the template engine."""
        text = self._book.text(name)
        if text is None:
            raise TemplateNotFound(name)
        return environment.template_class.from_code(environment, _compiled(name, text), globals or {})


@lru_cache(maxsize=256)
def _compiled(name: str, text: str) -> CodeType:
    return _sandbox(None).compile(text, name)


@lru_cache(maxsize=8)
def _environment(book: WordingBook) -> SandboxedEnvironment:
    return _sandbox(_BookLoader(book))


def _sandbox(loader: BaseLoader | None) -> SandboxedEnvironment:
    """Where wordings run: no names but those that are given, and nothing is escaped, since the letter is no HTML."""
    env = SandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.clear()
    return env
