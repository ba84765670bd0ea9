"""Patients: the list with its search, and the page of one: profile, plans, therapies, measures, treatments, requests.

Must not hold: what a value means for a payer.
"""
