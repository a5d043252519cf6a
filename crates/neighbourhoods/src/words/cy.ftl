# Wardiau, i'r bobl sy'n byw ynddynt; ac ochr y ddesg.
written-too-long = Rhaid i hyn fod yn { $most } nod neu lai
written-no-day = Rhowch ddyddiad go iawn, er enghraifft 27 3 2027
written-no-email = Rhowch gyfeiriad e-bost fel enw@example.com
written-no-phone = Rhowch rif ffôn, er enghraifft 020 7946 0000
written-no-web = Rhowch gyfeiriad gwe sy'n dechrau gyda https://
by-officer = swyddog ward
by-supervisor = goruchwyliwr
by-admin = gweinyddwr
by-import = rhestr yr heddlu ei hun
by-force = yr heddlu
fact-confirmed = Cadarnhawyd { $ago } gan { $by }

wards-start-title = Eich heddlu lleol
wards-start-text = Pwy yw swyddogion eich ward, beth a addawsant, a sut i ofyn iddynt.
wards-start-link = Eich cod post, cyfeiriad neu ward
wards-title = Eich heddlu lleol
wards-lead = Dewch o hyd i swyddogion eich ward, beth a addawsant, a phryd y gallwch eu cyfarfod.
wards-find-label = Eich cod post, cyfeiriad neu ward
wards-find-hint = Er enghraifft cod post, stryd a'i bwrdeistref, neu enw ward
wards-find-button = Dod o hyd i fy ward
wards-find-several = Mae mwy nag un lle yn cyfateb. Pa un ydych chi'n ei feddwl?
wards-find-nothing = Ni allem ddod o hyd i'r lle hwnnw. Gwiriwch y sillafu, neu dewiswch eich bwrdeistref isod
wards-find-outside = Mae'r lle hwnnw y tu allan i'n hardal. Gall eich heddlu eich hun eich helpu yno
wards-boroughs = Bwrdeistrefi
wards-boroughs-text = Neu dewiswch eich bwrdeistref, yna eich ward.
wards-none = Nid oes bwrdeistrefi na wardiau yn hysbys yma eto.
borough-caption = Bwrdeistref
borough-wards = Wardiau
borough-wards-text = Mae gan bob ward ei thîm ei hun.
map-borough = Map o wardiau { $name }
map-ward = Map o { $name } a'r wardiau o'i chwmpas

ward-caption = Ward yn { $borough }
ward-not-emergency = Mewn argyfwng ffoniwch 999. I roi gwybod am drosedd:
ward-report-link = Rhowch wybod
ward-team = Tîm eich ward
ward-team-text = Dylai fod gan bob ward o leiaf ddau swyddog ei hun.
ward-near = Tîm { $ward }
ward-near-there = { $count ->
    [0] Nid oes swyddog yn gwasanaethu yma heddiw
    [one] Mae un swyddog yn gwasanaethu yma heddiw
    [two] Mae { $count } swyddog yn gwasanaethu yma heddiw
   *[other] Mae { $count } swyddog yn gwasanaethu yma heddiw
}
ward-short = Dylai fod gan y ward hon o leiaf { $least } swyddog. Heddiw mae ganddi { $there }. Rydym yn dangos hyn er mwyn i chi allu ein dal i gyfrif.
ward-reach = Cysylltu â'r tîm
ward-reach-none = Nid yw'r tîm wedi dweud sut i gysylltu ag ef. Ffoniwch 101.
ward-base = Canolfan
duty-dedicated = Swyddog ward
duty-support = Yn cefnogi'r tîm
duty-leader = Yn arwain y tîm
rank-pcso = Swyddog cymorth cymunedol yr heddlu
rank-constable = Cwnstabl heddlu
rank-sergeant = Rhingyll heddlu
rank-inspector = Arolygydd
rank-short-pcso = SCCH
rank-short-constable = CH
rank-short-sergeant = Rhingyll
rank-short-inspector = Arolygydd
officer-reach = Cysylltu
officer-hours = Oriau arferol
officer-hours-hint = Mewn geiriau, er enghraifft dyddiau'r wythnos o ganol dydd tan 10pm. Nid rota
officer-languages = Ieithoedd
officer-away-tag = I ffwrdd
officer-away-covered = Tan { $until }. Mae { $who } yn cymryd ei le.

promises-title = Addewidion
promises-text = Beth addawodd y tîm ei wneud, pwy sy'n ei wneud, erbyn pryd, a beth ddaeth ohono. Mae addewid yn troi'n goch pan nad oes neb wedi dweud dim byd newydd am dri mis.
promises-none = Nid oes addewidion agored.
promises-ended = Addewidion a ddaeth i ben
promises-more = Holl addewidion y ward hon
promise-one = Addewid
promise-problem = Y broblem
promise-evidence = Sut rydym yn gwybod
promise-action = Beth rydym yn ei wneud
promise-owner = Pwy sy'n ei wneud
promise-owner-hint = Rôl, er enghraifft rhingyll y ward
promise-due = Erbyn
promise-outcome = Beth ddaeth ohono
promise-news = Beth sydd wedi'i wneud
promise-open = Agored
promise-late = Hwyr
promise-kept = Cadwyd
promise-missed = Ni chadwyd
promise-stopped = Stopiwyd
promise-updated = Diweddarwyd { $ago } gan { $by }

