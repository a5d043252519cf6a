-- The access planner: what was loaded, what-ifs, proposals. The figures themselves are files of the data folder.

-- People, places and streets that were loaded together; questions are asked of the newest.
CREATE TABLE plan_base (
    id       TEXT   NOT NULL PRIMARY KEY,
    name     TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    week     TEXT   NOT NULL CHECK (length(week) = 10),
    estimate BIGINT NOT NULL CHECK (estimate IN (0, 1)),
    warnings TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    made_by  TEXT   NOT NULL
);

-- Each file of a base: where it is from, what it may be used for, what was left out of it.
CREATE TABLE plan_dataset (
    base     TEXT   NOT NULL REFERENCES plan_base (id),
    kind     TEXT   NOT NULL CHECK (kind IN ('people', 'places', 'net')),
    name     TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    licence  TEXT   NOT NULL,
    source   TEXT   NOT NULL,
    checksum TEXT   NOT NULL,
    kept     TEXT   NOT NULL,
    lines    BIGINT NOT NULL,
    refused  BIGINT NOT NULL,
    problems TEXT   NOT NULL,
    PRIMARY KEY (base, kind)
);

-- A what-if: edits to the places of a base, with its accounts. Published under its slug.
CREATE TABLE plan_scenario (
    id           TEXT   NOT NULL PRIMARY KEY,
    base         TEXT   NOT NULL REFERENCES plan_base (id),
    name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    why          TEXT   NOT NULL,
    edits        TEXT   NOT NULL,
    money        TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    slug         TEXT   UNIQUE,
    version      BIGINT NOT NULL,
    made_at      BIGINT NOT NULL,
    made_by      TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    published_at BIGINT
);
-- The desk reads the scenarios of a base, the public those that are published.
CREATE INDEX plan_scenario_base ON plan_scenario (base, made_at);
CREATE INDEX plan_scenario_published ON plan_scenario (published_at) WHERE state = 'published';

-- Loads that were begun from the page: how far each is, read by whoever waits for it; forgotten after a day.
CREATE TABLE plan_loading (
    id       TEXT   NOT NULL PRIMARY KEY,
    state    TEXT   NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    step     TEXT   NOT NULL,
    done     BIGINT NOT NULL,
    parts    BIGINT NOT NULL,
    problem  TEXT   NOT NULL,
    typed    TEXT   NOT NULL,
    began_at BIGINT NOT NULL,
    told_at  BIGINT NOT NULL
);
CREATE INDEX plan_loading_began ON plan_loading (began_at);
