"""PA Desk: prior authorization requests for therapeutic botulinum toxin, right the first time.

Rooms, from the heads down to the ground, are listed in CONTRIBUTING.md; a room uses only what stands below it.
"""

__version__ = "0.1.0"
