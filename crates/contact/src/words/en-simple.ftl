# Telling us something, and the desk, in Easy Read.
start-title = Contact your police
start-lead = You can tell us about a crime. You can tell us about a worry. Then you can see what we do about it. You do not need to sign in.
start-report-title = Tell us about something
start-report-text = Say in your own words what it is about. Then we show you the right questions.
start-report-button = Search
start-report-list = See all the things you can tell us about
start-return = Go on with a report you saved
start-track-title = Follow your report
start-track-text = See what we have done. See what we said we will do, and when. You can write to the person who works on your report.
start-track-link = Open your case
start-find-button = Find it
start-other-title = Other ways to reach us
start-other-text = You can always call us. You can write to us. You can come and see us.
start-other-link = Phone numbers and addresses
start-demo-title = See how the police use this website
start-demo-text = This is only a test website. You can sign in at the desk. The computer printed the names and passwords when it started.
start-demo-desk = The desk, where police staff read reports
start-demo-mailbox = The mailbox, with each letter we sent
emergency-title = Get help now
emergency-call = Call 999
emergency-silent-title = If you cannot speak
emergency-silent-mobile =
    Do you have a mobile phone?
    Call 999. Do not hang up.
    Cough or tap the phone if you can.
    A voice will ask you to press 55. Press 55.
    Then your call goes to the police.
    When you press 55, we still do not know where you are.
emergency-silent-landline =
    Do you have a phone at home with a wire?
    Call 999. Do not hang up.
    You do not need to speak. The person who answers may only hear noise.
    Then your call goes to the police.
    The police will know your address.
