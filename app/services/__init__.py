"""The use cases, one function each; roles and audit are enforced here.

Must not hold: Qt, SQL, PDF syntax.
"""
