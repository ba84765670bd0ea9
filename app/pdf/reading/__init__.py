"""A payer's file made ready: opened, its boxes read, its pages carried into a clean base. Never sets a value."""
