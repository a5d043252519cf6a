# Wards, in Easy Read; and the desk's side of it.
written-too-long = This is too long. Use { $most } letters or less.
written-no-day = Type a real date. For example 27 3 2027.
written-no-email = Type an email like name@example.com
written-no-phone = Type a phone number. For example 020 7946 0000.
written-no-web = Type a web address. It starts with https://
by-officer = a ward officer
by-supervisor = a supervisor
by-admin = an office worker
by-import = the list of the police
by-force = the police
fact-confirmed = { $by } checked this { $ago }

wards-start-title = Your local police
wards-start-text = Find the police officers of your area. Ask them a question.
wards-start-link = Your postcode, address or ward
wards-title = Your local police
wards-lead = A ward is a small part of your town. Your ward has its own police officers. Here you can find them.
wards-find-label = Your postcode, address or ward
wards-find-hint = Type your postcode. Or type your street. Or type the name of your ward.
wards-find-button = Find my ward
wards-find-several = We found more than one place. Which one do you mean?
wards-find-nothing = We did not find this place. Check the spelling. Or choose your borough below.
wards-find-outside = This place is not in our area. Other police work there.
wards-boroughs = Boroughs
wards-boroughs-text = A borough is a big part of the town. Choose your borough. Then choose your ward.
wards-none = There is no list of wards here yet.
borough-caption = Borough
borough-wards = Wards
borough-wards-text = Each ward has its own team of police officers.
map-borough = Map of the wards of { $name }
map-ward = Map of { $name } and the wards near it

ward-caption = Ward in { $borough }
ward-not-emergency = If someone is in danger, call 999. Do you want to tell us about a crime?
ward-report-link = Tell us about a crime
ward-team = Your ward team
ward-team-text = These are the police officers of your ward. Each ward should have 2 officers or more.
ward-near = The police team of { $ward }
ward-near-there = { $count ->
    [0] No police officer is here today.
    [one] One police officer is here today.
   *[other] { $count } police officers are here today.
}
ward-short = This ward should have { $least } officers. Today it has { $there }.
ward-reach = How to reach the team
ward-reach-none = The team did not tell us how to reach them. Call 101.
ward-base = Where the team works
duty-dedicated = Ward officer
duty-support = Helps the team
duty-leader = Leads the team
rank-pcso = Community support officer
rank-constable = Police constable
rank-sergeant = Police sergeant
rank-inspector = Inspector
rank-short-pcso = Support officer
rank-short-constable = PC
rank-short-sergeant = Sergeant
rank-short-inspector = Inspector
officer-reach = How to reach them
officer-hours = When they work
officer-hours-hint = Use words. For example Monday to Friday in the afternoon.
officer-languages = Languages they speak
officer-away-tag = Away
officer-away-covered = This officer is away until { $until }. { $who } does the work.

promises-title = Promises
promises-text = The team made these promises. You can see who does the work. You can see what happened. A promise is red when no one wrote anything new for 3 months.
promises-none = There are no open promises.
promises-ended = Promises that ended
promises-more = All promises of this ward
promise-one = Promise
promise-problem = The problem
promise-evidence = How we know
promise-action = What we do
promise-owner = Who does it
promise-owner-hint = For example the ward sergeant
promise-due = We do it by
promise-outcome = What happened
promise-news = What we did
promise-open = Open
promise-late = Late
promise-kept = We kept it
promise-missed = We did not keep it
promise-stopped = We stopped
promise-updated = { $by } wrote about this { $ago }

