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
characters-allowed = Gallwch roi hyd at { $count } nod
characters-left = Mae gennych { $count } nod ar ôl
characters-over = Mae gennych { $count } nod yn ormod
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
span-hours = { $n } awr
span-days = { $n ->
    [two] { $n } ddiwrnod
   *[other] { $n } diwrnod
}
span-weeks = { $n } wythnos
span-less = llai na munud
span-two = { $a } { $b }
ago = { $span } yn ôl
just-now = newydd ddigwydd
within = ymhen { $span }
very-soon = ymhen llai na munud

# Maps.
map-label = Map. Mae’r bysellau saeth yn ei symud, mae plws a minws yn newid ei faint, mae Enter yn rhoi pin yn y canol
map-in = Dangos llai o’r ardal, yn fwy
map-out = Dangos mwy o’r ardal, yn llai
map-touch = Defnyddiwch ddau fys i symud y map
map-scroll = Daliwch Ctrl a sgroliwch i newid maint y map
map-scroll-mac = Daliwch ⌘ a sgroliwch i newid maint y map
map-credit = Pwy wnaeth y map hwn
map-here = Y man yr oeddech yn holi amdano
map-show = Dangos ar y map
map-pin = Eich pin
map-pin-help = Pwyswch ar y map i ollwng pin, yna dewch o hyd i leoedd yn agos ato.
map-pin-help-field = Pwyswch ar y map lle digwyddodd.
map-pin-middle = Gollwng pin yng nghanol y map
map-pin-at = Mae eich pin yn { $point }.
map-pin-at-field = Mae eich pin yn { $point }. Dyma eich ateb nawr. Gallwch ei newid.
map-pin-find = Dod o hyd i leoedd yn agos at y pin
map-position = Defnyddio fy safle
map-position-wait = Wrthi’n dod o hyd i’ch safle…
map-position-refused = Nid yw eich porwr yn gadael inni weld eich safle. Teipiwch ble rydych chi, neu gollyngwch bin.
map-position-failed = Ni ellir dod o hyd i’ch safle. Teipiwch ble rydych chi, neu gollyngwch bin.

# Words in any form that speak of someone in danger.
danger-problem = Mae'r hyn a ysgrifennoch yn swnio fel argyfwng. Ffoniwch 999 os oes unrhyw un mewn perygl
danger-warning = Os oes unrhyw un mewn perygl, ffoniwch 999 nawr. Efallai na fyddwn yn darllen hyn am beth amser.
danger-link = Sut i ffonio os na allwch siarad neu glywed
danger-send = Nid oes neb mewn perygl nawr: anfon
