# Mails. The body is what everybody gets; one with a side at its end is written
# for that side and goes first. Paragraphs are parted by an empty line.

# The letter they share.
letter-greeting = Dear { $name },
letter-greeting-mailbox = To { $organisation }
letter-case = The case: { $municipality }, revision { $edition }
letter-trial = TRIAL: This is a trial run. Nothing here is a real certification.
letter-text = The reasons:
letter-text-by = { $person } writes:
letter-by = Done by { $person }.
letter-criteria = { $count ->
    [one] It is about this criterion:
   *[other] It is about these { $count } criteria:
}
letter-conditions = { $count ->
    [one] One condition is still to be met.
   *[other] { $count } conditions are still to be met.
}
letter-certificate-number = It is about certificate { $number }.
letter-role-ends = The role ends on { $due }.
letter-link-ends = The link works until { $due }.
letter-certificate = Certificate { $number }, valid from { $from } to { $to }.
letter-button = Open the case
letter-button-invitation = Choose a password
letter-button-notice = Read the notice
letter-button-people = See who has which roles
letter-link = Open here:
letter-why = You receive this mail because of your role at { $organisation }.
letter-why-mailbox = This mail goes to the shared mailbox of { $organisation }, so that the message does not depend on one person.
letter-sender = Kind regards
letter-secretariat = The secretariat of { $programme }
letter-cut = The text was shortened; all of it is in the case.

# Words where something is not known.
letter-someone = The secretariat
letter-some-municipality = the municipality
letter-some-stage = the knowledge partner
letter-some-body = the political body
letter-some-organisation = your organisation

mail-opened-subject = { $municipality }: the revision of the climate action plan is open
mail-opened-body = The revision of the climate action plan of { $municipality } is open. The municipality begins with a self-assessment of its current plan.

    The criteria that the plan will be judged by are now fixed for the whole case.
mail-opened-body-municipality = The revision of your climate action plan is open. The first step is the self-assessment: you look at the current plan, one criterion at a time.

    The criteria you will be judged by are now fixed for the whole case. Criteria that come later do not apply to it unless you agree.

mail-self-assessment-submitted-subject = { $municipality }: the self-assessment is handed in
mail-self-assessment-submitted-body = { $municipality } has handed in its self-assessment. The next step is the scoping meeting.
mail-self-assessment-submitted-body-partner = { $municipality } has handed in its self-assessment, and it is locked. Arrange a scoping meeting with the municipality, and record afterwards what the revision should focus on.
mail-self-assessment-submitted-body-municipality = Your self-assessment has been received and locked. The next step is a scoping meeting, which { $stage } arranges.

    If you forgot something, you can recall it until the meeting has been recorded.

mail-scoping-recorded-subject = { $municipality }: scoping is recorded and the revision can begin
mail-scoping-recorded-body = The scoping meeting about the plan of { $municipality } has been held and its outcome recorded. The municipality now begins the new edition of its plan.
mail-scoping-recorded-body-municipality = The outcome of the scoping meeting is recorded. The case shows what was agreed for each criterion.

    You can now begin the new edition of your plan.

mail-submitted-subject = { $municipality }: the plan is submitted for review
mail-submitted-body = { $municipality } has submitted its climate action plan for review by { $stage }.
mail-submitted-body-partner = { $municipality } has submitted its climate action plan, and it is ready for review by { $stage }. The submission is locked, so that everybody sees the same.

    If it is incomplete, the lead reviewer can send it back within the first working days without costing the municipality a round.
mail-submitted-body-municipality = Your plan has been received and locked, and { $stage } now reviews it.

    You can recall it until a reviewer has accepted the assignment.

mail-recalled-subject = { $municipality }: the submission is recalled
mail-recalled-body = { $municipality } has recalled its submission and goes on working on it. There is nothing to review for now.
mail-recalled-body-municipality = The submission is recalled, and you can go on working on it. The old deadline still applies, with at least a few working days left.

