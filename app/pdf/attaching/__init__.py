"""Documents that go with a form: pictures made into pages, pages chosen, made grey or blackened for good.

What is not ours is opened in the worker only. Must not hold: forms and their boxes, patients.
"""