ask-title = Ask the team a question
ask-text = You can ask your ward officers about your area. They will answer you. They may show the answer to everyone. They will not show your name.
ask-button = Ask a question
ask-not-report = Do not tell us about a crime here. Do not ask for help in danger here.
ask-clock = We answer in { $hours } hours. That is 3 days.
ask-label = Your question
ask-hint = Do not write the names of other people.
ask-name = Your name
ask-name-hint = You do not have to tell us. Only the team can see it.
ask-email = Your email
ask-email-hint = You do not have to tell us. We send the answer to this email.
ask-private = Your name and email are locked. Only the team and their bosses can see them.
ask-send = Send my question
ask-no-question = Type your question
ask-too-often = You sent a lot of questions today. Try again tomorrow.
pace-title = How long answers take
pace-text = We want to answer in 72 hours. That is 3 days. Here you can see how we do.
pace-none = No one has asked in the last 12 months.
pace = Half of the answers took { $span } or less. { $intime } out of { $counted } came in 72 hours.
answers-title = Questions and answers
answers-none = There are no answers for everyone yet.
answers-more = All questions and answers of this ward
answers-when = We answered on { $when }
question-title = Your question
question-sent = We sent your question to the team.
question-no-report = This is a question. It is not a report of a crime. In an emergency call 999. Did something happen to you? Tell us about it. You can also call 101.
question-keep = Save this page. It is the only way to see the answer.
question-keep-email = We sent you an email. The link in the email opens this page.
question-due = The team will answer by { $due }. That is { $within }.
question-missed = The team did not answer in time. They should have answered by { $due }. That was { $ago }.
question-asked = You asked on { $when }
question-answered = We answered on { $when }
question-late = This answer was late. We are sorry.
complain-title = Tell the boss that we were late
complain-text = The team has a boss. The boss is called an inspector. You can tell the inspector that we were late. The inspector will answer you.
complain-label = What do you want to tell the inspector?
complain-hint = You do not have to write anything.
complain-button = Send this to the inspector
complain-not-yet = The team still has time to answer. Wait until the time is over.
complain-when = You told the inspector on { $when }
complain-waits = The inspector will answer you.
complain-reply = The answer of the inspector
enquiry-no-name = Type your name or your job
enquiry-no-way = Type an email or a phone number

letter-question-received-subject = Your question to the team of { $ward }
letter-question-received = We have your question to the ward team of { $ward }. They will answer in 72 hours. That is 3 days.

    You can see your question here. Do not show this link to anyone:
    { $link }

    { $force }
letter-question-answered-subject = The team of { $ward } answered you
letter-question-replied-subject = The inspector answered you about { $ward }

