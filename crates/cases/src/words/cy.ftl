# Beth ddaeth o adroddiad, i'r person a'i gwnaeth; ac ochr y ddesg.
track-title = Dilyn eich adroddiad
track-text = Rhowch y cyfeirnod a gawsoch. Os ydym yn ysgrifennu atoch drwy e-bost neu neges destun, byddwn yn anfon cod yno nawr. Os oes gennych god a ysgrifennoch i lawr, defnyddiwch hwnnw.
track-reference = Eich cyfeirnod
track-reference-hint = Er enghraifft BL-7K3M-Q2P9-X. Nid oes ots os gadewch y llinellau allan.
track-no-letters = Os nad oes gennych god, ac na roddoch gyfeiriad e-bost na rhif ffôn symudol ar gyfer negeseuon, ffoniwch 101 neu dewch i gownter blaen a rhowch eich cyfeirnod.
track-lost-title = Os na allwch ddod o hyd i'ch cyfeirnod neu'ch cod
track-lost-reference = Mae eich cyfeirnod yn yr e-bost neu'r neges destun a gawsoch pan ddywedoch wrthym. Os nad oes gennych un, ffoniwch 101 neu dewch i gownter blaen. Rhowch eich enw a dywedwch pryd y dywedoch wrthym.
track-no-reference = Rhowch eich cyfeirnod
track-wrong-reference = Gwiriwch eich cyfeirnod. Mae ynddo 9 o lythrennau a rhifau ar ôl BL, ond byth y llythrennau I, L, O nac U
track-too-often = Bu gormod o geisiadau. Arhoswch dipyn, yna rhowch gynnig arall arni
track-code-title = Rhowch eich cod
track-code-hint = Y 6 rhif a anfonwyd gennym, sy'n gweithio am 15 munud, neu'r 12 o lythrennau a rhifau a ysgrifennoch i lawr
track-code-none = Os ydych yn aros am god ac nad yw'n dod, gwiriwch fod y cyfeirnod yn gywir ac edrychwch yn eich post sothach. Gallwch fynd yn ôl a gofyn am un arall.
track-no-code = Rhowch y cod
track-wrong-code = Nid yw'r cod yn gywir, neu mae'n rhy hen. Gofynnwch am un newydd
track-open = Agor fy achos
track-leave = Cau fy achos ar y ddyfais hon
letter-code-subject = Eich cod
letter-code = Eich cod yw { $code }. Mae'n gweithio am 15 munud. Ni fydd neb byth yn gofyn i chi amdano.
letter-news-subject = Mae rhywbeth newydd am { $reference }
letter-news = Mae rhywbeth newydd am eich adroddiad { $reference }.

    I'w ddarllen, agorwch eich achos:
    { $link }

    Nid yw { $force } byth yn dweud drwy e-bost beth sydd dan sylw.
letter-message-subject = Mae neges i chi am { $reference }
letter-message = Mae rhywun wedi ysgrifennu atoch am eich adroddiad { $reference }.

    I'w ddarllen ac ateb, agorwch eich achos:
    { $link }

    Nid yw { $force } byth yn dweud drwy e-bost beth sydd dan sylw.
