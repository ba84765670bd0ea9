"""Write the two lock files anew: exact, hashed pins of all that is installed, for every platform and Python.

    python packaging/lock.py        needs `uv` on the path; a maintainer's command

No lock file names a package index; the computer's own setting decides where packages come from.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMON = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
COMMON += ["--excludes", "packaging/left_out.txt"]
WANTED = {
    "run.lock": [],
    "test.lock": ["--group", "pyproject.toml:test", "--extra", "ocr", "--constraint", "packaging/run.lock"],
}


def main() -> int:
    """Write both files; returns the exit code."""
    for name, words in WANTED.items():
        command = ["uv", "pip", "compile", "--quiet", "pyproject.toml", *COMMON, *words, "-o", f"packaging/{name}"]
        command += ["--custom-compile-command", "python packaging/lock.py", *sys.argv[1:]]
        code = subprocess.run(command, cwd=HERE.parent, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
