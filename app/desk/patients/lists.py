"""The lists of a patient's page: what stands in their rows, and the fields below them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from app.desk.patients.payer import PayerEditor
from app.desk.patients.records import RecordsPane
from app.desk.widgets.editors import ChoiceEditor, LineEditor, TextEditor
from app.desk.widgets.shaped import DateEditor, NumberEditor, PhoneEditor, checked
from app.desk.widgets.table import Column
from app.domain.clinical import Contraindication, Observation, Outcome, Phase, Treatment, Trial
from app.domain.dates import PartialDate
from app.domain.drugs import class_name, find_therapy, products, therapies
from app.domain.identifiers import check_state
from app.domain.ids import (
    ContraindicationId,
    CoverageId,
    ObservationId,
    PatientId,
    PayerId,
    TreatmentId,
    TrialId,
    new_id,
)
from app.domain.indications import conditions
from app.domain.patient import Benefit, Coverage, CoverageRank
from app.domain.practice import Line, Payer
from app.domain.spans import span_in_words
from app.domain.typed import read_number
from app.domain.vocabulary import KeyKind, vocabulary

Today = Callable[[], dt.date]
Whose = Callable[[], PatientId]

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.INADEQUATE_RESPONSE: "did not help enough",
    Outcome.INTOLERANCE: "not tolerated",
    Outcome.CONTRAINDICATION: "contraindicated",
    Outcome.ALLERGY: "allergy",
    Outcome.PARTIAL_RESPONSE: "helped in part",
    Outcome.OTHER: "other",
    Outcome.ONGOING: "still taken",
}
LINE_WORDS: Mapping[Line, str] = {
    Line.COMMERCIAL: "Commercial",
    Line.EXCHANGE: "Exchange",
    Line.SELF_FUNDED: "Self-funded employer",
    Line.MEDICARE_FFS: "Medicare",
    Line.MEDICARE_ADVANTAGE: "Medicare Advantage",
    Line.MEDICAID_FFS: "Medicaid",
    Line.MEDICAID_MCO: "Medicaid managed care",
    Line.TRICARE: "TRICARE",
}


def _date(value: PartialDate | dt.date | None) -> str:
    if isinstance(value, PartialDate):
        return value.us()
    return "" if value is None else f"{value:%m/%d/%Y}"


def trial_span(trial: Trial) -> str:
    """`01/10/2026 – 04/20/2026 · 100 days`."""
    if trial.start is None:
        return (_date(trial.end) and f"until {_date(trial.end)}") or "dates not documented"
    if trial.end is None:
        return f"since {_date(trial.start)}"
    words = span_in_words(trial.start, trial.end)
    return f"{_date(trial.start)} – {_date(trial.end)}" + (f" · {words}" if words else " · ends before it starts")


def _short_span(trial: Trial) -> str:
    if trial.start is None or trial.end is None:
        return "no dates" if trial.start is None else "since " + trial.start.us()[-4:]
    return span_in_words(trial.start, trial.end) or "dates crossed"


def trials_pane(whose: Whose, today: Today, *, is_narrow: bool = False) -> RecordsPane:
    """Therapies tried before: the trial ledger."""
    pane = RecordsPane(
        "Earlier therapies",
        "therapy",
        (
            Column("Therapy", lambda t: " ".join(filter(None, (t.drug, t.dose))) or "(no name yet)", strong=True),
            Column("Taken", _short_span if is_narrow else trial_span, 88 if is_narrow else 272),
            Column(
                "Outcome",
                lambda t: OUTCOME_WORDS[t.outcome] if t.outcome else "not documented",
                128 if is_narrow else 152,
                role=lambda t: "quiet" if t.outcome else "warn",
            ),
        ),
        lambda: Trial(TrialId(new_id()), whose(), ""),
        "Payers ask what was tried, how long, and why it ended. Each therapy is entered once and used for every payer.",
        is_narrow=is_narrow,
    )
    bind, add = pane.binding.bind, pane.fields.add
    drug = LineEditor("Therapy", placeholder="topiramate, physical therapy")
    drug.offer(sorted({name for therapy in therapies().entries for name in therapy.names}))
    add(bind("drug", drug))
    classes = [("", "not known"), *sorted(therapies().class_names.items(), key=lambda pair: pair[1])]
    drug_class = ChoiceEditor("Class", classes)
    add(bind("drug_class", drug_class))
    drug.settled.connect(lambda text: _propose_class(drug_class, str(text)))
    add(bind("start", DateEditor("Start", today, partial=True)))
    add(bind("end", DateEditor("Stop", today, partial=True)))
    add(bind("dose", LineEditor("Dose", placeholder="100 mg daily")))
    outcomes = [(None, "not documented"), *OUTCOME_WORDS.items()]
    add(bind("outcome", ChoiceEditor("Outcome", outcomes)))
    add(bind("reason", TextEditor("What happened", lines=2)), wide=True)
    add(bind("evidence", LineEditor("Documented in", placeholder="fill history 3/2026")))
    add(bind("intent", ChoiceEditor("Tried for", [("", "not documented"), *conditions().items()])))
    return pane


def _propose_class(editor: ChoiceEditor, drug: str) -> None:
    """Fill the class in where it is empty and the catalogue knows the therapy."""
    known = class_of(drug)
    if known and not editor.value:
        editor.set_value(known)
        editor.settled.emit(known)


def class_of(drug: str) -> str:
    """The class of a therapy that the bundled catalogue knows, or empty."""
    found = find_therapy(drug)
    return "" if found is None else found.drug_class


def contraindications_pane(whose: Whose) -> RecordsPane:
    """Drugs that the patient must not have."""
    pane = RecordsPane(
        "Contraindications",
        "contraindication",
        (
            Column("Drug or class", lambda c: c.drug or class_name(c.drug_class) or "(no name yet)", 240, strong=True),
            Column("Why", lambda c: c.reason or "reason not documented"),
        ),
        lambda: Contraindication(ContraindicationId(new_id()), whose()),
        "A drug that must not be tried counts for step therapy as well, if the reason is written down.",
    )
    drug = LineEditor("Drug")
    drug.offer(sorted({therapy.generic for therapy in therapies().entries}))
    pane.fields.add(pane.binding.bind("drug", drug))
    classes = [("", "one drug only"), *sorted(therapies().class_names.items(), key=lambda pair: pair[1])]
    pane.fields.add(pane.binding.bind("drug_class", ChoiceEditor("Whole class", classes)))
    pane.fields.add(pane.binding.bind("reason", LineEditor("Why", placeholder="asthma")), wide=True)
    return pane


def coverages_pane(whose: Whose, today: Today) -> RecordsPane:
    """Insurance plans; `offer_payers` fills the list of payers."""
    names: dict[object, str] = {}
    pane = RecordsPane(
        "Plans",
        "plan",
        (
            Column("Payer", lambda c: names.get(c.payer_id, "") or "payer not chosen", strong=True),
            Column("Line", lambda c: LINE_WORDS[c.line], 152),
            Column("Member ID", lambda c: c.member_id or "not documented", 136),
            Column("Asked", lambda c: c.rank.value, 88, role=lambda _: "quiet"),
        ),
        lambda: Coverage(CoverageId(new_id()), whose(), PayerId(""), Line.COMMERCIAL),
        "Add the plan from the insurance card. The line of business decides which rules and forms apply.",
    )
    bind, add = pane.binding.bind, pane.fields.add
    add(bind("payer_id", PayerEditor(), mean=lambda payer_id: payer_id))
    add(bind("line", ChoiceEditor("Line of business", list(LINE_WORDS.items()))))
    add(bind("member_id", LineEditor("Member ID")))
    add(bind("group_number", LineEditor("Group number")))
    ranks = [(rank, rank.value.capitalize()) for rank in CoverageRank]
    add(bind("rank", ChoiceEditor("Asked", ranks)))
    sides = [(Benefit.UNKNOWN, "not known"), (Benefit.MEDICAL, "Medical"), (Benefit.PHARMACY, "Pharmacy")]
    add(bind("benefit", ChoiceEditor("Benefit side", sides)))
    add(bind("plan_name", LineEditor("Plan name")))
    add(bind("plan_type", LineEditor("Plan type", placeholder="HMO")))
    add(bind("rx_bin", LineEditor("Rx BIN")))
    add(bind("rx_pcn", LineEditor("Rx PCN")))
    add(bind("rx_group", LineEditor("Rx group")))
    add(bind("state", LineEditor("State", check=checked(check_state), shape=str.upper)))
    add(bind("insured.name", LineEditor("Policy holder")))
    add(bind("insured.relationship", LineEditor("Patient is", placeholder="self")))
    add(bind("contact.phone", PhoneEditor("Plan telephone")))
    add(bind("contact.fax", PhoneEditor("Plan fax")))
    add(bind("starts", DateEditor("Starts", today)))
    add(bind("ends", DateEditor("Ends", today)))
    pane.known_names = names
    return pane


def offer_payers(pane: RecordsPane, payers: Mapping[PayerId, Payer]) -> None:
    """Offer the office's payers to the list of plans."""
    names = {payer.id: payer.name for payer in payers.values()}
    pane.known_names.clear()
    for name, words in names.items():
        pane.known_names[name] = words
    payer_editor(pane).offer_payers(names)
    pane.binding.load(pane.binding.record)


