# What is wrong with a file, a row or a question, and the reasons of a proposal: for commands and pages.
planner-said-plain = { $text }
planner-said-of-file = { $file }: { $why }
planner-said-of-row = { $file }, row { $row }: { $why }
planner-said-of-line = { $line }: { $why }
planner-said-and-more = { $names } and { $count } more

# Nothing of the whole.
planner-said-lost = the data could not be kept: nothing was loaded. Try again
planner-said-nothing = nothing has been loaded yet: use `plan load` first
planner-said-no-scenario = there is no scenario { $which }
planner-said-stale = Someone changed this meanwhile, so nothing was done. What you see is how it is now: look at it, and do it again if it is still right
planner-said-damaged = { $file } is not as it was written: load the data again
planner-said-db = the plan could not be kept or read
planner-said-broken = the planner could not do it. Try again; if it fails again, tell whoever looks after the program
planner-said-name = a scenario needs a name of up to 100 characters that is not "today"
planner-said-name-of-many = several scenarios are called { $name }: name one by its id: { $ids }
planner-said-older = { $name } ({ $id }) was made with data loaded before: make it anew with today's data first
planner-said-anew-missing = these are not among the places of today's data: { $places }. Make a copy of this scenario, take back in the copy what it changes there, and then make the copy anew; or load data that have them
planner-said-empty = a plan that changes nothing is not published
planner-said-no-change = a scenario needs at least one change
planner-said-straight = straight-line gives metres, not minutes, and is for solve alone: choose transit, walk, drive, step-free-transit, step-free or cycle
planner-said-print-letters = the report cannot be printed: no font has these letters: { $letters }
planner-said-print-long = the report cannot be printed: a text in it is too long

# A file.
planner-said-file-not-there = is not there
planner-said-file-not-allowed = may not be read or written
planner-said-file-no-room = there is no room left on the disk
planner-said-file-unreadable = cannot be read or written
planner-said-file-empty = is empty: the first row names the columns
planner-said-file-no-table = is neither a table in CSV nor a spreadsheet
planner-said-file-large = is too large: at most 30 MB, 200,000 rows and 500 columns can be read
planner-said-file-sheet = is a spreadsheet of another kind: save it as CSV or XLSX
planner-said-file-heading-twice = the column { $heading } is there twice
planner-said-file-future = its day { $day } is in the future
planner-said-file-apart = their middles lie { $km } km apart: look whether both are of the same force
planner-said-file-swapped = { $why }, and whether latitude and longitude are swapped in one of them
planner-said-file-bytes = { $bytes } bytes are too many: { $most } at most
planner-said-file-places = holds over { $most } places
planner-said-file-nobody = nobody lives at any of its points
planner-said-file-none-open = none of its places is open today
planner-said-file-no-journey = its timetable has no day with any journey
planner-said-file-no-week = its timetable ({ $first } to { $last }) has no journey in the week of { $monday }

# A row.
planner-said-rows-none = there is no row below the names of the columns
planner-said-rows-too-many = { $refused } of { $rows } rows cannot be used, so nothing was loaded
planner-said-rows-more = and { $count } more rows that cannot be used
planner-said-row-no-column = there is no column { $names }; the first row names { $head }
planner-said-row-no-degrees = has no latitude and longitude
planner-said-row-no-place = latitude { $lat } and longitude { $lon } are no place on the world
planner-said-row-no-grid = has no easting and northing
planner-said-row-off-grid = { $e }, { $n } is not on the National Grid
planner-said-row-no-figure = has no figure for { $what }
planner-said-row-no-number = { $what } is { $found }: write a number, zero or more
planner-said-row-no-decile = decile is { $found }: write 1 to 10
planner-said-row-no-id = { $found } cannot be an id
planner-said-row-twice = { $id } is there twice: first in row { $first }
planner-said-row-no-ward = { $id } lies in no ward of the force
planner-said-row-no-name = has no name
planner-said-row-hours = opening hours { $hours }: { $why }
planner-said-row-no-amount = { $what } is { $found }: write an amount
planner-said-row-no-cells = cells is { $found }: write a number
planner-said-row-no-state = state is { $found }: write open or candidate
planner-said-row-no-steps = step_free is { $found }: write yes or no
planner-said-row-in-water = { $name } lies in no ward of the force: it is outside, or in the water
planner-said-row-far = { $name } lies { $km } km from the middle of the others: it is outside the force
planner-said-row-no-street = { $name } has no street of { $file } within 1,000 metres
planner-said-row-no-door = { $name } has no street of { $file } within 300 metres: it stands in the water, or beyond these streets

