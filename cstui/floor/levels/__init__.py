"""Levels: where each person stands on the ladder, what is proved, what is missing."""
