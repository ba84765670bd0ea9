"""Values onto a compiled form: overlays, the addendum, one table over all. Parses nothing."""
