"""What a pack holds: a form's meaning as data. Types only; reading them from a file is `pack`'s affair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import AttachmentKind
from app.pdf.template import BoxKind, Look, Rect

#: The only version of the pack format that this program reads.
PACK_SCHEMA = 1


class Channel(StrEnum):
    """How a request reaches the payer."""

    FAX = "fax"
    PHONE = "phone"
    PORTAL = "portal"
    MAIL = "mail"


class SignerRole(StrEnum):
    """Whose signature the form asks for."""

    PRESCRIBER = "prescriber"
    COMPLETER = "completer"
    EITHER = "either"


class SignatureRule(StrEnum):
    """Which kind of signature the payer takes."""

    ELECTRONIC = "electronic"
    WET = "wet"
    EITHER = "either"
    UNKNOWN = "unknown"


class Importance(StrEnum):
    """How much the payer insists on a box or an answer."""

    REQUIRED = "required"
    IMPORTANT = "important"
    OPTIONAL = "optional"


class Part(StrEnum):
    """Which kind of request a section is for."""

    INITIAL = "initial"
    CONTINUATION = "continuation"


class QuestionType(StrEnum):
    """What an answer is."""

    YESNO = "yesno"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"


class Pick(StrEnum):
    """How many boxes of a group are filled."""

    ONE = "one"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """How the blank is known again.

    Attributes:
        sha256: of the files known.
        text: sketch of the printed words (see `fingerprint`), empty where the form has no text of its own.
    """

    sha256: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the form says it goes; one of several is chosen per request by name.

    Attributes:
        address: fax or telephone number, web address or postal address, as printed.
        printed_at: where the form prints it, such as "page 1, top right".
        benefit: the side of the plan that it serves, where the form tells them apart.
        lines: the lines of business that it serves; empty where it serves all of the form's.
    """

    name: str
    channel: Channel
    address: str
    printed_at: str = ""
    note: str = ""
    benefit: Benefit | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SignerRule:
    """Who signs, how, and what the signature says.

    Attributes:
        attestation: the form's sentence, verbatim; empty where it prints none.
        attestation_at: where the form prints it.
        note: where the signature rule comes from, or what is not known.
        mark_at: page and place where the office wants the signer's mark; None for the form's own boxes.
    """

    role: SignerRole = SignerRole.PRESCRIBER
    rule: SignatureRule = SignatureRule.UNKNOWN
    attestation: str = ""
    attestation_at: str = ""
    note: str = ""
    mark_at: tuple[int, Rect] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form, and when it applies.

    Attributes:
        inside: id of the section around it; a section applies only where that one does.
        conditions: the indications that it is for; empty for every one.
        part: initial or continuation requests only, or None for both.
        when: a rule, or empty.
    """

    id: str
    title: str
    inside: str = ""
    conditions: tuple[str, ...] = ()
    part: Part | None = None
    when: str = ""


class SourceKind(StrEnum):
    """Where the value of a box comes from."""

    KEY = "key"
    COMPOSE = "compose"
    JOIN = "join"
    ASK = "ask"
    TICK = "tick"
    SIGNATURE = "signature"
    NEVER = "never"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of a box comes from, and how it is written.

    Attributes:
        kind: which of the following is meant.
        keys: KEY: the keys to try, the first documented one is taken (`patient.dob:MM`, `patient.sex=female`);
            JOIN: all of them, `prior[*].drug` stands for every row.
        pattern: COMPOSE: text with `{key}`; a part in `[…]` is left out where one of its keys is not documented.
        separator: JOIN: what stands between.
        question: ASK: the question answered here.
        equals: ASK for a check box: the answer that ticks it.
        detail: ASK: whether the detail of the answer is printed instead of the answer.
        part: ASK of a date: the part that the box takes, such as `MM`.
        rule: TICK: the rule that ticks it.
        format: how a value is written: `upper`, `lower`, `digits`, a date pattern such as `MM/DD/YY`, or a telephone
            pattern such as `###-###-####`.
        words: what is printed for each value of a choice; others print as they are.
        ongoing: KEY of a row of the ledger: what is printed where that therapy still goes on and has no end yet.
    """

    kind: SourceKind
    keys: tuple[str, ...] = ()
    pattern: str = ""
    separator: str = ", "
    question: str = ""
    equals: str = ""
    detail: bool = False
    part: str = ""
    rule: str = ""
    format: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    ongoing: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box lies on a flat page, and how it is to be written in.

    Attributes:
        ring: for a check box that is a printed letter or word: it is circled, not ticked.
    """

    page: int
    rect: Rect
    kind: BoxKind
    look: Look = Look()
    cells: int = 0
    limit: int | None = None
    choices: tuple[str, ...] = ()
    baselines: tuple[float, ...] = ()
    ring: bool = False


@dataclass(frozen=True, slots=True)
class PackBox:
    """What one box of the form asks for. It is found by field name, by box id or by its place, in this order.

    Attributes:
        field: the form's own field name.
        on: ticked state of the button meant, where several buttons share the field's name.
        box: box id, such as `2:88,676`, for a fillable form whose names say nothing.
        place: for a flat form.
        group: only one box of a group is filled: a Yes/No pair, weight in pounds or kilograms.
        when: a rule; the box stays empty where it does not hold.
        rest: `prior` for a box that also takes the therapies that the form's table has no room for.
    """

    source: Source
    label: str
    section: str
    field: str = ""
    on: str = ""
    box: str = ""
    place: Place | None = None
    importance: Importance = Importance.OPTIONAL
    group: str = ""
    when: str = ""
    rest: str = ""

    @property
    def name(self) -> str:
        """How messages name it: its field, its id, or its page and middle."""
        if self.field:
            return f"{self.field} ({self.on})" if self.on else self.field
        if self.place is None:
            return self.box
        x, y = self.place.rect.center
        return f"{self.place.page}:{x:.0f},{y:.0f}"


@dataclass(frozen=True, slots=True)
class Detail:
    """What a question wants beside its answer, such as "please list the medicines".

    Attributes:
        on: the answers that want it; empty for every one.
        propose: a rule that proposes it from the facts, or empty.
    """

    wording: str
    on: tuple[str, ...] = ()
    propose: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the form asks and that is no key of the vocabulary.

    Attributes:
        id: `ask.…`, unique within the pack.
        wording: as the form prints it.
        choices: answers of a choice, code to wording.
        propose: rule that proposes the answer where the facts decide it: yes or no, the code of a choice, a text.
        prints: answer to what stands in the box, `{detail}` for the detail; the answer's plain word where not named.
        settle: where the answer is documented, in plain words, for the person who has to look it up.
    """

    id: str
    type: QuestionType
    wording: str
    section: str
    choices: Mapping[str, str] = field(default_factory=dict)
    propose: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    detail: Detail | None = None
    importance: Importance = Importance.REQUIRED
    settle: str = ""

    @property
    def detail_id(self) -> str:
        """The name under which a request keeps the detail: `ask.two_oral.detail`."""
        return f"{self.id}.detail"


