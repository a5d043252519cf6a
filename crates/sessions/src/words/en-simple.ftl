# Contact sessions, meetings and training, in Easy Read; and the desk's side of it.
sessions-link = Sessions
sessions-title-force = All sessions of { $area }
sessions-title = Sessions in { $area }
sessions-all = All sessions
sessions-text = At a session you can talk to the police of your area. You can just come.
sessions-find = Find sessions near you
sessions-find-hint = Type your postcode. Or type the name of your area.
sessions-find-button = Find
sessions-not-found = We cannot find that place. Check how you typed it. Or type your postcode.
sessions-near = Meet the police near you
sessions-near-none = There is no meeting near you in the next two weeks.
session-now = On now
session-coming = Coming soon
sessions-choices = Which one do you mean?
sessions-changed = These sessions have changed
sessions-coming = Sessions that are coming
sessions-none = There are no sessions now.
sessions-past = Sessions that are over
sessions-none-past = There are none yet.
sessions-follow = We can tell you about sessions
sessions-follow-email = Get our letters by email
sessions-follow-calendar = Put the sessions in the calendar on your phone or computer
sessions-follow-feed = Get news of the sessions in a news reader
session-kind-contact = A session to talk to us
session-kind-meeting = Meeting
session-kind-training = Training
session-headline-cancelled = Not happening: { $title }
session-headline-moved = Changed: { $title }
session-tag-cancelled = Not happening
session-tag-moved = Changed
session-cancelled-why = This is not happening. This is why: { $why }
session-moved-why = The time or the place is new. Before, it was { $was }. This is why: { $why }
session-was = { $when }, at { $venue }
session-when = { $date }, { $from } to { $to }
session-came = { $count ->
    [0] No one came
    [one] One person came
   *[other] { $count } people came
}
session-said = You said:
session-did = We did this:
session-did-not-yet = We have not done this yet
session-over = This is over.
session-just-come = You can just come. You do not have to tell us your name.
session-when-label = When
session-where-label = Where
session-kind-label = What
session-who-label = Who you can meet
session-languages-label = Languages we speak
session-offered-label = There is also
session-about-label = About
session-notice-label = What is new
session-away-label = How far from the area
session-away = { $metres } metres from the area. That is about { $minutes } minutes on foot.
session-came-label = How many came
session-topics-label = What people said
session-follow-up-label = What happens next
session-follow-up-by = We will tell you more by { $date }.
session-has-step-free = A way in with no steps
session-has-private = A private room
session-has-bsl = Someone who uses BSL
session-map = Map
session-map-alt = A map of { $ward }. It shows where { $venue } is.
session-way = What is near it and how to get there
session-to-calendar = Put this in your calendar
session-after = What happened
session-you-said = You said, we did
session-stale = Someone else changed this session. Or it is over. Go back and look again.
session-step-planned = Planned
session-step-changed = Changed
session-step-moved = Moved
session-step-cancelled = Not happening
session-step-held = Someone wrote down what happened
session-repeat-once = Only once
session-repeat-weekly = Every week
session-repeat-fortnightly = Every two weeks
session-repeat-monthly = Every month, on the same day of the week
session-venue-new = Some other place
session-problem-kind = Choose what it is.
session-problem-ward = Choose a ward.
session-problem-title = The title is too long. Use 120 letters or fewer.
session-problem-about = The text is too long. Make it shorter.
session-problem-venue = Choose where it is.
session-problem-venue-name = Type the name of the place. Use 120 letters or fewer.
session-problem-venue-address = Type the address with the postcode.
session-problem-date = Type a real date, like 27 3 2027.
session-problem-past = This time is over. Type a later date or time.
session-problem-ahead = This date is too far away. Choose one in the next 18 months.
session-problem-from = Type when it starts, like 6pm.
session-problem-to = Type when it ends, like 7pm.
session-problem-order = It must end after it starts.
session-problem-long = It is too long. It can be 12 hours or less.
session-problem-repeat = Choose how often it is.
session-problem-times = Type how many there will be. Type a number from 2 to 26.
session-problem-languages = Choose languages from the list.
session-problem-why = Tell people why. Use 500 letters or fewer.
session-problem-why-moved = You changed the time or the place. Tell people why.
session-warn-officer = { $officer } is at another session then. It is this one: { $other }
session-warn-venue = Another session is at this place then. It is this one: { $other }
session-warn-far = This place is { $metres } metres from the ward. That is about { $minutes } minutes on foot.
session-warn-no-point = We do not know where this address is. So there will be no map. A full postcode helps.
session-warn-holiday = { $day } is a bank holiday.
follow-title = Get our letters about sessions in { $area }
follow-text = Each Monday we tell you about the next sessions. We also tell you if a session has changed.
follow-email = Your email address
follow-email-hint = We send you one letter first. Open it and press the link. Then you get our other letters.
follow-language = The language of our letters
follow-button = Get letters
follow-privacy = We only use your address for these letters. You can stop our letters at any time.
follow-problem-email = Type your email address. It looks like name@example.com.
follow-problem-often = You tried too many times. Wait for some time. Then try again.
follow-sent-title = Look in your email
follow-sent = We sent a letter to { $email }. Open it. Press the link in it.
follow-sent-none = Did no letter come? Look in your junk mail. Check that your address is right.
mine-title = Letters about sessions
mine-confirm-text = Do you want letters about sessions in { $area }?
mine-confirm = Yes, send me letters
mine-not-me = No, I did not ask for this
mine-text = You get our letters about sessions in:
mine-leave = Stop letters about { $area }
mine-leave-all = Stop all letters
left-title = This link has no letters
left-text = Did you just stop the letters? Then you get no more. We do not keep your address. Do you still get letters? Use the link in the newest letter.
letter-follow-confirm-subject = Do you want letters about sessions in { $area }?
letter-follow-confirm = Someone asked { $force } for letters to this address. The letters tell you about sessions in { $area }.

    Do you want them? Then open this link. Press the button:
    { $link }

    Was it not you? Then do nothing. We forget your address in 3 days.
