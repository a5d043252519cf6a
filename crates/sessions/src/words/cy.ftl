# Sesiynau cyswllt, cyfarfodydd a hyfforddiant: i'r cyhoedd, ac i'r ddesg.
sessions-link = Sesiynau
sessions-title-force = Sesiynau { $area }
sessions-title = Sesiynau yn { $area }
sessions-all = Pob sesiwn
sessions-text = Dewch i siarad â swyddogion eich ward, mewn cyfarfod neu hyfforddiant hefyd. Nid oes angen archebu lle.
sessions-find = Dod o hyd i sesiynau yn agos atoch
sessions-find-hint = Cod post, neu enw ward neu fwrdeistref
sessions-find-button = Chwilio
sessions-not-found = Ni allwn ddod o hyd i'r lle hwnnw. Gwiriwch y sillafu, neu rhowch god post
sessions-near = Sesiynau a chyfarfodydd yn eich ymyl
sessions-near-none = Nid oes sesiwn wedi’i chynllunio yn eich ymyl yn y pythefnos nesaf.
session-now = Ymlaen nawr
session-coming = Ar ddod
sessions-choices = Pa un ydych chi'n ei olygu?
sessions-changed = Wedi'u canslo neu eu symud yn y pythefnos nesaf
sessions-coming = I ddod
sessions-none = Nid oes dim wedi'i drefnu ar hyn o bryd.
sessions-past = Yn y gorffennol
sessions-none-past = Nid oes dim eto.
sessions-follow = Cael gwybod am sesiynau yma
sessions-follow-email = Cael llythyrau drwy e-bost
sessions-follow-calendar = Eu hychwanegu at eich calendr (iCalendar)
sessions-follow-feed = Eu dilyn mewn darllenydd ffrydiau (Atom)
session-kind-contact = Sesiwn cyswllt
session-kind-meeting = Cyfarfod
session-kind-training = Hyfforddiant
session-headline-cancelled = Wedi'i ganslo: { $title }
session-headline-moved = Wedi'i symud: { $title }
session-tag-cancelled = Wedi'i ganslo
session-tag-moved = Wedi'i symud
session-cancelled-why = Cafodd hwn ei ganslo. Pam: { $why }
session-moved-why = Cafodd hwn ei symud. Roedd i fod { $was }. Pam: { $why }
session-was = { $when }, yn { $venue }
session-when = { $date }, { $from } tan { $to }
session-came = { $count ->
    [0] Ni ddaeth neb
    [one] Daeth un person
   *[other] Daeth { $count } o bobl
}
session-said = Dywedoch chi:
session-did = Gwnaethom ni:
session-did-not-yet = Heb ei wneud eto
session-over = Mae hwn drosodd.
session-just-come = Gallwch ddod heb ddweud ymlaen llaw. Nid oes rhaid dweud pwy ydych chi.
session-when-label = Pryd
session-where-label = Ble
session-kind-label = Beth
session-who-label = Pwy fydd yno
session-languages-label = Ieithoedd a siaredir
session-offered-label = Hefyd
session-about-label = Am beth
session-notice-label = Newidiwyd
session-away-label = O'r ward
session-away = { $metres } metr y tu allan i'r ward, tua { $minutes } munud ar droed
session-came-label = Daeth
session-topics-label = Pynciau
session-follow-up-label = Beth sy'n digwydd nesaf
session-follow-up-by = Byddwn yn dod yn ôl at hyn erbyn { $date }.
session-has-step-free = Mynediad heb risiau
session-has-private = Ystafell breifat
session-has-bsl = Dehonglydd Iaith Arwyddion Prydain
session-map = Map
session-map-alt = Map o ward { $ward } gyda { $venue } wedi'i nodi arno
session-way = Beth sydd gerllaw, a sut i gyrraedd yno
session-to-calendar = Ychwanegu hwn at eich calendr
session-after = Beth ddaeth ohono
session-you-said = Dywedoch chi, gwnaethom ni
session-stale = Newidiodd rhywun arall y sesiwn hon, neu mae hi drosodd. Ewch yn ôl ac edrychwch arni eto.
session-step-planned = Trefnwyd
session-step-changed = Newidiwyd
session-step-moved = Symudwyd
session-step-cancelled = Canslwyd
session-step-held = Ysgrifennwyd beth ddaeth ohono
session-repeat-once = Unwaith yn unig
session-repeat-weekly = Bob wythnos
session-repeat-fortnightly = Bob pythefnos
session-repeat-monthly = Bob mis, ar yr un diwrnod o'r wythnos
session-venue-new = Rhywle arall
session-problem-kind = Dewiswch beth ydyw
session-problem-ward = Dewiswch ward
session-problem-title = Rhaid i'r teitl fod yn 120 nod neu lai
session-problem-about = Rhaid i'r disgrifiad fod yn 2,000 nod neu lai
session-problem-venue = Dewiswch ble mae
session-problem-venue-name = Rhowch enw'r lle, 120 nod neu lai
session-problem-venue-address = Rhowch y cyfeiriad gyda'i god post
session-problem-date = Rhowch ddyddiad go iawn, megis 27 3 2027
session-problem-past = Rhaid i'r dyddiad a'r amser fod yn y dyfodol
session-problem-ahead = Rhaid i'r dyddiad fod o fewn y 18 mis nesaf
session-problem-from = Rhowch pryd mae'n dechrau, megis 6pm neu 18:30
session-problem-to = Rhowch pryd mae'n gorffen, megis 7pm neu 19:30
session-problem-order = Rhaid iddo orffen ar ôl dechrau
session-problem-long = Rhaid iddo bara 12 awr neu lai
session-problem-repeat = Dewiswch pa mor aml y mae
session-problem-times = Rhowch faint sydd i fod, o 2 i 26
session-problem-languages = Dewiswch ieithoedd o'r rhestr
session-problem-why = Dywedwch pam, i bawb ei ddarllen, mewn 500 nod neu lai
session-problem-why-moved = Rydych wedi newid yr amser neu'r lle. Dywedwch pam, i bawb ei ddarllen
session-warn-officer = Mae { $officer } mewn sesiwn arall bryd hynny: { $other }
session-warn-venue = Mae sesiwn arall yn y lle hwn bryd hynny: { $other }
session-warn-far = Mae'r lle hwn { $metres } metr y tu allan i'r ward, tua { $minutes } munud ar droed
session-warn-no-point = Ni wyddom ble mae'r cyfeiriad hwn. Ni fydd map. Mae cod post llawn yn helpu
session-warn-holiday = Mae { $day } yn ŵyl banc
follow-title = Cael llythyrau am sesiynau yn { $area }
follow-text = Byddwn yn ysgrifennu atoch ar ddydd Llun beth sydd ymlaen yn y pythefnos nesaf, ac ar unwaith pan gaiff sesiwn ei chanslo neu ei symud. Nid oes angen cyfrif.
follow-email = Cyfeiriad e-bost
follow-email-hint = Byddwn yn anfon llythyr gyda dolen i'r cyfeiriad hwn. Ni ddaw dim arall cyn i chi bwyso ei fotwm.
follow-language = Iaith y llythyrau
follow-button = Cael llythyrau
follow-privacy = Defnyddiwn eich cyfeiriad ar gyfer y llythyrau hyn yn unig. Mae dolen ym mhob llythyr sy'n eu hatal.
follow-problem-email = Rhowch gyfeiriad e-bost ar ffurf enw@example.com
follow-problem-often = Bu gormod o geisiadau. Arhoswch dipyn, yna rhowch gynnig arall arni
follow-sent-title = Edrychwch yn eich post
follow-sent = Rydym wedi ysgrifennu at { $email }. Agorwch y ddolen yn ein llythyr i fynd ymlaen.
follow-sent-none = Os na ddaw llythyr, edrychwch yn eich post sothach a gwiriwch fod y cyfeiriad yn gywir.
mine-title = Llythyrau am sesiynau
mine-confirm-text = A hoffech gael llythyrau am sesiynau yn { $area }?
mine-confirm = Hoffwn, anfonwch lythyrau ataf
mine-not-me = Na, ni ofynnais am hyn
mine-text = Rydych yn cael llythyrau am y sesiynau yn:
mine-leave = Atal llythyrau am { $area }
mine-leave-all = Atal pob llythyr
left-title = Nid yw’r ddolen hon yn arwain at lythyrau
left-text = Os ydych newydd eu hatal, ni chewch ragor ac mae eich cyfeiriad wedi’i ddileu. Os ydych yn dal i gael llythyrau, defnyddiwch ddolen gyfan yr un diweddaraf.
letter-follow-confirm-subject = A hoffech gael llythyrau am sesiynau yn { $area }?
letter-follow-confirm = Gofynnodd rhywun, chi gobeithio, i { $force } anfon llythyrau atoch am sesiynau yn { $area }.

    I'w cael, agorwch y ddolen hon a phwyswch y botwm:
    { $link }

    Os nad chi oedd e, peidiwch â gwneud dim. Byddwn yn dileu eich cyfeiriad ymhen tri diwrnod.