emergency-deaf-title = If you are deaf, or cannot use your voice
emergency-bsl = 999 BSL is for people who use British Sign Language. You see a person on video. That person signs with you. They speak to 999 for you. You do not need to sign up first.
emergency-relay = Relay UK lets you type what you want to say. Use the app. Or call 18000 from a textphone. A textphone is a phone with keys for typing.
emergency-sms = You can send a text message to 999. You must sign up your phone first. To sign up, text the word register to 999. This service is called emergencySMS.
emergency-on-text = Did you call? Or can you not call? Or is no one in danger any more? Then you can go on with your report.
emergency-on-link = Go on with the report
emergency-not = Is everyone safe now?
emergency-not-link = Tell us about it on this website.
choose-title = What do you want to tell us about?
choose-search-label = Say it in your own words
choose-search-hint = For example: someone stole my bike. Or: my neighbours are noisy. Or: a text message tried to trick me.
choose-search-button = Search
choose-found = Is it one of these?
choose-none = We found nothing for these words. You can choose from the list below.
choose-none-title = We found nothing for these words
choose-danger = Your words sound like someone is in danger. Is that true? Call 999 now.
choose-none-link = Or tell us about something else.
choose-elsewhere = Other people help with this
group-crime = Crime
group-antisocial = People who cause trouble for others
group-traffic = Roads, cars and bikes
group-property = Lost and found
group-worry = Something that worries you
group-other = Other things
group-not-ours = Other people help with these, not the police
not-ours-who = Who can help
not-ours-phone = Phone
not-ours-text = Text message
not-ours-link = Website
not-ours-hours = When they are open
not-ours-say = What to say to them
not-ours-still-title = Do you still want to tell the police?
not-ours-no-phone = You can find the phone number on their website. Can you not use the website? We will find the number for you. Call
not-ours-still-button = Tell the police
safety-title = Is anyone in danger right now?
safety-hint = Is one of these things true? Then choose yes.
safety-hurt = Someone is badly hurt. Or someone is hurting them now.
safety-happening = A crime is happening now
safety-there = The person who did it is still there or near
safety-fire = Something is on fire
safety-yes = Yes
safety-no = No
safety-choose = Choose yes or no. Yes means someone is in danger. No means no one is in danger.
safety-ways = How to get help if you cannot speak or hear
safety-unfinished = You started a report like this before. You did not finish it.
safety-unfinished-link = Go on with that report
form-progress = Question { $done } of about { $all }
form-save = Save it and come back later
form-upload = Add these files
form-wrong-reference = Check the number of your report. One letter or number is not right.
form-no-files = Choose a file first. Then add it.
check-title = Check your answers
check-send-title = Now send your report
check-send-text = When you send it, you tell us that your answers are true. We mean true as far as you know.
check-send-button = Send your report
warning-title = You may need help now
warning-text = What you told us sounds like an emergency. An emergency is when someone needs help now. Is anyone in danger? Call 999 now. We may not read this report for some time. Can you not call? You can go on below.
warning-kept = We keep what you wrote.
warning-on = Go on with my report
warning-101 = Is it not an emergency? Do you want to speak to us? Call
warning-gentle-title = You can get help if you want it
warning-gentle-text = You choose what you tell us. You choose what happens. Did it happen in the last 7 days? Then it helps to tell us soon. You can go on here when you are ready.
warning-gentle-now = Are you in danger or hurt now?
listen-title = Do you want to talk to someone?
listen-text = The Samaritans listen to people day and night. The call is free. Call
which-place-title = Which place do you mean?
which-place-hint = You wrote “{ $typed }”. We know more than one place like that. Is yours not here? Go back and write the postcode too.
which-place-none = None of these. Or I do not know.
which-place-missed = Choose a place. Or choose “None of these”.
sent-title = We have your report
sent-reference = This is your own number for the report. We call it your reference.
sent-keep = Write it down. Or print this page. You need it to see what happens.
sent-keep-safe = You need it to see what happens. Keep it only where it is safe for you.
sent-keep-first = This is for what you sent now. Keep the number of your first report too.
sent-next-title = What happens next
sent-urgent = What you told us sounds urgent. Is anyone in danger? Call 999 now. Do not wait for us to read your report.
sent-next-read = A person will read your report by { $when }.
sent-next-email = We will decide what to do by { $when }. Then we will send you an email. You can read the news in your case.
sent-next-text = We will decide what to do by { $when }. Then we will send you a text. You can read the news in your case.
sent-next-phone = We will decide what to do by { $when }. Then we will call you. We will call at a time that is good for you.
sent-next-letter = We will decide what to do by { $when }. Then we will send you a letter. The letter may take a few days.
sent-next-nobody = We will decide what to do by { $when }. We will not contact you. You asked us not to.
sent-next-anonymous = We will decide what to do by { $when }. You did not say who you are. So we cannot tell you about it.
sent-next-added = You chose how we answer when you first told us. We will answer in that way. Is that way not safe any more? Then we will stop using it.
sent-next-unclear = We may ask you if something is not clear. We will ask in the same way.
sent-next-careful = We will not say what it is about.
sent-next-call = We may call you before that if something is not clear.
sent-worse = Has it happened again? Has it got worse? Call 999 if anyone is in danger. If not, add it to this report.
sent-more = Do you remember something else? You can add it to this report.
sent-more-again = Do you remember something else? You can add that too.
sent-follow-title = Follow your report
sent-follow-link = See what is happening with your report
sent-follow-text = You need your reference. You also need a code. Ask for a code, and we will send it to you.
sent-follow-paper = You need your reference and this code. Write down both now. We cannot send you the code. We will not show it again.
sent-follow-ask = You need your reference and a code. We cannot send you a code. But we can show you one now. Keep it where only you can find it.
sent-ask-button = Show me a code
sent-follow-late = You need your reference and a code. We showed the code when you sent the report. Do you not have it? Call 101. Tell us your reference.
sent-follow-first = Use the number of your first report to follow this.
sent-sensitive = Your browser keeps a list of the pages you look at. People call it the history. Does someone else use this phone or computer? They could see this page in the list. You may want to delete the history.
sent-print = You can print this page with your browser. A browser is what you use to look at websites.
letter-receipt-subject = We have your report { $reference }
letter-careful-subject = Your reference { $reference }
letter-receipt = Thank you. { $force } has your report.

    Your reference is { $reference }
    You need this to see what happens.

    A person will read your report by { $read }.
    We will write to you or call you by { $answer }.

    You can see what is happening. You can add something. You can write to us. Go here:
    { $link }

    Are you in danger? Call 999.
    Do not answer this email. No one reads the answers.
letter-receipt-short = Your reference is { $reference }. See what is new here: { $link }
save-title = Save it and come back later
save-text = We keep your answers for { $days ->
    [one] { $days } day
   *[other] { $days } days
}. We can give you a code. With the code you can go on later. You can use any phone or computer.
save-button = Save it and get a code
save-code = Your code is
save-how =
    Write the code down.
    To come back, open the first page of this website.
    Choose "Go on with a report you saved".
    You can use the code one time. You can use it for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