ask-title = Gofyn cwestiwn i'r tîm
ask-text = Gofynnwch unrhyw beth i swyddogion eich ward am eich ardal. Maent yn eich ateb, a gallant gyhoeddi'r cwestiwn a'r ateb heb eich enw.
ask-button = Gofyn cwestiwn
ask-not-report = Peidiwch â defnyddio hyn i roi gwybod am drosedd neu argyfwng.
ask-clock = Rydym yn ateb o fewn { $hours } awr.
ask-label = Eich cwestiwn
ask-hint = Gadewch enwau pobl eraill allan
ask-name = Eich enw (dewisol)
ask-name-hint = Dim ond y tîm sy'n ei weld
ask-email = Eich cyfeiriad e-bost (dewisol)
ask-email-hint = Anfonwn yr ateb yno. Hebddo byddwch yn darllen yr ateb ar dudalen eich hun
ask-private = Mae eich enw a'ch cyfeiriad wedi'u selio. Dim ond swyddogion y ward a'u goruchwylwyr sy'n eu hagor, ac ysgrifennir pob tro i lawr.
ask-send = Anfon cwestiwn
ask-no-question = Ysgrifennwch eich cwestiwn
ask-too-often = Rydych wedi anfon llawer o gwestiynau heddiw. Rhowch gynnig arall arni yfory
pace-title = Pa mor hir y mae atebion yn ei gymryd
pace-text = Rydym yn addo ateb o fewn 72 awr. Dyma sut rydym yn gwneud.
pace-none = Nid oes neb wedi gofyn eto yn y 12 mis diwethaf.
pace = Daeth hanner yr atebion o fewn { $span }. Daeth { $intime } o { $counted } o fewn 72 awr.
answers-title = Cwestiynau ac atebion
answers-none = Nid oes cwestiwn wedi'i ateb yn gyhoeddus eto.
answers-more = Holl gwestiynau ac atebion y ward hon
answers-when = Atebwyd ar { $when }
question-title = Eich cwestiwn
question-sent = Mae eich cwestiwn wedi'i anfon at y tîm.
question-no-report = Cwestiwn yw hwn, nid adroddiad am drosedd: efallai na fydd neb yn edrych arno heddiw. Mewn argyfwng ffoniwch 999. Os digwyddodd rhywbeth i chi, dywedwch wrthym, neu ffoniwch 101.
question-keep = Cadwch gyfeiriad y dudalen hon, er enghraifft fel nod tudalen. Dyma'r unig ffordd at yr ateb.
question-keep-email = Rydym wedi anfon cyfeiriad y dudalen hon atoch. Daw'r ateb drwy e-bost ac mae yma hefyd.
question-due = Bydd y tîm yn ateb erbyn { $due }, hynny yw { $within }.
question-missed = Dylai'r tîm fod wedi ateb erbyn { $due }. Methwyd hyn { $ago }.
question-asked = Gofynnwyd ar { $when }
question-answered = Atebwyd ar { $when }
question-late = Daeth hyn yn hwyrach na'r 72 awr a addawn.
complain-title = Cwyno ein bod yn hwyr
complain-text = Gallwch gwyno wrth arolygydd y tîm. Bydd yr arolygydd yn eich ateb.
complain-label = Beth hoffech chi i'r arolygydd ei wybod? (dewisol)
complain-hint = Gallwch adael hwn yn wag
complain-button = Anfon cwyn
complain-not-yet = Mae gan y tîm amser i ateb o hyd. Gallwch gwyno pan fydd yr amser wedi mynd heibio.
complain-when = Cwynwyd ar { $when }
complain-waits = Mae eich cwyn gan arolygydd y tîm, a bydd yn ateb.
complain-reply = Ateb yr arolygydd
enquiry-no-name = Rhowch eich enw neu'ch rôl
enquiry-no-way = Rhowch gyfeiriad e-bost neu rif ffôn

letter-question-received-subject = Eich cwestiwn i dîm { $ward }
letter-question-received = Mae eich cwestiwn i dîm ward { $ward } gennym. Maent yn ateb o fewn 72 awr.

    Dilynwch ef yma. Cadwch y cyfeiriad hwn i chi'ch hun:
    { $link }

    { $force }
letter-question-answered-subject = Mae tîm { $ward } wedi ateb
letter-question-replied-subject = Ateb i'ch cwyn am { $ward }

