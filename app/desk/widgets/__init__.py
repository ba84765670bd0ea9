"""The parts that screens are made of: editors, lists, notes, chips.

Must not hold: a screen, a call of a service.
"""