mail-sent-back-subject = { $municipality }: the submission is sent back as incomplete
mail-sent-back-body = The submission from { $municipality } was sent back as incomplete. It was not judged and did not use a round.
mail-sent-back-body-municipality = Something is missing from your submission before it can be reviewed, so it was sent back. It was not judged and did not use one of your rounds.

    Read what is missing, and submit again once it is in place.

mail-assignment-offered-subject = { $municipality }: will you review the plan?
mail-assignment-offered-body = You are asked to review the climate action plan of { $municipality } for { $stage }.

    Say yes or no in the case. If you worked for the municipality within the last two years, or have another conflict of interest, please declare it there.

mail-assignment-declined-subject = { $municipality }: a reviewer has declined
mail-assignment-declined-body = A reviewer has declined to review the plan of { $municipality } for { $stage }. Ask somebody else, so that the review is done in time.

mail-assignment-expired-subject = { $municipality }: a reviewer has not answered
mail-assignment-expired-body = A reviewer has not answered whether they will review the plan of { $municipality } for { $stage }. The assignment is back with you. Ask somebody else, or ask the same person again.

mail-recused-subject = { $municipality }: a reviewer has a conflict of interest
mail-recused-body = A reviewer has a conflict of interest with { $municipality }. The person can no longer see the case, and the person’s drafts are sealed.
mail-recused-body-partner = A reviewer has a conflict of interest with { $municipality }. The person can no longer see the case, and the person’s drafts are sealed.

    Ask somebody else, so that the review can go on.

mail-stage-handed-over-subject = { $municipality }: { $stage } takes over a stage of the review
mail-stage-handed-over-body = { $stage } has taken over a stage of the review of the plan from { $municipality }. What has been judged stands. Reviewers who had not finished no longer have the assignment.

mail-finding-reopened-subject = { $municipality }: a finding is reopened
mail-finding-reopened-body = A finding in the case of { $municipality } was reopened at { $stage }. The criterion must be judged anew before the stage can be concluded.

mail-stage-entered-subject = { $municipality }: the next stage of the review has begun
mail-stage-entered-body = The plan of { $municipality } is now reviewed by { $stage }.
mail-stage-entered-body-partner = The previous stage is concluded, and the plan of { $municipality } is now with you. The case shows the findings of the previous stage.

    Ask the reviewers who should look at the plan.
mail-stage-entered-body-municipality = One stage of the review is concluded, and your plan has moved on to { $stage }. You do not need to do anything now.

mail-returned-subject = { $municipality }: { $count ->
    [one] a criterion is returned
   *[other] criteria are returned
}
mail-returned-body = { $stage } has returned part of the plan of { $municipality }. The municipality works on the returned criteria and answers before the deadline.
mail-returned-body-municipality = { $stage } has reviewed your plan and returned the criteria below. Everything else is judged and locked; these are all you need to work on.

    The time for your answer begins to run when one of you opens the case, or when we know that this message has arrived. If you disagree with a return, you can ask for a second reading before you answer.

mail-contact-missing-subject = { $municipality }: nobody seems to know of the return
mail-contact-missing-body = Criteria were returned to { $municipality }, but nobody has opened the case and we do not know whether the mail arrived. The time for the answer is therefore not running.

    Call the municipality and record the contact in the case. Then the time begins.

mail-round-allowed-subject = { $municipality }: one more round is allowed
mail-round-allowed-body = The secretariat has allowed one more round in the case of { $municipality }.
mail-round-allowed-body-municipality = The secretariat has allowed you one more round, so that you can submit the plan again.

mail-extension-requested-subject = { $municipality }: a request for more time
mail-extension-requested-body = { $municipality } has asked for more time. Please decide in the case; the certificate does not lapse while the request waits.

mail-extension-decided-subject = { $municipality }: { $granted ->
    [yes] more time is granted
    [no] more time is not granted
   *[other] the request for more time is answered
}
mail-extension-decided-body = { $granted ->
    [yes] The request of { $municipality } for more time is granted.
    [no] The request of { $municipality } for more time is not granted, and the old deadline applies.
   *[other] The request of { $municipality } for more time is answered.
}
mail-extension-decided-body-municipality = { $granted ->
    [yes] You have been given more time. The case shows the new deadline.
    [no] The secretariat has not given more time. The old deadline still applies.
   *[other] Your request for more time is answered. The case shows the answer.
}