# Y ddesg.
wards-yes = Oes
wards-no = Nac oes
wards-link = Wardiau
complaints-link = Cwynion
wards-keep-button = Cadw
wards-history-title = Hanes
wards-history-none = Nid oes dim wedi'i newid eto.
desk-wards-title = Wardiau
desk-wards-uncovered = Wardiau â llai na { $least } swyddog heddiw
desk-wards-no-base = Wardiau heb ganolfan
desk-wards-silent = Wardiau ag addewidion na ddiweddarodd neb am dri mis
desk-wards-late = Cwestiynau y tu hwnt i'w 72 awr
desk-wards-ward = Ward
desk-wards-officers = Swyddogion heddiw
desk-wards-gap = Bwlch nesaf
desk-wards-questions = Cwestiynau
desk-wards-silent-tag = { $count } heb eu diweddaru
desk-wards-late-tag = { $count } yn hwyr
desk-ward-public = Y dudalen gyhoeddus
desk-ward-look = Gallwch edrych ar y ward hon. Ei swyddogion ei hun a goruchwylwyr sy'n ei chadw.
desk-ward-waiting = Cwestiynau sy'n aros
desk-ward-no-questions = Nid oes cwestiwn yn aros.
desk-ward-asked = Gofynnwyd
desk-ward-clock = Cloc
desk-ward-school = Ysgol
desk-ward-answered = Cwestiynau a atebwyd
desk-ward-public-tag = Cyhoeddus
desk-ward-no-officers = Nid oes swyddog yn gwasanaethu yma.
desk-ward-no-team = Nid yw'r tîm wedi dweud sut i gysylltu ag ef.
cover-today = { $there } o { $least } swyddog heddiw
cover-gaps = Rhy ychydig o swyddogion yn y pedair wythnos nesaf:
cover-gap = { $from } i { $to }: { $there }
cover-no-base = Dim canolfan
team-title = Cyswllt a chanolfan
team-change = Newid cyswllt a chanolfan
team-email = Cyfeiriad e-bost y tîm
team-phone = Rhif ffôn y tîm
team-about = Am y tîm a'r ardal
team-base = O ble mae'r tîm yn gweithio, mewn geiriau
team-base-hint = Dim ond os nad yw yng nghyfeiriadur y lleoedd
old-title = Yn gywir o hyd?
old-text = Nid oes neb wedi cadarnhau'r rhain ers tri mis. Edrychwch ar bob un. Pwyswch y botwm os yw'n gywir o hyd, neu ei gywiro.
old-button = Yn gywir o hyd
desk-wards-old = Ffeithiau nad oes neb wedi'u cadarnhau ers tri mis
own-ended = Mae eich ward, { $ward }, wedi dod i ben oherwydd newid ffiniau. Nid oes dim i'w gadw ar ei chyfer mwyach.
own-unknown = Cod eich ardal yw { $code }, ac nid yw ar y map.
own-ended-ask = Gofynnwch i bwy bynnag sy'n rhedeg y rhaglen hon roi eich ward newydd i chi. Tan hynny gallwch edrych ar bob ward ond ni allwch newid yr un. Nid oes dim o'r hen ward ar goll: mae goruchwyliwr yn rhoi ei ffeithiau i un newydd.
team-base-place = O ble mae'r tîm yn gweithio
team-base-place-hint = Lleoedd yn y ward neu gerllaw, o'r cyfeiriadur lleoedd
team-hub = Ble gall trigolion gwrdd â'r tîm
team-hub-hint = Cownter, hwb neu ystafell yn y ward neu gerllaw
team-place-none = Dim lle o'r cyfeiriadur
team-no-place = Dewiswch le o'r rhestr
team-no-way = Rhowch gyfeiriad e-bost neu rif ffôn
officer-new = Ychwanegu swyddog
officer-new-text = Mae'r cyhoedd yn gweld hyn. Ceir hyd i swyddog sy'n gwasanaethu mewn ward arall eisoes yn ôl ei rif, ac mae'n gwasanaethu yma hefyd.
officer-add-button = Ychwanegu swyddog
officer-facts = Beth mae'r cyhoedd yn ei weld
officer-name = Enw, heb reng
officer-no-name = Rhowch enw'r swyddog
officer-rank = Rheng
officer-no-rank = Dewiswch y rheng
officer-named = A gaiff y cyhoedd weld yr enw?
officer-named-yes = Caiff
officer-named-no = Na, dim ond y rheng
officer-no-named = Dewiswch a gaiff y cyhoedd weld yr enw
officer-email = Cyfeiriad e-bost
officer-phone = Rhif ffôn
officer-about = Am y swyddog
officer-about-hint = Er enghraifft beth mae'n gofalu amdano
officer-number = Rhif yr heddlu ar gyfer y swyddog (dewisol)
officer-here-already = Mae'r swyddog hwn yn gwasanaethu yn y ward hon eisoes
officer-duty = Beth mae'r swyddog yn ei wneud yn y ward hon
officer-no-duty = Dewiswch beth mae'r swyddog yn ei wneud yn y ward hon
officer-from = Diwrnod cyntaf yn y ward hon
officer-no-from = Rhowch y diwrnod cyntaf yn y ward hon
officer-save = Cadw, a chadarnhau ei fod yn gywir
post-since = { $ward }: { $duty }, ers { $from }
post-ended = { $ward }: { $duty }, o { $from } tan { $to }
away-title = I ffwrdd
away-why = Pam
away-why-hint = Dim ond y ddesg sy'n gweld hyn
away-no-why = Dewiswch pam
why-leave = Gwyliau
why-abstraction = Wedi'i anfon i rywle arall
why-training = Hyfforddiant
why-sick = Salwch
why-other = Rheswm arall
away-from = Diwrnod cyntaf i ffwrdd
away-no-from = Rhowch y diwrnod cyntaf i ffwrdd
away-to = Diwrnod olaf i ffwrdd
away-backwards = Rhaid i'r diwrnod olaf fod ar y diwrnod cyntaf neu wedyn
away-cover = Pwy sy'n cymryd ei le
away-nobody = Neb
away-no-cover = Dewiswch swyddog sy'n cymryd ei le, neu neb
away-cover-self = Ni all neb gymryd ei le ei hun
away-button = Cadw
away-remove = Dileu
away-line = { $from } i { $to }, { $why }. Yn cymryd ei le: { $cover }.
leave-title = Yn gadael y ward hon
leave-last = Diwrnod olaf yn y ward hon
leave-no-last = Rhowch y diwrnod olaf yn y ward hon
leave-button = Dod â'r swydd i ben
promise-new = Gwneud addewid
promise-new-text = Mae addewid yn gyhoeddus o'r eiliad y byddwch yn ei gadw. Gellir ei newid a'i orffen, ond byth ei ddileu.
promise-make = Gwneud yr addewid
promise-no-problem = Dywedwch beth yw'r broblem
promise-no-evidence = Dywedwch sut rydych yn gwybod
promise-no-action = Dywedwch beth a wneir
promise-no-owner = Dywedwch pwy sy'n ei wneud
promise-no-due = Rhowch y diwrnod y bydd wedi'i wneud
promise-due-past = Ni chaiff y diwrnod fod cyn i'r addewid gael ei wneud
promise-tell-title = Dweud beth sydd wedi'i wneud
promise-say = Beth sydd wedi'i wneud
promise-say-hint = Gall pawb ddarllen hyn
promise-tell = Cyhoeddi
promise-no-news = Ysgrifennwch beth sydd wedi'i wneud
promise-end-title = Dod â'r addewid i ben
promise-how = Sut mae'n dod i ben?
promise-no-state = Dewiswch sut mae'n dod i ben
promise-what-came = Beth ddaeth ohono
promise-what-came-hint = Gall pawb ddarllen hyn
promise-no-outcome = Dywedwch beth ddaeth ohono
promise-end = Dod â'r addewid i ben
promise-change-title = Cywiro'r addewid
promise-ended-before = Mae'r addewid hwn wedi dod i ben. Ni ellir ei newid mwyach.
answer-title = Cwestiwn i'r tîm
answer-from = Oddi wrth
answer-no-name = Ni roddodd enw
answer-goes = Mae'r ateb yn mynd i
answer-goes-page = Tudalen y gall y sawl a ofynnodd yn unig ei hagor
answer-label = Eich ateb
answer-hint = Y sawl a ofynnodd sy'n cael hyn
answer-needed = Ysgrifennwch eich ateb
answer-publish = Cyhoeddi'r cwestiwn a'r ateb?
answer-publish-hint = Dim ond lle mae'n ddiogel. Ni chaiff dim ddangos pwy ofynnodd
answer-publish-yes = Ie, ar dudalen y ward
answer-publish-no = Na, dim ond i'r sawl a ofynnodd
answer-no-publish = Dewiswch a ddylid cyhoeddi'r ateb
answer-public-question = Y cwestiwn fel y mae pawb yn ei ddarllen
answer-public-question-hint = Tynnwch enwau, cyfeiriadau ac unrhyw beth sy'n dangos pwy ofynnodd
answer-no-public-question = Ysgrifennwch y cwestiwn fel y mae pawb yn ei ddarllen
answer-no-public-answer = Ysgrifennwch yr ateb fel y mae pawb yn ei ddarllen
answer-public-tells = Tynnwch yr hyn sy’n dangos pwy ofynnodd: enw, cyfeiriad neu rif
answer-public-answer = Yr ateb fel y mae pawb yn ei ddarllen
answer-public-answer-hint = Heb enwau, cyfeiriadau na dim sy’n dangos pwy ofynnodd
answer-send = Anfon ateb
answer-before = Mae rhywun wedi ateb y cwestiwn hwn o'r blaen.
answer-is-public = Ar dudalen y ward
answer-unpublish = Ei dynnu oddi ar dudalen y ward
clock-answered = Atebwyd ar ôl { $span }
clock-late = Hwyr: dyledus { $ago }
clock-left = Dyledus { $within }
complaints-title = Cwynion am atebion hwyr
complaints-text = Pobl na chafodd eu cwestiwn ei ateb o fewn 72 awr, ac a gwynodd. Atebwch bob un.
complaints-none = Nid oes cwyn yn aros.
complaint-title = Cwyn
complaint-no-words = Ni ychwanegwyd geiriau.
complaint-question = Y cwestiwn
complaint-reply = Eich ateb
complaint-no-reply = Ysgrifennwch eich ateb, mewn 5,000 nod neu lai
complaint-send = Anfon ateb
did-team-changed = newidiodd gyswllt a chanolfan
did-team-confirmed = cadarnhaodd gyswllt a chanolfan
did-officer-added = ychwanegodd swyddog
did-officer-posted = rhoddodd swydd i swyddog
did-officer-left = daeth â swydd i ben
did-officer-changed = newidiodd ffeithiau swyddog
did-officer-confirmed = cadarnhaodd ffeithiau swyddog
did-officer-away = nododd absenoldeb
did-officer-back = dileodd absenoldeb
did-promise-made = gwnaeth addewid
did-promise-changed = cywirodd addewid
did-promise-news = dywedodd beth a wnaed ar gyfer addewid
did-promise-ended = daeth ag addewid i ben
did-question-answered = atebodd gwestiwn
did-question-unpublished = tynnodd ateb oddi ar y dudalen
did-question-complaint-answered = atebodd gŵyn