# To know of what was loaded.
planner-said-warn-outside = { $file }: { $people } people live in no ward of the force and are left out
planner-said-warn-no-wards = { $file }: no wards: import the force's areas, or give a column ward_code
planner-said-warn-no-hours = { $file }: { $places } places have no opening hours: they are counted as open from { $from } to { $to } and at no other time
planner-said-warn-no-hours-of-any = { $file }: no place has opening hours: all are counted as open at every time
planner-said-warn-no-steps = { $file }: of { $places } places it is not said whether they have steps: they are counted as having steps
planner-said-warn-no-steps-of-any = { $file }: of no place it is said whether it has steps: all are counted as step-free
planner-said-warn-no-streets = no streets and no timetable: every time is an estimate (straight distance x 1.3 / speed) and decides nothing within 10 minutes of 45 or 60
planner-said-warn-no-timetable = the streets have no timetable: times by public transport are estimates
planner-said-warn-holiday = the week of { $monday }, which stands for all, has a bank holiday: { $day }
planner-said-warn-ended = { $file } ({ $feed }): its timetable ended on { $last }: times by public transport are those of the week of { $monday }
planner-said-warn-feed = { $file }: { $feed }, { $inner }, row { $row }: { $what }
planner-said-warn-missed = { $file }: its streets miss { $points } points with { $people } people, who are left out
planner-said-warn-trips = { $file }: trips under way in the hour after each time: { $counts }
planner-said-warn-quiet = { $file }: no public transport runs in the timetable at { $at }: times by public transport are then those of walking
planner-said-warn-no-road = { $file }: { $people } people at { $points } points have no street for this within 1,000 metres: { $mode }. Their way cannot be told, and they are in none of its figures
planner-said-warn-off-road = { $file }: no street for this is within 1,000 metres of these places, so nobody gets to them by it ({ $mode }): { $names }
planner-said-warn-group-above = { $file }: at { $points } points, { $first } the first, there are more people of a group than live there: { $group }
planner-said-warn-large = { $file }: { $name } has { $people } people, far more than other areas: look whether that is right
planner-said-warn-columns = { $file }: columns that nobody reads: { $columns }
planner-said-warn-wider = { $file }: rows with more cells than there are columns: { $rows }, row { $first } the first. Look there: a comma inside a text needs quotes around the text

# A change that cannot be made.
planner-said-edit-hours = { $place }: opening hours { $hours }: { $why }
planner-said-edit-taken = there is a place { $id } already
planner-said-edit-no-place = there is no place { $id }
planner-said-edit-not-open = { $place } is not open, so it cannot be closed
planner-said-edit-open = { $place } is open already
planner-said-edit-none = no place would be open any more

# A wish that makes no sense.
planner-said-wish-not = not a wish: { $why }
planner-said-json-unknown-field = unknown field `{ $name }`
planner-said-json-unknown-word = unknown variant `{ $name }`
planner-said-json-missing-field = missing field `{ $name }`
planner-said-json-twice = the field `{ $name }` is there twice
planner-said-json-known = { $why }; known are { $known }
planner-said-json-kind = { $found } is not of the kind that is asked for here
planner-said-json-time = { $found } is no time of the week such as Tue 10:00
planner-said-json-way = { $found } is no way to travel: transit, walk, drive, step-free-transit, step-free, cycle or straight-line
planner-said-json-syntax = it is not written as JSON
planner-said-wish-figure = { $what } is { $found }: write { $least } to { $most }
planner-said-wish-how-many = say how many places, or a budget
planner-said-wish-none = { $what } is 0: at least one must be open
planner-said-wish-share = { $why }; { $found } % is written { $share }
planner-said-wish-groups-hubs = rules.no_group_worse has no say about hubs, to which residents do not travel
planner-said-wish-groups-custody = rules.no_group_worse has no say about custody suites: the bound on their travel is minutes
planner-said-wish-hours = arrivals.by_hour needs 24 shares
planner-said-wish-stay = say how long people are held: stay.hours or stay.mean_hours
planner-said-wish-lines = say 1 to 20 lines
planner-said-wish-calls = { $line }: calls needs 1 to 336 half-hours

# A question that the data cannot answer.
planner-said-no-kind = no place is of a kind that may be open
planner-said-no-group = the people loaded have no group { $name }: aged_65, disabled, no_car, little_english, decile_1 … decile_10, or a code of a borough or ward
planner-said-no-wards = the people loaded are in no wards, so there are no teams to house
planner-said-nobody-reaches = nobody can get to any place that may be open
planner-said-places-many = places is { $wanted }, but only { $there } may be open
planner-said-sessions-many = sessions is { $wanted }, but there are only { $there } places for them
planner-said-rule-no-place = a rule names { $id }, which is no place that may be open
planner-said-rule-no-cost = a budget needs the cost of every place: { $id } has none
planner-said-custody-many = { $close } cannot close: there are { $suites } suites
planner-said-custody-no-cells = { $id } has no number of cells
planner-said-custody-no-boroughs = the people loaded are in no boroughs, so it is not known where arrests come from
planner-said-custody-no-borough = arrivals.by_borough: there is no borough { $code }
planner-said-custody-no-arrest = no borough has any arrest

