"""Ten thousand flipped bits, and the twelve attacks on the structure: python -m tests.faults.tampering [FLIPS].

Signs a request of the invented practice, then flips one bit at a time, the gap of the signature included, in both
files, and asks as `verify` does: by the strict reading of the seal, and by the hash in the log. Prints what either
missed alone and what both missed together, which must be nothing.
"""

# ruff: noqa: T201, S311 (a command that reports, and chance that guards nothing)
from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from app.clock import SystemClock
from app.domain.sample import REQUESTS
from app.pdf.worker import PaperWorker
from app.places import Places
from app.services import verify
from app.services.demo import stand_in
from app.services.evidence import register_of
from app.services.register import Register
from app.services.sample import SAMPLE_SIGNING_WORDS, create_sample, own_form
from app.services.sealed import record_copy
from app.services.session import Session
from app.services.sign import review, sign
from tests.unit.signing import second_sealer
from tests.unit.signing.attacks import ATTACKS, gap_of


def main() -> int:
    """Run all of it; returns the exit code."""
    flips = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        session = create_sample(Path(folder) / "sample.vault", SystemClock(), Places.under(Path(folder) / "user"))
        try:
            copies = [signed(session, number) for number in (0, 1)]
            register = register_of(session)
            missed = flipped(session.paper, register, *copies[0], flips)
            missed += attacked(session.paper, register, copies[0][1], copies[1][1])
        finally:
            session.vault.close()
            session.paper.close()
    print(f"missed by both together: {missed}")
    return 1 if missed else 0


def signed(session: Session, number: int) -> tuple[bytes, bytes]:
    """The fax copy and the record copy of a signed request."""
    stand_in(session, REQUESTS[number], own_form(session).choice)
    done = sign(session, review(session, REQUESTS[number]), SAMPLE_SIGNING_WORDS)
    record = record_copy(session, done.sha256)
    assert record is not None
    return session.vault.get_blob(done.sha256), record


def flipped(paper: PaperWorker, register: Register, fax: bytes, record: bytes, flips: int) -> int:
    """Flip single bits; returns how many nobody noticed."""
    chance = random.Random(6)
    first, second = gap_of(record)
    missed = by_rule_covered = by_rule_gap = in_gap = on_record = 0
    for turn in range(flips):
        # Three of four on the record copy, every fourth of them in the gap of its signature.
        data = bytearray(fax if turn % 4 == 3 else record)
        place = chance.randrange(first, second) if turn % 16 == 0 else chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        known = not_intact(register, bytes(data))
        if turn % 4 != 3:
            reading = paper.read_seal(bytes(data))
            holds = reading is not None and reading.holds
            on_record += 1
            in_gap += first <= place < second
            by_rule_gap += holds and first <= place < second
            by_rule_covered += holds and not first <= place < second
            missed += holds and not known
        else:
            missed += not known
        if turn % 1000 == 999:
            print(f"  {turn + 1} flips, {missed} missed", flush=True)
    print(f"{flips} flips: {on_record} in the record copy, {in_gap} of them in the gap of its signature")
    print(f"  the strict rule alone missed {by_rule_covered} covered bits and {by_rule_gap} in the gap")
    return missed


def attacked(paper: PaperWorker, register: Register, record: bytes, other: bytes) -> int:
    """Carry out the twelve attacks; returns how many nobody noticed."""
    key = ec.generate_private_key(ec.SECP256R1())
    reading = paper.read_seal(record)
    assert reading is not None
    assert reading.at is not None
    mine = {name: attack(record, other) for name, attack in ATTACKS.items()}
    certificate = second_sealer.certificate_of(key, reading.name, reading.at)
    mine["other key, same name"] = second_sealer.seal(mine["stripped"], key, certificate, reading.at)
    missed = 0
    for name, data in mine.items():
        told = paper.read_seal(data)
        holds = told is not None and told.holds and told.certificate == reading.certificate
        missed += holds or not not_intact(register, data)
        known = "unknown to the log" if not_intact(register, data) else "KNOWN to the log"
        print(f"  {name}: {'ACCEPTED by the rule' if holds else 'refused by the rule'}, {known}")
    return missed


def not_intact(register: Register, data: bytes) -> bool:
    """Whether the log does not know these bytes as signed."""
    return verify.looked_up(register, data).verdict is not verify.Verdict.INTACT


if __name__ == "__main__":
    sys.exit(main())
