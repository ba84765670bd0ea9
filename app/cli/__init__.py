"""The headless head: what can be asked for without the desk, and the exit codes that come back.

Must not hold: a use case of its own, Qt, anything of the desk.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.errors import AppError

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

EXIT_CODES = """exit codes:
  0   the command did its work, whatever it found
  1   a mistake of the program; a report without patient data was kept
  2   what was asked for cannot be done so: a name, a value, a role, a passphrase that was not given
  3   a form or its pack does not say what it must
  4   a PDF cannot be opened, filled or proven right
  5   the vault cannot be opened, read or written
  6   the computer's keychain cannot be used
  7   a file of another system cannot be read
  8   a file cannot be written where it was asked for
  9   a payer's rules cannot be loaded or judged
  10  a document cannot be signed or sealed
  20  verify: the file is not one that was signed here, or it was changed since
  21  verify: without a vault or an evidence file it cannot be known

Passphrases are asked for, or taken from PADESK_PASSPHRASE and, for a signer, PADESK_SIGNER_PASSPHRASE, for an evidence
file PADESK_EVIDENCE_PASSPHRASE, for a file of records PADESK_RECORDS_PASSPHRASE, for a hand-over
PADESK_HANDOVER_PASSPHRASE.
They are never given as an argument."""


def read_words(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for; `command` is None for the desk. Ends the program over a wrong word, and for --help."""
    parser = _parser()
    options = parser.parse_args(words)
    if options.command == "preflight" and (options.vault is None) != (options.request is None):
        parser.error("--vault and --request go together; a case file needs neither")
    return options


def run(options: argparse.Namespace) -> int:
    """Do what was asked for and give the exit code; one line on standard error where it could not be done."""
    from app.cli import say  # noqa: PLC0415 -- --help must answer at once

    say.speak_utf8()
    try:
        code = _ACTS[options.command](options)
        sys.stdout.flush()
        return code
    except AppError as problem:
        return say.refuse(problem)
    except KeyboardInterrupt:
        return say.stopped()
    except BrokenPipeError:
        return say.nobody_listens()
    except Exception as bug:  # noqa: BLE001 -- the border of the command line: a bug ends in one plain line
        return say.report_bug(bug)


def _inspect(options: argparse.Namespace) -> int:
    from app.cli import inspecting  # noqa: PLC0415

    return inspecting.inspect(options.form, as_json=options.json, use_packs=not options.no_packs)


def _fill(options: argparse.Namespace) -> int:
    from app.cli import paper  # noqa: PLC0415

    return paper.fill(options.form, options.values, options.out, options.report)


def _demo(options: argparse.Namespace) -> int:
    from app.cli import demo  # noqa: PLC0415

    return demo.demo(options.out, options.form)


def _packet(options: argparse.Namespace) -> int:
    from app.cli import packet  # noqa: PLC0415

    return packet.packet(options.vault, options.request, options.out, signer=options.signer, person=options.person)


def _preflight(options: argparse.Namespace) -> int:
    if options.case is not None:
        from app.cli import judging  # noqa: PLC0415

        return judging.preflight_case(options.case, json=options.json)
    from app.cli import packet  # noqa: PLC0415

    return packet.preflight(options.vault, options.request, as_json=options.json, person=options.person)


def _verify(options: argparse.Namespace) -> int:
    from app.cli import verify  # noqa: PLC0415

    wanted = verify.Wanted(options.file, options.vault, options.evidence, options.out, options.person)
    return verify.verify(wanted)


def _import(options: argparse.Namespace) -> int:
    from app.cli import importing  # noqa: PLC0415

    return importing.import_file(options.file, options.vault, dry_run=options.dry_run, person=options.person)


def _vault(options: argparse.Namespace) -> int:
    from app.cli import vault  # noqa: PLC0415

    return vault.run(options)


def _hand_over(options: argparse.Namespace) -> int:
    from app.cli import handing  # noqa: PLC0415

    return handing.run(options)


