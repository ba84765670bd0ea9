"""What is offered for a box, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.pdf.template import BoxId


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a key is offered: the features that its confidence is reckoned from, each from 0 to 1.

    Attributes:
        way: `label`, `cue`, `option`, `alone`, `yes_no`, `rest`: how it was found.
        strength: how well the wording fits, all sources together.
        printed: how well what is printed fits.
        named: how well the form's own names of the box fit.
        against: a source that says something else.
        domain: by how much the chosen domain leads the next.
        explicit: the label names the domain.
        section: the heading names the domain.
        far: how far-fetched the label is.
        support: other boxes of the group or row say the same.
        repeated: the key stands in the block already.
        brief: few words, so that little is left unsaid.
        fits: size and limits are what the key needs.
        foreign: the heading speaks of somebody else.
        conditional: "If yes, …" after a question that has no key.
        left: words of the label that nobody here knows.
        mixed: the label also names something outside the vocabulary, or several things of one kind.
        assumed: whom the box is about is only what is usually meant.
        unasked: a check box's question is not one that the key is known to answer.
        passed: the nearest heading says nothing that is known; the one above it was taken.
        clash: the label and the heading name different parties.
        later: row of a repeated thing: what stands before it was counted.
        strayed: the nearest heading speaks of others than whom the box is taken to be about.
        skimmed: only some words of a long text were looked for.
        unnamed: asked of a therapy that no box before named; never taken unseen, whatever it weighs.
    """

    way: str = "label"
    strength: float = 0.0
    printed: float = 0.0
    named: float = 0.0
    against: float = 0.0
    domain: float = 0.0
    explicit: float = 0.0
    section: float = 0.0
    far: float = 0.0
    support: float = 0.0
    repeated: float = 0.0
    brief: float = 0.0
    fits: float = 1.0
    foreign: float = 0.0
    conditional: float = 0.0
    left: float = 0.0
    mixed: float = 0.0
    assumed: float = 0.0
    unasked: float = 0.0
    passed: float = 0.0
    clash: float = 0.0
    later: float = 0.0
    strayed: float = 0.0
    skimmed: float = 0.0
    unnamed: float = 0.0


@dataclass(frozen=True, slots=True)
class Offer:
    """A key that a box may ask for."""

    key: str
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is offered for one box.

    Attributes:
        label: what is printed about it, or what the form calls it.
        section: the heading it stands under.
        question: what a check box answers.
        key: a reference of the vocabulary, or None where it asks something else or nobody can say.
        confidence: how often such an offer is right, from 0 to 1; 0 without a key.
        siblings: the other boxes that answer the same question.
        format: in which a value would have to be written there, or empty for the usual way.
    """

    box: BoxId
    label: str
    section: str
    question: str
    key: str | None
    confidence: float
    siblings: tuple[BoxId, ...] = ()
    offer: Offer | None = None
    format: str = ""
