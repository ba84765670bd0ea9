"""The fax eye: a page as the payer's fax shows it, and what of it does not survive.

Pages of others are drawn in the worker only. Must not hold: what is sent where.
"""