letter-follow-already-subject = You get our letters about sessions in { $area }
letter-follow-already = Someone asked { $force } for letters to this address. The letters tell you about sessions in { $area }. You get them now.

    Do you want to stop them? Then open this link:
    { $link }
letter-follow-end = You get this letter because you asked for news of { $area }. Do you want to stop our letters? Then open this link:
    { $link }
letter-session-subject = { $title }, { $ward }
letter-session = { $title }

    { $text }

    { $link }

    { $end }
letter-week-subject = Sessions in { $area } in the next two weeks
letter-week = These sessions are in { $area } in the next two weeks:

    { $list }

    You can see all sessions here: { $link }

    { $end }
desk-sessions-new = Plan a session
desk-sessions-public = The page that everyone can see
desk-sessions-followers = { $count ->
    [one] One person gets letters about this area
   *[other] { $count } people get letters about this area
}
desk-sessions-find = Ward or postcode
session-reports = Reports you helped to make here
sessions-table = Sessions as a table
sessions-table-file-hint = A spreadsheet, or a table saved as plain text.
sessions-table-same = The same as before
sessions-table-another = Choose another table
sessions-table-out = Get the table
sessions-table-out-csv = As plain text
sessions-table-out-xlsx = As a spreadsheet
desk-sessions-lost = Your area { $code } is not on the map any more. The boundaries have changed. You can see all sessions here. You cannot change any.
desk-sessions-lost-link = What this means for you
desk-sessions-no-ward = Type a postcode. Or type the name of a ward.
desk-sessions-unwritten = Write down what happened at these
desk-sessions-when = When
desk-sessions-what = What
desk-sessions-ward = Ward
desk-sessions-where = Where
desk-sessions-who = Who
desk-sessions-state = State
desk-session-public = The page that everyone can see
desk-session-after = Write down what happened
desk-session-help-text = Does someone here want to tell us something? The report says that it comes from this session.
desk-session-help = Help someone to tell us
desk-session-like = Plan one more like it
desk-session-change = Change it or move it
desk-session-cancel-title = Call it off
desk-session-cancel-why = Why is it not happening?
desk-session-cancel-hint = Everyone can read this. We send it to people who get our letters.
desk-session-cancel-later = { $count ->
    [one] Call off the next one too
   *[other] Call off the next { $count } too
}
desk-session-cancel = Call off this session
desk-session-steps = What happened to it
plan-title = Plan a session
plan-title-change = Change or move a session
plan-warnings = Read this first
plan-sure = Keep it as it is
plan-ward = Ward
plan-kind = What is it?
plan-venue = Where is it?
plan-venue-name = Some other place: its name
plan-venue-name-hint = Only if you chose some other place
plan-venue-address = Some other place: its address and postcode
plan-venue-address-hint = Like 2 Mill Lane, QN1 1AB
plan-venue-open = { $address }. It is open on { $day }: { $hours }
session-warn-closed = The place is not open then. It is open on { $day }: { $hours }
plan-fits = It is open at these times
plan-date = Date
plan-from = It starts
plan-to = It ends
plan-time-hint = Like 6pm or 18:30
plan-why = Why did you move it?
plan-why-hint = Say why if the time or place is new. Everyone can read this. We send it to people who get our letters.
plan-repeat = How often?
plan-times = How many will there be?
plan-times-hint = Type a number from 2 to { $most }.
plan-officers = Who will be there?
plan-offered = What is there?
plan-languages = Other languages
plan-languages-legend = Someone there speaks
plan-more = A title and more about it
plan-name = Title
plan-name-hint = You can leave this empty.
plan-about = What it is about
plan-keep = Keep it
after-title = What happened
after-public = Everyone can read this. Do not write names. Do not write who someone is.
after-attendance = How many people came?
after-said = You said, { $n }
after-did = We did, { $n }
after-follow-up = What happens next?
after-follow-up-on = By when
after-keep = Keep it
after-problem-attendance = Type how many people came, like 12. If no one came, type 0.
after-problem-said = Say what people told you. Then say what you did.
after-problem-long = This is too long. Make it shorter.
after-problem-date = Type a real date, like 27 3 2027. Or leave it empty.
gaps-link = Wards with no session soon
gaps-title = Wards with no session, { $area }
gaps-text = These wards have no session in the next { $weeks } weeks.
gaps-none = Every ward has one.
gaps-caption = Wards with no session
gaps-borough = Borough
gaps-last = Last
gaps-next = Next
gaps-never = None
gaps-low = Wards where few people came
gaps-low-text = At each of the last 4 sessions, fewer than { $few } people came. Maybe another place or time is better.
gaps-low-none = There are none.
gaps-low-caption = Few people came
gaps-came = How many came to the last 4
gaps-rooms = Other rooms that are near
gaps-room = { $name }. It is open until { $time } on { $day }.
gaps-boroughs = Other boroughs
sessions-start-title = Meet your local police officers
sessions-start-text = Police officers come to a place near you. You can come and talk to them. You do not need to tell us first.
sessions-start-link = Find a day and a place near you
session-times = { $from } to { $to }
session-poster = Poster to print
session-poster-large = Poster to print, with big letters
poster-not-printed = We cannot print this poster. The text is too long. Or it has letters we do not have.
poster-scan = Point your phone at this code. Or go to
poster-code = A code that leads to { $address }
poster-foot = Do you need this in another language? Ask us.
poster-easy-heading = Easy Read
poster-easy-cancelled = This is not happening.
poster-easy-talk = Come and talk to the police.
poster-easy-when = It is on { $when }.
poster-easy-where = It is at { $where }.
import-session-twice = The same session is in row { $row }.
import-session-officer = { $what } is not an officer of this ward.
import-session-id = { $what } is not the number of a session.
import-session-attendance = { $what } is not a number of people.
import-session-no-such = There is no session with this number.
import-session-other-ward = The session with this number is in another ward.
import-session-cancelled = This session is not happening.
letter-session-later = { $count ->
    [one] The next one is not happening too.
   *[other] The next { $count } are not happening too.
}
poster-language-bn = Bengali
poster-language-gu = Gujarati
poster-language-pa = Punjabi
poster-language-ps = Pashto
poster-language-ta = Tamil
# What officers should know, and what venues say.
session-warn-away = { $officer } is away on { $day }
session-warn-left = { $officer } does not work in this ward any more on { $day }
session-warn-nobody = No officer is on the list for this
session-venue-shut = The place says it is closed then
desk-session-shut = The place says it is closed then. Move this or cancel it. Or ask the place.
session-shut = Check before you come. The place says it is closed then.
plan-later = { $count ->
    [one] Move the next one too
   *[other] Move the next { $count } too
}
letter-session-later-moved = { $count ->
    [one] The next one moves too.
   *[other] The next { $count } move too.
}
after-problem-past = The date must be today or later
# Wards that are no more.
ended-text = This ward has ended. The map has changed.
ended-now = These wards are there now
ended-find = Find my ward
# Sessions as a table.
import-session-cancel-over = this session is over. It cannot be cancelled
import-session-cancel-new = this session is not there. It cannot be cancelled
import-session-state = { $what } is not a state. Write planned or cancelled
import-session-not-held = this session is not over. No one can know how many came
import-session-topics = write how many people came too
import-session-follow-up-on = { $what } is not a date
import-missing-heading = The table has no column for { $what }.
sessions-table-text = Choose a table. It has one row for each session. First you see what will change. People get letters only about sessions that end.
session-group-meeting = Group
import-session-cancel-why = say why this session ends. Use the column called why