@dataclass(frozen=True, slots=True)
class AttachmentRule:
    """A document that the form asks for.

    Attributes:
        when: a rule, or empty for always.
    """

    kind: AttachmentKind
    wording: str
    section: str = ""
    when: str = ""
    importance: Importance = Importance.REQUIRED


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that the form prints and that a request can run counter to.

    Attributes:
        when: the rule under which it is shown; empty for always.
    """

    text: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """What one edition of one form means.

    Attributes:
        id: `payer/form/edition`, the folder's name.
        lines: the lines of business that the form is for; empty where it does not say.
        products: HCPCS codes that the form is for; empty for any.
        edition: as printed, empty where the form prints none.
        edition_at: where it is printed, or how it is known.
        picks: groups of boxes of which not just one is filled.
        order: kinds of papers in the order in which the payer wants them behind the form; others follow.
    """

    id: str
    title: str
    payer: str
    pages: int
    lines: tuple[Line, ...] = ()
    products: tuple[str, ...] = ()
    edition: str = ""
    edition_at: str = ""
    fingerprints: Fingerprints = Fingerprints()
    destinations: tuple[Destination, ...] = ()
    signer: SignerRule = SignerRule()
    sections: tuple[Section, ...] = ()
    boxes: tuple[PackBox, ...] = ()
    picks: Mapping[str, Pick] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    attachments: tuple[AttachmentRule, ...] = ()
    order: tuple[str, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    @property
    def papers_asked(self) -> tuple[str, ...]:
        """Kinds of papers in the order in which the payer wants them: as it says, else as it lists them."""
        return self.order or tuple(dict.fromkeys(rule.kind.value for rule in self.attachments))

    def section(self, section_id: str) -> Section | None:
        """The section of that id, or None."""
        return next((item for item in self.sections if item.id == section_id), None)

    def question(self, question_id: str) -> Question | None:
        """The question of that id, or None."""
        return next((item for item in self.questions if item.id == question_id), None)

    def section_path(self, section_id: str) -> tuple[Section, ...]:
        """The section and those around it, the outermost first."""
        path: list[Section] = []
        current = self.section(section_id)
        while current is not None:
            path.insert(0, current)
            current = self.section(current.inside)
        return tuple(path)

    def section_title(self, section_id: str) -> str:
        """The titles from the outermost section inwards: "Chronic migraine · Initial requests"."""
        return " · ".join(item.title for item in self.section_path(section_id))
