-- When what was loaded before was last made that of which the planner is asked again; null where it never was.
ALTER TABLE plan_base ADD COLUMN taken_at BIGINT;