# What an engine refuses.
planner-said-engine-other = the search cannot answer this: { $why }
planner-said-engine-too-large = this is too large for the search
planner-said-engine-no-servers = no number of handlers keeps this promise
planner-said-engine-calls = calls are zero or more, and a call takes some time
planner-said-engine-patience = the time that callers wait before giving up is more than zero seconds
planner-said-engine-too-busy = more than 100,000 handlers would be busy at once
planner-said-engine-promise = a promise needs a share from 0 to below 1 and seconds, zero or more
planner-said-travel-unreadable = the streets cannot be read
planner-said-travel-pbf = is not a readable OpenStreetMap extract (.osm.pbf)
planner-said-travel-gtfs = is not a readable timetable (GTFS)
planner-said-travel-net = is not a prepared network: make it again with travel build
planner-said-travel-no-streets = there is no street in the data that anyone may use
planner-said-travel-no-timetable = the network was built without a timetable, so public transport cannot be asked
planner-said-travel-stopped = stopped on request

# What is weighed.
planner-said-everyone = everyone
planner-said-weighs-fewest = the number of open places, such that { $share } % of the people are within { $minutes } { $unit } of one
planner-said-weighs-best = the mean { $unit } to the nearest open place, of { $whose }
planner-said-weighs-hubs = the number of hubs, such that each ward's team is within { $minutes } minutes
planner-said-weighs-teams = the number of wards whose team is within { $minutes } minutes of one of { $most } hubs
planner-said-weighs-sessions = how many of the { $people } people who are over { $beyond } minutes from every open place are within a walk of { $walk } minutes
planner-said-weighs-custody = mean minutes from arrest to suite
planner-said-weighs-handlers = handlers in each half-hour, such that each line keeps its promise
planner-said-why-least = The planner proposed these changes. It looked for the least: { $what }.
planner-said-why-most = The planner proposed these changes. It looked for the most: { $what }.
planner-said-unit-minutes = minutes
planner-said-unit-metres = metres
planner-said-unit-people-x-metres = people x metres
planner-said-unit-places = places
planner-said-unit-hubs = hubs
planner-said-unit-wards = wards
planner-said-unit-people = people
planner-said-unit-handler-hours = handler hours

# How it was found.
planner-said-method-boroughs = boroughs counted
planner-said-method-reach = no places reach so many
planner-said-method-prices = prices on the time of groups
planner-said-method-prices-then = prices on the time of groups; { $then }
planner-said-method-halving = halving over maximal covers; { $then }
planner-said-method-erlang = Erlang A, each half-hour on its own; the fewest that keep the promise
planner-said-method-swaps = swaps with a Lagrangian bound, no branching
planner-said-method-swaps-branches = swaps with a Lagrangian bound, { $count } branches
planner-said-method-bisection = bisection over set covers, { $count } branches
planner-said-method-rules = the rules cannot hold together
planner-said-method-checker = { $how }; the checker disagrees: { $why }

# What cannot hold together, and what stands in the way.
planner-said-rule-keep = keep { $names }
planner-said-rule-close = close { $names }
planner-said-rule-not-together = no two together of { $names }
planner-said-rule-budget = the open places cost at most £{ $most } together
planner-said-rule-at-most = at most { $most ->
    [one] { $most } place
   *[other] { $most } places
    }
planner-said-rule-at-least = at least { $least ->
    [one] { $least } place
   *[other] { $least } places
    }
planner-said-rule-one = at least one place
planner-said-rule-at-most-of = at most { $most } of { $names }
planner-said-rule-at-least-of = at least { $least } of { $names }
planner-said-rule-hold = together the open places hold the whole demand of { $most }
planner-said-rule-no-more = no more than { $most ->
    [one] { $most } place
   *[other] { $most } places
    } may be open
planner-said-rule-only = only { $place } reaches { $who }
planner-said-rule-reach = { $who } can get to an open place
planner-said-rule-within = { $who } is within { $limit } minutes of an open place
planner-said-rule-nobody = no place that may be open reaches { $who }
planner-said-rule-nobody-within = no place that may be open reaches { $who } within { $limit } minutes
planner-said-conflict-places = { $count ->
    [one] { $count } place
   *[other] { $count } places
    }