mail-second-reading-requested-subject = { $municipality }: a second reading is asked for
mail-second-reading-requested-body = { $municipality } has asked for a judgement to be looked at again. Let somebody do so who has not judged it before. The time for the answer stands still meanwhile.

mail-second-reading-decided-subject = { $municipality }: the second reading is decided
mail-second-reading-decided-body = { $granted ->
    [yes] The second reading in the case of { $municipality } is decided, and the judgement is changed.
    [no] The second reading in the case of { $municipality } is decided, and the first judgement stands.
   *[other] The second reading in the case of { $municipality } is decided. The case shows the outcome.
}
mail-second-reading-decided-body-municipality = The second reading you asked for is decided. Somebody who had not judged it before has looked at it.

    { $granted ->
        [yes] The judgement is changed. The case shows what applies now.
        [no] The first judgement stands. The time for your answer runs again, if there is one.
       *[other] The case shows the outcome and the reasons.
    }

mail-ready-for-decision-subject = { $municipality }: ready for the certification decision
mail-ready-for-decision-body = Every criterion in the case of { $municipality } is settled at every stage. Only the certification decision is missing.
mail-ready-for-decision-body-municipality = Every criterion is settled at every stage. You only wait for the certification decision; you do not need to do anything.

mail-certified-subject = { $municipality }: the climate action plan is certified
mail-certified-body = The climate action plan of { $municipality } is certified. It is in force once the council has adopted exactly this edition.
mail-certified-body-municipality = Congratulations: your climate action plan is certified.

    If the council has yet to adopt it, a draft agenda item is ready in the case. Once the council adopts exactly the certified edition, the certificate is issued by itself.

mail-refused-subject = { $municipality }: the plan is not certified
mail-refused-body = The climate action plan of { $municipality } is not certified this time. The case is back with the municipality, and only the named criteria are open.
mail-refused-body-municipality = Your climate action plan is not certified this time. The case is back with you, and only the named criteria are open; the rest stands.

    You can ask for a second reading of the decision, or go on working and submit the plan again.

mail-review-reopened-subject = { $municipality }: the review is reopened
mail-review-reopened-body = The review of the plan of { $municipality } is reopened for the named criteria, before the certification decision.
mail-review-reopened-body-municipality = The reviewers look at the named criteria again before the certification decision. It does not count as one of your rounds, and you do not need to do anything now.

mail-decision-retracted-subject = { $municipality }: the certification decision is retracted
mail-decision-retracted-body = The certification decision about the plan of { $municipality } is retracted. The case is ready for the certification decision again.
mail-decision-retracted-body-municipality = The certification decision about your plan is retracted. The reasons are below. A new certification decision will be made; you will hear from us.

mail-adoption-recorded-subject = { $municipality }: a decision by { $body } is recorded
mail-adoption-recorded-body = The decision about the climate action plan of { $municipality } by { $body } is recorded: { $outcome }.

mail-reopened-subject = { $municipality }: the certified plan is reopened
mail-reopened-body = The certified plan of { $municipality } is reopened because the council wanted it changed. Only the named criteria are open.
mail-reopened-body-municipality = Your certified plan is reopened because the council wanted it changed. Only the named criteria are open; the rest stands.

    Submit the plan when it is ready.

mail-concluded-subject = { $municipality }: the plan is in force and the certificate is issued
mail-concluded-body = The climate action plan of { $municipality } is both certified and adopted. It is in force, and the certificate is issued.
mail-concluded-body-municipality = Your climate action plan is both certified and adopted. It is in force, and the certificate is issued.

    The next revision is scheduled and opens by itself when the time comes.

mail-revoked-subject = { $municipality }: the certificate is revoked
mail-revoked-body = The certificate of the climate action plan of { $municipality } is revoked.
mail-revoked-body-municipality = The certificate of your climate action plan is revoked. The reasons are below, and the case shows what can be done now.

