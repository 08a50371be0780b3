"""``cstui roster``: one file for the verbs that belong together."""

from __future__ import annotations
