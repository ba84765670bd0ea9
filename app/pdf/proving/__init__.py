"""The last looks before a file leaves: every value is on its page, and nothing else rides along."""
