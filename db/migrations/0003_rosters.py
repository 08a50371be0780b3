"""Rosters: shifts by week with their versions, swaps, leave, open shifts, the time clock, demand."""

TABLES = """
CREATE TABLE roster (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id),
    monday TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'checked', 'published', 'closed')),
    version INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER,
    published_by_id INTEGER REFERENCES agent (id),
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX roster_week ON roster (team_id, monday);

CREATE TABLE shift (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    roster_id INTEGER NOT NULL REFERENCES roster (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    day TEXT NOT NULL,
    layer TEXT NOT NULL CHECK (layer IN ('draft', 'force')),
    code TEXT NOT NULL,
    start_at INTEGER,
    end_at INTEGER,
    break_minutes INTEGER NOT NULL DEFAULT 0 CHECK (break_minutes >= 0),
    break_at INTEGER,
    locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
    CHECK ((start_at IS NULL) = (end_at IS NULL)),
    CHECK (end_at > start_at),
    CHECK (break_at >= start_at AND break_at + 60 * break_minutes <= end_at)
);
CREATE UNIQUE INDEX shift_day ON shift (layer, agent_id, day);
CREATE INDEX shift_of_day ON shift (layer, day);
CREATE INDEX shift_roster ON shift (roster_id, layer);
CREATE INDEX shift_start ON shift (layer, start_at);

CREATE TABLE roster_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    roster_id INTEGER NOT NULL REFERENCES roster (id),
    version INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    published_by_id INTEGER NOT NULL REFERENCES agent (id),
    shifts TEXT NOT NULL
);
CREATE UNIQUE INDEX roster_version_number ON roster_version (roster_id, version);

CREATE TABLE roster_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    roster_id INTEGER NOT NULL REFERENCES roster (id),
    revision INTEGER NOT NULL,
    base INTEGER NOT NULL,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    at INTEGER NOT NULL,
    cells TEXT NOT NULL
);
CREATE UNIQUE INDEX roster_change_revision ON roster_change (roster_id, revision);

CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    seen_at INTEGER
);
CREATE INDEX notice_agent ON notice (agent_id, seen_at);

CREATE TABLE preference (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    weekday INTEGER CHECK (weekday BETWEEN 0 AND 6),
    day TEXT,
    code TEXT NOT NULL,
    wish TEXT NOT NULL CHECK (wish IN ('want', 'avoid')),
    CHECK ((weekday IS NULL) <> (day IS NULL))
);
CREATE INDEX preference_agent ON preference (agent_id);

CREATE TABLE swap (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id),
    asker_id INTEGER NOT NULL REFERENCES agent (id),
    asker_day TEXT NOT NULL,
    asker_shift TEXT NOT NULL,
    peer_id INTEGER REFERENCES agent (id),
    peer_day TEXT,
    peer_shift TEXT,
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'offered', 'accepted', 'waiting', 'approved', 'denied', 'withdrawn', 'expired', 'cancelled')),
    reason TEXT NOT NULL DEFAULT '',
    expires_at INTEGER NOT NULL,
    decided_by_id INTEGER REFERENCES agent (id),
    decided_at INTEGER,
    decision TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
);
CREATE INDEX swap_team ON swap (team_id, state);
CREATE INDEX swap_state ON swap (state);

CREATE TABLE leave (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    kind TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'taken', 'cancelled')),
    reason TEXT NOT NULL DEFAULT '',
    self_declared INTEGER NOT NULL DEFAULT 0 CHECK (self_declared IN (0, 1)),
    decided_by_id INTEGER REFERENCES agent (id),
    decided_at INTEGER,
    decision TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    CHECK (last_day >= first_day)
);
CREATE INDEX leave_agent ON leave (agent_id, first_day);
CREATE INDEX leave_state ON leave (state);
CREATE INDEX leave_first ON leave (first_day);
CREATE INDEX leave_last ON leave (last_day);

CREATE TABLE open_shift (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id INTEGER NOT NULL REFERENCES team (id),
    day TEXT NOT NULL,
    code TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    break_minutes INTEGER NOT NULL DEFAULT 0,
    break_at INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('open', 'asked', 'filled', 'withdrawn', 'expired')),
    posted_by_id INTEGER NOT NULL REFERENCES agent (id),
    asker_id INTEGER REFERENCES agent (id),
    decided_by_id INTEGER REFERENCES agent (id),
    decided_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    CHECK (end_at > start_at)
);
CREATE INDEX open_shift_team ON open_shift (team_id, state);
CREATE INDEX open_shift_state ON open_shift (state);

CREATE TABLE clock_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('in', 'out')),
    source TEXT NOT NULL,
    entered_by_id INTEGER REFERENCES agent (id),
    created_at INTEGER NOT NULL,
    voided_at INTEGER,
    voided_by_id INTEGER REFERENCES agent (id),
    void_reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX clock_event_agent ON clock_event (agent_id, at, kind) WHERE voided_at IS NULL;
CREATE INDEX clock_event_at ON clock_event (at);

CREATE TABLE absence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    marked_by_id INTEGER NOT NULL REFERENCES agent (id),
    cancelled_at INTEGER,
    batch TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    CHECK (end_at > start_at)
);
CREATE INDEX absence_batch ON absence (batch);
CREATE INDEX absence_marked ON absence (marked_by_id, created_at);
CREATE INDEX absence_agent ON absence (agent_id, start_at);
CREATE INDEX absence_start ON absence (start_at);

CREATE TABLE excuse (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('explained', 'excused', 'refused')),
    given_at INTEGER NOT NULL,
    decided_by_id INTEGER REFERENCES agent (id),
    decided_at INTEGER,
    decision TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX excuse_day ON excuse (agent_id, day);
CREATE INDEX excuse_of_day ON excuse (day);
CREATE INDEX excuse_waiting ON excuse (state) WHERE state = 'explained';

CREATE TABLE demand (
    team_id INTEGER NOT NULL REFERENCES team (id),
    start_at INTEGER NOT NULL,
    count REAL NOT NULL CHECK (count >= 0),
    aht_seconds INTEGER CHECK (aht_seconds > 0),
    source TEXT NOT NULL,
    PRIMARY KEY (team_id, start_at)
) WITHOUT ROWID;
CREATE INDEX demand_source ON demand (team_id, source, start_at);
"""


def up(migrator, db) -> None:  # type: ignore[no-untyped-def]
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
