"""A file's bytes turned into what it says, one room a kind of file; every place is named, every limit is kept.

Must not hold: records of ours, or a decision about what is taken over.
"""
