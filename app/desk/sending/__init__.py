"""What goes out, on the desk: pages chosen and blackened, the fax eye, the portal sheet, what was sent.

Must not hold: how files are made.
"""