# The desk.
wards-yes = Yes
wards-no = No
wards-link = Wards
complaints-link = Complaints
wards-keep-button = Save
wards-history-title = What was changed
wards-history-none = No one has changed anything yet.
desk-wards-title = Wards
desk-wards-uncovered = Wards with less than { $least } officers today
desk-wards-no-base = Wards with no base
desk-wards-silent = Wards with old promises
desk-wards-late = Late questions
desk-wards-ward = Ward
desk-wards-officers = Officers today
desk-wards-gap = Next gap
desk-wards-questions = Questions
desk-wards-silent-tag = { $count } old
desk-wards-late-tag = { $count } late
desk-ward-public = The page that everyone sees
desk-ward-look = You can look at this ward. You cannot change it.
desk-ward-waiting = Questions that wait
desk-ward-no-questions = No question waits.
desk-ward-asked = Asked
desk-ward-clock = Time left
desk-ward-school = School
desk-ward-answered = Answered questions
desk-ward-public-tag = Everyone sees it
desk-ward-no-officers = No officer works here.
desk-ward-no-team = The team did not say how to reach them.
cover-today = { $there } of { $least } officers today
cover-gaps = There are too few officers on these days:
cover-gap = { $from } to { $to }: { $there }
cover-no-base = No base
team-title = Contact and base
team-change = Change contact and base
team-email = Email of the team
team-phone = Phone of the team
team-about = About the team
team-base = Where the team works
team-base-hint = Write it here if it is not in the list of places.
old-title = Is it still right?
old-text = Nobody has looked at these for three months. Look at each one now. Press the button if it is still right. If it is wrong, correct it.
old-button = Still right
desk-wards-old = What nobody has looked at for three months
own-ended = Your ward was { $ward }. It has ended because the boundaries changed.
own-unknown = Your area has the code { $code }. It is not on the map.
own-ended-ask = Ask whoever gave you your password to give you a new ward. Until then you can look at every ward. You cannot change any. Nothing of your old ward is lost.
team-base-place = Where does the team work?
team-base-place-hint = These places are in the ward or near it.
team-hub = Where can people meet the team?
team-hub-hint = Choose a place in the ward or near it.
team-place-none = No place from the list
team-no-place = Choose a place from the list
team-no-way = Type an email or a phone number
officer-new = Add an officer
officer-new-text = Everyone can see this. Maybe the officer works in another ward too. Then type their number.
officer-add-button = Add officer
officer-facts = What everyone sees
officer-name = Name
officer-no-name = Type the name of the officer
officer-rank = Rank
officer-no-rank = Choose the rank
officer-named = Can everyone see the name?
officer-named-yes = Yes
officer-named-no = No, only the rank
officer-no-named = Choose yes or no
officer-email = Email
officer-phone = Phone number
officer-about = About the officer
officer-about-hint = For example what they look after
officer-number = The number of the officer
officer-here-already = This officer works in this ward already
officer-duty = What the officer does here
officer-no-duty = Choose what the officer does here
officer-from = First day here
officer-no-from = Type the first day here
officer-save = Save. This is right.
post-since = { $ward }: { $duty }, since { $from }
post-ended = { $ward }: { $duty }, from { $from } to { $to }
away-title = Away
away-why = Why
away-why-hint = Only the desk sees this.
away-no-why = Choose why
why-leave = Holiday
why-abstraction = Works in another place
why-training = Training
why-sick = Sick
why-other = Something else
away-from = First day away
away-no-from = Type the first day away
away-to = Last day away
away-backwards = The last day cannot be before the first day
away-cover = Who does the work
away-nobody = No one
away-no-cover = Choose an officer. Or choose no one.
away-cover-self = Choose a different officer
away-button = Save
away-remove = Take away
away-line = { $from } to { $to }, { $why }. { $cover } does the work.
leave-title = Leaves this ward
leave-last = Last day here
leave-no-last = Type the last day here
leave-button = Save the last day
promise-new = Make a promise
promise-new-text = Everyone can see a promise when you save it. You cannot delete it.
promise-make = Make the promise
promise-no-problem = Write what the problem is
promise-no-evidence = Write how you know
promise-no-action = Write what you will do
promise-no-owner = Write who does it
promise-no-due = Type the day
promise-due-past = This day is before the promise
promise-tell-title = Write what you did
promise-say = What you did
promise-say-hint = Everyone can read this.
promise-tell = Show it to everyone
promise-no-news = Write what you did
promise-end-title = End the promise
promise-how = How does it end?
promise-no-state = Choose how it ends
promise-what-came = What happened
promise-what-came-hint = Everyone can read this.
promise-no-outcome = Write what happened
promise-end = End the promise
promise-change-title = Correct the promise
promise-ended-before = This promise ended. You cannot change it now.
answer-title = A question to the team
answer-from = From
answer-no-name = No name
answer-goes = The answer goes to
answer-goes-page = A page that only this person can open
answer-label = Your answer
answer-hint = The person who asked gets this.
answer-needed = Write your answer
answer-publish = Show it to everyone?
answer-publish-hint = Only if it is safe. No one should see who asked.
answer-publish-yes = Yes, on the ward page
answer-publish-no = No, only to this person
answer-no-publish = Choose yes or no
answer-public-question = The question that everyone reads
answer-public-question-hint = Take out names and addresses.
answer-no-public-question = Write the question that everyone reads
answer-no-public-answer = Write the answer that everyone reads
answer-public-tells = Take out names, addresses and numbers of the person
answer-public-answer = The answer that everyone reads
answer-public-answer-hint = No names. No addresses. Nothing that shows who asked.
answer-send = Send answer
answer-before = Someone answered this question before.
answer-is-public = On the ward page
answer-unpublish = Take it off the ward page
clock-answered = Answered after { $span }
clock-late = Late. The time was over { $ago }
clock-left = Answer { $within }
complaints-title = People who waited too long
complaints-text = These people asked a question. They got no answer in 72 hours. Write to each of them.
complaints-none = No one waits.
complaint-title = What they say
complaint-no-words = They wrote nothing.
complaint-question = The question
complaint-reply = Your answer
complaint-no-reply = Write your answer. Maybe it is too long.
complaint-send = Send answer
did-team-changed = changed contact and base
did-team-confirmed = checked contact and base
did-officer-added = added an officer
did-officer-posted = gave an officer this ward
did-officer-left = ended the work of an officer here
did-officer-changed = changed what we say about an officer
did-officer-confirmed = checked what we say about an officer
did-officer-away = wrote that an officer is away
did-officer-back = took away that an officer is away
did-promise-made = made a promise
did-promise-changed = corrected a promise
did-promise-news = wrote about a promise
did-promise-ended = ended a promise
did-question-answered = answered a question
did-question-unpublished = took an answer off the page
did-question-complaint-answered = answered a complaint

