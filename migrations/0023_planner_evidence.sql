-- Of a scenario that the planner proposed: what was weighed, how near to the best it is, what stood in the way, and the
-- changes as they were proposed (JSON); null where people chose the places.
ALTER TABLE plan_scenario ADD COLUMN evidence TEXT;
