"""Sheets of rosters, exports of time clocks and tables of demand, in and out."""

from __future__ import annotations