letter-follow-already-subject = Rydych yn cael llythyrau am sesiynau yn { $area }
letter-follow-already = Gofynnodd rhywun, chi gobeithio, i { $force } anfon llythyrau atoch am sesiynau yn { $area }. Rydych yn eu cael eisoes.

    I weld neu atal eich llythyrau, agorwch:
    { $link }
letter-follow-end = Rydych yn cael hwn am eich bod yn dilyn sesiynau yn { $area }. I weld neu atal eich llythyrau, agorwch:
    { $link }
letter-session-subject = { $title }, { $ward }
letter-session = { $title }

    { $text }

    { $link }

    { $end }
letter-week-subject = Sesiynau yn { $area } yn y pythefnos nesaf
letter-week = Beth sydd ymlaen yn { $area } yn y pythefnos nesaf:

    { $list }

    Pob un ohonynt: { $link }

    { $end }
desk-sessions-new = Trefnu sesiwn
desk-sessions-public = Y dudalen y mae'r cyhoedd yn ei gweld
desk-sessions-followers = { $count ->
    [one] Mae un person yn cael llythyrau am yr ardal hon
   *[other] Mae { $count } o bobl yn cael llythyrau am yr ardal hon
}
desk-sessions-find = Ward neu god post
session-reports = Adroddiadau a wnaed yma gyda chymorth
sessions-table = Sesiynau fel tabl
sessions-table-file-hint = CSV neu daenlen (XLSX)
sessions-table-same = Fel o'r blaen
sessions-table-another = Dewis tabl arall
sessions-table-out = Lawrlwytho'r tabl
sessions-table-out-csv = Fel CSV
sessions-table-out-xlsx = Fel taenlen (XLSX)
desk-sessions-lost = Nid yw eich ardal, { $code }, ar y map: mae ei ffiniau wedi newid. Rydych yn gweld sesiynau'r heddlu cyfan ac ni allwch newid yr un.
desk-sessions-lost-link = Beth mae hyn yn ei olygu a beth i'w wneud
desk-sessions-no-ward = Rhowch god post neu enw ward
desk-sessions-unwritten = Ysgrifennwch beth ddaeth o'r rhain
desk-sessions-when = Pryd
desk-sessions-what = Beth
desk-sessions-ward = Ward
desk-sessions-where = Ble
desk-sessions-who = Pwy
desk-sessions-state = Cyflwr
desk-session-public = Y dudalen y mae'r cyhoedd yn ei gweld
desk-session-after = Ysgrifennu beth ddaeth ohono
desk-session-help-text = Oes rhywun yma am adrodd rhywbeth? Mae'r adroddiad yn dweud iddo ddod i mewn yn y sesiwn hon.
desk-session-help = Helpu rhywun i adrodd
desk-session-like = Trefnu un arall tebyg
desk-session-change = Ei newid neu ei symud
desk-session-cancel-title = Ei ganslo
desk-session-cancel-why = Pam mae'n cael ei ganslo?
desk-session-cancel-hint = Bydd pawb yn darllen hyn, a dywedir ar unwaith wrth y rhai sy'n dilyn.
desk-session-cancel-later = { $count ->
    [one] Canslo'r un ar ei ôl hefyd
   *[other] Canslo pob un o'r { $count } ar ei ôl hefyd
}
desk-session-cancel = Canslo'r sesiwn hon
desk-session-steps = Beth ddigwyddodd iddi
plan-title = Trefnu sesiwn
plan-title-change = Newid neu symud sesiwn
plan-warnings = Cyn i chi ei chadw
plan-sure = Ei chadw beth bynnag
plan-ward = Ward
plan-kind = Beth ydyw?
plan-venue = Ble mae?
plan-venue-name = Rhywle arall: enw'r lle
plan-venue-name-hint = Dim ond os dewisoch rywle arall
plan-venue-address = Rhywle arall: cyfeiriad gyda chod post
plan-venue-address-hint = Er enghraifft 2 Lôn y Felin, QN1 1AB
plan-venue-open = { $address }. Ar agor { $day }: { $hours }
session-warn-closed = Nid yw'r lle ar agor drwy'r amser hwnnw. { $day }: { $hours }
plan-fits = Amserau pan mae ar agor
plan-date = Dyddiad
plan-from = Yn dechrau
plan-to = Yn gorffen
plan-time-hint = Er enghraifft 6pm neu 18:30
plan-why = Pam mae'n cael ei symud?
plan-why-hint = Mae ei angen pan fydd yr amser neu'r lle yn newid. Bydd pawb yn darllen hyn, a dywedir ar unwaith wrth y rhai sy'n dilyn.
plan-repeat = Pa mor aml?
plan-times = Faint i gyd, os yw'n ailadrodd
plan-times-hint = O 2 i { $most }
plan-officers = Pwy fydd yno?
plan-offered = Beth sydd yno?
plan-languages = Ieithoedd a siaredir heblaw Saesneg
plan-languages-legend = Mae rhywun yno yn siarad
plan-more = Teitl a mwy amdano
plan-name = Teitl
plan-name-hint = Gadewch yn wag am y geiriau arferol
plan-about = Am beth y mae
plan-keep = Ei chadw
after-title = Beth ddaeth ohono
after-public = Bydd pawb yn darllen hyn. Peidiwch ag enwi pobl nac ysgrifennu beth fyddai'n dangos pwy ydynt.
after-attendance = Faint o bobl ddaeth?
after-said = Dywedoch chi, { $n }
after-did = Gwnaethom ni, { $n }
after-follow-up = Beth sy'n digwydd nesaf?
after-follow-up-on = Erbyn pryd
after-keep = Ei gadw
after-problem-attendance = Rhowch faint o bobl ddaeth, megis 0 neu 12
after-problem-said = Dywedwch beth ddywedodd pobl wrthych, nid dim ond beth a wnaed
after-problem-long = Defnyddiwch 1,000 nod neu lai
after-problem-date = Rhowch ddyddiad go iawn, megis 27 3 2027, neu gadewch yn wag
gaps-link = Wardiau heb sesiwn cyn bo hir
gaps-title = Wardiau heb sesiwn, { $area }
gaps-text = Nid oes sesiwn cyswllt wedi'i threfnu yn y wardiau hyn yn y { $weeks } wythnos nesaf.
gaps-none = Mae gan bob ward un.
gaps-caption = Wardiau heb sesiwn
gaps-borough = Bwrdeistref
gaps-last = Diwethaf
gaps-next = Nesaf
gaps-never = Dim
gaps-low = Wardiau lle daeth ychydig o bobl
gaps-low-text = Daeth llai na { $few } o bobl i bob un o'r pedair sesiwn cyswllt ddiwethaf. Efallai y byddai lle neu amser arall yn gweddu'n well i bobl.
gaps-low-none = Nid oes dim.
gaps-low-caption = Daeth ychydig o bobl
gaps-came = Daeth i'r pedair ddiwethaf, y ddiweddaraf yn gyntaf
gaps-rooms = Ystafelloedd eraill gerllaw
gaps-room = { $name }, ar agor hwyaf { $day }, tan { $time }
gaps-boroughs = Bwrdeistrefi eraill
sessions-start-title = Cwrdd â swyddogion eich ward
sessions-start-text = Mae swyddogion yn cynnal sesiwn ym mhob ward. Dewch i siarad. Nid oes angen archebu.
sessions-start-link = Dod o hyd i sesiwn yn eich ymyl
session-times = { $from } tan { $to }
session-poster = Poster (PDF)
session-poster-large = Poster mewn print bras (PDF)
poster-not-printed = Ni ellir argraffu poster o'r sesiwn hon: mae ei thestun yn rhy hir, neu mae ynddo lythrennau nad oes gan yr un ffont yma.
poster-scan = Sganiwch y cod hwn neu ewch i
poster-code = Cod sy'n arwain at { $address }
poster-foot = Oes angen hwn arnoch mewn iaith neu ffurf arall? Gofynnwch i ni.
poster-easy-heading = Hawdd ei Ddeall
poster-easy-cancelled = Mae hwn wedi'i ganslo.
poster-easy-talk = Dewch i siarad â'r heddlu.
poster-easy-when = Mae ar { $when }.
poster-easy-where = Mae yn { $where }.
import-session-twice = mae'r un sesiwn yn rhes { $row } eisoes
import-session-officer = nid yw { $what } yn swyddog y ward hon
import-session-id = nid yw { $what } yn rhif sesiwn
import-session-attendance = nid yw { $what } yn nifer o bobl
import-session-no-such = nid oes sesiwn â'r rhif hwn
import-session-other-ward = mae'r sesiwn â'r rhif hwn mewn ward arall
import-session-cancelled = cafodd y sesiwn hon ei chanslo
letter-session-later = { $count ->
    [one] Mae'r un ar ei ôl wedi'i ganslo hefyd.
   *[other] Mae'r { $count } ar ei ôl yn yr un gyfres wedi'u canslo hefyd.
}
poster-language-bn = Bengaleg
poster-language-gu = Gwjarati
poster-language-pa = Pwnjabeg
poster-language-ps = Pashto
poster-language-ta = Tamileg
# What officers should know, and what venues say.
session-warn-away = Mae { $officer } i ffwrdd ar { $day }
session-warn-left = Nid yw { $officer } yn gwasanaethu yn y ward hon mwyach ar { $day }
session-warn-nobody = Nid oes neb wedi'i nodi i fod yno
session-venue-shut = Mae'r lleoliad yn dweud ei fod ar gau bryd hynny
desk-session-shut = Mae'r lleoliad yn dweud ei fod ar gau bryd hynny. Symudwch neu ganslwch y sesiwn, neu gofynnwch i'r lleoliad.
session-shut = Gwiriwch cyn dod: mae'r lleoliad wedi cyhoeddi ei fod ar gau bryd hynny.
plan-later = { $count ->
    [one] Symud yr un ar ei hôl yn yr un ffordd
   *[other] Symud pob un o'r { $count } ar ei hôl yn yr un ffordd
}
letter-session-later-moved = { $count ->
    [one] Symudir yr un ar ei hôl yn yr un ffordd.
   *[other] Symudir y { $count } ar ei hôl yn yr un gyfres yn yr un ffordd.
}
after-problem-past = Rhaid i'r dyddiad y byddwch yn dychwelyd at hyn fod heddiw neu'n hwyrach
# Wards that are no more.
ended-text = Nid yw'r ward hon yn bod mwyach. Mae'r ffiniau wedi newid.
ended-now = Y wardiau sydd yno nawr
ended-find = Dod o hyd i'm ward
# Sessions as a table.
import-session-cancel-over = mae'r sesiwn hon ar ben neu wedi'i chofnodi: ni ellir ei chanslo mwyach
import-session-cancel-new = ni ellir canslo sesiwn nad yw yno
import-session-state = nid yw'r cyflwr { $what } yn hysbys: ysgrifennwch planned neu cancelled
import-session-not-held = mae'r sesiwn eto i ddod: ni ellir gwybod eto faint a ddaeth na beth a ddywedwyd
import-session-topics = cedwir pynciau a chamau nesaf gyda'r nifer a ddaeth: llenwch attendance
import-session-follow-up-on = nid yw { $what } yn ddyddiad
import-missing-heading = Nid oes gan y tabl golofn ar gyfer { $what }. Ni ellir cymryd dim ohono.
sessions-table-text = Dewiswch dabl gyda rhes ar gyfer pob sesiwn. Byddwch yn gweld beth fyddai'n newid cyn i ddim gael ei newid. Dim ond am sesiynau y mae'n eu canslo yr ysgrifennir at ddilynwyr.
session-group-meeting = Grŵp
import-session-cancel-why = dywedwch yn y golofn why, i bawb ei ddarllen, pam y caiff y sesiwn hon ei chanslo