def payer_editor(pane: RecordsPane) -> PayerEditor:
    """The field for the payer on the list of plans."""
    editor = pane.binding.editors["payer_id"]
    assert isinstance(editor, PayerEditor)  # noqa: S101 -- narrows the type
    return editor


def measure_names() -> dict[str, str]:
    """Every measure with its plain name."""
    return {
        spec.key.removeprefix("measure."): spec.name
        for spec in vocabulary()
        if spec.key.startswith("measure.") and not spec.key.startswith(("measure.reduction", "measure.baseline"))
    }


def read_measure(measure: str, text: str) -> Decimal | bool | str:
    """A measure's value as it is kept: a number, yes or no, or words."""
    spec = vocabulary().get(f"measure.{measure}")
    if spec is not None and spec.kind is KeyKind.YES_NO and text.casefold() in {"yes", "y", "no", "n"}:
        return text.casefold().startswith("y")
    number = read_number(text)
    return text if number is None else number


def _measure_finding(measure: str, text: str) -> str:
    spec = vocabulary().get(f"measure.{measure}")
    kind = None if spec is None else spec.kind
    if text and kind is KeyKind.YES_NO and not isinstance(read_measure(measure, text), bool):
        return "This measure is answered yes or no."
    return "This measure is a number." if text and kind is KeyKind.NUMBER and read_number(text) is None else ""


