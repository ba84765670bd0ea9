"""Letters of fonts whose file does not say what they are, told by their shape beside the bundled faces.

Must not hold: reading of pictures of pages (that is `scan`), a form's meaning. Parses nothing: it gets glyphs and a
picture of the page.
"""
