"""Reading a page's picture where its file says nothing of it: scans, and text layers that are garbage.

Needs the optional libraries of the extra `ocr`; without them nothing here is imported but `available`.
Must not hold: a file that is opened or drawn (it gets pixels), what a box means.
"""
