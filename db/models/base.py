"""The base of every model: bound to the one open store."""

from __future__ import annotations

import peewee

from ..connection import database


class Row(peewee.Model):
    """A table of the open store."""

    class Meta:
        database = database
        legacy_table_names = False
        primary_key = False  # every table names its own: peewee would make one here and copy it for each
