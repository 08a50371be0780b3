"""Levels: where people stand, what they have proved, scorecards, promotion cases, quality checks."""

TABLES = """
CREATE TABLE profile (
    agent_id INTEGER PRIMARY KEY REFERENCES agent (id),
    hired_on TEXT,
    service_since TEXT,
    status TEXT,
    education TEXT,
    born_on TEXT,
    facts TEXT NOT NULL DEFAULT '{}',
    updated_at INTEGER NOT NULL
);

CREATE TABLE policy_text (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    kept_at INTEGER NOT NULL
);

CREATE TABLE promotion (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('promotion', 'demotion', 'cross')),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    ladder TEXT NOT NULL,
    level_from TEXT NOT NULL,
    level_to TEXT NOT NULL,
    state TEXT NOT NULL,
    policy_digest TEXT NOT NULL REFERENCES policy_text (digest),
    evaluation TEXT NOT NULL,
    proposer_id INTEGER REFERENCES agent (id),
    approver_id INTEGER REFERENCES agent (id),
    annual INTEGER NOT NULL DEFAULT 0 CHECK (annual IN (0, 1)),
    applied_at INTEGER NOT NULL,
    notice_from INTEGER,
    notice_until INTEGER,
    effective_on TEXT,
    trial_until TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL
);
CREATE INDEX promotion_agent ON promotion (agent_id);
CREATE INDEX promotion_state ON promotion (state);

CREATE TABLE promotion_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    promotion_id INTEGER NOT NULL REFERENCES promotion (id),
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    by_id INTEGER REFERENCES agent (id),
    at INTEGER NOT NULL,
    fields TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX promotion_step_case ON promotion_step (promotion_id);

CREATE TABLE objection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    promotion_id INTEGER NOT NULL REFERENCES promotion (id),
    by_id INTEGER NOT NULL REFERENCES agent (id),
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'upheld', 'dismissed')),
    finding TEXT NOT NULL DEFAULT '',
    settled_by_id INTEGER REFERENCES agent (id),
    settled_at INTEGER
);
CREATE INDEX objection_case ON objection (promotion_id);

CREATE TABLE standing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    ladder TEXT NOT NULL,
    level TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    cause TEXT NOT NULL CHECK (cause IN ('initial', 'import', 'promotion', 'demotion', 'cross', 'reverted')),
    promotion_id INTEGER REFERENCES promotion (id),
    created_at INTEGER NOT NULL
);
CREATE INDEX standing_agent ON standing (agent_id, ladder, since);

CREATE TABLE vacancy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ladder TEXT NOT NULL,
    level TEXT NOT NULL,
    team_id INTEGER NOT NULL REFERENCES team (id),
    opened_on TEXT NOT NULL,
    promotion_id INTEGER REFERENCES promotion (id),
    closed_on TEXT
);

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    giver TEXT,
    customer_id INTEGER REFERENCES customer (id),
    complaint_id INTEGER REFERENCES complaint (id),
    value REAL,
    passed INTEGER CHECK (passed IN (0, 1)),
    text TEXT NOT NULL DEFAULT '',
    source TEXT,
    external_id TEXT,
    entered_by_id INTEGER NOT NULL REFERENCES agent (id),
    created_at INTEGER NOT NULL,
    voided_at INTEGER,
    voided_by_id INTEGER REFERENCES agent (id)
);
CREATE INDEX evidence_agent ON evidence (agent_id, kind, on_day);
CREATE INDEX evidence_customer ON evidence (customer_id) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX evidence_external ON evidence (source, external_id) WHERE external_id IS NOT NULL;

CREATE TABLE certificate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    name TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    retakes INTEGER NOT NULL DEFAULT 0,
    suspended_on TEXT,
    warned_at INTEGER,
    entered_by_id INTEGER NOT NULL REFERENCES agent (id),
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX certificate_agent ON certificate (agent_id, name);
CREATE INDEX certificate_until ON certificate (valid_until);

CREATE TABLE scorecard (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    month TEXT NOT NULL,
    template TEXT NOT NULL,
    policy_digest TEXT NOT NULL REFERENCES policy_text (digest),
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'talked', 'signed', 'published')),
    total REAL,
    money REAL,
    conversation TEXT NOT NULL DEFAULT '',
    improvement TEXT NOT NULL DEFAULT '',
    talked_by_id INTEGER REFERENCES agent (id),
    talked_at INTEGER,
    signed_at INTEGER,
    published_by_id INTEGER REFERENCES agent (id),
    published_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX scorecard_month ON scorecard (agent_id, month, template);
CREATE INDEX scorecard_by_month ON scorecard (month);

CREATE TABLE scorecard_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scorecard_id INTEGER NOT NULL REFERENCES scorecard (id),
    item TEXT NOT NULL,
    score REAL,
    origin TEXT NOT NULL CHECK (origin IN ('computed', 'entered', 'imported')),
    note TEXT NOT NULL DEFAULT '',
    by_id INTEGER REFERENCES agent (id),
    at INTEGER NOT NULL
);
CREATE UNIQUE INDEX scorecard_item_name ON scorecard_item (scorecard_id, item);

CREATE TABLE quality_check (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    complaint_id INTEGER NOT NULL REFERENCES complaint (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    month TEXT NOT NULL,
    score REAL CHECK (score BETWEEN 0 AND 100),
    remarks TEXT NOT NULL DEFAULT '',
    drawn_by_id INTEGER NOT NULL REFERENCES agent (id),
    drawn_at INTEGER NOT NULL,
    scored_by_id INTEGER REFERENCES agent (id),
    scored_at INTEGER
);
CREATE UNIQUE INDEX quality_check_month ON quality_check (complaint_id, month);

CREATE INDEX complaint_closer ON complaint (assignee_id, closed_at, satisfaction)
    WHERE open = 0 AND state = 'closed';
CREATE INDEX complaint_respondent ON complaint (respondent, received_at) WHERE respondent IS NOT NULL;
"""


def up(migrator, db) -> None:  # type: ignore[no-untyped-def]
    """Make the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
