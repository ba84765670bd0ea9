"""The frame around the screens: rail, banners, status strip, find anything, privacy, the idle lock.

Must not hold: a screen's content.
"""