letter-news-short = Mae rhywbeth newydd am { $reference }: { $link }
case-title = Eich achos
case-state-waiting = Mae eich adroddiad gennym. Nid oes neb wedi penderfynu yn ei gylch eto.
case-state-accepted = Rydym yn delio â'ch adroddiad.
case-state-kept = Rydym wedi gwneud yr hyn a ddywedwyd. Efallai ein bod yn dal i weithio ar eich adroddiad.
case-state-more = Mae gennym rywbeth newydd am eich adroddiad. Rydym yn edrych arno eto.
case-state-again = Ar ôl yr adolygiad rydym yn penderfynu am eich adroddiad eto.
case-state-referred = Mater i gorff arall yw hwn. Isod gallwch weld yr hyn a ddywedwyd wrthych.
case-state-closed = Rydym wedi delio â'ch adroddiad. Isod gallwch weld sut.
case-state-withdrawn = Rydych wedi tynnu eich adroddiad yn ôl.
case-outcome-deploy-now = Mae swyddog yn dod nawr.
case-outcome-deploy-later = Bydd swyddog yn dod.
case-outcome-appointment = Mae gennych apwyntiad gyda swyddog.
case-outcome-callback = Byddwn yn eich ffonio.
case-outcome-video-now = Bydd swyddog yn siarad â chi drwy fideo.
case-outcome-resolved-remote = Rydym wedi delio ag ef heb ymweliad.
case-outcome-advised = Rydym wedi rhoi cyngor i chi.
case-outcome-signposted = Mater i gorff arall yw hwn.
case-between = Rhwng { $from } a { $to }.
case-by = Erbyn { $when }.
case-decide-by = Byddwn yn penderfynu erbyn { $when } beth i'w wneud. Byddwch yn ei weld yma.
case-decide-late = Dywedwyd y byddem yn penderfynu erbyn { $when }. Rydym yn hwyr, ac mae'n ddrwg gennym. Gallwch ysgrifennu atom isod, neu ffonio 101.
case-step-received = Daeth eich adroddiad i law
case-step-dealt-with = Mae rhywun wedi delio â'ch adroddiad
case-step-kept = Gwnaed fel yr addawyd
case-step-withdrawn = Rydych wedi tynnu eich adroddiad yn ôl
case-step-added = Rydych wedi ychwanegu rhywbeth
case-step-added-outside = Anfonodd rhywun sy'n gwybod eich cyfeirnod rywbeth yn ei gylch
case-step-review = Rydych wedi gofyn am adolygiad
case-step-review-taken = Mae rhywun arall yn edrych arno eto
case-step-closed = Caewyd
case-clocks-title = Beth y gallwch ei ddisgwyl, ac erbyn pryd
case-clocks-text = Mae'r Cod Dioddefwyr yn rhoi'r hawliau hyn i chi. Dyma'r dyddiau olaf y mae'n eu caniatáu. Rydych yn gweld yr un clociau â ni.
case-timeline-title = Beth sydd wedi digwydd
case-messages-title = Negeseuon
case-messages-text = Ysgrifennwch at y person sy'n delio â'ch adroddiad. Peidiwch â defnyddio hyn mewn argyfwng.
case-files-title = Lluniau a ffeiliau
case-review-title = Gofyn am adolygiad
case-review-text = Gallwch ofyn i rywun arall edrych ar ein penderfyniad eto. Gallwch wneud hynny o fewn 3 mis.
clock-acknowledge = Cydnabyddiaeth ysgrifenedig
clock-decision = Dweud wrthych beth a benderfynwyd
clock-support = Rhoi eich manylion i wasanaeth cymorth
clock-review-acknowledge = Cadarnhau ein bod yn edrych eto
clock-review = Canlyniad yr adolygiad
clock-met = Gwnaed mewn pryd
clock-met-late = Gwnaed yn hwyr
clock-due = I'w wneud
clock-missed = Methwyd y dyddiad hwn
clock-when-due = Erbyn diwedd { $due }
clock-when-met = I'w wneud erbyn diwedd { $due }, gwnaed ar { $met }
message-you = Chi
message-label = Eich neges
message-hint = Gallwch ychwanegu'r hyn rydych yn ei gofio, cywiro rhywbeth, neu ofyn cwestiwn.
message-send = Anfon y neges
message-send-sure = Nid oes neb mewn perygl nawr: anfon y neges
message-needed = Ysgrifennwch eich neges
message-too-long = Rhaid i'ch neges fod yn 10,000 o nodau neu lai
message-danger = Mae'r hyn a ysgrifennoch yn swnio fel argyfwng. Ffoniwch 999 os oes unrhyw un mewn perygl
message-danger-warning = Os oes unrhyw un mewn perygl, ffoniwch 999 nawr. Efallai na fyddwn yn darllen y neges hon am beth amser.
message-danger-link = Sut i ffonio os na allwch siarad neu glywed
files-label = Ychwanegu lluniau neu ffeiliau
files-hint = Lluniau, fideos, recordiadau sain, PDF neu destun plaen. Nid yw pobl eraill yn gweld ble y tynnwyd llun.
files-send = Ychwanegu ffeiliau
files-needed = Dewiswch ffeil
files-too-many = Mae gormod o ffeiliau. Gofynnwch i ni sut i anfon mwy
review-label = Pam y dylem edrych eto?
review-send = Gofyn am adolygiad
review-needed = Dywedwch pam y dylem edrych eto
review-not-possible = Mae adolygiad yn bosibl pan fyddwn wedi gwneud penderfyniad am eich adroddiad.
review-asked = Rydych wedi gofyn am adolygiad. Byddwn yn cadarnhau o fewn 10 diwrnod gwaith ein bod yn edrych eto. Daw'r canlyniad yn nes ymlaen: gweler y clociau.
review-taken-up = Mae rhywun na wnaeth y penderfyniad o'r blaen yn edrych arno eto.
review-stands = Mae'r penderfyniad yn sefyll
review-changed = Mae'r penderfyniad wedi newid
withdraw-title = Tynnu eich adroddiad yn ôl
withdraw-text = Nid oes angen rheswm arnoch. Os yw rhywun mewn perygl, efallai y bydd yn rhaid i ni weithredu o hyd. Gallwch ddweud wrthym eto ar unrhyw adeg.
withdraw-why = Os hoffech, dywedwch wrthym pam
withdraw-button = Tynnu fy adroddiad yn ôl
views-title = Pwy sydd wedi edrych ar eich achos
views-text = Bob tro y bydd rhywun yn agor eich achos caiff ei gofnodi. Ni ellir newid y rhestr.
views-you = Chi
views-police = Rhywun o'r heddlu

# Y ddesg.
clocks-link = Clociau
clocks-title = Clociau a negeseuon
clocks-unread = Ysgrifennodd pobl, ac nid oes neb wedi darllen
clocks-due = Nesaf i'w gwneud
clocks-what = Beth
clocks-kept = Pa mor dda rydym yn eu cadw
clocks-none = Nid oes dim yma.
messages-person = Y person
messages-none = Nid oes negeseuon eto.
messages-write = Ysgrifennu at y person
messages-tells = Cânt wybod, yn y ffordd ac yn yr oriau a ddewiswyd ganddynt, fod neges iddynt. Rhaid iddynt roi cod i'w darllen.
messages-no-letters = Nid yw'r person hwn yn cael negeseuon e-bost na negeseuon testun. Dim ond wrth agor ei achos y bydd yn gweld y neges: ffoniwch hefyd os yw hynny'n ddiogel.
messages-send = Anfon
review-take-up = Dechrau'r adolygiad
review-decision = Ar ôl edrych eto
review-answer = Ateb i'r person
review-decide = Penderfynu ar yr adolygiad
review-decide-needed = Dewiswch, ac ysgrifennwch yr ateb i'r person
review-not-yourself = Chi a benderfynodd ar yr adroddiad hwn o'r blaen. Rhaid i rywun arall ei adolygu.
review-supervisor = Goruchwyliwr sy'n penderfynu ar yr adolygiad hwn.
