service-bluelamp = Bluelamp
error-prefix = Error:{" "}
skip-link = Go to the main part of the page
emergency-link = Emergency? Call 999 or get silent help
language-label = Choose a language
account-label = Your sign-in
desk-navigation-label = Desk
signed-in-as = Signed in as { $name }
sign-in = Sign in
sign-out = Sign out
demo-tag = Test
demo-text = This is only a test site. The people here are not real. Do not report real things here.
footer-label = About this service
footer-accessibility = How everyone can use this site
footer-privacy = How we keep your information safe
footer-pictures = About the pictures
footer-contact = Contact us
footer-languages = Languages
back = Back
error-title = There is a problem
error-hidden = Error:
warning-hidden = Warning
important = Important
success = Success
exit-label = Emergency
exit-text = Leave this page now
exit-activated = Loading.
exit-timed-out = You did not leave the page.
exit-two-more = Press Shift 2 more times to leave.
exit-one-more = Press Shift 1 more time to leave.
breadcrumbs-label = Breadcrumb
pages-label = Pages
older = Older
newer = Newer
change = Change
date-day = Day
date-month = Month
date-year = Year
choose-one = Choose one
characters-allowed = You can write up to { $count ->
    [one] { $count } letter
   *[other] { $count } letters
}
characters-left = You have { $count ->
    [one] { $count } letter
   *[other] { $count } letters
} left
characters-over = You have { $count ->
    [one] { $count } letter
   *[other] { $count } letters
} too many
characters-at-limit = You have no letters left
live-updated = The list is new now.
live-off = The list has stopped updating. Load the page again to see new things.

# Dates and times. Patterns and names only: the order of words is the language's.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
date-pattern = { $day } { $month } { $year }
day-pattern = { $weekday } { $day } { $month }
day-year-pattern = { $weekday } { $day } { $month } { $year }
at-pattern = { $date } at { $time }
time-am = { $clock }am
time-pm = { $clock }pm
midday = midday
midnight = midnight
span-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
span-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
span-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
}
span-less = less than a minute
span-two = { $a } { $b }
ago = { $span } ago
just-now = just now
within = in { $span }
very-soon = in less than a minute

# Maps.
map-label = Map. The arrow keys move the map. Plus and minus change its size. Enter puts a pin in the middle.
map-in = Make the map bigger
map-out = Make the map smaller
map-touch = Use two fingers to move the map
map-scroll = Hold Ctrl and scroll to change the size of the map
map-scroll-mac = Hold ⌘ and scroll to change the size of the map
map-credit = Who made this map
map-here = The place you asked about
map-show = Show on the map
map-pin = Your pin
map-pin-help = Press on the map to put a pin there. Then find places near the pin.
map-pin-help-field = Press on the map where it happened.
map-pin-middle = Put a pin in the middle of the map
map-pin-at = Your pin is at { $point }.
map-pin-at-field = Your pin is at { $point }. This is your answer now. You can change it.
map-pin-find = Find places near the pin
map-position = Use where I am now
map-position-wait = We are finding where you are.
map-position-refused = Your browser does not tell us where you are. You can type where you are.
map-position-failed = We cannot find where you are. You can type where you are.

# Words in any form that speak of someone in danger.
danger-problem = Is someone in danger? Then call 999 now.
danger-warning = If someone is in danger, call 999 now. We may not read this for some time.
danger-link = How to call if you cannot speak or hear
danger-send = No one is in danger now. Send it
