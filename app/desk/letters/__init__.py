"""Letters of a request: the draft paragraph by paragraph, the office's own words, the pages, into the packet.

Must not hold: a sentence of a letter; wordings and facts make those.
"""