# Sesiynau, grwpiau, ysgolion, hyfforddiant.
written-no-time = Rhowch amser, er enghraifft 7:30pm neu 19:30
ward-sessions = Sesiynau a chyfarfodydd
ward-sessions-text = Dewch i siarad. Nid oes angen archebu.
ward-sessions-none = Nid oes sesiwn wedi'i threfnu yn y ward hon ar hyn o bryd.
ward-sessions-all = Holl sesiynau'r ward hon
ward-past = Sesiynau a fu
ward-came = { $count ->
    [one] Daeth { $count } person
   *[other] Daeth { $count } o bobl
}
ward-groups = Grwpiau
ward-groups-text = Mae grwpiau o drigolion yn cynghori'r heddlu, yn cadw golwg arnynt, ac yn gofalu am eu cymdogion.
ward-groups-none = Nid oes grwpiau wedi'u rhestru yma eto.
ward-schools = Ysgolion a'u swyddogion
ward-schools-text = Dylai fod gan bob ysgol ei swyddog ei hun.
ward-schools-none = Nid oes ysgolion wedi'u rhestru yn y ward hon.
ward-follow = Dilyn y ward hon
ward-calendar = Calendr y sesiynau
ward-feed = Ffrwd newyddion
ward-by-email = Newyddion drwy e-bost
group-kind = Pa fath o grŵp ydyw?
group-kind-board = Bwrdd Cymdogaethau Diogelach
group-kind-panel = Panel ward
group-kind-watch = Gwarchod Cymdogaeth
group-kind-other = Grŵp arall
group-new = Ychwanegu grŵp
group-name = Enw'r grŵp
group-no-name = Rhowch enw'r grŵp
group-no-kind = Dewiswch pa fath o grŵp ydyw
group-does = Beth mae'r grŵp yn ei wneud
group-no-does = Dywedwch beth mae'r grŵp yn ei wneud
group-joining = Sut i ymuno
group-no-joining = Dywedwch sut i ymuno
group-meets = Pa mor aml y mae'n cyfarfod
group-next = Cyfarfod nesaf
group-next-none = Nid oes cyfarfod wedi'i drefnu.
group-next-time = Amser y cyfarfod nesaf
group-no-time = Rhowch amser y cyfarfod nesaf
group-next-where = Lle'r cyfarfod nesaf
group-email = Cyfeiriad e-bost y grŵp
group-phone = Rhif ffôn y grŵp
group-web = Cyfeiriad gwe'r grŵp
group-seats = Pwy sydd yn y grŵp
group-seats-none = Nid yw'r grŵp wedi dweud pwy sydd ynddo.
group-papers = Papurau
group-papers-none = Nid oes papurau eto.
group-quorum = Aelodau y mae'n rhaid iddynt fod yno i benderfynu (dewisol)
group-quorum-hint = Cworwm y grŵp, fel rhif. Gadewch ef yn wag os nad oes un
group-no-quorum = Rhowch faint o aelodau y mae'n rhaid iddynt fod yno, megis 6
group-quorum-said = Rhaid i o leiaf { $count } aelod fod yno i'r grŵp benderfynu.
group-meetings = Cyfarfodydd a gynhaliwyd
group-meetings-none = Nid oes dim wedi'i gofnodi am gyfarfodydd cynharach.
group-bids = Arian y gofynnodd y grŵp amdano
meeting-new = Cofnodi cyfarfod
meeting-lead = Mae'r cyhoedd yn darllen y cyfan. Caiff cyfarfod o'r un diwrnod sydd yno eisoes ei gywiro.
meeting-day = Diwrnod y cyfarfod
meeting-no-day = Rhowch ddiwrnod y cyfarfod
meeting-not-yet = Rhaid i'r diwrnod fod heddiw neu cyn hynny. Mae cyfarfod i ddod yn gyfarfod nesaf y grŵp
meeting-where = Ble y cynhaliwyd ef
meeting-came = Faint o bobl a ddaeth
meeting-came-hint = Pawb a oedd yno
meeting-no-came = Rhowch faint o bobl a ddaeth, megis 24
meeting-members = Faint ohonynt sy'n aelodau o'r grŵp
meeting-no-members = Rhowch faint o aelodau a oedd yno, megis 8
meeting-too-many = Ni all fod mwy o aelodau nag o bobl a ddaeth
meeting-decided = Yr hyn a benderfynwyd
meeting-decided-hint = Mewn geiriau plaen. Gadewch ef yn wag os na phenderfynwyd dim
meeting-came-said = { $count ->
    [one] Daeth 1 person
   *[other] Daeth { $count } o bobl
}
meeting-came-members = { $count ->
    [one] Daeth 1 person
   *[other] Daeth { $count } o bobl
}, { $members } ohonynt yn aelodau o'r grŵp
meeting-enough = Roedd digon o aelodau yno i benderfynu
meeting-too-few = Roedd rhy ychydig o aelodau yno i benderfynu. Mae angen { $quorum }
bid-new = Ychwanegu cais am arian
bid-title = Cais am arian
bid-what = Ar gyfer beth y mae'r arian
bid-no-what = Dywedwch ar gyfer beth y mae'r arian
bid-fund = Pa gronfa y gofynnwyd iddi (dewisol)
bid-pounds = Faint o bunnoedd y gofynnwyd amdanynt
bid-pounds-hint = Er enghraifft 2,500
bid-no-pounds = Rhowch faint o bunnoedd y gofynnwyd amdanynt, megis 2,500
bid-asked = Pryd y gofynnwyd amdano
bid-no-asked = Rhowch y diwrnod y gofynnwyd am yr arian
bid-state = Beth a ddaeth ohono?
bid-no-state = Dewiswch beth a ddaeth ohono
bid-state-asked = Heb ei benderfynu eto
bid-state-granted = Rhoddwyd yr arian
bid-state-refused = Fe'i gwrthodwyd
bid-state-withdrawn = Tynnodd y grŵp ef yn ôl
bid-granted = Faint o bunnoedd a roddwyd
bid-granted-hint = Dim ond os rhoddwyd arian
bid-no-granted = Rhowch faint o bunnoedd a roddwyd, megis 2,000
bid-outcome = Yr hyn a wnaeth yr arian, neu pam nad oedd dim
bid-said = { $what }: gofynnwyd am { $pounds } ar { $day }.
bid-said-fund = { $what }: gofynnwyd i { $fund } am { $pounds } ar { $day }.
bid-came-asked = Heb ei benderfynu eto.
bid-came-granted = Rhoddwyd { $pounds }.
bid-came-refused = Fe'i gwrthodwyd.
bid-came-withdrawn = Tynnodd y grŵp ef yn ôl.
group-end = Mae'r grŵp wedi dod i ben
group-end-text = Mae'n gadael y tudalennau cyhoeddus. Mae ei hanes yn aros.
seat-role = Beth yw'r person
seat-no-role = Dewiswch beth yw'r person
seat-chair = Cadeirydd
seat-vice-chair = Is-gadeirydd
seat-member = Aelod
seat-guest = Gwestai
seat-stands-for = Ar gyfer pwy y mae'r sedd
seat-stands-for-hint = Er enghraifft pobl ifanc, dioddefwyr, masnachwyr
seat-no-stands-for = Dywedwch ar gyfer pwy y mae'r sedd
seat-name = Enw (dewisol)
seat-name-hint = Dim ond os yw'r person yn cytuno y gall pawb ei ddarllen
seat-from = Ers
seat-no-from = Rhowch y diwrnod ers pryd
seat-add = Ychwanegu sedd
seat-leaves = Yn gadael
paper-kind = Pa fath o bapur ydyw?
paper-no-kind = Dewiswch pa fath o bapur ydyw
paper-kind-agenda = Agenda
paper-kind-minutes = Cofnodion
paper-kind-paper = Papur
paper-title = Teitl
paper-no-title = Rhowch deitl
paper-day = Diwrnod y cyfarfod
paper-no-day = Rhowch ddiwrnod y cyfarfod
paper-web = Cyfeiriad gwe
paper-web-hint = Os yw'r papur ar wefan arall
paper-file = Neu ffeil
paper-file-hint = PDF neu destun plaen
paper-one-way = Rhowch gyfeiriad gwe neu ffeil, nid y ddau
paper-add = Ychwanegu papur
training-title = Hyfforddiant a gwirfoddoli
training-text = Dysgwch sut i gadw eich hun ac eraill yn ddiogel, neu rhowch ychydig o'ch amser.
training-courses = Cyrsiau
training-volunteering = Gwirfoddoli
training-dates = Dyddiadau nesaf
training-none = Nid oes dim yma eto.
training-all = Yr holl hyfforddiant a gwirfoddoli
training-everywhere = Ym mhobman
training-by-borough = Yn ôl bwrdeistref
course-title = Cwrs neu ffordd i wirfoddoli
course-new-for = Ychwanegu cwrs neu ffordd i wirfoddoli: { $area }
course-kind = Beth ydyw?
course-kind-training = Cwrs
course-kind-volunteering = Gwirfoddoli
course-no-kind = Dewiswch beth ydyw
course-name = Enw
course-no-name = Rhowch enw
course-about = Beth sydd ynddo
course-no-about = Dywedwch beth sydd ynddo
course-format = Sut y'i cynhelir
course-no-format = Dewiswch sut y'i cynhelir
format-in-person = Wyneb yn wyneb
format-online = Ar-lein
format-post = Drwy'r post
format-mixed = Wyneb yn wyneb ac ar-lein
course-languages = Ieithoedd
course-needs = Beth sydd ei angen
course-gives = Beth a gewch
course-joining = Sut i ymuno
course-no-joining = Dywedwch sut i ymuno
wards-confirm-button = Cadw, a chadarnhau ei fod yn gywir
wards-end-button = Ei dynnu oddi ar y tudalennau
enquiry-title = Gofyn i swyddog eich ysgol
enquiry-officer = Swyddog eich ysgol yw { $who }.
enquiry-no-officer = Nid oes gan eich ysgol ei swyddog ei hun ar hyn o bryd. Tîm y ward sy'n ateb.
enquiry-label = Eich cwestiwn neu gais
enquiry-hint = Peidiwch â rhoi enwau disgyblion oni bai bod eu hangen
enquiry-name = Eich enw neu'ch rôl
enquiry-email = Eich cyfeiriad e-bost
enquiry-phone = Eich rhif ffôn
enquiry-private = Dim ond swyddogion y ward a'u goruchwylwyr sy'n agor hyn. Nid yw byth yn gyhoeddus.
enquiry-send = Anfon
phase-nursery = Meithrinfa
phase-primary = Ysgol gynradd
phase-secondary = Ysgol uwchradd
phase-all-through = Ysgol pob oed
phase-special = Ysgol arbennig
phase-referral = Uned cyfeirio disgyblion
phase-college = Coleg
phase-other = Ysgol
school-gap = Dim swyddog ei hun
schools-link = Ysgolion
schools-count = { $total } o ysgolion. Nid oes gan { $gaps } ohonynt eu swyddog eu hunain.
schools-gaps = Dangos ysgolion heb swyddog yn unig
schools-all = Dangos pob ysgol
schools-none = Nid oes dim.
schools-officer = Swyddog
schools-since = Ers
schools-unconnected = Adroddiadau sy'n enwi ysgol na allem ddod o hyd iddi
school-new = Ychwanegu ysgol
school-name = Enw'r ysgol
school-no-name = Rhowch enw'r ysgol
school-name-twice = Mae ysgol o'r enw hwn wedi'i rhestru yn y ward hon eisoes
school-phase = Pa fath o ysgol ydyw?
school-address = Cyfeiriad
school-postcode = Cod post
school-no-ward = Nid yw'r ysgol yn unrhyw un o'n wardiau. Gwiriwch ei ward neu ei chod post
school-urn = Rhif yn y gofrestr genedlaethol (dewisol)
school-urn-twice = Mae gan ysgol arall y rhif hwn
school-facts = Am yr ysgol
school-enquiries = Ymholiadau'r ysgol
school-no-enquiries = Nid yw'r ysgol wedi gofyn dim eto.
school-link-text = Mae'r ysgol yn anfon ymholiadau drwy ei dolen ei hun. Gwnewch y ddolen a'i rhoi i'r ysgol.
school-link-again = Mae gan yr ysgol ddolen. Mae un newydd yn ei therfynu.
school-link-make = Gwneud dolen newydd
school-link-once = Dyma ddolen yr ysgol. Dim ond nawr y gwelwch hi. Rhowch hi i'r ysgol ac i neb arall.
school-reports = Adroddiadau sy'n enwi'r ysgol hon
school-reports-text = Nid yw'r cyhoedd byth yn gweld hyn.
school-no-reports = Nid oes adroddiad yn enwi'r ysgol hon.
school-more-reports = { $count } arall na chewch eu hagor
school-end = Mae'r ysgol wedi cau
school-end-text = Mae'n gadael y tudalennau, a daw ei dolen i ben.
charge-title = Swyddogion yr ysgol
charge-officer = Swyddog
charge-no-officer = Dewiswch swyddog
charge-duty = Fel beth
charge-no-duty = Dewiswch fel beth
charge-named = Swyddog yr ysgol ei hun
charge-cover = Yn cymryd lle
charge-from = O
charge-no-from = Rhowch y diwrnod cyntaf
charge-give = Rhoi'r swyddog hwn i'r ysgol
charge-end = Dod i ben
charge-since = { $who }, { $duty }, ers { $from }
charge-ended = { $who }, { $duty }, o { $from } tan { $to }
did-group-made = ychwanegodd grŵp
did-group-changed = newidiodd grŵp
did-group-confirmed = cadarnhaodd grŵp
did-group-ended = daeth â grŵp i ben
did-group-seated = rhoddodd sedd
did-group-unseated = cymerodd sedd yn ôl
did-group-paper = ychwanegodd bapur
did-group-met = cofnododd gyfarfod grŵp
did-group-bid = ychwanegodd gais grŵp am arian
did-group-bid-changed = newidiodd gais grŵp am arian
did-school-added = ychwanegodd ysgol
did-school-changed = newidiodd ysgol
did-school-confirmed = cadarnhaodd ysgol
did-school-ended = caeodd ysgol
did-school-link = gwnaeth ddolen newydd i ysgol
did-school-officer = rhoddodd swyddog i ysgol
did-school-officer-left = daeth â swyddog mewn ysgol i ben
did-course-made = ychwanegodd gwrs
did-course-changed = newidiodd gwrs
did-course-confirmed = cadarnhaodd gwrs
did-course-ended = daeth â chwrs i ben
tables-officers = Swyddogion fel tabl
tables-schools = Ysgolion fel tabl
tables-text = Dewiswch dabl gyda rhes ar gyfer pob un. Cewch weld beth y byddai'n ei newid cyn i ddim gael ei newid.
tables-file-hint = CSV neu daenlen (XLSX)
tables-same = Fel o'r blaen
tables-another = Dewis tabl arall
tables-out = Lawrlwytho'r tabl
tables-out-csv = Fel CSV
tables-out-xlsx = Fel taenlen (XLSX)
lost-title = Ffeithiau wardiau nad ydynt yn bod mwyach
lost-text = Ar ôl newid ffiniau, mae addewidion, cwestiynau, swyddogion, ysgolion, sesiynau a dilynwyr hen ward yn aros yma. Dewiswch y ward sydd â nhw nawr.
lost-none = Nid oes dim yn aros.
lost-sessions = { $count } sesiwn
lost-followers = { $count } o bobl sy'n dilyn ei sesiynau
lost-to = Pa ward sydd â nhw nawr?
lost-code = Cod y ward sydd â nhw nawr
lost-choose = Dewiswch y ward sydd â nhw nawr
lost-give = Eu rhoi i'r ward hon
lost-link = Mae gan { $count } o wardiau nad ydynt yn bod mwyach ffeithiau
did-ward-inherited = cymerodd ffeithiau ward a ddaeth i ben
find-kind-officer = Swyddog

