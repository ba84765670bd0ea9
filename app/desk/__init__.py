"""The screens, and the only place that imports Qt.

Must not hold: rules of the office, storage, PDF syntax.
"""
