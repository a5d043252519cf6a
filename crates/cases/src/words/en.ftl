# What became of a report, for the person who made it; and the desk's side of it.
track-title = Follow your report
track-text = Enter the reference you were given. If we write to you by email or text, we send a code there now. If you have a code that you wrote down, use that.
track-reference = Your reference
track-reference-hint = For example BL-7K3M-Q2P9-X. It does not matter if you leave out the dashes.
track-no-letters = If you have no code, and gave us no email address or mobile number for messages, call 101 or come to a front counter and say your reference.
track-lost-title = If you cannot find your reference or your code
track-lost-reference = Your reference is in the email or text that you got when you told us. If you have none, call 101 or come to a front counter. Say your name and when you told us.
track-no-reference = Enter your reference
track-wrong-reference = Check your reference. It has 9 letters and numbers after BL, and never the letters I, L, O or U
track-too-often = There were too many tries. Wait a while, then try again
track-code-title = Enter your code
track-code-hint = The 6 numbers that we sent, which work for 15 minutes, or the 12 letters and numbers that you wrote down
track-code-none = If you wait for a code and none comes, check that the reference is right and look in your junk mail. You can go back and ask for another.
track-no-code = Enter the code
track-wrong-code = The code is not right, or it is too old. Ask for a new one
track-open = Open my case
track-leave = Close my case on this device
letter-code-subject = Your code
letter-code = Your code is { $code }. It works for 15 minutes. Nobody will ever ask you for it.
letter-news-subject = There is something new about { $reference }
letter-news = There is something new about your report { $reference }.

    To read it, open your case:
    { $link }

    { $force } never sends what it is about by e-mail.
letter-message-subject = There is a message for you about { $reference }
letter-message = Someone has written to you about your report { $reference }.

    To read it and answer, open your case:
    { $link }

    { $force } never sends what it is about by e-mail.
letter-news-short = There is something new about { $reference }: { $link }
case-title = Your case
case-state-waiting = We have your report. Nobody has decided about it yet.
case-state-accepted = We are dealing with your report.
case-state-kept = We have done what we said. We may still be working on your report.
case-state-more = We have something new about your report. We are looking at it again.
case-state-again = After the review we are deciding about your report again.
case-state-referred = This is for another body. Below you see what we told you.
case-state-closed = We have dealt with your report. Below you see how.
case-state-withdrawn = You took your report back.
case-outcome-deploy-now = An officer is coming now.
case-outcome-deploy-later = An officer will come.
case-outcome-appointment = You have an appointment with an officer.
case-outcome-callback = We will call you.
case-outcome-video-now = An officer will speak with you by video.
case-outcome-resolved-remote = We have dealt with it without a visit.
case-outcome-advised = We have given you advice.
case-outcome-signposted = This is for another body.
case-between = Between { $from } and { $to }.
case-by = By { $when }.
case-decide-by = We decide by { $when } what to do. You will see it here.
case-decide-late = We said that we decide by { $when }. We are late, and we are sorry. You can write to us below, or call 101.
case-step-received = We received your report
case-step-dealt-with = Someone has dealt with your report
case-step-kept = Done as promised
case-step-withdrawn = You took your report back
case-step-added = You added something
case-step-added-outside = Someone who knows your reference sent something about it
case-step-review = You asked for a review
case-step-review-taken = Someone else is looking at it again
case-step-closed = Closed
case-clocks-title = What you can expect, and by when
case-clocks-text = The Victims' Code gives you these rights. These are the last days it allows. You see the same clocks as we do.
case-timeline-title = What has happened
case-messages-title = Messages
case-messages-text = Write to the person who deals with your report. Do not use this in an emergency.
case-files-title = Photos and files
case-review-title = Ask for a review
case-review-text = You can ask that someone else looks at our decision again. You can do so within 3 months.
clock-acknowledge = Written acknowledgement
clock-decision = Telling you what we decided
clock-support = Passing your details to a support service
clock-review-acknowledge = Confirming that we look again
clock-review = The result of the review
clock-met = Done in time
clock-met-late = Done late
clock-due = Due
clock-missed = We missed this
clock-when-due = By the end of { $due }
clock-when-met = Due by the end of { $due }, done on { $met }
message-you = You
message-label = Your message
message-hint = You can add what you remember, correct something, or ask.
message-send = Send message
message-send-sure = Nobody is in danger now: send message
message-needed = Write your message
message-too-long = Your message must be 10,000 characters or less
message-danger = What you wrote sounds like an emergency. Call 999 if anyone is in danger
message-danger-warning = If anyone is in danger, call 999 now. We may not read this message for some time.
message-danger-link = How to call if you cannot speak or hear
files-label = Add photos or files
files-hint = Photos, videos, sound recordings, PDF or plain text. Others do not see where a photo was taken.
files-send = Add files
files-needed = Choose a file
files-too-many = There are too many files. Ask us how to send more
review-label = Why should we look again?
review-send = Ask for a review
review-needed = Say why we should look again
review-not-possible = A review is possible when we have made a decision about your report.
review-asked = You asked for a review. We confirm within 10 working days that we look again. The result comes later: see the clocks.
review-taken-up = Someone who did not decide before looks at it again.
review-stands = The decision stands
review-changed = The decision is changed
withdraw-title = Take your report back
withdraw-text = You do not need a reason. If someone is at risk, we may still have to act. You can tell us again at any time.
withdraw-why = If you like, tell us why
withdraw-button = Take my report back
views-title = Who has looked at your case
views-text = Each time someone opens your case it is written down. The list cannot be changed.
views-you = You
views-police = Someone from the police

# The desk.
clocks-link = Clocks
clocks-title = Clocks and messages
clocks-unread = People wrote, and nobody has read it
clocks-due = Due next
clocks-what = What
clocks-kept = How well we keep them
clocks-none = There is nothing here.
messages-person = The person
messages-none = There are no messages yet.
messages-write = Write to the person
messages-tells = They are told that there is a message by the way they chose, in their hours. They read it behind a code.
messages-no-letters = This person gets no e-mail and no texts. They read it only when they open their case: also call them if that is safe.
messages-send = Send
review-take-up = Take the review up
review-decision = After looking again
review-answer = Answer to the person
review-decide = Decide the review
review-decide-needed = Choose, and write the answer to the person
review-not-yourself = You decided about this report before. Someone else must review it.
review-supervisor = A supervisor decides about this review.