# Sessions, groups, schools, training.
written-no-time = Type a time. For example 7:30pm.
ward-sessions = Meet your officers
ward-sessions-text = You can come and talk to the police. You do not need to book.
ward-sessions-none = There is no session planned now.
ward-sessions-all = All sessions of this ward
ward-past = Sessions that are over
ward-came = { $count ->
    [one] { $count } person came
   *[other] { $count } people came
}
ward-groups = Groups
ward-groups-text = These are groups of people who live here. They help the police to do a good job.
ward-groups-none = There are no groups on the list yet.
ward-schools = Schools and their officers
ward-schools-text = Each school should have its own police officer.
ward-schools-none = There are no schools on the list.
ward-follow = Get news of this ward
ward-calendar = Dates for your calendar
ward-feed = News feed
ward-by-email = News by email
group-kind = What kind of group is it?
group-kind-board = Safer Neighbourhood Board
group-kind-panel = Ward panel
group-kind-watch = Neighbourhood Watch
group-kind-other = Other group
group-new = Add a group
group-name = Name of the group
group-no-name = Type the name of the group
group-no-kind = Choose what kind of group it is
group-does = What the group does
group-no-does = Write what the group does
group-joining = How to join
group-no-joining = Write how to join
group-meets = How often it meets
group-next = Next meeting
group-next-none = No meeting is planned.
group-next-time = Time of the next meeting
group-no-time = Type the time of the next meeting
group-next-where = Place of the next meeting
group-email = Email of the group
group-phone = Phone number of the group
group-web = Web address of the group
group-seats = Who is in the group
group-seats-none = We do not know who is in the group.
group-papers = Papers
group-papers-none = There are no papers yet.
group-quorum = How many members must be there to decide?
group-quorum-hint = Write a number. Leave it empty if there is no such number.
group-no-quorum = Write how many members must be there, such as 6
group-quorum-said = At least { $count } members must be there to decide something.
group-meetings = Meetings that took place
group-meetings-none = Nobody has written about earlier meetings yet.
group-bids = Money the group asked for
meeting-new = Write about a meeting
meeting-lead = Everyone can read this. Writing about the same day again corrects what is there.
meeting-day = Day of the meeting
meeting-no-day = Write the day of the meeting
meeting-not-yet = The day must be today or earlier. Write a later meeting as the next meeting.
meeting-where = Where it was
meeting-came = How many people came?
meeting-came-hint = Count everyone who was there.
meeting-no-came = Write how many people came, such as 24
meeting-members = How many of them are members of the group?
meeting-no-members = Write how many members were there, such as 8
meeting-too-many = There cannot be more members than people who came.
meeting-decided = What did the group decide?
meeting-decided-hint = Use plain words. Leave it empty if nothing was decided.
meeting-came-said = { $count ->
    [one] 1 person came
   *[other] { $count } people came
}
meeting-came-members = { $count ->
    [one] 1 person came
   *[other] { $count } people came
}. { $members } of them are members of the group
meeting-enough = Enough members were there
meeting-too-few = Too few members were there. It takes { $quorum }
bid-new = Add money the group asks for
bid-title = Money the group asks for
bid-what = What is the money for?
bid-no-what = Say what the money is for
bid-fund = Who was asked for the money?
bid-pounds = How many pounds?
bid-pounds-hint = For example 500
bid-no-pounds = Write how many pounds, such as 500
bid-asked = When did the group ask?
bid-no-asked = Write the day when the group asked
bid-state = What happened then?
bid-no-state = Choose what happened then
bid-state-asked = Nobody has decided yet
bid-state-granted = The group got the money
bid-state-refused = The answer was no
bid-state-withdrawn = The group does not want it any more
bid-granted = How many pounds did the group get?
bid-granted-hint = Only if the group got money
bid-no-granted = Write how many pounds the group got, such as 500
bid-outcome = What did the money do? Or why was there none?
bid-said = { $what }. The group asked for { $pounds } on { $day }.
bid-said-fund = { $what }. The group asked { $fund } for { $pounds } on { $day }.
bid-came-asked = Nobody has decided yet.
bid-came-granted = The group got { $pounds }.
bid-came-refused = The answer was no.
bid-came-withdrawn = The group does not want it any more.
group-end = The group has ended
group-end-text = It goes off the page. We keep what was written.
seat-role = What the person is
seat-no-role = Choose what the person is
seat-chair = Leader
seat-vice-chair = Second leader
seat-member = Member
seat-guest = Guest
seat-stands-for = Who the person speaks for
seat-stands-for-hint = For example young people or shops
seat-no-stands-for = Write who the person speaks for
seat-name = Name
seat-name-hint = Only if the person says yes. Everyone can read it.
seat-from = Since
seat-no-from = Type the first day
seat-add = Add this person
seat-leaves = Take away
paper-kind = What kind of paper is it?
paper-no-kind = Choose what kind of paper it is
paper-kind-agenda = Plan of a meeting
paper-kind-minutes = Notes of a meeting
paper-kind-paper = Paper
paper-title = Title
paper-no-title = Type a title
paper-day = Day of the meeting
paper-no-day = Type the day of the meeting
paper-web = Web address
paper-web-hint = If the paper is on another website.
paper-file = Or a file
paper-file-hint = PDF or plain text.
paper-one-way = Give a web address or a file. Do not give both.
paper-add = Add paper
training-title = Learn and help
training-text = You can learn how to be safe. You can help other people too.
training-courses = Courses
training-volunteering = Ways to help
training-dates = Next dates
training-none = There is nothing here yet.
training-all = See all of this
training-everywhere = Everywhere
training-by-borough = Choose your borough
course-title = A course or a way to help
course-new-for = Add a course: { $area }
course-kind = What is it?
course-kind-training = Course
course-kind-volunteering = A way to help
course-no-kind = Choose what it is
course-name = Name
course-no-name = Type a name
course-about = What it is about
course-no-about = Write what it is about
course-format = How you do it
course-no-format = Choose how you do it
format-in-person = You come to a place
format-online = On the internet
format-post = By post
format-mixed = At a place and on the internet
course-languages = Languages
course-needs = What you need
course-gives = What you get
course-joining = How to join
course-no-joining = Write how to join
wards-confirm-button = Save. This is right.
wards-end-button = Take it off the page
enquiry-title = Ask the officer of your school
enquiry-officer = The officer of your school is { $who }.
enquiry-no-officer = Your school has no officer now. The ward team will answer.
enquiry-label = Your question
enquiry-hint = Do not write the names of pupils if you can.
enquiry-name = Your name or your job
enquiry-email = Your email
enquiry-phone = Your phone number
enquiry-private = Only the officers and their bosses can see this. We never show it to everyone.
enquiry-send = Send
phase-nursery = Nursery
phase-primary = Primary school
phase-secondary = Secondary school
phase-all-through = School for all ages
phase-special = Special school
phase-referral = School with extra help
phase-college = College
phase-other = School
school-gap = No officer now
schools-link = Schools
schools-count = There are { $total } schools. { $gaps } of them have no officer.
schools-gaps = Show only schools with no officer
schools-all = Show all schools
schools-none = There are none.
schools-officer = Officer
schools-since = Since
schools-unconnected = Reports with a school that we do not know
school-new = Add a school
school-name = Name of the school
school-no-name = Type the name of the school
school-name-twice = This school is on the list already
school-phase = What kind of school is it?
school-address = Address
school-postcode = Postcode
school-no-ward = This school is not in our area
school-urn = Number of the school
school-urn-twice = This number belongs to a different school
school-facts = About the school
school-enquiries = Questions of the school
school-no-enquiries = The school did not ask anything yet.
school-link-text = The school needs a link to ask questions. Make the link. Give it to the school.
school-link-again = The school has a link. A new link stops the old one.
school-link-make = Make a new link
school-link-once = This is the link of the school. You see it only now. Give it only to the school.
school-reports = Reports with this school in them
school-reports-text = Only staff can see this.
school-no-reports = There are no reports.
school-more-reports = { $count } more that you cannot open
school-end = The school has closed
school-end-text = It goes off the page. The link stops.
charge-title = Officers of the school
charge-officer = Officer
charge-no-officer = Choose an officer
charge-duty = What the officer does
charge-no-duty = Choose what the officer does
charge-named = Officer of the school
charge-cover = Helps out
charge-from = First day
charge-no-from = Type the first day
charge-give = Save
charge-end = End
charge-since = { $who }, { $duty }, since { $from }
charge-ended = { $who }, { $duty }, from { $from } to { $to }
did-group-made = added a group
did-group-changed = changed a group
did-group-confirmed = checked a group
did-group-ended = ended a group
did-group-seated = added a person to a group
did-group-unseated = took a person out of a group
did-group-paper = added a paper
did-group-met = wrote about a meeting of a group
did-group-bid = added money that a group asked for
did-group-bid-changed = changed money that a group asked for
did-school-added = added a school
did-school-changed = changed a school
did-school-confirmed = checked a school
did-school-ended = closed a school
did-school-link = made a new link for a school
did-school-officer = gave a school an officer
did-school-officer-left = ended the work of an officer at a school
did-course-made = added a course
did-course-changed = changed a course
did-course-confirmed = checked a course
did-course-ended = ended a course
tables-officers = Officers as a table
tables-schools = Schools as a table
tables-text = Choose a table with one row for each. You will see first what it would change. Then you decide.
tables-file-hint = A spreadsheet, or a table saved as plain text.
tables-same = The same as before
tables-another = Choose another table
tables-out = Get the table
tables-out-csv = As plain text
tables-out-xlsx = As a spreadsheet
lost-title = Facts of wards that have ended
lost-text = Some wards have ended. Their promises, questions and sessions wait here. Choose a new ward for them.
lost-none = Nothing waits.
lost-sessions = { $count } sessions
lost-followers = { $count } people get letters about its sessions
lost-to = Which ward has them now?
lost-code = Code of the new ward
lost-choose = Choose the new ward
lost-give = Give them to this ward
lost-link = { $count } wards have ended and still have facts
did-ward-inherited = took the facts of a ward that ended
find-kind-officer = Police officer

