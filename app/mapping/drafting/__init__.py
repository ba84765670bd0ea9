"""A pack under edit: boxes with their meanings or offers, single steps that can be taken back, and the way to a file.

Must not hold: drawing, storage, Qt. Nothing that is offered becomes a meaning here without a step that a person took.
"""