save-here = Or you can open the report again in this browser. A browser is what you use to look at websites.
save-on = Go on with the report now
return-title = Type the code we gave you
return-hint = It has 12 letters and numbers. It looks like 7K3M-Q2P9-XW4T
return-no-code = Type the code
return-wrong = This code does not work. Maybe it is not right. Maybe you used it before. Maybe we no longer have the report.
return-too-often = You tried too many times. Wait 10 minutes. Then try again.

# The desk.
desk-link = Reports
redirects-link = Sent to others
desk-changed-meanwhile = Someone else has just changed this report. Look at what happened. We kept what you wrote. Is it still right? Then press again.
desk-not-possible = You cannot do that to this report any more. Look at what happened. We kept what you wrote.
desk-slot-taken = Someone else got this time. We kept what you wrote. Choose a new time.
desk-title = Reports
desk-waiting = Waiting
desk-promised = Promised
desk-mine = With me
desk-newest = Newest
desk-empty = There is nothing here.
desk-caption-waiting = We must decide about these. The most urgent are first.
desk-caption-promised = We promised these and have not done them yet. The next one is first.
desk-caption-mine = With me
desk-caption-newest = All reports. The newest are first.
desk-col-grade = How urgent
desk-col-report = Report
desk-col-about = About
desk-col-where = Where
desk-col-waited = When it came
desk-col-due = Do it by
desk-col-state = What is happening
desk-more = More
desk-late = late
desk-find-label = Type a reference to find a report
desk-find-button = Find
desk-find-none = We cannot find a report with this reference. Or another team has it.
state-waiting = Waiting
state-accepted = We work on it
state-referred = For others, not us
state-closed = Finished
state-withdrawn = Taken back
role-victim = It happened to them
role-witness = They saw it or heard it
role-on-behalf = For someone else
role-business = For a business
role-professional = It is part of their job
role-anonymous = They did not give a name
outcome-deploy-now = Police officer goes now
outcome-deploy-later = Police officer goes later
outcome-appointment = A time to meet
outcome-callback = Call them back
outcome-video-now = Video call now
outcome-resolved-remote = Solved on the phone
outcome-advised = We told them what they can do
outcome-signposted = Not for the police
report-received = It came { $ago }
report-answers = What the person told us
report-files = Files
report-file-original = The file as the person sent it, for the court
report-contact = How to reach the person
report-contact-care = Be careful
care-held = It may not be safe to write or call. We send nothing now. First find a safe way.
care-watched = Someone who hurts them may see what they do.
care-other = It may not be safe to contact the person it happened to.
care-anonymous = The person did not say who they are.
care-nobody = They asked us not to contact them.
care-no-phone = There is no phone number.
care-no-number = There is no phone number to call. First find one.
care-only-me = Speak to no one but them.
care-no-name = Do not say that you are the police.
care-no-voicemail = Do not leave a voice message.
care-safe-word = They have a safe word. Look at how to reach them.
care-morning = A good time is 8am to 12 noon.
care-afternoon = A good time is 12 noon to 5pm.
care-evening = A good time is 5pm to 9pm.
care-hours = This is not a good time for them.
reach-form = Stop or change how we reach them
reach-hold-why = Why may it not be safe?
reach-hold = Stop all letters
reach-way = How we reach them
reach-email = Email
reach-text = Text message
reach-phone = Phone call
reach-letter = Letter
reach-none = No contact
reach-way-needed = Choose one
reach-email-label = Email address
reach-email-wrong = Write an email address like name@example.org
reach-phone-label = Phone number
reach-phone-wrong = Write a phone number. It has 10 to 15 numbers.
reach-how = How do you know it is theirs? How do you know it is safe?
reach-how-needed = Write how you know. Write 20 letters or more.
reach-button = Change it
report-grade-title = How urgent it is
report-grade-now = How urgent now
report-suggested = What the tables say
report-reasons = Why
report-rule = rule { $rule }, table { $table }, version { $version }
report-thrive = Six things to think about
report-thrive-threat = Threat: could someone do harm?
report-thrive-harm = Harm: has someone got hurt?
report-thrive-risk = Risk: could it happen again?
report-thrive-investigation = Can we find out what happened?
report-thrive-vulnerability = Does the person need more care?
report-thrive-engagement = What does the person want from us?
report-thrive-unknown = We do not know
report-repeats = What they told us before in the last 12 months
report-repeats-none = We found nothing.
report-repeats-person = Same person
report-repeats-phone = Same phone
report-repeats-place = Same place
report-history = What has happened so far
report-tab-report = Report
report-tab-messages = Messages
report-take = Work on this report
report-with = { $name } works on it
report-with-nobody = No one works on it yet
report-team = Team
report-enhanced = This person has more rights
report-grade-form = Say how urgent it is
report-grade-label = How urgent
report-why-label = Why?
report-why-hint = Other people must be able to understand it. We keep what you write.
report-why-needed = Write why
report-grade-needed = Choose how urgent it is
report-lower-needed = The tables say { $grade }. Why is it less urgent than that? Write at least 20 letters.
report-grade-button = Say how urgent it is
report-outcome-form = Decide what happens
report-outcome-label = What happens
report-outcome-needed = Choose what happens
report-nobody-needed = This is urgent. Or the person needs more help. But no one will come. Say why. Write 20 letters or more.
report-later-label = When will an officer come later?
report-later-needed = Choose when an officer will come
report-later-60 = In 1 hour
report-later-240 = In 4 hours
report-later-720 = In 12 hours
report-later-2880 = In 48 hours
report-body-label = Not for the police? Who can help?
report-body-needed = Choose who can help
report-body-other = Other people. I write who they are.
report-despite-label = Did they ask for something else? Why is this still right?
report-despite-hint = You can leave this empty.
report-despite-needed = { $what } Why is it still right? Write 20 letters or more.
report-slot-outside = { $when } (not a good time for them)
report-reopen-form = Open it again
report-reopen-button = Open it again
report-spoke-cy = The person uses Welsh. Write to them in Welsh.
report-spoke-en-simple = The person uses Easy Read. Write short and easy sentences.
report-added-later = Someone sent us more. We do not know for sure who it was:
report-added-to = The person says that this is part of
report-window-needed = Choose a time for the call or the meeting
report-slot-label = Time for a call or a meeting
report-slot-hint = A call can come at any time in two hours. Only one person can have each meeting time.
report-slot-none = No time needed
report-meeting-label = For a meeting: where is it? Who will come?
report-meeting-hint = The person reads this. Name the place. Name the officer.
report-meeting-needed = Write where it is. Write who will come.
report-outcome-why-hint = The person may read this. They read it if we solve it on the phone. They read it if we tell them what they can do. They read it if it is not for the police. Use plain words.
report-outcome-button = Decide and tell the person
report-kept-button = We have done it
report-close-button = Close the report
report-team-form = Give it to another team
report-team-needed = Choose a team
report-team-choose = Choose a team
team-group-here = The area where it happened
team-group-force = For all areas
team-desk = Desk
team-response = Response
team-tdiu = Work by phone and online
report-team-button = Give it to this team
report-note-form = Write a note for people you work with
report-note-label = Note
report-note-needed = Write the note
report-note-button = Add the note
report-promised = We promised: from { $from } to { $to }
report-promised-by = We promised it by { $to }
step-received = The report came. The tables say it is { $became }
step-taken = Someone works on it now
step-grade = How urgent it is changed from { $was } to { $became }
step-grade-same = How urgent it is stays at { $became }
step-outcome = Someone decided
step-kept = Done
step-team = It went from { $was } to { $became }
step-note = Note
step-withdrawn = The person took the report back
step-added = The person added something
step-closed = Closed
step-reopened = Opened again
step-told = We told the person
step-arranged = Where it is, and who will come
step-unsafe = We stopped the letters. They may not be safe.
step-contact = We changed how we reach the person
redirects-title = How often we told people that others can help
redirects-text = These are only numbers. They do not show who anyone is. Did many people tell us all the same? Then what we said did not help them.
redirects-matter = What it is about
redirects-shown = We showed who can help
redirects-went = They followed the link
redirects-told = They told us all the same
helping-text = You are helping someone to tell us. The report will say that it came from here.
helping-where = Where you are
helping-end = Stop helping
report-origin = It came from a place where an officer helped
