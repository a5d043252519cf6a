# Wards, for the people who live in them; and the desk's side of it.
written-too-long = This must be { $most } characters or less
written-no-day = Enter a real date, for example 27 3 2027
written-no-email = Enter an email address like name@example.com
written-no-phone = Enter a telephone number, for example 020 7946 0000
written-no-web = Enter a web address that begins with https://
by-officer = a ward officer
by-supervisor = a supervisor
by-admin = an administrator
by-import = the force's own list
by-force = the force
fact-confirmed = Confirmed { $ago } by { $by }

wards-start-title = Your local police
wards-start-text = Who your ward officers are, what they promised, and how to ask them.
wards-start-link = Your postcode, address, or ward
wards-title = Your local police
wards-lead = Find your ward's officers, what they promised, and when you can meet them.
wards-find-label = Your postcode, address, or ward
wards-find-hint = For example a postcode, a street and its borough, or the name of a ward
wards-find-button = Find my ward
wards-find-several = More than one place fits. Which one do you mean?
wards-find-nothing = We could not find that place. Check the spelling, or choose your borough below
wards-find-outside = That place is outside our area. Your own police force can help you there
wards-boroughs = Boroughs
wards-boroughs-text = Or choose your borough, then your ward.
wards-none = No boroughs and wards are known here yet.
borough-caption = Borough
borough-wards = Wards
borough-wards-text = Each ward has a team of its own.
map-borough = Map of the wards of { $name }
map-ward = Map of { $name } and the wards around it

ward-caption = Ward in { $borough }
ward-not-emergency = In an emergency call 999. To tell us about a crime:
ward-report-link = Report it
ward-team = Your ward team
ward-team-text = Each ward should have at least two officers of its own.
ward-near = The team of { $ward }
ward-near-there = { $count ->
    [0] No officer serves here today
    [one] One officer serves here today
   *[other] { $count } officers serve here today
}
ward-short = This ward should have at least { $least } officers. Today it has { $there }. We show this so that you can hold us to it.
ward-reach = Reach the team
ward-reach-none = The team has not said how to reach it. Call 101.
ward-base = Base
duty-dedicated = Ward officer
duty-support = Supports the team
duty-leader = Leads the team
rank-pcso = Police community support officer
rank-constable = Police constable
rank-sergeant = Police sergeant
rank-inspector = Inspector
rank-short-pcso = PCSO
rank-short-constable = PC
rank-short-sergeant = PS
rank-short-inspector = Inspector
officer-reach = Contact
officer-hours = Usual hours
officer-hours-hint = In words, for example weekdays from midday to 10pm. Not a roster
officer-languages = Languages
officer-away-tag = Away
officer-away-covered = Until { $until }. { $who } covers.

promises-title = Promises
promises-text = What the team promised to do, who does it, by when, and what came of it. A promise turns red when nobody has said anything new for three months.
promises-none = There are no open promises.
promises-ended = Ended promises
promises-more = All promises of this ward
promise-one = Promise
promise-problem = The problem
promise-evidence = How we know
promise-action = What we do
promise-owner = Who does it
promise-owner-hint = A role, for example ward sergeant
promise-due = By
promise-outcome = What came of it
promise-news = What has been done
promise-open = Open
promise-late = Late
promise-kept = Kept
promise-missed = Not kept
promise-stopped = Stopped
promise-updated = Updated { $ago } by { $by }

