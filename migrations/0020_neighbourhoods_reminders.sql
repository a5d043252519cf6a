-- In which language a ward's team is reminded by letter of facts that nobody confirmed for long (`none`: not at all),
-- and the month (YYYY-MM) of the last such letter. A ward without a row is reminded in English.
CREATE TABLE ward_reminder (
    ward  TEXT NOT NULL PRIMARY KEY,
    lang  TEXT NOT NULL CHECK (length(lang) BETWEEN 2 AND 20),
    month TEXT NOT NULL
);