# Atgoffa am ffeithiau nad oes neb wedi eu cadarnhau.
letter-remind-subject = Edrychwch ar yr hyn a ddywedir am { $ward }
letter-remind = Ers tri mis nid oes neb wedi cadarnhau bod hyn yn gywir o hyd yn { $ward }:
letter-remind-look = Edrychwch ar bob un. Pwyswch y botwm os yw'n gywir o hyd, neu ei gywiro: { $link }
letter-remind-end = Mae'r tîm yn cael y llythyr hwn unwaith y mis ar y mwyaf, tra bo rhywbeth i edrych arno. I'w atal neu i'w gael mewn iaith arall: { $link }
remind-officers = { $count ->
    [one] Un swyddog
   *[other] { $count } swyddog
  }
remind-more = … a { $count } arall
reminders-title = Nodiadau atgoffa drwy lythyr
reminders-text = Pan nad oes neb wedi cadarnhau ffaith am y ward hon ers tri mis, caiff y tîm ei atgoffa drwy e-bost, unwaith y mis ar y mwyaf. Heb gyfeiriad i'r tîm, caiff ei swyddogion eu hatgoffa.
reminders-label = Nodiadau atgoffa
reminders-in = Mewn { $language }
reminders-none = Dim llythyrau
reminders-keep = Cadw hyn
reminders-choose = Dewiswch iaith, neu ddim llythyrau
did-reminders-changed = newidiodd y nodiadau atgoffa drwy lythyr
promise-first-due = Addawyd yn gyntaf erbyn { $day }
officer-away = Tan { $until }. Nid oes neb yn cymryd ei le: gofynnwch i'r tîm.
officer-away-open = Hyd nes clywir yn wahanol. Nid oes neb yn cymryd ei le: gofynnwch i'r tîm.
officer-away-open-covered = Hyd nes clywir yn wahanol. Mae { $who } yn cymryd ei le.
officer-away-days = I ffwrdd o { $from } tan { $to }.
officer-away-from = I ffwrdd o { $from } hyd nes clywir yn wahanol.
officer-away-by = Mae { $who } yn cymryd ei le.
officer-away-by-nobody = Nid oes neb yn cymryd ei le.
away-line-open = O { $from } hyd nes clywir yn wahanol: { $why }. Yn cymryd lle: { $cover }
away-to-hint = Gadewch yn wag os nad oes neb yn gwybod eto
promised-sessions = Ni fydd y swyddog hwn yno, ac mae'r sesiynau hyn yn dweud y bydd. Newidiwch, symudwch neu ganslwch bob un:
promised-schools = Mae gan yr ysgolion hyn y swyddog hwn o hyd, ac nid oes neb yn cymryd lle. Rhowch un arall i bob un:
desk-ward-covers = Rydych yn cymryd lle heddiw yn:
answer-public-leads = Tynnwch y cyfeiriad e-bost, y rhif ffôn neu'r cod post a ysgrifennodd y person yn ei gwestiwn ei hun
letter-question-own = Mae eich cwestiwn a'r hyn ddaeth ohono yma. Os oeddem yn hwyr gallwch gwyno yno. Cadwch y cyfeiriad hwn i chi'ch hun:
    { $link }