ask-title = Ask the team a question
ask-text = Ask your ward officers anything about your area. They answer you, and may publish question and answer without your name.
ask-button = Ask a question
ask-not-report = Do not use this to tell us about a crime or an emergency.
ask-clock = We answer within { $hours } hours.
ask-label = Your question
ask-hint = Please leave out names of other people
ask-name = Your name (optional)
ask-name-hint = Only the team sees it
ask-email = Your email address (optional)
ask-email-hint = We send the answer there. Without it you read the answer on a page of your own
ask-private = Your name and address are sealed. Only the ward's officers and their supervisors open them, and each time is written down.
ask-send = Send question
ask-no-question = Write your question
ask-too-often = You have sent many questions today. Try again tomorrow
pace-title = How long answers take
pace-text = We promise an answer within 72 hours. This is how we do.
pace-none = Nobody has asked yet in the last 12 months.
pace = Half of the answers came within { $span }. { $intime } of { $counted } came within 72 hours.
answers-title = Questions and answers
answers-none = No question has been answered in public yet.
answers-more = All questions and answers of this ward
answers-when = Answered on { $when }
question-title = Your question
question-sent = Your question has been sent to the team.
question-no-report = This is a question, not a report of a crime: nobody may look at it today. In an emergency call 999. If something happened to you, tell us about it, or call 101.
question-keep = Keep the address of this page, for example as a bookmark. It is the only way to the answer.
question-keep-email = We have sent you the address of this page. The answer comes by email and stands here too.
question-due = The team answers by { $due }, that is { $within }.
question-missed = The team should have answered by { $due }. We missed this { $ago }.
question-asked = Asked on { $when }
question-answered = Answered on { $when }
question-late = This came later than the 72 hours we promise.
complain-title = Complain that we were late
complain-text = You can complain to the team's inspector. The inspector replies to you.
complain-label = What would you like the inspector to know? (optional)
complain-hint = You can leave this empty
complain-button = Send complaint
complain-not-yet = The team still has time to answer. You can complain when the time has passed.
complain-when = Complained on { $when }
complain-waits = The team's inspector has your complaint and will reply.
complain-reply = The inspector's reply
enquiry-no-name = Enter your name or role
enquiry-no-way = Enter an email address or a telephone number

letter-question-received-subject = Your question to the team of { $ward }
letter-question-received = We have your question to the ward team of { $ward }. They answer within 72 hours.

    Follow it here. Keep this address to yourself:
    { $link }

    { $force }
letter-question-answered-subject = The team of { $ward } has answered
letter-question-replied-subject = A reply to your complaint about { $ward }

