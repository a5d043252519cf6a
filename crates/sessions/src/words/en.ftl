# Contact sessions, meetings and training: for the public, and for the desk.
sessions-link = Sessions
sessions-title-force = Sessions of { $area }
sessions-title = Sessions in { $area }
sessions-all = All sessions
sessions-text = Come and talk to the officers of your ward, at a meeting or a training too. You do not need to book.
sessions-find = Find sessions near you
sessions-find-hint = A postcode, or the name of a ward or borough
sessions-find-button = Find
sessions-not-found = We cannot find that place. Check the spelling, or enter a postcode
sessions-near = Sessions and meetings near you
sessions-near-none = No session is planned near you in the next two weeks.
session-now = On now
session-coming = Coming
sessions-choices = Which one do you mean?
sessions-changed = Cancelled or moved in the next two weeks
sessions-coming = Coming
sessions-none = None is planned at the moment.
sessions-past = Past
sessions-none-past = There are none yet.
sessions-follow = Be told of sessions here
sessions-follow-email = Get letters by e-mail
sessions-follow-calendar = Add them to your calendar (iCalendar)
sessions-follow-feed = Follow them in a feed reader (Atom)
session-kind-contact = Contact session
session-kind-meeting = Meeting
session-kind-training = Training
session-headline-cancelled = Cancelled: { $title }
session-headline-moved = Moved: { $title }
session-tag-cancelled = Cancelled
session-tag-moved = Moved
session-cancelled-why = This was cancelled. Why: { $why }
session-moved-why = This was moved. It was to be { $was }. Why: { $why }
session-was = { $when }, at { $venue }
session-when = { $date }, { $from } to { $to }
session-came = { $count ->
    [0] Nobody came
    [one] One person came
   *[other] { $count } people came
}
session-said = You said:
session-did = We did:
session-did-not-yet = Not done yet
session-over = This is over.
session-just-come = You can just come. You do not have to say who you are.
session-when-label = When
session-where-label = Where
session-kind-label = What
session-who-label = Who will be there
session-languages-label = Languages spoken
session-offered-label = Also
session-about-label = About
session-notice-label = Changed
session-away-label = From the ward
session-away = { $metres } metres outside the ward, about { $minutes } minutes on foot
session-came-label = Came
session-topics-label = Topics
session-follow-up-label = What happens next
session-follow-up-by = We come back to this by { $date }.
session-has-step-free = Step-free way in
session-has-private = A private room
session-has-bsl = British Sign Language interpreter
session-map = Map
session-map-alt = Map of the ward { $ward } with { $venue } marked on it
session-way = What is near it, and how to get there
session-to-calendar = Add this to your calendar
session-after = What came of it
session-you-said = You said, we did
session-stale = Someone else changed this session, or it is over. Go back and look at it again.
session-step-planned = Planned
session-step-changed = Changed
session-step-moved = Moved
session-step-cancelled = Cancelled
session-step-held = Written down what came of it
session-repeat-once = Just this once
session-repeat-weekly = Every week
session-repeat-fortnightly = Every two weeks
session-repeat-monthly = Every month, on the same weekday
session-venue-new = Somewhere else
session-problem-kind = Choose what it is
session-problem-ward = Choose a ward
session-problem-title = The title must be 120 characters or fewer
session-problem-about = What it is about must be 2,000 characters or fewer
session-problem-venue = Choose where it is
session-problem-venue-name = Enter the name of the place, 120 characters or fewer
session-problem-venue-address = Enter the address with its postcode
session-problem-date = Enter a real date, such as 27 3 2027
session-problem-past = The date and time must be in the future
session-problem-ahead = The date must be within the next 18 months
session-problem-from = Enter when it starts, such as 6pm or 18:30
session-problem-to = Enter when it ends, such as 7pm or 19:30
session-problem-order = It must end after it starts
session-problem-long = It must last 12 hours or less
session-problem-repeat = Choose how often it is
session-problem-times = Enter how many there are to be, from 2 to 26
session-problem-languages = Choose languages from the list
session-problem-why = Say why, for everyone to read, in 500 characters or fewer
session-problem-why-moved = You changed the time or the place. Say why, for everyone to read
session-warn-officer = { $officer } is at another session then: { $other }
session-warn-venue = There is another session at this place then: { $other }
session-warn-far = This place is { $metres } metres outside the ward, about { $minutes } minutes on foot
session-warn-no-point = We do not know where this address is. There will be no map. A full postcode helps
session-warn-holiday = { $day } is a bank holiday
follow-title = Get letters about sessions in { $area }
follow-text = We write to you on Mondays what is on in the next two weeks, and at once when a session is cancelled or moved. You do not need an account.
follow-email = E-mail address
follow-email-hint = We send a letter with a link to this address. Nothing else comes before you press its button.
follow-language = Language of the letters
follow-button = Get letters
follow-privacy = We use your address for these letters alone. Each letter has a link that ends them.
follow-problem-email = Enter an e-mail address in the form name@example.com
follow-problem-often = There were too many tries. Wait a while, then try again
follow-sent-title = Look in your mail
follow-sent = We have written to { $email }. Open the link in our letter to go on.
follow-sent-none = If no letter comes, look in your junk mail and check that the address is right.
mine-title = Letters about sessions
mine-confirm-text = Do you want letters about sessions in { $area }?
mine-confirm = Yes, send me letters
mine-not-me = No, I did not ask for this
mine-text = You get letters about the sessions in:
mine-leave = Stop letters about { $area }
mine-leave-all = Stop all letters
left-title = This link leads to no letters
left-text = If you have just stopped them, you get none any more and your address is deleted. If you still get letters, use the whole link of the newest one.
letter-follow-confirm-subject = Do you want letters about sessions in { $area }?
letter-follow-confirm = Someone, we hope you, asked { $force } to send you letters about sessions in { $area }.

    To get them, open this link and press the button:
    { $link }

    If it was not you, do nothing. We delete your address in three days.
