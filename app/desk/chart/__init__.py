"""Charts on the screen, painted from the same shapes as those of the letters.

Must not hold: what stands on a chart; `domain.measures` says that.
"""
