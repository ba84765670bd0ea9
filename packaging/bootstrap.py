"""PA Desk on a fresh machine, with nothing there but Python.

    python3 packaging/bootstrap.py run      install what is needed and open the desk with the sample practice
    python3 packaging/bootstrap.py test     install what the tests need and run them
    python3 packaging/bootstrap.py check    install what the tests need and run linters, types and import contracts

Any Python can read this file, so that an old one gets a sentence and not a stack of errors; the work is in `_fresh.py`.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 14)

if not OLDEST <= sys.version_info[:2] <= NEWEST:
    sys.exit(
        "PA Desk needs Python 3.11, 3.12, 3.13 or 3.14; this is Python %d.%d. Install one of them from python.org and "
        "start this command with it." % sys.version_info[:2]
    )

import _fresh  # noqa: E402  (the sentence above comes first)

sys.exit(_fresh.main(sys.argv[1:]))
