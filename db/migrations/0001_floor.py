"""The first floor: teams, agents, customers, complaints with their forms, drafts, the journal, the search index.

Written as SQL because partial indexes, checks and triggers are the point of it; the model
beside it (db/models) is compared with these tables by a test.
"""

TABLES = """
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE team (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    policy TEXT,
    created_at INTEGER NOT NULL
);

CREATE TABLE agent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    initials TEXT NOT NULL DEFAULT '',
    team_id INTEGER NOT NULL REFERENCES team (id),
    roles TEXT NOT NULL,
    skills TEXT NOT NULL DEFAULT '',
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    source TEXT,
    last_assigned_at INTEGER,
    created_at INTEGER NOT NULL
);
CREATE INDEX agent_team ON agent (team_id);

CREATE TABLE customer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    external_id TEXT UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    initials TEXT NOT NULL DEFAULT '',
    phone TEXT,
    tier TEXT,
    region TEXT,
    created_at INTEGER NOT NULL
);
CREATE INDEX customer_phone ON customer (phone) WHERE phone IS NOT NULL;
CREATE INDEX customer_name ON customer (name);
CREATE INDEX customer_initials ON customer (initials) WHERE initials <> '';

CREATE TABLE complaint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id),
    state TEXT NOT NULL CHECK (state IN ('received', 'verified', 'registered', 'transferred', 'handling',
        'waiting', 'responded', 'closed', 'rejected', 'withdrawn', 'merged')),
    open INTEGER NOT NULL CHECK (open = (state NOT IN ('closed', 'rejected', 'withdrawn', 'merged'))),
    severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 3),
    category TEXT,
    channel TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    narrative TEXT NOT NULL DEFAULT '',
    remedy TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    customer_id INTEGER REFERENCES customer (id),
    assignee_id INTEGER REFERENCES agent (id),
    respondent TEXT,
    policy TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    next_clock TEXT,
    due_at INTEGER NOT NULL,
    statutory_at INTEGER NOT NULL,
    resumes_at INTEGER,
    breached INTEGER NOT NULL DEFAULT 0 CHECK (breached IN (0, 1)),
    cycle INTEGER NOT NULL DEFAULT 1,
    hops INTEGER NOT NULL DEFAULT 0,
    former_team_id INTEGER REFERENCES team (id),
    former_state TEXT,
    former_assignee_id INTEGER REFERENCES agent (id),
    waiting_for TEXT CHECK (waiting_for IN ('customer', 'third_party')),
    wait_until INTEGER,
    closed_at INTEGER CHECK (open = 1 OR closed_at IS NOT NULL),
    satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
    source TEXT,
    external_id TEXT,
    import_key TEXT,
    edited TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX complaint_queue ON complaint (due_at, severity, received_at, id, statutory_at) WHERE open = 1;
CREATE INDEX complaint_team_queue ON complaint (team_id, due_at, severity, received_at, id, statutory_at)
    WHERE open = 1;
CREATE INDEX complaint_owner_queue ON complaint (assignee_id, due_at, severity, received_at, id, statutory_at)
    WHERE open = 1;
CREATE INDEX complaint_statutory ON complaint (statutory_at) WHERE open = 1;
CREATE INDEX complaint_waiting ON complaint (wait_until) WHERE state = 'waiting';
CREATE INDEX complaint_ended ON complaint (closed_at, id) WHERE open = 0;
CREATE INDEX complaint_customer ON complaint (customer_id, received_at) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX complaint_import ON complaint (source, import_key) WHERE import_key IS NOT NULL;

CREATE TABLE form (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    complaint_id INTEGER REFERENCES complaint (id),
    event_seq INTEGER NOT NULL REFERENCES event (seq) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    salt TEXT NOT NULL,
    fields TEXT NOT NULL
);
CREATE INDEX form_complaint ON form (complaint_id, id);

CREATE TABLE draft (
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    form TEXT NOT NULL,
    ref TEXT NOT NULL DEFAULT '',
    fields TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (agent_id, form, ref)
) WITHOUT ROWID;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor INTEGER REFERENCES agent (id),
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX event_subject ON event (subject, seq);

CREATE TABLE tally (
    team_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    severity INTEGER NOT NULL,
    owned INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (team_id, state, severity, owned)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE complaint_words USING fts5 (
    words, content='', contentless_delete=1, tokenize='ascii', detail=none
);
"""

_COUNT_IN = """INSERT INTO tally VALUES (new.team_id, new.state, new.severity, new.assignee_id IS NOT NULL, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;"""
_COUNT_OUT = """UPDATE tally SET n = n - 1 WHERE team_id = old.team_id AND state = old.state
    AND severity = old.severity AND owned = (old.assignee_id IS NOT NULL);"""

TRIGGERS = (
    f"CREATE TRIGGER complaint_counted AFTER INSERT ON complaint BEGIN {_COUNT_IN} END",
    f"CREATE TRIGGER complaint_uncounted AFTER DELETE ON complaint BEGIN {_COUNT_OUT} END",
    f"""CREATE TRIGGER complaint_recounted AFTER UPDATE OF team_id, state, severity, assignee_id ON complaint
        BEGIN {_COUNT_OUT} {_COUNT_IN} END""",
    """CREATE TRIGGER event_kept BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TRIGGER event_stays BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TRIGGER event_chained BEFORE INSERT ON event
        WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
          OR new.prev IS NOT coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '')
        BEGIN SELECT RAISE(ABORT, 'the journal has moved on'); END""",
)


def up(migrator, db) -> None:  # type: ignore[no-untyped-def]
    """Create every table, index and trigger of the first schema."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for trigger in TRIGGERS:
        db.execute_sql(trigger)