# The desk.
wards-yes = Yes
wards-no = No
wards-link = Wards
complaints-link = Complaints
wards-keep-button = Save
wards-history-title = History
wards-history-none = Nothing has been changed yet.
desk-wards-title = Wards
desk-wards-uncovered = Wards with fewer than { $least } officers today
desk-wards-no-base = Wards without a base
desk-wards-silent = Wards with promises that nobody updated for three months
desk-wards-late = Questions past their 72 hours
desk-wards-ward = Ward
desk-wards-officers = Officers today
desk-wards-gap = Next gap
desk-wards-questions = Questions
desk-wards-silent-tag = { $count } not updated
desk-wards-late-tag = { $count } late
desk-ward-public = The public page
desk-ward-look = You can look at this ward. Its own officers and supervisors keep it.
desk-ward-waiting = Questions that wait
desk-ward-no-questions = No question waits.
desk-ward-asked = Asked
desk-ward-clock = Clock
desk-ward-school = School
desk-ward-answered = Answered questions
desk-ward-public-tag = Public
desk-ward-no-officers = No officer serves here.
desk-ward-no-team = The team has not said how to reach it.
cover-today = { $there } of { $least } officers today
cover-gaps = Too few officers in the next four weeks:
cover-gap = { $from } to { $to }: { $there }
cover-no-base = No base
team-title = Contact and base
team-change = Change contact and base
team-email = The team's email address
team-phone = The team's telephone number
team-about = About the team and the area
team-base = Where the team works from, in words
team-base-hint = Only if it is not in the directory of places
old-title = Still right?
old-text = Nobody has confirmed these for three months. Look at each. Press the button if it is still right, or correct it.
old-button = Still right
desk-wards-old = Facts that nobody confirmed for three months
own-ended = Your ward, { $ward }, has ended with a change of boundaries. There is nothing to keep for it any more.
own-unknown = Your area has the code { $code }, which is not on the map.
own-ended-ask = Ask whoever runs this program to give you your new ward. Until then you can look at every ward and change none. Nothing of the old ward is lost: a supervisor gives its facts to a new one.
team-base-place = Where the team works from
team-base-place-hint = Places in or near the ward, from the directory of places
team-hub = Where residents can meet the team
team-hub-hint = A counter, hub or room in or near the ward
team-place-none = No place of the directory
team-no-place = Choose a place from the list
team-no-way = Enter an email address or a telephone number
officer-new = Add an officer
officer-new-text = The public sees this. An officer who serves in another ward already is found by their number and serves here too.
officer-add-button = Add officer
officer-facts = What the public sees
officer-name = Name, without rank
officer-no-name = Enter the officer's name
officer-rank = Rank
officer-no-rank = Choose the rank
officer-named = Can the public see the name?
officer-named-yes = Yes
officer-named-no = No, only the rank
officer-no-named = Choose whether the public can see the name
officer-email = Email address
officer-phone = Telephone number
officer-about = About the officer
officer-about-hint = For example what they look after
officer-number = The force's number for the officer (optional)
officer-here-already = This officer serves in this ward already
officer-duty = What the officer does in this ward
officer-no-duty = Choose what the officer does in this ward
officer-from = First day in this ward
officer-no-from = Enter the first day in this ward
officer-save = Save, and confirm that it is right
post-since = { $ward }: { $duty }, since { $from }
post-ended = { $ward }: { $duty }, from { $from } to { $to }
away-title = Away
away-why = Why
away-why-hint = Only the desk sees this
away-no-why = Choose why
why-leave = Leave
why-abstraction = Sent elsewhere
why-training = Training
why-sick = Sick
why-other = Another reason
away-from = First day away
away-no-from = Enter the first day away
away-to = Last day away
away-backwards = The last day must be the first day or later
away-cover = Who covers
away-nobody = Nobody
away-no-cover = Choose an officer who covers, or nobody
away-cover-self = Nobody can cover for themselves
away-button = Save
away-remove = Remove
away-line = { $from } to { $to }, { $why }. Covers: { $cover }.
leave-title = Leaves this ward
leave-last = Last day in this ward
leave-no-last = Enter the last day in this ward
leave-button = End the post
promise-new = Make a promise
promise-new-text = A promise is public from the moment you save it. It can be changed and ended, never deleted.
promise-make = Make the promise
promise-no-problem = Say what the problem is
promise-no-evidence = Say how you know
promise-no-action = Say what will be done
promise-no-owner = Say who does it
promise-no-due = Enter the day by which it is done
promise-due-past = The day must not be before the promise was made
promise-tell-title = Say what has been done
promise-say = What has been done
promise-say-hint = Everyone can read this
promise-tell = Publish
promise-no-news = Write what has been done
promise-end-title = End the promise
promise-how = How does it end?
promise-no-state = Choose how it ends
promise-what-came = What came of it
promise-what-came-hint = Everyone can read this
promise-no-outcome = Say what came of it
promise-end = End the promise
promise-change-title = Correct the promise
promise-ended-before = This promise has ended. It can no longer be changed.
answer-title = A question to the team
answer-from = From
answer-no-name = Gave no name
answer-goes = The answer goes to
answer-goes-page = A page that only the asker can open
answer-label = Your answer
answer-hint = The asker gets this
answer-needed = Write your answer
answer-publish = Publish question and answer?
answer-publish-hint = Only where it is safe. Nothing may show who asked
answer-publish-yes = Yes, on the ward page
answer-publish-no = No, only to the asker
answer-no-publish = Choose whether to publish the answer
answer-public-question = The question as everyone reads it
answer-public-question-hint = Take out names, addresses and anything that shows who asked
answer-no-public-question = Write the question as everyone reads it
answer-no-public-answer = Write the answer as everyone reads it
answer-public-tells = Take out what shows who asked: a name, an address or a number
answer-public-answer = The answer as everyone reads it
answer-public-answer-hint = Without names, addresses and anything that shows who asked
answer-send = Send answer
answer-before = Somebody has answered this question before.
answer-is-public = On the ward page
answer-unpublish = Take it off the ward page
clock-answered = Answered after { $span }
clock-late = Late: due { $ago }
clock-left = Due { $within }
complaints-title = Complaints about late answers
complaints-text = People whose question was not answered within 72 hours, and who complained. Reply to each.
complaints-none = No complaint waits.
complaint-title = Complaint
complaint-no-words = No words were added.
complaint-question = The question
complaint-reply = Your reply
complaint-no-reply = Write your reply, in 5,000 characters or less
complaint-send = Send reply
did-team-changed = changed contact and base
did-team-confirmed = confirmed contact and base
did-officer-added = added an officer
did-officer-posted = posted an officer
did-officer-left = ended a post
did-officer-changed = changed an officer's facts
did-officer-confirmed = confirmed an officer's facts
did-officer-away = entered an absence
did-officer-back = removed an absence
did-promise-made = made a promise
did-promise-changed = corrected a promise
did-promise-news = said what was done for a promise
did-promise-ended = ended a promise
did-question-answered = answered a question
did-question-unpublished = took an answer off the page
did-question-complaint-answered = replied to a complaint

