"""Measurements against named peers, side by side in the same run: ``python -m benchmarks``.

Absolute figures drift with the machine, so every line is a ratio taken in one run, turn by turn (A B A B), from
medians.  Nothing here asserts anything, and no test depends on it.
"""