# Reminders of facts that no one checked.
letter-remind-subject = Please check what we say about { $ward }
letter-remind = No one has checked this about { $ward } for 3 months:
letter-remind-look = Please check each one. Press the button if it is right. Change it if it is wrong: { $link }
letter-remind-end = We send this letter once a month at most. You can stop it. You can get it in another language: { $link }
remind-officers = { $count ->
    [one] One officer
   *[other] { $count } officers
  }
remind-more = … and { $count } more
reminders-title = Letters to remind you
reminders-text = Sometimes no one checks a fact for 3 months. Then we send the team an email. We send one a month at most.
reminders-label = Letters
reminders-in = In { $language }
reminders-none = No letters
reminders-keep = Save
reminders-choose = Choose a language. Or choose no letters.
did-reminders-changed = changed the letters that remind the team
promise-first-due = The first promise was { $day }
officer-away = This officer is away until { $until }. Ask the team.
officer-away-open = This officer is away for some time. Ask the team.
officer-away-open-covered = This officer is away for some time. { $who } does the work.
officer-away-days = Away from { $from } to { $to }.
officer-away-from = Away from { $from }. We do not know until when.
officer-away-by = { $who } does the work.
officer-away-by-nobody = No one does the work.
away-line-open = From { $from }: { $why }. { $cover } does the work
away-to-hint = Leave it empty if you do not know
promised-sessions = This officer will not be there. These sessions still have the name. Change each one.
promised-schools = These schools still have this officer. Give each one a new officer.
desk-ward-covers = Today you also work in:
answer-public-leads = Take out the email address, phone number or postcode. It comes from the person.
letter-question-own = You can see your question here. Were we late? You can complain there. Do not show this address to other people.
    { $link }