planner-said-conflict-boroughs = so many in each borough: together { $count }
planner-said-conflict-share = { $share } % of the people within { $minutes } minutes
planner-said-conflict-every = even with every place open only { $share } % are surely within it
planner-said-conflict-under-rules = under these rules at most { $share } % are surely within it
planner-said-conflict-every-mean = even with every place open their mean is { $mean }
planner-said-conflict-group = { $group }: no worse than today ({ $most } at most)
planner-said-conflict-others = the other rules
planner-said-conflict-whatever = whatever is opened under the other rules, their mean is { $mean } or more
planner-said-conflict-no-ward = no ward is within the walk of any place that may be a hub
planner-said-conflict-suites = { $close } suites close and { $stay } stay
planner-said-conflict-full = the chance that a suite is full stays below { $share } %
planner-said-binding-group = { $group }: no worse than today: { $mean } of at most { $most }

# To know of a proposal.
planner-said-note-sure = times are estimates: only { $sure } minutes or less by the estimate count as surely within { $limit }
planner-said-note-surely-over = times are estimates: only over { $sure } minutes by the estimate counts as surely over { $limit }
planner-said-note-perhaps-over = nobody is surely over { $limit } minutes away; { $people } people may be, which an estimate cannot tell: places are looked for near them
planner-said-note-shut = { $count } of the places that may be open are closed at this time, or have steps, and serve nobody in this question
planner-said-note-hours-of-none = No place in these data has opening hours: all count as open at every time, also at night.
planner-said-note-hours-unsaid = Of { $count } open places nobody has said when they open. They count as open from { $from } to { $to } every day, and never at night.
planner-said-note-steps-of-none = No place in these data says whether it has steps: all count as places without steps.
planner-said-note-steps-unsaid = Of { $count } open places nobody has said whether they have steps. They count as places with steps.
planner-said-note-off-road = No street for this way of travel is within 1,000 metres of these places, so nobody gets to them: { $names }
planner-said-note-part-of-week = { $place } is open { $hours } hours a week, and at { $times } of the five times shown. Only at these does it count in the figures.
planner-said-note-at-no-time = { $place } is open { $hours } hours a week, but at none of the five times shown: it does not count in these figures.
planner-said-note-part-more = { $count } more places are open for a part of the week only.
planner-said-note-lost-limit = { $people } people are within the limit of no place that may be open
planner-said-note-lost-all = { $people } people can get to no place that may be open and are not counted
planner-said-note-lost-night = { $people } people can get to none of the places at night
planner-said-note-covered = { $people } people are surely within the limit
planner-said-note-groups-unknown = no answer was found that keeps every group as it is; that there is none is not proved
planner-said-note-group-lost = { $group }: today not all of them can get to a place, so the rule says nothing
planner-said-note-no-boroughs = places have no borough, and neither have people near them: nothing can be asked of each borough
planner-said-note-beside = { $count } places that are open today are of other kinds: they stay open and count
planner-said-note-boroughs-without = one in each borough cannot be kept in { $boroughs }: no place that may be open lies there. It is kept in the others
planner-said-note-idle = { $count ->
    [one] one place fewer than asked for is
   *[other] { $count } places fewer than asked for are
    } proposed: they would serve nobody at this time, or nobody who has no other place as near
planner-said-note-no-session-helps = none of these places is within a walk of { $walk } minutes of anyone who is that far: no session would help
planner-said-note-no-other = no other answer is so near: no single place can be exchanged for another without breaking what was wished
planner-said-note-unknown = no answer was found in the time; that there is none is not proved
planner-said-note-night-closes = { $closes } is open day and night today and would close, while the hours of { $extends } are extended: keep it, and ask again, to compare
planner-said-note-walks = walks are estimates: straight distance x 1.3 / speed
planner-said-note-wards-far = { $count } of { $teams } wards are within { $minutes } minutes of no place that may be a hub and are left out: { $named }
planner-said-note-hubs-needed = { $needed } hubs would be needed for all (at least { $least })
planner-said-note-hubs-needed-of = { $needed } hubs would be needed for the { $near } of { $teams } wards that any place reaches (at least { $least })
planner-said-note-hubs-unknown = more hubs would be needed for all; how many is not known
planner-said-note-nobody-far = nobody is that far from every open place: no session is needed for it
planner-said-note-sessions-added = sessions are added to what is open today: no group is worse off
planner-said-note-handlers = each half-hour is taken as long enough for the queue to settle; breaks, leave and sickness come on top
planner-said-rota-fewer = one handler fewer in every half-hour
planner-said-rota-more = one handler more in every half-hour
planner-said-rota-day = { $share } % over all calls of the day together, not in every half-hour
planner-said-rota-share = { $share } % in every half-hour
planner-said-other-close = { $close } closed
planner-said-note-other-close = no answer was found with { $close } closed
planner-said-note-divided = boroughs do not fit whole into so few suites: some are divided between suites
planner-said-note-overflow = with overflow between suites no answer was found; without it there is one
planner-said-note-no-room = no answer was found; that there is none is not proved. At the peak { $held } people are held, and with { $close } suites closed the { $stay } largest have room for { $room } below the bound
planner-said-note-a-little = overflow of others fills some suites a little beyond the bound
