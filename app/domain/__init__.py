"""What a request is: frozen dataclasses, enums and the facts made from them.

Must not hold: I/O, Qt, PDFs, SQL. Time is passed in.
"""