# Sessions, groups, schools, training.
written-no-time = Enter a time, for example 7:30pm or 19:30
ward-sessions = Sessions and meetings
ward-sessions-text = Come and talk. You do not need to book.
ward-sessions-none = No session is planned in this ward at the moment.
ward-sessions-all = All sessions of this ward
ward-past = Past sessions
ward-came = { $count ->
    [one] { $count } person came
   *[other] { $count } people came
}
ward-groups = Groups
ward-groups-text = Groups of residents advise the police, watch over them, and look out for their neighbours.
ward-groups-none = No groups are listed here yet.
ward-schools = Schools and their officers
ward-schools-text = Each school should have an officer of its own.
ward-schools-none = No schools are listed in this ward.
ward-follow = Follow this ward
ward-calendar = Calendar of sessions
ward-feed = News feed
ward-by-email = News by email
group-kind = What kind of group is it?
group-kind-board = Safer Neighbourhood Board
group-kind-panel = Ward panel
group-kind-watch = Neighbourhood Watch
group-kind-other = Other group
group-new = Add a group
group-name = Name of the group
group-no-name = Enter the name of the group
group-no-kind = Choose what kind of group it is
group-does = What the group does
group-no-does = Say what the group does
group-joining = How to join
group-no-joining = Say how to join
group-meets = How often it meets
group-next = Next meeting
group-next-none = No meeting is planned.
group-next-time = Time of the next meeting
group-no-time = Enter the time of the next meeting
group-next-where = Place of the next meeting
group-email = Email address of the group
group-phone = Telephone number of the group
group-web = Web address of the group
group-seats = Who sits in the group
group-seats-none = The group has not said who sits in it.
group-papers = Papers
group-papers-none = There are no papers yet.
group-quorum = Members who must be there to decide (optional)
group-quorum-hint = The group's quorum, as a number. Leave it empty if the group has none
group-no-quorum = Enter how many members must be there, such as 6
group-quorum-said = At least { $count } members must be there for the group to decide.
group-meetings = Meetings held
group-meetings-none = Nothing has been written down about earlier meetings.
group-bids = Money the group asked for
meeting-new = Write down a meeting
meeting-lead = The public reads all of it. A meeting of the same day that is already there is corrected.
meeting-day = Day of the meeting
meeting-no-day = Enter the day of the meeting
meeting-not-yet = The day must be today or before. A meeting to come is the group's next meeting
meeting-where = Where it was
meeting-came = How many people came
meeting-came-hint = Everyone who was there
meeting-no-came = Enter how many people came, such as 24
meeting-members = How many of them sit in the group
meeting-no-members = Enter how many members were there, such as 8
meeting-too-many = There cannot be more members than people who came
meeting-decided = What was decided
meeting-decided-hint = In plain words. Leave it empty if nothing was decided
meeting-came-said = { $count ->
    [one] 1 person came
   *[other] { $count } people came
}
meeting-came-members = { $count ->
    [one] 1 person came
   *[other] { $count } people came
}, { $members } of them members of the group
meeting-enough = Enough members were there to decide
meeting-too-few = Too few members were there to decide. It takes { $quorum }
bid-new = Add a bid for money
bid-title = A bid for money
bid-what = What the money is for
bid-no-what = Say what the money is for
bid-fund = Which fund was asked (optional)
bid-pounds = How many pounds were asked for
bid-pounds-hint = For example 2,500
bid-no-pounds = Enter how many pounds were asked for, such as 2,500
bid-asked = When it was asked for
bid-no-asked = Enter the day on which the money was asked for
bid-state = What came of it?
bid-no-state = Choose what came of it
bid-state-asked = Not decided yet
bid-state-granted = The money was given
bid-state-refused = It was refused
bid-state-withdrawn = The group took it back
bid-granted = How many pounds were given
bid-granted-hint = Only if money was given
bid-no-granted = Enter how many pounds were given, such as 2,000
bid-outcome = What the money did, or why there was none
bid-said = { $what }: asked for { $pounds } on { $day }.
bid-said-fund = { $what }: asked { $fund } for { $pounds } on { $day }.
bid-came-asked = Not decided yet.
bid-came-granted = { $pounds } was given.
bid-came-refused = It was refused.
bid-came-withdrawn = The group took it back.
group-end = The group has ended
group-end-text = It leaves the public pages. Its history stays.
seat-role = What the person is
seat-no-role = Choose what the person is
seat-chair = Chair
seat-vice-chair = Vice-chair
seat-member = Member
seat-guest = Guest
seat-stands-for = Whom the seat is for
seat-stands-for-hint = For example young people, victims, traders
seat-no-stands-for = Say whom the seat is for
seat-name = Name (optional)
seat-name-hint = Only if the person agrees that everyone can read it
seat-from = Since
seat-no-from = Enter the day since when
seat-add = Add seat
seat-leaves = Leaves
paper-kind = What kind of paper is it?
paper-no-kind = Choose what kind of paper it is
paper-kind-agenda = Agenda
paper-kind-minutes = Minutes
paper-kind-paper = Paper
paper-title = Title
paper-no-title = Enter a title
paper-day = Day of the meeting
paper-no-day = Enter the day of the meeting
paper-web = Web address
paper-web-hint = If the paper is on another website
paper-file = Or a file
paper-file-hint = PDF or plain text
paper-one-way = Give a web address or a file, and not both
paper-add = Add paper
training-title = Training and volunteering
training-text = Learn how to keep yourself and others safe, or give some of your time.
training-courses = Courses
training-volunteering = Volunteering
training-dates = Next dates
training-none = There is nothing here yet.
training-all = All training and volunteering
training-everywhere = Everywhere
training-by-borough = By borough
course-title = A course or a way to volunteer
course-new-for = Add a course or a way to volunteer: { $area }
course-kind = What is it?
course-kind-training = Course
course-kind-volunteering = Volunteering
course-no-kind = Choose what it is
course-name = Name
course-no-name = Enter a name
course-about = What it is about
course-no-about = Say what it is about
course-format = How it is held
course-no-format = Choose how it is held
format-in-person = In person
format-online = Online
format-post = By post
format-mixed = In person and online
course-languages = Languages
course-needs = What you need
course-gives = What you get
course-joining = How to join
course-no-joining = Say how to join
wards-confirm-button = Save, and confirm that it is right
wards-end-button = Take it off the pages
enquiry-title = Ask your school's officer
enquiry-officer = Your school's officer is { $who }.
enquiry-no-officer = Your school has no officer of its own at the moment. The ward team answers.
enquiry-label = Your question or request
enquiry-hint = Do not give the names of pupils unless they are needed
enquiry-name = Your name or role
enquiry-email = Your email address
enquiry-phone = Your telephone number
enquiry-private = Only the ward's officers and their supervisors open this. It is never public.
enquiry-send = Send
phase-nursery = Nursery
phase-primary = Primary school
phase-secondary = Secondary school
phase-all-through = All-through school
phase-special = Special school
phase-referral = Pupil referral unit
phase-college = College
phase-other = School
school-gap = No officer of its own
schools-link = Schools
schools-count = { $total } schools. { $gaps } of them have no officer of their own.
schools-gaps = Show only schools without an officer
schools-all = Show all schools
schools-none = There are none.
schools-officer = Officer
schools-since = Since
schools-unconnected = Reports that name a school we could not find
school-new = Add a school
school-name = Name of the school
school-no-name = Enter the name of the school
school-name-twice = A school of this name is listed in this ward already
school-phase = What kind of school is it?
school-address = Address
school-postcode = Postcode
school-no-ward = The school is in none of our wards. Check its ward or postcode
school-urn = Number in the national register (optional)
school-urn-twice = Another school has this number
school-facts = About the school
school-enquiries = Enquiries of the school
school-no-enquiries = The school has not asked anything yet.
school-link-text = The school sends enquiries by a link of its own. Make the link and give it to the school.
school-link-again = The school has a link. A new one ends it.
school-link-make = Make a new link
school-link-once = This is the link of the school. You see it only now. Give it to the school and to nobody else.
school-reports = Reports that name this school
school-reports-text = The public never sees this.
school-no-reports = No report names this school.
school-more-reports = { $count } more that you may not open
school-end = The school has closed
school-end-text = It leaves the pages, and its link ends.
charge-title = Officers of the school
charge-officer = Officer
charge-no-officer = Choose an officer
charge-duty = As what
charge-no-duty = Choose as what
charge-named = The school's own officer
charge-cover = Covers
charge-from = From
charge-no-from = Enter the first day
charge-give = Give the school this officer
charge-end = End
charge-since = { $who }, { $duty }, since { $from }
charge-ended = { $who }, { $duty }, from { $from } to { $to }
did-group-made = added a group
did-group-changed = changed a group
did-group-confirmed = confirmed a group
did-group-ended = ended a group
did-group-seated = gave a seat
did-group-unseated = took a seat back
did-group-paper = added a paper
did-group-met = wrote down a meeting of a group
did-group-bid = added a bid of a group
did-group-bid-changed = changed a bid of a group
did-school-added = added a school
did-school-changed = changed a school
did-school-confirmed = confirmed a school
did-school-ended = closed a school
did-school-link = made a new link for a school
did-school-officer = gave a school an officer
did-school-officer-left = ended an officer at a school
did-course-made = added a course
did-course-changed = changed a course
did-course-confirmed = confirmed a course
did-course-ended = ended a course
tables-officers = Officers as a table
tables-schools = Schools as a table
tables-text = Choose a table with a row for each of them. You see what it would change before anything is changed.
tables-file-hint = CSV or a spreadsheet (XLSX)
tables-same = As before
tables-another = Choose another table
tables-out = Take the table out
tables-out-csv = As CSV
tables-out-xlsx = As a spreadsheet (XLSX)
lost-title = Facts of wards that are no more
lost-text = After a change of boundaries, promises, questions, officers, schools, sessions and followers of an old ward wait here. Choose the ward that has them now.
lost-none = Nothing waits.
lost-sessions = { $count } sessions
lost-followers = { $count } people who follow its sessions
lost-to = Which ward has them now?
lost-code = Code of the ward that has them now
lost-choose = Choose the ward that has them now
lost-give = Give them to this ward
lost-link = { $count } wards that are no more have facts
did-ward-inherited = took over the facts of a ward that ended
find-kind-officer = Officer