mail-lapsed-subject = { $municipality }: the certificate has lapsed
mail-lapsed-body = The certificate of the climate action plan of { $municipality } has lapsed. Work on the revision goes on as before, and a new certification takes its place.
mail-lapsed-body-municipality = The certificate of your climate action plan has lapsed, and the register shows it.

    Work on the revision goes on as before. Once the new plan is certified and adopted, you are certified again.

mail-held-subject = { $municipality }: the case is on hold
mail-held-body = The case of { $municipality } is on hold. Deadlines counted in working days stand still; calendar dates do not move.
mail-held-body-municipality = Your case is on hold. Deadlines counted in working days stand still; calendar dates do not move. You do not need to do anything until the case is resumed.

mail-resumed-subject = { $municipality }: the case is resumed
mail-resumed-body = The case of { $municipality } is resumed, and its deadlines run again.
mail-resumed-body-municipality = Your case is resumed, and its deadlines run again. The case shows the new dates.

mail-withdrawn-subject = { $municipality }: the municipality has left the programme
mail-withdrawn-body = { $municipality } is withdrawn from the programme. Nobody needs to act in the case. Certificates already issued run to their end.
mail-withdrawn-body-municipality = Your municipality is withdrawn from the programme, and the case is closed. Certificates already issued run to their end. You can join again later.

mail-condition-answered-subject = { $municipality }: a condition is reported as met
mail-condition-answered-body = { $municipality } reports that a condition is met. Look at the answer and the evidence, and decide.

mail-condition-judged-subject = { $municipality }: a condition is judged
mail-condition-judged-body = A condition in the case of { $municipality } was judged. Outcome: { $judged }.
mail-condition-judged-body-municipality = One of your conditions was judged. Outcome: { $judged }.

mail-reminder-subject = { $municipality }: { $ahead ->
    [yes] { $what } is due { $when }
    [no] { $what } was due { $when }
   *[other] remember the deadline
}
mail-reminder-body = { $ahead ->
    [yes] In the case of { $municipality }, { $what } is due on { $due }, that is { $when }.
    [no] In the case of { $municipality }, { $what } was due on { $due }, that is { $when }.
   *[other] There is a deadline in the case of { $municipality }.
}
mail-reminder-body-municipality = { $ahead ->
    [yes] Your deadline for { $what } is { $due }, that is { $when }. If you cannot make it, ask for more time in the case before the deadline has passed.
    [no] Your deadline for { $what } was { $due }, that is { $when }. Nothing is lost: finish as soon as you can, or write to the secretariat if you are stuck.
   *[other] There is a deadline in your case.
}

mail-notice-drafted-subject = { $municipality }: a draft notice to political bodies is ready
mail-notice-drafted-body = A draft notice about the case of { $municipality } is ready. It is about: { $drafts }.
mail-notice-drafted-body-municipality = Draft notices to your political bodies are ready in the case. They are about: { $drafts }.

    Read them, and release them when you are ready. If the text needs editing, copy it to your own agenda.

    A formal notice releases itself after some working days. The date stands beside the draft.

mail-notice-subject = { $notice }
mail-notice-body = Please find a notice to { $organisation }. Its text is written so that it can go straight onto an agenda.

    Please acknowledge that you received it, and record later what was decided.

mail-invitation-subject = Invitation to { $programme }
mail-invitation-body = { $person } has invited you to work in { $programme } for { $organisation }.

    Choose your password to begin. The invitation can be used once and is for you only. If you did not expect it, you can ignore it.

mail-new-password-subject = A new password for { $programme }
mail-new-password-body = Here is a link to choose a new password by for { $programme }. The secretariat or a colleague asked for it for you at { $organisation }.

    The link can be used once. When you use it, you are signed out everywhere. Until then your old password holds. If you did not ask for it, you can ignore this mail.

mail-last-approver-subject = { $municipality }: the last plan owner is about to leave
mail-last-approver-body = { $municipality } is about to lose its last plan owner. Without a successor the municipality can neither submit nor answer a return.

    Find a successor together with the municipality before the present role ends.
mail-last-approver-body-municipality = Your last plan owner is about to leave. Without a successor you can neither submit nor answer a return. Please write to the secretariat who takes over.
