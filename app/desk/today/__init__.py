"""What needs a person now, and the table of all requests.

Must not hold: the rules behind due dates; rows come with their words.
"""