letter-question-answered = Mae tîm ward { $ward } yn ateb eich cwestiwn:

    { $words }

    { $own }

    { $force }
letter-question-replied = Mae arolygydd tîm ward { $ward } yn ymateb i'ch cwyn:

    { $words }

    { $own }

    { $force }
letter-question-is-late-subject = Rydym yn hwyr: eich cwestiwn i dîm { $ward }
letter-question-is-late = Gofynnoch gwestiwn i dîm ward { $ward }. Rydym yn addo ateb o fewn 72 awr, ac rydym wedi methu hynny. Mae eich cwestiwn gan y tîm o hyd, ac mae arno ateb i chi.

    Gallwch gwyno wrth arolygydd y tîm, ar y dudalen hon:
    { $link }

    Cadwch y cyfeiriad hwn i chi'ch hun.

    { $force }
ward-said = Dywedoch chi: { $said }
ward-did = Gwnaethom ni: { $did }
ward-did-nothing = Nid ydym wedi gwneud dim eto.
ward-group-meetings = Cyfarfodydd grwpiau
school-cover = Mae { $who } yn cymryd lle
school-cover-gap = Mae { $who } yn cymryd lle nes bydd un
school-no-phase = Dewiswch pa fath o ysgol ydyw
charge-both = Mae'r ysgol gan y swyddog hwn eisoes. Rhywun arall sy'n cymryd lle
borough-sessions-none = Nid oes sesiwn wedi'i chynllunio yn y fwrdeistref hon ar hyn o bryd.
borough-sessions-all = Pob sesiwn yn y fwrdeistref hon
borough-follow = Dilyn y fwrdeistref hon
group-ask-to-join = Gofyn am ymuno
group-ask-which = Dewiswch y ward rydych yn byw ynddi. Mae ei thîm yn trosglwyddo'ch cwestiwn ac yn ateb o fewn 72 awr.
ask-to-join = Hoffwn ymuno â'r grŵp { $group }. Beth sydd angen i mi ei wneud?
letter-remind-places = Nid oes neb wedi cadarnhau'r lleoedd hyn am dri mis chwaith:
letter-remind-places-only = Ers tri mis nid oes neb wedi cadarnhau bod yr hyn a ddywedir am y lleoedd hyn yn { $ward } yn gywir o hyd:
desk-wards-those = Wardiau'r heddlu cyfan: { $what }
lost-facts-team = Cyswllt a safle'r tîm
lost-facts-post = { $count ->
    [one] Un swydd swyddog
   *[other] { $count } o swyddi swyddogion
}
lost-facts-promise = { $count ->
    [one] Un addewid
   *[other] { $count } o addewidion
}
lost-facts-question = { $count ->
    [one] Un cwestiwn
   *[other] { $count } o gwestiynau
}
lost-facts-group = { $count ->
    [one] Un grŵp
   *[other] { $count } o grwpiau
}
lost-facts-school = { $count ->
    [one] Un ysgol
   *[other] { $count } o ysgolion
}
lost-facts-school-report = { $count ->
    [one] Un adroddiad sy'n enwi ysgol
   *[other] { $count } adroddiad sy'n enwi ysgol
}
lost-facts-course = { $count ->
    [one] Un cwrs neu ffordd o wirfoddoli
   *[other] { $count } cwrs neu ffordd o wirfoddoli
}
promise-silent = Heb ei ddiweddaru ers { $span }. Nid oes neb wedi dweud dim byd newydd am dri mis
fact-old = Heb ei gadarnhau ers { $span }. Y tro diwethaf, { $by } wnaeth. Efallai nad yw'n gywir mwyach
