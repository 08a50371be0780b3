"""Rosters: who should be here, who is, and who covers the hole."""