# Reminders of facts that nobody confirmed.
letter-remind-subject = Please look at what is said about { $ward }
letter-remind = For three months nobody has confirmed that this is still right in { $ward }:
letter-remind-look = Look at each. Press the button if it is still right, or correct it: { $link }
letter-remind-end = The team gets this letter at most once a month, while there is something to look at. To stop it or to have it in another language: { $link }
remind-officers = { $count ->
    [one] One officer
   *[other] { $count } officers
  }
remind-more = … and { $count } more
reminders-title = Reminders by letter
reminders-text = When nobody has confirmed a fact of this ward for three months, the team is reminded by e-mail, at most once a month. Without an address of the team, its officers are.
reminders-label = Reminders
reminders-in = In { $language }
reminders-none = No letters
reminders-keep = Keep this
reminders-choose = Choose a language, or no letters
did-reminders-changed = changed the reminders by letter
promise-first-due = First promised for { $day }
officer-away = Until { $until }. Nobody takes over: ask the team.
officer-away-open = Until further notice. Nobody takes over: ask the team.
officer-away-open-covered = Until further notice. { $who } covers.
officer-away-days = Away from { $from } to { $to }.
officer-away-from = Away from { $from } until further notice.
officer-away-by = { $who } covers.
officer-away-by-nobody = Nobody covers.
away-line-open = From { $from } until further notice: { $why }. Cover: { $cover }
away-to-hint = Leave it empty if nobody knows yet
promised-sessions = This officer will not be there, and these sessions say that they will. Change, move or cancel each:
promised-schools = These schools still have this officer as theirs, and nobody covers. Give each another one:
desk-ward-covers = You cover today in:
answer-public-leads = Take out the email address, telephone number or postcode that the person wrote in their own question
letter-question-own = Your question and what became of it are here. If we were late you can complain there. Keep this address to yourself:
    { $link }
