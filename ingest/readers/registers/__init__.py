"""What an organisation keeps about its bets in sheets of its own: initiatives, estimates, decisions."""
