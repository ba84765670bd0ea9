"""The payer of a plan, typed by name: one of the office's, or a new one that is kept together with the plan."""

from __future__ import annotations

from collections.abc import Mapping

from app.desk.widgets.editors import LineEditor
from app.domain.ids import PayerId, new_id
from app.domain.practice import Payer


class PayerEditor(LineEditor):
    """A payer's name; its value is the payer's id. A name is settled on leaving only, never half typed.

    The first words of one payer of the office mean that payer, and its whole name is shown; any other name is new.
    """

    def __init__(self) -> None:
        super().__init__("Payer", placeholder="name on the insurance card")
        self._names: dict[PayerId, str] = {}
        #: Payers that were typed and that the office does not have yet.
        self.fresh: dict[PayerId, Payer] = {}

    def offer_payers(self, names: Mapping[PayerId, str]) -> None:
        """Offer the office's payers while typing."""
        for known in names:
            self.fresh.pop(known, None)
        if dict(names) != self._names:
            self._names = dict(names)
            self.offer(sorted(names.values()))

    def set_value(self, value: object) -> None:
        """Show the name of a payer; a name that is being typed stays."""
        if self.line.hasFocus() and self.line.isModified():
            return
        payer_id = PayerId(str(value or ""))
        fresh = self.fresh.get(payer_id)
        super().set_value(self._names.get(payer_id) or (fresh.name if fresh else ""))

    def _edited(self, text: str) -> None:
        super()._edited(text)
        self._rest.stop()

    def _settle(self) -> None:
        super()._settle()
        self.line.setModified(False)
        self.set_value(self._meant(str(self.value)))

    def _meant(self, text: str) -> object:
        if not text:
            return PayerId("")
        listed = [*self._names.items(), *((payer.id, payer.name) for payer in self.fresh.values())]
        wanted = text.casefold()
        same = [payer_id for payer_id, name in listed if name.casefold() == wanted]
        begins = [payer_id for payer_id, name in listed if name.casefold().startswith(f"{wanted} ")]
        if same or len(begins) == 1:
            return (same or begins)[0]
        made = Payer(PayerId(new_id()), text)
        self.fresh[made.id] = made
        return made.id
