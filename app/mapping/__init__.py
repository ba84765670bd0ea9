"""The only place where boxes and keys meet: packs, transforms, filling.

Must not hold: drawing, storage, Qt.
"""
