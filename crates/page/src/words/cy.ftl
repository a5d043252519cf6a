service-bluelamp = Bluelamp
error-prefix = Gwall:{" "}
skip-link = Neidio i'r prif gynnwys
emergency-link = Argyfwng? 999 a chymorth tawel
language-label = Dewis iaith
account-label = Eich mewngofnodi
desk-navigation-label = Desg
signed-in-as = Wedi mewngofnodi fel { $name }
sign-in = Mewngofnodi
sign-out = Allgofnodi
demo-tag = Arddangosiad
demo-text = Arddangosiad yw hwn. Mae'r bobl a'r adroddiadau ynddo yn rhai dychmygol. Peidiwch ag adrodd am unrhyw beth go iawn yma.
footer-label = Am y gwasanaeth hwn
footer-accessibility = Hygyrchedd
footer-privacy = Preifatrwydd
footer-pictures = Lluniau
footer-contact = Cysylltu â ni
footer-languages = Ieithoedd
back = Yn ôl
error-title = Mae problem
error-hidden = Gwall:
warning-hidden = Rhybudd
important = Pwysig
success = Llwyddiant
exit-label = Argyfwng
exit-text = Gadael y dudalen hon
exit-activated = Yn llwytho.
exit-timed-out = Mae gadael y dudalen hon wedi dod i ben.
exit-two-more = Shift, pwyswch 2 waith eto i adael.
exit-one-more = Shift, pwyswch 1 waith eto i adael.
breadcrumbs-label = Briwsion bara
pages-label = Tudalennau
older = Hŷn
newer = Mwy newydd
change = Newid
date-day = Diwrnod
date-month = Mis
date-year = Blwyddyn
choose-one = Dewiswch un
characters-allowed = Gallwch roi hyd at { $count ->
    [two] { $count } nod
   *[other] { $count } nod
}
characters-left = Mae gennych { $count ->
    [two] { $count } nod
   *[other] { $count } nod
} ar ôl
characters-over = Mae gennych { $count ->
    [two] { $count } nod
   *[other] { $count } nod
} yn ormod
characters-at-limit = Mae gennych 0 nod ar ôl
live-updated = Mae'r rhestr wedi'i diweddaru.
live-off = Mae'r diweddariadau byw wedi stopio. Ail-lwythwch y dudalen i weld beth sy'n newydd.

month-1 = Ionawr
month-2 = Chwefror
month-3 = Mawrth
month-4 = Ebrill
month-5 = Mai
month-6 = Mehefin
month-7 = Gorffennaf
month-8 = Awst
month-9 = Medi
month-10 = Hydref
month-11 = Tachwedd
month-12 = Rhagfyr
weekday-1 = Dydd Llun
weekday-2 = Dydd Mawrth
weekday-3 = Dydd Mercher
weekday-4 = Dydd Iau
weekday-5 = Dydd Gwener
weekday-6 = Dydd Sadwrn
weekday-7 = Dydd Sul
date-pattern = { $day } { $month } { $year }
day-pattern = { $weekday } { $day } { $month }
day-year-pattern = { $weekday } { $day } { $month } { $year }
at-pattern = { $date } am { $time }
time-am = { $clock }yb
time-pm = { $clock }yp
midday = hanner dydd
midnight = hanner nos
span-minutes = { $n ->
    [two] { $n } funud
   *[other] { $n } munud
}
span-hours = { $n ->
   *[other] { $n } awr
}
span-days = { $n ->
    [two] { $n } ddiwrnod
   *[other] { $n } diwrnod
}
span-weeks = { $n ->
   *[other] { $n } wythnos
}
span-less = llai na munud
span-two = { $a } { $b }
ago = { $span } yn ôl
just-now = newydd ddigwydd
within = ymhen { $span }
very-soon = ymhen llai na munud
