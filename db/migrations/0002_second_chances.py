"""Second chances and the rest of the desk: merge, undo, escalation, causes, hand-over, incidents, leases."""

COLUMNS = (
    ("complaint", "merged_into_id INTEGER REFERENCES complaint (id)"),
    ("complaint", "incident_id INTEGER REFERENCES incident (id)"),
    ("complaint", "cause TEXT"),
    ("complaint", "responsible TEXT"),
    ("complaint", "escalation INTEGER NOT NULL DEFAULT 0"),
    ("complaint", "escalates_at INTEGER NOT NULL DEFAULT 253402300799"),
)

TABLES = """
CREATE TABLE incident (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id),
    title TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER
);

CREATE TABLE undo (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    complaint_id INTEGER NOT NULL REFERENCES complaint (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    batch TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    columns TEXT NOT NULL
);
CREATE INDEX undo_agent ON undo (agent_id, seq);

CREATE TABLE corrective_action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    complaint_id INTEGER NOT NULL REFERENCES complaint (id),
    event_seq INTEGER NOT NULL REFERENCES event (seq),
    action TEXT NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES agent (id),
    due_at INTEGER NOT NULL,
    done_at INTEGER,
    effect TEXT,
    effective INTEGER CHECK (effective IN (0, 1)),
    checked_at INTEGER,
    checked_by_id INTEGER REFERENCES agent (id),
    created_at INTEGER NOT NULL
);
CREATE INDEX corrective_action_complaint ON corrective_action (complaint_id);
CREATE INDEX corrective_action_due ON corrective_action (due_at) WHERE done_at IS NULL;

CREATE TABLE verdict (
    complaint_id INTEGER NOT NULL REFERENCES complaint (id),
    clock TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    broken INTEGER NOT NULL CHECK (broken IN (0, 1)),
    at INTEGER NOT NULL,
    PRIMARY KEY (complaint_id, clock, cycle, started_at, due_at)
) WITHOUT ROWID;
CREATE INDEX verdict_at ON verdict (at, broken);

CREATE TABLE reply_template (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    category TEXT,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER REFERENCES agent (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    sort TEXT NOT NULL DEFAULT 'due',
    reverse INTEGER NOT NULL DEFAULT 0 CHECK (reverse IN (0, 1))
);
CREATE UNIQUE INDEX saved_view_name ON saved_view (coalesce(agent_id, 0), name);

CREATE TABLE duty_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    at INTEGER NOT NULL,
    shift TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('calls', 'lost', 'found', 'mail', 'announcement', 'other')),
    count INTEGER,
    text TEXT NOT NULL
);
CREATE INDEX duty_entry_team ON duty_entry (team_id, at);

CREATE TABLE handover (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id),
    shift TEXT NOT NULL,
    sheet TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT '',
    given_by_id INTEGER NOT NULL REFERENCES agent (id),
    given_at INTEGER NOT NULL,
    taken_by_id INTEGER REFERENCES agent (id),
    taken_at INTEGER
);
CREATE INDEX handover_team ON handover (team_id, given_at);

CREATE TABLE lease (
    complaint_id INTEGER PRIMARY KEY REFERENCES complaint (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    until INTEGER NOT NULL
);

CREATE TABLE erasure (
    customer_id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    agent_id INTEGER REFERENCES agent (id),
    forced INTEGER NOT NULL DEFAULT 0
);
"""

INDEXES = (
    "CREATE INDEX complaint_received ON complaint (received_at)",
    "CREATE INDEX event_wait ON event (at) WHERE action = 'wait'",
    "CREATE INDEX complaint_merged ON complaint (merged_into_id) WHERE merged_into_id IS NOT NULL",
    "CREATE INDEX complaint_incident ON complaint (incident_id) WHERE incident_id IS NOT NULL",
    "CREATE INDEX complaint_escalates ON complaint (escalates_at) WHERE open = 1",
    "CREATE INDEX complaint_escalated ON complaint (team_id) WHERE open = 1 AND escalation >= 3",
    "CREATE INDEX event_actor ON event (actor, action, at) WHERE action IN ('revealed', 'refused')",
)


def up(migrator, db) -> None:  # type: ignore[no-untyped-def]
    """Add the tables first, then the columns that point at them."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for table, column in COLUMNS:
        db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column}")
    for index in INDEXES:
        db.execute_sql(index)
