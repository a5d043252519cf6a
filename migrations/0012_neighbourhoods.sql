-- What residents know of their ward: who its officers are, what was promised, what was asked, which groups and
-- schools there are, and how to train or volunteer. Facts are public and plain; what a person asked is sealed.
-- Each fact carries when somebody last said that it is still right, and as what (`officer`, `supervisor`, …).
-- Days are written YYYY-MM-DD.

-- How to reach a ward's team, and the place it works from (a place of the directory, when there is one).
CREATE TABLE ward_team (
    ward         TEXT   NOT NULL PRIMARY KEY,
    email        TEXT   NOT NULL,
    phone        TEXT   NOT NULL,
    about        TEXT   NOT NULL,
    base         TEXT,
    hub          TEXT,
    base_words   TEXT   NOT NULL,
    confirmed_at BIGINT NOT NULL,
    confirmed_by TEXT   NOT NULL
);

-- An officer as the public may know them; `number` is the force's own for that person, and what an import finds
-- them by. `named` is 0 where the name itself is not safe to show.
CREATE TABLE ward_officer (
    id           TEXT   NOT NULL PRIMARY KEY,
    number       TEXT   UNIQUE,
    staff        TEXT   REFERENCES account_staff (id),
    rank         TEXT   NOT NULL CHECK (rank IN ('pcso', 'constable', 'sergeant', 'inspector')),
    name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    named        BIGINT NOT NULL CHECK (named IN (0, 1)),
    email        TEXT   NOT NULL,
    phone        TEXT   NOT NULL,
    about        TEXT   NOT NULL,
    languages    TEXT   NOT NULL,
    hours        TEXT   NOT NULL,
    confirmed_at BIGINT NOT NULL,
    confirmed_by TEXT   NOT NULL
);

-- From when to when an officer serves in a ward, and as what. Nobody is deleted: a post ends.
CREATE TABLE ward_post (
    id        TEXT NOT NULL PRIMARY KEY,
    officer   TEXT NOT NULL REFERENCES ward_officer (id),
    ward      TEXT NOT NULL,
    duty      TEXT NOT NULL CHECK (duty IN ('dedicated', 'support', 'leader')),
    starts_on TEXT NOT NULL,
    ends_on   TEXT,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
-- The ward page reads who serves today; an officer's page where they served.
CREATE INDEX ward_post_ward ON ward_post (ward, starts_on);
CREATE INDEX ward_post_officer ON ward_post (officer, starts_on);

-- When an officer is away from the ward, why (for the desk alone), and who covers.
CREATE TABLE ward_absence (
    id        TEXT NOT NULL PRIMARY KEY,
    officer   TEXT NOT NULL REFERENCES ward_officer (id),
    why       TEXT NOT NULL CHECK (why IN ('leave', 'abstraction', 'training', 'sick', 'other')),
    starts_on TEXT NOT NULL,
    ends_on   TEXT NOT NULL,
    cover     TEXT REFERENCES ward_officer (id),
    CHECK (ends_on >= starts_on)
);
CREATE INDEX ward_absence_officer ON ward_absence (officer, ends_on);
CREATE INDEX ward_absence_ends ON ward_absence (ends_on);

-- A ward's priority, as a promise: what is wrong, how we know, what we do, who, by when, and what came of it.
CREATE TABLE ward_promise (
    id           TEXT   NOT NULL PRIMARY KEY,
    ward         TEXT   NOT NULL,
    problem      TEXT   NOT NULL CHECK (length(problem) BETWEEN 1 AND 500),
    evidence     TEXT   NOT NULL,
    action       TEXT   NOT NULL,
    owner        TEXT   NOT NULL,
    made_on      TEXT   NOT NULL,
    due_on       TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('open', 'kept', 'missed', 'stopped')),
    outcome      TEXT   NOT NULL,
    ended_on     TEXT,
    updated_at   BIGINT NOT NULL,
    updated_by   TEXT   NOT NULL,
    CHECK ((state = 'open') = (ended_on IS NULL)),
    CHECK (state = 'open' OR length(outcome) > 0)
);
-- The ward page reads the open ones, oldest first, then those that ended last.
CREATE INDEX ward_promise_ward ON ward_promise (ward, state, due_on);

