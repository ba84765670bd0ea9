"""Checks a log that PA Desk wrote out.

    python3 verify_log.py padesk-log.jsonl [505-0a1b2c3d4e5f6071 …]

Needs nothing but Python. Each line is one entry; its hash covers the hash of the entry before, so that an entry that
was changed, taken out, put in or moved shows. Pages that left the office print how far the log had come
("log 505-0a1b2c3d4e5f6071"); give such a word behind the file's name, and it is looked up as well.
"""

import hashlib
import json
import sys
from pathlib import Path

DOMAIN = b"PA Desk audit 1\n"
START = bytes(32)


def content(row):
    """What the hash of an entry covers besides the hash before it."""
    stored = (
        row["seq"],
        row["at"],
        row["actor"],
        row["station"],
        row["event"],
        json.dumps(row["subjects"]),
        json.dumps(row["fields"]),
        json.dumps(row["details"], sort_keys=True),
    )
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()


def check(lines):
    """Give the hashes of all entries, or say which is the first that is not as it was written."""
    previous, hashes = START, []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            digest = hashlib.sha256(DOMAIN + previous + content(row)).digest()
            whole = row["seq"] == number and row["hash"] == digest.hex()
        except (ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            return hashes, f"Entry {number} is not as it was written."
        previous = digest
        hashes.append(digest.hex())
    return hashes, ""


def anchor_problem(word, hashes):
    """Why a printed word does not fit the log, or an empty text."""
    seq, _, digits = word.partition("-")
    if not seq.isdigit() or len(digits) < 8:
        return f"{word} is no such word; it looks like 505-0a1b2c3d4e5f6071."
    if not 0 < int(seq) <= len(hashes):
        return f"The log has no entry {seq}."
    if not hashes[int(seq) - 1].startswith(digits.lower()):
        return f"Entry {seq} is another than the one that the page names: the log was rewritten."
    return ""


def main(words):
    """Check the file that is named first, and the printed words behind it; returns the exit code."""
    if not words:
        sys.stdout.write(__doc__)
        return 2
    with Path(words[0]).open(encoding="utf-8") as file:
        hashes, problem = check(line for line in file if line.strip())
    problems = [problem] if problem else [p for p in (anchor_problem(word, hashes) for word in words[1:]) if p]
    for text in problems:
        sys.stdout.write(text + "\n")
    if not problems:
        last = hashes[-1] if hashes else START.hex()
        sys.stdout.write(f"The log is whole: {len(hashes)} entries, the last one {last}.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
