"""Files in and out of a floor: readers, mappings, cleaning, imports and exports.

Nothing is imported here, so that a command pays only for what it uses.

``cstui.exchange.imports``::

    import_complaints(actor, source, *, source_name=None, mapping=None, sheet=None, encoding=None,
                      dry_run=False, on_bad="refuse", rejects=None, progress=None) -> Report
    import_agents(actor, source, **same)    -> Report
    import_customers(actor, source, **same) -> Report
    import_scores, import_praise, import_training, import_penalties, import_profiles(actor, source, **same) -> Report

``source`` is a path or ``"-"`` (standard input); ``mapping`` a TOML file or the name of a ready
mapping; ``on_bad`` is ``refuse`` or ``skip``; ``rejects`` a path for the bad rows (with ``skip``);
``progress(done, total_or_None)`` is called now and then.  A file that cannot be read, or a wrong
mapping, raises BadInput.  Bad rows do not raise: the ``Report`` lists them, and ``report.refused``
says that nothing was written because of them (exit 2).  ``report.as_dict()`` is the JSON object.

``cstui.exchange.suggest``::

    suggest_map(source, kind="complaints", *, sheet=None, encoding=None) -> str        # TOML to edit

``cstui.exchange.mapping``::

    load_mapping(name_or_path, kind="complaints") -> Mapping ; mapping_names() -> tuple[str, ...]

``cstui.exchange.rosters``: ``roster_in``, ``attendance_in``, ``demand_in``, ``roster_out``, ``attendance_out``::

    import_roster, import_attendance, import_demand(actor, source, SheetOptions(...)) -> SheetReport
    export_roster, export_attendance(actor, target, *, first, last, team=None, format=None, force=False, ...) -> int

``cstui.exchange.exports``::

    export_complaints(actor, target, *, format=None, query="", state=None, since=None, until=None,
                      force=False, full_reason=None, progress=None) -> int
    export_customers(actor, target, *, format=None, force=False, full_reason=None, progress=None) -> int
    export_agents(actor, target, *, format=None, force=False, progress=None) -> int
    export_journal(actor, target, *, format=None, since=None, until=None, force=False, progress=None) -> int
    export_halfyear(actor, target, *, half, format=None, force=False, progress=None) -> int

``cstui.exchange.casefile``::

    export_casefile(actor, ref, target, *, format=None, force=False, full_reason=None) -> None   # md, xlsx

``target`` is a path or an open binary stream (standard output: ``format`` is then required, and
``xlsx`` works too); ``format`` is csv, xlsx, json or jsonl and defaults to the path's suffix;
``since`` and ``until`` are aware datetimes.  They return the number of rows written.  An existing
file without ``force`` is refused, a link always.  Phones are masked unless ``full_reason`` is given
and the actor's roles allow it.
"""
