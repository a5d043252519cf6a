# What became of a report, in Easy Read; and the desk's side of it.
track-title = Follow your report
track-text = Type your reference. Your reference is the number we gave you for your report. Then you need a code. Do we send you emails or texts? Then we send a code there now. Did you write down a code? Then use that code.
track-reference = Your reference
track-reference-hint = It looks like BL-7K3M-Q2P9-X. You do not need to type the lines between the letters.
track-no-letters = Maybe you have no code. Maybe you gave us no email and no mobile phone number. Then call 101. Or come to a police station. Tell us your reference.
track-lost-title = Can you not find your reference or your code?
track-lost-reference = Look in the email or text we sent when you told us. It has your reference. Do you not have one? Call 101. Or come to a police station. Tell us your name. Tell us when you told us.
track-no-reference = Type your reference
track-wrong-reference = Check your reference. It starts with B and L. Then come 9 letters and numbers. It never has the letters I, L, O or U in that part.
track-too-often = You tried too many times. Wait for some time. Then try again.
track-code-title = Type your code
track-code-hint = A code that we sent has 6 numbers. It works for 15 minutes. A code that you wrote down has 12 letters and numbers.
track-code-none = Do you wait for a code, but it does not come? Check that your reference is right. Look in your junk mail. Junk mail is where your email puts letters it does not trust. You can go back and ask for a new code.
track-no-code = Type the code
track-wrong-code = The code is not right. Or it is too old. Ask for a new code.
track-open = Open my case
track-leave = Close my case on this phone or computer
letter-code-subject = Your code
letter-code = Your code is { $code }. It works for 15 minutes. We will never ask you to tell us this code. Do not tell it to anyone.
letter-news-subject = There is something new about { $reference }
letter-news = There is something new about your report { $reference }.

    Open your case to read it:
    { $link }

    { $force } never says in an email what your report is about.
letter-message-subject = There is a message for you about { $reference }
letter-message = Someone wrote to you about your report { $reference }.

    Open your case to read it. You can answer there too:
    { $link }

    { $force } never says in an email what your report is about.
letter-news-short = There is something new about { $reference }: { $link }
case-title = Your case
case-state-waiting = We have your report. No one has decided about it yet.
case-state-accepted = We are working on your report.
case-state-kept = We did what we promised. We may still work on your report.
case-state-more = There is something new about your report. We are looking at it again.
case-state-again = Someone looked again at what we decided. Now we will decide about your report again.
case-state-referred = Other people help with this, not the police. Below you can see what we told you.
case-state-closed = We have finished with your report. Below you can see what we did.
case-state-withdrawn = You took your report back.
case-outcome-deploy-now = A police officer is coming now.
case-outcome-deploy-later = A police officer will come.
case-outcome-appointment = You have a time to meet a police officer.
case-outcome-callback = We will call you.
case-outcome-video-now = A police officer will speak with you by video.
case-outcome-resolved-remote = We have solved it without a visit.
case-outcome-advised = We have told you what you can do.
case-outcome-signposted = Other people can help with this, not the police.
case-between = It will be after { $from }. It will be before { $to }.
case-by = It will be no later than { $when }.
case-decide-by = We will decide what to do by { $when }. You will see it here.
case-decide-late = We wanted to decide by { $when }. We are late, and we are sorry. You can write to us below. Or you can call 101.
case-step-received = We got your report
case-step-dealt-with = Someone has worked on your report
case-step-kept = We did what we promised
case-step-withdrawn = You took your report back
case-step-added = You added something
case-step-added-outside = Someone who knows your reference sent us something
case-step-review = You asked us to look again
case-step-review-taken = A new person is looking at it again
case-step-closed = We have finished
case-clocks-title = What we must do for you, and when
case-clocks-text = You have rights when a crime happens to you. These rights are in rules called the Victims' Code. A victim is a person that a crime happened to. These dates are the last days that the rules allow. You see the same dates as we do.
case-timeline-title = What has happened so far
case-messages-title = Messages
case-messages-text = You can write to the person who works on your report. Do not write here if you are in danger. Call 999.
case-files-title = Photos and files
case-review-title = Ask us to look again
case-review-text = Are you not happy with what we decided? You can ask us to look at it again. Someone else will do it. You have 3 months to ask.
clock-acknowledge = We write to say we have your report
clock-decision = We tell you what we decided
clock-support = We tell people who can support you
clock-review-acknowledge = We say that we will look again
clock-review = We tell you what we decided the second time
clock-met = Done on time
clock-met-late = Done late
clock-due = Not done yet
clock-missed = We did not do this on time
clock-when-due = We must do it by the end of { $due }
clock-when-met = We had to do it by the end of { $due }. We did it on { $met }
message-you = You
message-label = Your message
message-hint = You can tell us more. You can put something right. You can ask something.
message-send = Send message
message-send-sure = No one is in danger now: send message
message-needed = Write your message
message-too-long = Your message is too long. Make it shorter.
message-danger = What you wrote sounds like an emergency. Is anyone in danger? Call 999 now.
message-danger-warning = Is anyone in danger? Call 999 now. We may not read this message for some time.
message-danger-link = How to call if you cannot speak or hear
files-label = Add photos or files
files-hint = You can add photos, videos, sounds or PDF files. You can add plain text. A photo can show where you took it. We hide this from other people.
files-send = Add files
files-needed = Choose a file
files-too-many = There are too many files. Ask us how to send more.
review-label = Why should we look again?
review-send = Ask us to look again
review-needed = Tell us why we should look again
review-not-possible = We must decide about your report first. Then you can ask us to look again.
review-asked = You asked us to look again. We will tell you that we got this. That takes up to 10 working days. Working days are Monday to Friday. What we decide comes later. You can see the date above.
review-taken-up = A new person is looking at it again. This person did not decide the first time.
review-stands = We did not change what we decided
review-changed = We changed what we decided
withdraw-title = Take your report back
withdraw-text = You do not need to say why. Could someone get hurt? Then we may still have to do something. You can tell us again at any time.
withdraw-why = You can tell us why, if you like
withdraw-button = Take my report back
views-title = Who has looked at your case
views-text = Sometimes people open your case to read it. We write down each time. No one can change this list.
views-you = You
views-police = Someone from the police

# The desk.
clocks-link = Dates
clocks-title = Dates and messages
clocks-unread = People wrote to us, and no one has read it
clocks-due = What we must do next
clocks-what = What
clocks-kept = How often we are on time
clocks-none = There is nothing here.
messages-person = The person
messages-none = There are no messages yet.
messages-write = Write to the person
messages-tells = We tell the person that there is a message. We use the way they chose. We do it in the hours they chose. They need a code to read it.
messages-no-letters = This person gets no emails and no texts. They only see the message when they open their case. So call them too. First make sure that a call is safe.
messages-send = Send
review-take-up = Start to look again
review-decision = What you decide now
review-answer = Answer to the person
review-decide = Decide
review-decide-needed = Choose one. Then write the answer to the person.
review-not-yourself = You decided about this report before. Someone else must look at it again.
review-supervisor = A boss must decide about this one.