letter-question-answered = The ward team of { $ward } answers your question:

    { $words }

    { $own }

    { $force }
letter-question-replied = The inspector of the ward team of { $ward } replies to your complaint:

    { $words }

    { $own }

    { $force }
letter-question-is-late-subject = We are late: your question to the team of { $ward }
letter-question-is-late = You asked the ward team of { $ward } a question. We promise an answer within 72 hours, and we have missed that. The team still has your question and owes you the answer.

    You can complain to the team's inspector, on this page:
    { $link }

    Keep this address to yourself.

    { $force }
ward-said = You said: { $said }
ward-did = We did: { $did }
ward-did-nothing = We have not done anything yet.
ward-group-meetings = Meetings of groups
school-cover = { $who } covers
school-cover-gap = Covered by { $who } until there is one
school-no-phase = Choose what kind of school it is
charge-both = This officer has the school already. Someone else covers
borough-sessions-none = No session is planned in this borough at the moment.
borough-sessions-all = All sessions of this borough
borough-follow = Follow this borough
group-ask-to-join = Ask to join
group-ask-which = Choose the ward that you live in. Its team passes your question on and answers within 72 hours.
ask-to-join = I would like to join the group { $group }. What do I need to do?
letter-remind-places = Nobody has confirmed these places for three months either:
letter-remind-places-only = For three months nobody has confirmed that what is said of these places in { $ward } is still right:
desk-wards-those = Wards of the whole force: { $what }
lost-facts-team = Contact and base of the team
lost-facts-post = { $count ->
    [one] One officer's post
   *[other] { $count } posts of officers
}
lost-facts-promise = { $count ->
    [one] One promise
   *[other] { $count } promises
}
lost-facts-question = { $count ->
    [one] One question
   *[other] { $count } questions
}
lost-facts-group = { $count ->
    [one] One group
   *[other] { $count } groups
}
lost-facts-school = { $count ->
    [one] One school
   *[other] { $count } schools
}
lost-facts-school-report = { $count ->
    [one] One report that names a school
   *[other] { $count } reports that name a school
}
lost-facts-course = { $count ->
    [one] One course or way to volunteer
   *[other] { $count } courses or ways to volunteer
}
promise-silent = Not updated for { $span }. Nobody has said anything new for three months
fact-old = Not confirmed for { $span }. The last time, { $by } did. It may no longer be right