def measure_text(value: object) -> str:
    """A measure's value as it is shown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def new_measure(patient_id: PatientId, today: dt.date, measure: str) -> Observation:
    """A measure of today, without its value."""
    return Observation(ObservationId(new_id()), patient_id, PartialDate.of(today), measure, "", Phase.BASELINE)


def observations_pane(whose: Whose, today: Today, *, is_narrow: bool = False) -> RecordsPane:
    """Dated measures."""
    names = measure_names()
    date: Column[Observation] = Column("Date", lambda o: o.date.us(), 96 if is_narrow else 104)
    name: Column[Observation] = Column("Measure", lambda o: names.get(o.measure, o.measure), strong=True)
    value_column: Column[Observation] = Column(
        "Value", lambda o: measure_text(o.value) or "not documented", 56 if is_narrow else 128
    )
    when: Column[Observation] = Column("When", lambda o: o.phase.value if o.phase else "", 88, role=lambda _: "quiet")
    pane = RecordsPane(
        "Measures",
        "measure",
        (name, value_column, date) if is_narrow else (date, name, value_column, when),
        lambda: new_measure(whose(), today(), "headache_days"),
        "Headache days, HIT-6 and other measures, each with its date: before treatment and since.",
        is_narrow=is_narrow,
    )
    bind, add = pane.binding.bind, pane.fields.add
    measure = ChoiceEditor("Measure", sorted(names.items(), key=lambda pair: pair[1]))
    add(bind("measure", measure))
    pane.first_field = "value"
    value = LineEditor("Value", check=lambda text: _measure_finding(str(measure.value), text))
    add(bind("value", value, show=measure_text, mean=lambda text: read_measure(str(measure.value), str(text))))
    add(bind("date", DateEditor("Date", today, partial=True), mean=lambda date: date or PartialDate.of(today())))
    phases = [(None, "not said"), (Phase.BASELINE, "Before treatment"), (Phase.CURRENT, "Since treatment")]
    add(bind("phase", ChoiceEditor("When", phases)))
    return pane


def treatments_pane(whose: Whose, today: Today) -> RecordsPane:
    """Injections given."""
    pane = RecordsPane(
        "Treatments",
        "treatment",
        (
            Column("Date", lambda t: f"{t.date:%m/%d/%Y}", 112),
            Column("Product", lambda t: t.product or "(no product yet)", strong=True),
            Column("Units", lambda t: "" if t.units is None else f"{t.units:f}", 72),
            Column("Wasted", lambda t: "" if t.units_wasted is None else f"{t.units_wasted:f}", 72),
            Column("Lot", lambda t: t.lot, 112, role=lambda _: "quiet"),
        ),
        lambda: Treatment(TreatmentId(new_id()), whose(), today(), ""),
        "Each injection given, with units and waste: renewals are made from it.",
    )
    bind, add = pane.binding.bind, pane.fields.add
    add(bind("date", DateEditor("Date", today), mean=lambda date: date or today()))
    product = LineEditor("Product")
    product.offer([item.full_name for item in products()])
    add(bind("product", product))
    add(bind("units", NumberEditor("Units given")))
    add(bind("units_wasted", NumberEditor("Units wasted")))
    add(bind("lot", LineEditor("Lot")))
    add(bind("indication", ChoiceEditor("For", [("", "not said"), *conditions().items()])))
    add(bind("sites", LineEditor("Sites")), wide=True)
    return pane