-- What was done since for a promise, told to the public.
CREATE TABLE ward_promise_news (
    id      TEXT   NOT NULL PRIMARY KEY,
    promise TEXT   NOT NULL REFERENCES ward_promise (id),
    words   TEXT   NOT NULL,
    by_role TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX ward_promise_news_promise ON ward_promise_news (promise, id);

-- A question to a ward's team, from a resident, or from a school (then never public). The words, the name and where
-- to answer are sealed; `token_hash` opens the asker's own page. Public words and answer are what an officer made fit
-- for everyone.
CREATE TABLE ward_question (
    id              TEXT   NOT NULL PRIMARY KEY,
    token_hash      TEXT   NOT NULL UNIQUE,
    ward            TEXT   NOT NULL,
    borough         TEXT   NOT NULL,
    school          TEXT,
    lang            TEXT   NOT NULL,
    content         BLOB   NOT NULL,
    asked_at        BIGINT NOT NULL,
    due_at          BIGINT NOT NULL,
    answered_at     BIGINT,
    answered_by     TEXT,
    answer          BLOB,
    public_question TEXT,
    public_answer   TEXT,
    complaint       BLOB,
    complained_at   BIGINT,
    reply           BLOB,
    replied_at      BIGINT,
    CHECK ((public_question IS NULL) = (public_answer IS NULL)),
    CHECK (school IS NULL OR public_answer IS NULL)
);
-- The desk reads what waits, by clock; the ward page the public answers; everyone how long it takes.
CREATE INDEX ward_question_waiting ON ward_question (ward, due_at) WHERE answered_at IS NULL;
CREATE INDEX ward_question_due ON ward_question (due_at) WHERE answered_at IS NULL;
CREATE INDEX ward_question_public ON ward_question (ward, answered_at) WHERE public_answer IS NOT NULL;
CREATE INDEX ward_question_asked ON ward_question (asked_at, borough, ward, answered_at);
CREATE INDEX ward_question_ward ON ward_question (ward, asked_at);
CREATE INDEX ward_question_school ON ward_question (school, asked_at) WHERE school IS NOT NULL;
CREATE INDEX ward_question_complaint ON ward_question (complained_at) WHERE complained_at IS NOT NULL AND replied_at IS NULL;

-- A board, panel, watch or other group of a ward or of a whole borough (then `ward` is null).
CREATE TABLE ward_group (
    id           TEXT   NOT NULL PRIMARY KEY,
    kind         TEXT   NOT NULL CHECK (kind IN ('board', 'panel', 'watch', 'other')),
    ward         TEXT,
    borough      TEXT   NOT NULL,
    name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    does         TEXT   NOT NULL,
    joining      TEXT   NOT NULL,
    meets        TEXT   NOT NULL,
    next_at      BIGINT,
    next_where   TEXT   NOT NULL,
    -- How many of those who sit must be there for it to decide; unknown where it has not said.
    quorum       BIGINT CHECK (quorum > 0),
    email        TEXT   NOT NULL,
    phone        TEXT   NOT NULL,
    web          TEXT   NOT NULL,
    ended_on     TEXT,
    confirmed_at BIGINT NOT NULL,
    confirmed_by TEXT   NOT NULL
);
CREATE INDEX ward_group_ward ON ward_group (ward) WHERE ward IS NOT NULL;
CREATE INDEX ward_group_borough ON ward_group (borough, ward);

-- Who sits in a group. A name only with that person's leave; a seat without one is said by what it is for.
CREATE TABLE ward_seat (
    id        TEXT NOT NULL PRIMARY KEY,
    grp       TEXT NOT NULL REFERENCES ward_group (id),
    role      TEXT NOT NULL CHECK (role IN ('chair', 'vice-chair', 'member', 'guest')),
    stands_for TEXT NOT NULL,
    name      TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on   TEXT
);
CREATE INDEX ward_seat_grp ON ward_seat (grp, starts_on);

-- A meeting that was held: how many came, how many of those who sit, what had to be, and what was decided.
CREATE TABLE ward_meeting (
    id      TEXT   NOT NULL PRIMARY KEY,
    grp     TEXT   NOT NULL REFERENCES ward_group (id),
    day     TEXT   NOT NULL,
    place   TEXT   NOT NULL,
    came    BIGINT NOT NULL CHECK (came >= 0),
    members BIGINT NOT NULL CHECK (members >= 0),
    -- As it was then.
    quorum  BIGINT CHECK (quorum > 0),
    decided TEXT   NOT NULL,
    UNIQUE (grp, day),
    CHECK (members <= came)
);

-- Money that a group asked for, and what came of it.
CREATE TABLE ward_bid (
    id       TEXT   NOT NULL PRIMARY KEY,
    grp      TEXT   NOT NULL REFERENCES ward_group (id),
    what     TEXT   NOT NULL,
    fund     TEXT   NOT NULL,
    pounds   BIGINT NOT NULL CHECK (pounds > 0),
    asked_on TEXT   NOT NULL,
    state    TEXT   NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
    granted  BIGINT CHECK (granted > 0),
    outcome  TEXT   NOT NULL,
    CHECK ((state = 'granted') = (granted IS NOT NULL))
);
CREATE INDEX ward_bid_grp ON ward_bid (grp, asked_on);

-- Agendas, minutes and other papers of a group: a file of ours or an address elsewhere.
CREATE TABLE ward_paper (
    id    TEXT NOT NULL PRIMARY KEY,
    grp   TEXT NOT NULL REFERENCES ward_group (id),
    kind  TEXT NOT NULL CHECK (kind IN ('agenda', 'minutes', 'paper')),
    title TEXT NOT NULL,
    day   TEXT NOT NULL,
    file  TEXT,
    web   TEXT NOT NULL
);
CREATE INDEX ward_paper_grp ON ward_paper (grp, day);

-- A school. `urn` is its number in the national register, what an import finds it by. `link_hash` opens the page on
-- which the school, and nobody else, sends an enquiry.
CREATE TABLE ward_school (
    id           TEXT   NOT NULL PRIMARY KEY,
    urn          TEXT   UNIQUE,
    name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    plain_name   TEXT   NOT NULL,
    phase        TEXT   NOT NULL CHECK (phase IN ('nursery', 'primary', 'secondary', 'all-through', 'special', 'referral', 'college', 'other')),
    address      TEXT   NOT NULL,
    postcode     TEXT   NOT NULL,
    lat          DOUBLE PRECISION,
    lon          DOUBLE PRECISION,
    ward         TEXT   NOT NULL,
    borough      TEXT   NOT NULL,
    ended_on     TEXT,
    link_hash    TEXT   UNIQUE,
    confirmed_at BIGINT NOT NULL,
    confirmed_by TEXT   NOT NULL
);
CREATE INDEX ward_school_ward ON ward_school (ward, name);
CREATE INDEX ward_school_borough ON ward_school (borough, name);
CREATE INDEX ward_school_plain ON ward_school (plain_name);

-- Which officer a school has, as its own or as cover, from when to when.
CREATE TABLE ward_school_officer (
    id        TEXT NOT NULL PRIMARY KEY,
    school    TEXT NOT NULL REFERENCES ward_school (id),
    officer   TEXT NOT NULL REFERENCES ward_officer (id),
    duty      TEXT NOT NULL CHECK (duty IN ('named', 'cover')),
    starts_on TEXT NOT NULL,
    ends_on   TEXT,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX ward_school_officer_school ON ward_school_officer (school, starts_on);
CREATE INDEX ward_school_officer_officer ON ward_school_officer (officer, starts_on);

-- Reports that name a school, by the report's own question. Never public. `school` is null while nobody could say
-- which school was meant; `named` (the reporter's words) is sealed.
CREATE TABLE ward_school_report (
    report TEXT   NOT NULL PRIMARY KEY,
    school TEXT   REFERENCES ward_school (id),
    named  BLOB   NOT NULL,
    ward   TEXT   NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX ward_school_report_school ON ward_school_report (school, at);

-- Courses for residents and ways to volunteer; of the whole force, a borough or a ward.
CREATE TABLE ward_course (
    id           TEXT   NOT NULL PRIMARY KEY,
    kind         TEXT   NOT NULL CHECK (kind IN ('training', 'volunteering')),
    area         TEXT   NOT NULL,
    name         TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    about        TEXT   NOT NULL,
    format       TEXT   NOT NULL CHECK (format IN ('in-person', 'online', 'post', 'mixed')),
    languages    TEXT   NOT NULL,
    needs        TEXT   NOT NULL,
    gives        TEXT   NOT NULL,
    joining      TEXT   NOT NULL,
    ended_on     TEXT,
    confirmed_at BIGINT NOT NULL,
    confirmed_by TEXT   NOT NULL
);
CREATE INDEX ward_course_area ON ward_course (area, kind, name);

-- What was changed in which fact, by whom: the desk's history. `area` is a ward or borough.
CREATE TABLE ward_change (
    id      TEXT   NOT NULL PRIMARY KEY,
    area    TEXT   NOT NULL,
    thing   TEXT   NOT NULL,
    what    TEXT   NOT NULL,
    changes TEXT   NOT NULL,
    by_name TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX ward_change_area ON ward_change (area, id);
CREATE INDEX ward_change_thing ON ward_change (thing, id);