letter-question-answered = The ward team of { $ward } answered your question:

    { $words }

    { $own }

    { $force }
letter-question-replied = The inspector of { $ward } answered your complaint:

    { $words }

    { $own }

    { $force }
letter-question-is-late-subject = We are late. Your question to { $ward }
letter-question-is-late = You asked the ward team of { $ward } a question. We said you get an answer in 72 hours. We are late. We are sorry. The team still has your question.

    You can complain here:
    { $link }

    Do not show this address to other people.

    { $force }
ward-said = You said: { $said }
ward-did = We did this: { $did }
ward-did-nothing = We did nothing yet.
ward-group-meetings = Meetings of groups
school-cover = { $who } helps too
school-cover-gap = { $who } helps until there is one
school-no-phase = Choose what kind of school it is
charge-both = This officer has this school now. Choose another officer
borough-sessions-none = There are no sessions here now.
borough-sessions-all = All sessions of this borough
borough-follow = Get news about this borough
group-ask-to-join = Ask to join
group-ask-which = Choose the ward where you live. The team answers in 72 hours.
ask-to-join = I want to join the group { $group }. What do I do?
letter-remind-places = No one checked these places for 3 months:
letter-remind-places-only = No one checked these places in { $ward } for 3 months:
desk-wards-those = Wards: { $what }
lost-facts-team = How to reach the team
lost-facts-post = { $count ->
    [one] One officer
   *[other] { $count } officers
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
    [one] One report with a school
   *[other] { $count } reports with a school
}
lost-facts-course = { $count ->
    [one] One course
   *[other] { $count } courses
}
promise-silent = No one wrote anything new for { $span }.
fact-old = No one has checked this for { $span }. The last time, { $by } did. It may be wrong now.
