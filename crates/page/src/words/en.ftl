# The layout's own words. A feature's words are beside the feature.
service-bluelamp = Bluelamp
error-prefix = Error:{" "}
skip-link = Skip to main content
emergency-link = Emergency? 999 and silent help
language-label = Choose a language
account-label = Your sign-in
desk-navigation-label = Desk
signed-in-as = Signed in as { $name }
sign-in = Sign in
sign-out = Sign out
demo-tag = Demo
demo-text = This is a demonstration. The people and reports in it are invented. Do not report anything real here.
footer-label = About this service
footer-accessibility = Accessibility
footer-privacy = Privacy
footer-pictures = Pictures
footer-contact = Contact us
footer-languages = Languages
back = Back
error-title = There is a problem
error-hidden = Error:
warning-hidden = Warning
important = Important
success = Success
exit-label = Emergency
exit-text = Exit this page
exit-activated = Loading.
exit-timed-out = Exit this page expired.
exit-two-more = Shift, press 2 more times to exit.
exit-one-more = Shift, press 1 more time to exit.
breadcrumbs-label = Breadcrumb
pages-label = Pages
older = Older
newer = Newer
change = Change
date-day = Day
date-month = Month
date-year = Year
choose-one = Choose one
characters-allowed = You can enter up to { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
characters-left = You have { $count ->
    [one] { $count } character
   *[other] { $count } characters
} left
characters-over = You have { $count ->
    [one] { $count } character
   *[other] { $count } characters
} too many
characters-at-limit = You have 0 characters left
live-updated = The list has been updated.
live-off = Live updates have stopped. Reload the page to see what is new.

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
map-label = Map. Arrow keys move it, plus and minus change its size, Enter puts a pin in the middle
map-in = Show less of the area, larger
map-out = Show more of the area, smaller
map-touch = Use two fingers to move the map
map-scroll = Hold Ctrl and scroll to change the size of the map
map-scroll-mac = Hold ⌘ and scroll to change the size of the map
map-credit = Who made this map
map-here = The spot you asked about
map-show = Show on the map
map-pin = Your pin
map-pin-help = Press on the map to drop a pin, then find places near it.
map-pin-help-field = Press on the map where it happened.
map-pin-middle = Drop a pin in the middle of the map
map-pin-at = Your pin is at { $point }.
map-pin-at-field = Your pin is at { $point }. This is your answer now. You can change it.
map-pin-find = Find places near the pin
map-position = Use my position
map-position-wait = Finding your position…
map-position-refused = Your browser does not let us see your position. Type where you are, or drop a pin.
map-position-failed = Your position cannot be found. Type where you are, or drop a pin.

# Words in any form that speak of someone in danger.
danger-problem = What you wrote sounds like an emergency. Call 999 if anyone is in danger
danger-warning = If anyone is in danger, call 999 now. We may not read this for some time.
danger-link = How to call if you cannot speak or hear
danger-send = Nobody is in danger now: send