_ACTS = {
    "inspect": _inspect,
    "fill": _fill,
    "demo": _demo,
    "packet": _packet,
    "preflight": _preflight,
    "verify": _verify,
    "import": _import,
    "vault": _vault,
    "hand-over": _hand_over,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="padesk",
        description="PA Desk: prior authorization requests for botulinum toxin, on this computer only. "
        "Without a command it opens the desk.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"PA Desk {__version__}")
    parser.add_argument("--sample", action="store_true", help="open the desk on the invented sample practice")
    commands = parser.add_subparsers(dest="command", metavar="command")
    _paper_words(commands)
    _packet_words(commands)
    _import_words(commands)
    _vault_words(commands)
    _hand_over_words(commands)
    return parser


def _paper_words(commands: _Commands) -> None:
    inspect = _command(commands, "inspect", "say what can be filled on a form: its boxes, and what they ask for")
    inspect.add_argument("form", type=Path, metavar="FORM.pdf")
    inspect.add_argument("--json", action="store_true", help="the whole answer as JSON")
    inspect.add_argument("--no-packs", action="store_true", help="only what the file itself says")
    fill = _command(commands, "fill", "put values into a form's boxes, without a vault and without a pack")
    fill.add_argument("form", type=Path, metavar="FORM.pdf")
    fill.add_argument(
        "--values", type=Path, required=True, metavar="V.json", help='{"box id or field name": "text" | true | false}'
    )
    fill.add_argument("--out", type=Path, required=True, metavar="OUT.pdf")
    fill.add_argument("--report", type=Path, metavar="R.json", help="write how each value sits in its box")


def _packet_words(commands: _Commands) -> None:
    demo = _command(commands, "demo", "make packets for invented patients in a throw-away vault")
    demo.add_argument("--out", type=Path, metavar="DIR", help="folder for all of it (default: in your home folder)")
    demo.add_argument("--form", type=Path, metavar="FORM.pdf", help="a payer's blank instead of our own form")
    packet = _command(commands, "packet", "write the packet of a request: the signed form and its checklist")
    _request_words(packet)
    packet.add_argument("--out", type=Path, required=True, metavar="DIR")
    packet.add_argument("--signer", metavar="ID", help="the person who signs a request that is not signed yet")
    preflight = _command(commands, "preflight", "judge a request by its payer's rules, and say what it still lacks")
    which = preflight.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", type=Path, metavar="CASE.json", help="a case, or a list of cases, without a vault")
    which.add_argument("--vault", type=Path, metavar="V")
    preflight.add_argument("--request", metavar="ID", help="a request of the vault")
    _person_word(preflight)
    preflight.add_argument("--json", action="store_true")
    verify = _command(commands, "verify", "say whether a file was signed here, and whether it was changed since")
    verify.add_argument("file", metavar="FILE.pdf", help="the file, or a document's number as a faxed page prints it")
    where = verify.add_mutually_exclusive_group()
    where.add_argument("--vault", type=Path, metavar="V")
    where.add_argument("--evidence", type=Path, metavar="E", help="what `vault evidence` wrote, on any computer")
    verify.add_argument("--out", type=Path, metavar="ORIGINAL.pdf", help="write the archived original of a number here")
    _person_word(verify)


def _import_words(commands: _Commands) -> None:
    taken = _command(
        commands, "import", "take in another system's file: new records and empty fields, nothing replaced"
    )
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--vault", type=Path, required=True, metavar="V")
    taken.add_argument("--dry-run", action="store_true", help="show what would be taken over, and change nothing")
    _person_word(taken)


def _hand_over_words(commands: _Commands) -> None:
    handed = _command(
        commands, "hand-over", "hand a request to another PA Desk for signing as one encrypted file, and take it back"
    )
    acts = handed.add_subparsers(dest="act", required=True, metavar="out|look|in|back|home")
    for name, says in (("out", "write a request as a file"), ("back", "write the signed request for its office")):
        act = acts.add_parser(name, help=says)
        _request_words(act)
        act.add_argument("--out", type=Path, required=True, metavar="DIR")
        if name == "out":
            act.add_argument("--to", required=True, metavar="NAME", help="whom it is for")
    for name, says in (
        ("look", "say what is in a file, and change nothing"),
        ("in", "take a request in; what is here stays as it is"),
        ("home", "take the signed request home, once everything holds"),
    ):
        act = acts.add_parser(name, help=says)
        act.add_argument("file", type=Path, metavar="FILE")
        act.add_argument("--vault", type=Path, required=True, metavar="V")
        _person_word(act)
        if name == "in":
            act.add_argument("--theirs", action="store_true", help="where both have a record, take that of the file")


def _vault_words(commands: _Commands) -> None:
    vault = _command(
        commands, "vault", "set up, back up, restore or check a vault, write out its log or records, renew its key"
    )
    acts = vault.add_subparsers(
        dest="act", required=True, metavar="init|backup|restore|check|log|evidence|export|renew|rescue"
    )
    init = acts.add_parser("init", help="a new vault with its practice and its first person")
    init.add_argument("place", type=Path, metavar="V")
    init.add_argument("--practice", required=True, metavar="NAME")
    init.add_argument("--first", required=True, metavar="NAME", help="first name of who sets it up")
    init.add_argument("--last", required=True, metavar="NAME")
    backup = acts.add_parser("backup", help="write an encrypted backup, and check that it opens")
    backup.add_argument("place", type=Path, metavar="V")
    backup.add_argument("--out", type=Path, required=True, metavar="DIR")
    _person_word(backup)
    restore = acts.add_parser("restore", help="put a backup in place; what it replaces is kept beside it")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("place", type=Path, metavar="V")
    _person_word(restore)
    check = acts.add_parser("check", help="check the vault and its log from end to end")
    check.add_argument("place", type=Path, metavar="V")
    _person_word(check)
    _log_words(acts)
    export = acts.add_parser("export", help="write all records, or those of a patient, as one documented file")
    export.add_argument("place", type=Path, metavar="V")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--patient", metavar="ID", help="one patient alone")
    export.add_argument("--plain", action="store_true", help="without a passphrase: everybody can read it")
    _person_word(export)
    rescue = acts.add_parser("rescue", help="read what can be read of a damaged vault into a new one")
    rescue.add_argument("place", type=Path, metavar="V")
    rescue.add_argument("--out", type=Path, required=True, metavar="NEW")
    _person_word(rescue)
    renew = acts.add_parser("renew", help="give the vault a new key: everybody else needs a new passphrase")
    renew.add_argument("place", type=Path, metavar="V")
    _person_word(renew)


def _log_words(acts: _Commands) -> None:
    log = acts.add_parser("log", help="write the whole log as JSON lines, with a program that checks it")
    log.add_argument("place", type=Path, metavar="V")
    log.add_argument("--out", type=Path, required=True, metavar="DIR")
    _person_word(log)
    evidence = acts.add_parser("evidence", help="write what another computer needs to verify files of this office")
    evidence.add_argument("place", type=Path, metavar="V")
    evidence.add_argument("--out", type=Path, required=True, metavar="FILE")
    _person_word(evidence)


def _command(commands: _Commands, name: str, says: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=says,
        description=says[0].upper() + says[1:] + ".",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _request_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--vault", type=Path, required=True, metavar="V")
    parser.add_argument("--request", required=True, metavar="ID")
    _person_word(parser)


def _person_word(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", metavar="ID", help="who opens the vault, where several people can")
