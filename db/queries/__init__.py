"""Reads: paged, indexed, returning plain rows."""
