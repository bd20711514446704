# Forms for what can be asked of a case: what the questions are called, what
# helps to answer them, and what follows.

form-optional = (optional)
form-choose = Choose
form-none = None
form-yes = Yes
form-no = No
form-nothing-to-choose = There is nothing to choose from here.
form-cancel = Cancel
form-faults = { $count ->
    [one] One thing needs correcting. Nothing you typed is lost.
   *[other] { $count } things need correcting. Nothing you typed is lost.
}
form-missing = Fill in “{ $what }”.
form-choice-missing = Choose something under “{ $what }”.
form-choices-missing = Choose at least one under “{ $what }”.
form-date-wanted = “{ $what }” is “{ $found }”, but must be a date, for example 23.11.2026.
form-digest-wanted = “{ $what }” is “{ $found }”, but a fingerprint has 64 characters, only 0 to 9 and a to f.
form-stale = The case has changed since you opened the form
form-stale-text = Nothing was done yet, and what you typed stands below. See what is new, then send it again if it still fits.
form-foresee = See what follows
form-foresee-again = See again what follows
form-foresee-hint = First you see which mails, notices and deadlines follow. Nothing is done until you confirm it.
form-follows = What follows when you confirm
form-state-stays = The case stays in “{ $state }”.
form-state-after = The case goes on to “{ $state }”.
form-certificate = Certificate { $number } is issued, valid from { $start } to { $end }.
form-certificate-changes = A certificate that exists is no longer valid, or another takes its place.
form-deadline = New deadline: { $what }, { $day }.
form-calls-off = Reminders that were planned and no longer fit are called off.
form-next-case = The municipality’s next case is begun or changed.
form-mails = { $count ->
    [0] No mail is sent
    [one] One mail is sent
   *[other] { $count } mails are sent
}
form-notices = { $count ->
    [one] One notice
   *[other] { $count } notices
}
form-notice-direct = It is sent at once.
form-notice-formal = The municipality can release it; after { $day } it releases itself.
form-notice-draft = It becomes a draft that the municipality can release.

candidate-load = { $count ->
    [0] No assignments
    [one] One assignment
   *[other] { $count } assignments
}
candidate-works-there = Has a conflict of interest: works for the municipality.
candidate-worked-there = Has a conflict of interest until { $day }: worked for the municipality.
candidate-declined = Said no to the case.
candidate-declared = Has a conflict of interest: has declared it.
candidate-assigned = Judges this stage already.

choice-deadline = Due now: { $day }
choice-deadline-working = Due now: { $day }, counted in working days
choice-until = to { $day }
choice-refusal = The refusal of certification
choice-condition = due { $day }
choice-ceased = to { $day }
choice-plan-certified = The certified plan, submitted { $day }
choice-plan-submitted = Submission { $number }, { $day }
choice-plan-uploaded = Uploaded { $day }
choice-plan-other = Another document
choice-plan-other-detail = Type its fingerprint in the next field.
choice-hash = Fingerprint { $hash }

input-period-end = End of the period
input-period-end-hint = The last day of the period that the plan in force covers. Leave it empty to keep the day on record.
input-opens-on = The revision opens by itself on
input-opens-on-hint = Leave it empty if somebody is to open it by hand. It must come before the self-assessment is due.
input-self-assessment-due = Self-assessment due
input-self-assessment-due-hint = Choose a working day. The day itself counts.
input-submission-due = Revised plan due
input-submission-due-hint = Choose a working day after the self-assessment is due. The day itself counts.
input-held-on = Date of the meeting
input-participants = Who took part
input-participants-hint = Names and organisations, as you want to find them again in five years.
input-focus = Agreed focus
input-focus-hint = Write only where something was agreed. Empty fields are left out.
input-reason = Reason
input-reasons = Reasons
input-send-back-reason = What is missing
input-send-back-reason-hint = The municipality gets the text as it stands. No round is used.
input-recuse-reason-hint = Your access ends at once. The lead reviewer sees the reason.
input-hold-reason-hint = The reason is public. Working-day deadlines stand still; calendar dates do not move.
input-retract-decision-reason-hint = The municipality and its political bodies get the reason.
input-revoke-reason-hint = The municipality and its political bodies get the reason.
input-revoke-certificate-reason-hint = The municipality and its political bodies get the reason.
input-stage = Stage
input-reviewer = Reviewer
input-reviewer-hint = Those with the fewest assignments come first. Whoever has a conflict of interest cannot be chosen.
input-assignment = Assignment
input-criterion = Criterion
input-criteria = Criteria that open again
input-criteria-hint = Only these can be worked on; the others stand as they are.
input-reopen-review-criteria = Criteria to look at again
input-reopen-review-criteria-hint = They are judged in a new round that does not count towards the limit.
input-verdict-status = Judgement
input-verdict-reason = What kind of fault
input-verdict-reason-hint = Only when the criterion is returned. It is counted, to show where municipalities struggle.
input-verdict-remark = Remark
input-verdict-remark-hint = When it is returned: what is missing and what would help. When it does not apply: why.
input-verdict-text = Condition
input-verdict-text-hint = Only with a condition: what the municipality must do.
input-verdict-due = The condition is due
input-verdict-due-hint = Only with a condition. Choose a working day; the day itself counts.
input-how = How, and with whom
input-how-hint = For example “By telephone with Anna Andersen”. The time for the answer runs from today.
input-deadline = Which deadline
input-until = Until
input-until-hint = Choose a working day after the present deadline. The day itself counts.
input-judge-condition-until-hint = Only when more time is given. Choose a working day; the day itself counts.
input-extension = Request
input-granted = Is more time given?
input-reading = Second reading of
input-upheld = Does the first judgement stand?
input-decide-second-reading-verdict-status-hint = Only when the first judgement does not stand, and only for a criterion.
input-decided-on = Date of the decision
input-decided-on-hint = Today, or the day on which it was decided. It cannot lie in the future.
input-body = Body
input-item = Item on the agenda
input-item-hint = As the body writes it, for example “12”.
input-case-number = Case number
input-case-number-hint = As the body writes it.
input-outcome = What it decided
input-judge-condition-outcome = Where the condition stands
input-text = The decision in its words
input-dissent = Dissent
input-dissent-hint = If a member asked to have it recorded.
input-plan = Which plan document
input-plan-hint = The very document that lay before the body. A certificate needs the certified and the adopted document to be the same.
input-plan-other = Fingerprint of another document (SHA-256)
input-plan-other-hint = Only when none of the documents fits. 64 characters.
input-corrects = Corrects
input-corrects-hint = Only when an earlier record of the same body was wrong.
input-adoption = The council’s decision
input-note = What differs
input-note-hint = For example “Two misspellings in the table of contents”.
input-organisation = Knowledge partner that takes over
input-successor = Municipality that carries on
input-successor-hint = Only in a merger.
input-condition = Condition
input-answer = How it was met
input-evidence = Evidence
input-evidence-hint = Choose among the files of the case.
input-notice = Notice
input-decision = The decision in its words
form-to-files = Bring more files into the case
