"""Every kind of condition with its fields, in the words of an office."""

from __future__ import annotations

from collections.abc import Mapping

from app.criteria.own.fields import Field, Kind, Shape

_BOUNDS = (
    Field("at_least", "At least", Shape.NUMBER),
    Field("more_than", "More than", Shape.NUMBER),
    Field("at_most", "At most", Shape.NUMBER),
)
_BOUND = (("at_least", "more_than", "at_most"), "Write at least one of the numbers.")


def _measure(name: str = "name", words: str = "What") -> Field:
    return Field(name, words, Shape.ONE, "measures", "Choose what is counted.")


def _some(words: str, choices: str, ask: str, name: str = "") -> Field:
    return Field(name, words, Shape.MANY, choices, ask)


_PATIENT = (
    Kind("age", "Age in years", "The patient", _BOUNDS, one_of=_BOUND),
    Kind("weight_kg", "Weight in kilograms", "The patient", _BOUNDS, one_of=_BOUND),
    Kind(
        "measure",
        "A number: headache days, a score…",
        "The patient",
        (_measure(), *_BOUNDS, Field("phase", "Counted", Shape.ONE, "phases")),
        one_of=_BOUND,
    ),
    Kind(
        "said",
        "Something said with a yes",
        "The patient",
        (Field("", "What", Shape.ONE, "said", "Choose what must be said."),),
    ),
    Kind(
        "shown",
        "Something the chart must show",
        "The patient",
        (
            Field("what", "What it must show", Shape.TEXT, ask="Say what the chart must show."),
            Field("by", "Shown by", Shape.MANY, "documents"),
            Field("findings", "Or by findings with the words", Shape.GROUPS, hint="tilt, turn; pain, limited"),
            Field("codes", "Or by codes that begin", Shape.WORDS, hint="G35, G81"),
            Field("positive", "Or by a measure above zero", Shape.MANY, "measures"),
        ),
    ),
    Kind(
        "dx",
        "Diagnosis code that begins with",
        "The patient",
        (Field("", "Codes", Shape.WORDS, ask="Write the beginning of a code.", hint="G43.7, M62.4"),),
    ),
)
_TRIALS = Kind(
    "trials",
    "Therapies tried",
    "What was tried",
    (
        Field("called", "Called", Shape.TEXT, ask="Say what they are called.", hint="preventive drugs"),
        Field("drugs", "How many", Shape.WHOLE, hint="1"),
        Field("classes", "Of how many classes", Shape.WHOLE, hint="1"),
        Field("days", "Each for days", Shape.WHOLE),
        Field("months", "Or months", Shape.WHOLE),
        _some("What counts", "counts", "Say what counts.", "counts"),
        Field("from", "Classes that count", Shape.CLASSES, "classes"),
        Field("oral", "Only by mouth", Shape.FLAG),
        Field("at_dose", "Only at an adequate dose", Shape.FLAG),
    ),
)
_RESPONSE = (
    Kind(
        "fell",
        "A number fell since treatment",
        "The response",
        (
            _measure(),
            Field("by", "By at least", Shape.NUMBER),
            Field("percent", "By at least percent", Shape.NUMBER),
            Field("more_than_percent", "By more than percent", Shape.NUMBER),
        ),
    ),
    Kind(
        "helped",
        "The treatment helped",
        "The response",
        (_some("Shown by", "measures", ""),),
    ),
)
_ORDER = (
    Kind(
        "units",
        "Units injected",
        "The order",
        (*_BOUNDS, Field("per_kg_at_most", "At most per kg", Shape.NUMBER)),
        one_of=((*_BOUND[0], "per_kg_at_most"), _BOUND[1]),
    ),
    Kind("as_labelled", "A dose of the label", "The order", is_yes=True),
    Kind(
        "weeks_apart",
        "Weeks between injections",
        "The order",
        (Field("", "At least weeks", Shape.NUMBER, ask="Write the number of weeks."),),
    ),
    Kind(
        "days_since_last",
        "Days since the last injection",
        "The order",
        (Field("", "At least days", Shape.WHOLE, ask="Write the number of days."),),
    ),
    Kind("product", "The product", "The order", (_some("One of", "products", "Choose the products."),)),
    Kind(
        "cpt",
        "The procedure",
        "The order",
        (Field("", "CPT codes", Shape.WORDS, ask="Write the codes.", hint="64615"),),
    ),
    Kind(
        "not_beside",
        "Nothing of these alongside",
        "The order",
        (
            Field("classes", "Classes", Shape.MANY, "classes"),
            Field("drugs", "Drugs", Shape.WORDS, hint="erenumab, atogepant"),
            Field("asked_only", "The payer only asks", Shape.FLAG),
        ),
        one_of=(("classes", "drugs"), "Choose a class, or name a drug."),
    ),
    Kind("for_therapy", "No cosmetic use", "The order", is_yes=True),
)
_OFFICE = (
    Kind(
        "specialist",
        "Prescribed by a specialist",
        "Who and where",
        (_some("Of", "specialties", "Choose the specialty."),),
        beside=(Field("or_consulted", "Or after one was consulted", Shape.FLAG),),
    ),
    Kind(
        "attached",
        "Documents attached",
        "Who and where",
        (_some("One of", "documents", "Choose the documents."),),
        beside=(Field("perhaps", "What may serve as well", Shape.MANY, "documents"),),
    ),
    Kind("site", "Where it is given", "Who and where", (_some("In", "sites", "Choose the places."),)),
    Kind("supply", "Who supplies the drug", "Who and where", (_some("By", "supplies", "Choose the ways."),)),
    Kind("benefit", "Benefit side", "Who and where", (_some("Side", "benefits", "Choose the side."),)),
    Kind("line", "The line of business", "Who and where", (_some("One of", "lines", "Choose the lines."),)),
    Kind(
        "state",
        "The state",
        "Who and where",
        (Field("", "States", Shape.WORDS, ask="Write the states, as WA.", hint="WA, OR"),),
    ),
    Kind(
        "from_date",
        "From a day on",
        "Who and where",
        (Field("", "Day", Shape.DATE, ask="Write the day."),),
    ),
)
_COMPOSED = (
    Kind("all", "All of these together", "Several", holds_parts="all"),
    Kind("any", "One of these at least", "Several", holds_parts="any"),
    Kind(
        "at_least",
        "So many of these",
        "Several",
        (Field("", "How many", Shape.WHOLE, ask="Write how many."),),
        holds_parts="of",
    ),
    Kind("none", "None of these", "Several", holds_parts="none"),
    Kind(
        "verdict",
        "Settled by the rule itself",
        "Several",
        (Field("", "How", Shape.ONE, "verdicts", "Choose how it stands."),),
        beside=(Field("because", "Why", Shape.TEXT), Field("settle", "What would settle it", Shape.TEXT)),
    ),
)
KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (*_PATIENT, _TRIALS, *_RESPONSE, *_ORDER, *_OFFICE, *_COMPOSED)
}


def kind_of(table: Mapping[str, object]) -> Kind | None:
    """The kind of the condition that a table names; None where it names none."""
    return next((kind for name, kind in KINDS.items() if name in table), None)