letter-follow-already-subject = You get letters about sessions in { $area }
letter-follow-already = Someone, we hope you, asked { $force } to send you letters about sessions in { $area }. You get them already.

    To see or stop your letters, open:
    { $link }
letter-follow-end = You get this because you follow sessions in { $area }. To see or stop your letters, open:
    { $link }
letter-session-subject = { $title }, { $ward }
letter-session = { $title }

    { $text }

    { $link }

    { $end }
letter-week-subject = Sessions in { $area } in the next two weeks
letter-week = What is on in { $area } in the next two weeks:

    { $list }

    All of them: { $link }

    { $end }
desk-sessions-new = Plan a session
desk-sessions-public = The page that the public sees
desk-sessions-followers = { $count ->
    [one] One person gets letters about this area
   *[other] { $count } people get letters about this area
}
desk-sessions-find = Ward or postcode
session-reports = Reports made here with help
sessions-table = Sessions as a table
sessions-table-file-hint = CSV or a spreadsheet (XLSX)
sessions-table-same = As before
sessions-table-another = Choose another table
sessions-table-out = Take the table out
sessions-table-out-csv = As CSV
sessions-table-out-xlsx = As a spreadsheet (XLSX)
desk-sessions-lost = Your area, { $code }, is not on the map: its boundaries have changed. You see the sessions of the whole force and can change none.
desk-sessions-lost-link = What this means and what to do
desk-sessions-no-ward = Enter a postcode or the name of a ward
desk-sessions-unwritten = Write down what came of these
desk-sessions-when = When
desk-sessions-what = What
desk-sessions-ward = Ward
desk-sessions-where = Where
desk-sessions-who = Who
desk-sessions-state = State
desk-session-public = The page that the public sees
desk-session-after = Write down what came of it
desk-session-help-text = Someone here wants to report something? The report says that it came in at this session.
desk-session-help = Help someone to report
desk-session-like = Plan another one like it
desk-session-change = Change or move it
desk-session-cancel-title = Cancel it
desk-session-cancel-why = Why is it cancelled?
desk-session-cancel-hint = Everyone reads this, and who follows is told at once.
desk-session-cancel-later = { $count ->
    [one] Cancel the one after it too
   *[other] Cancel all { $count } after it too
}
desk-session-cancel = Cancel this session
desk-session-steps = What happened to it
plan-title = Plan a session
plan-title-change = Change or move a session
plan-warnings = Before you keep it
plan-sure = Keep it all the same
plan-ward = Ward
plan-kind = What is it?
plan-venue = Where is it?
plan-venue-name = Somewhere else: name of the place
plan-venue-name-hint = Only if you chose somewhere else
plan-venue-address = Somewhere else: address with postcode
plan-venue-address-hint = For example 2 Mill Lane, QN1 1AB
plan-venue-open = { $address }. Open on { $day }: { $hours }
session-warn-closed = The place is not open all that time. On { $day }: { $hours }
plan-fits = Times when it is open
plan-date = Date
plan-from = Starts
plan-to = Ends
plan-time-hint = For example 6pm or 18:30
plan-why = Why is it moved?
plan-why-hint = Needed when the time or the place changes. Everyone reads this, and who follows is told at once.
plan-repeat = How often?
plan-times = How many in all, if it repeats
plan-times-hint = From 2 to { $most }
plan-officers = Who will be there?
plan-offered = What is there?
plan-languages = Languages spoken besides English
plan-languages-legend = Someone there speaks
plan-more = A title and more about it
plan-name = Title
plan-name-hint = Leave it empty for the usual words
plan-about = What it is about
plan-keep = Keep it
after-title = What came of it
after-public = Everyone reads this. Do not name people or write what would show who they are.
after-attendance = How many people came?
after-said = You said, { $n }
after-did = We did, { $n }
after-follow-up = What happens next?
after-follow-up-on = By when
after-keep = Keep it
after-problem-attendance = Enter how many people came, such as 0 or 12
after-problem-said = Say what people told you, not only what was done
after-problem-long = Use 1,000 characters or fewer
after-problem-date = Enter a real date, such as 27 3 2027, or leave it empty
gaps-link = Wards without a session soon
gaps-title = Wards without a session, { $area }
gaps-text = No contact session is planned in these wards in the next { $weeks } weeks.
gaps-none = Every ward has one.
gaps-caption = Wards without a session
gaps-borough = Borough
gaps-last = Last
gaps-next = Next
gaps-never = None
gaps-low = Wards where few people came
gaps-low-text = Fewer than { $few } people came to each of the last four contact sessions. Another place or time may suit people better.
gaps-low-none = There are none.
gaps-low-caption = Few people came
gaps-came = Came to the last four, newest first
gaps-rooms = Other rooms nearby
gaps-room = { $name }, open longest on { $day }, until { $time }
gaps-boroughs = Other boroughs
sessions-start-title = Meet your ward officers
sessions-start-text = Officers hold a session in each ward. Come and talk. You do not need to book.
sessions-start-link = Find a session near you
session-times = { $from } to { $to }
session-poster = Poster (PDF)
session-poster-large = Poster in large print (PDF)
poster-not-printed = A poster of this session cannot be printed: its text is too long, or it has letters that no font here has.
poster-scan = Scan this code or go to
poster-code = A code that leads to { $address }
poster-foot = Do you need this in another language or form? Ask us.
poster-easy-heading = Easy Read
poster-easy-cancelled = This is cancelled.
poster-easy-talk = Come and talk to the police.
poster-easy-when = It is on { $when }.
poster-easy-where = It is at { $where }.
import-session-twice = the same session is in row { $row } already
import-session-officer = { $what } is no officer of this ward
import-session-id = { $what } is not the id of a session
import-session-attendance = { $what } is not a number of people
import-session-no-such = there is no session with this id
import-session-other-ward = the session with this id is in another ward
import-session-cancelled = this session was cancelled
letter-session-later = { $count ->
    [one] The one after it is cancelled too.
   *[other] The { $count } after it in the same series are cancelled too.
}
poster-language-bn = Bengali
poster-language-gu = Gujarati
poster-language-pa = Punjabi
poster-language-ps = Pashto
poster-language-ta = Tamil
# What officers should know, and what venues say.
session-warn-away = { $officer } is away on { $day }
session-warn-left = { $officer } does not serve in this ward any more on { $day }
session-warn-nobody = Nobody is down to be there
session-venue-shut = The venue says it is closed then
desk-session-shut = The venue says it is closed then. Move or cancel this session, or ask the venue.
session-shut = Check before you come: the venue has announced that it is closed then.
plan-later = { $count ->
    [one] Move the one after it in the same way
   *[other] Move all { $count } after it in the same way
}
letter-session-later-moved = { $count ->
    [one] The one after it is moved in the same way.
   *[other] The { $count } after it in the same series are moved in the same way.
}
after-problem-past = The date by when you come back to it must be today or later
# Wards that are no more.
ended-text = This ward is no more. The boundaries have changed.
ended-now = The wards that are there now
ended-find = Find my ward
# Sessions as a table.
import-session-cancel-over = this session is over or was written down: it cannot be cancelled any more
import-session-cancel-new = a session that is not there cannot be cancelled
import-session-state = the state { $what } is not known: write planned or cancelled
import-session-not-held = the session is still to come: how many came and what they said cannot be known yet
import-session-topics = topics and follow-ups are kept with the number of people who came: fill in attendance
import-session-follow-up-on = { $what } is not a date
import-missing-heading = The table has no column for { $what }. Nothing can be taken from it.
sessions-table-text = Choose a table with a row for each session. You see what it would change before anything is changed. Followers are written to only of sessions that it cancels.
session-group-meeting = Group
import-session-cancel-why = say in the column why, for everyone to read, why this session is cancelled
