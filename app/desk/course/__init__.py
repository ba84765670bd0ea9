"""What comes after a request is made: its dates with the rules behind them, denials and what answers them, costs.

Must not hold: a rule, a date or a price; those come with their sources from the services.
"""
