# The review: queue, sheet, criterion, drafts and the summary for C40.

page-nav-reviews = Reviews

judgement-fault-verdict = Choose a judgement.
judgement-fault-text = Write a remark. The municipality must be able to see why.
judgement-fault-text-long = The text cannot be kept. Use at most 20,000 characters.
judgement-fault-reason = Choose what is wrong.
judgement-fault-due = Write a date, for example 31-12-2027. It says: { $found }.

value-yes = yes
value-no = no

column-stage = Who judges
column-progress = Progress
column-what = What waits
column-signs = Take note
column-change = Change

reviews-title = Reviews
reviews-load = { $cases ->
    [one] You judge one case
   *[other] You judge { $cases } cases
} and { $criteria ->
    [0] nothing is left.
    [one] one criterion is left.
   *[other] { $criteria } criteria are left.
}
reviews-none = Nothing waits for you.
reviews-none-help = When somebody asks you to judge a case you get a mail, and the case stands here.
reviews-asked = Will you judge?
reviews-answer-by = Answer by
reviews-much = { $count ->
    [one] One criterion to judge
   *[other] { $count } criteria to judge
}
reviews-judging = Cases you judge
reviews-leading = What else waits for you
reviews-missing = { $count ->
    [one] One reviewer is missing.
   *[other] { $count } reviewers are missing.
}
reviews-on-behalf = You may record the decision on the organisation’s behalf.
review-task-answer = Say whether you will judge
review-task-judge = Judge the criteria
review-task-assign = Find reviewers
review-task-settle = Settle a disagreement
review-task-conclude = Conclude the stage
review-task-scope = Hold the scoping meeting and record its outcome
review-task-certify = Make the certification decision
review-task-condition = Judge a condition
review-task-read-again = Second reading

review-of = Review, { $organisation }
review-handed-in = { $what }, submission { $number }, { $day }
review-round = round { $round }
review-undecided-of = { $undecided ->
    [one] One criterion of { $open } is left.
   *[other] { $undecided } criteria of { $open } are left.
}
review-all-judged = Everything is judged.
review-lead-concludes = The lead reviewer concludes the stage. Until then you can change your judgements.
review-nothing-open = There is nothing to judge here now.
review-carried = { $count ->
    [one] One approval stands from an earlier round and is locked.
   *[other] { $count } approvals stand from an earlier round and are locked.
}
review-leads = You lead the stage. Judgements are given by its reviewers; you can be one of them yourself.
review-on-behalf = You record on behalf of { $organisation }. The log says so.
review-asked = Will you judge this case?
review-answer-accept = Yes, I will
review-answer-decline = No, thank you
review-answer-recuse = I have a conflict of interest
review-answer-reassign = Hand the assignment over
review-answer-offer = Ask
review-answer-help-decline = The lead reviewer reads the reason and asks somebody else.
review-answer-help-recuse = You lose access to the case at once, and your drafts are sealed. The municipality does not see the reason.
review-reason = Reason
review-reviewers = Reviewers
review-candidate = Who
review-candidate-load = { $count ->
    [0] { $name } (no cases)
    [one] { $name } (one case)
   *[other] { $name } ({ $count } cases)
}
review-no-candidates = There is nobody to ask: all were asked, are partial, or have no account.
review-leaving = Can you not judge the case after all?
review-leaving-help = If you are only short of time, ask the lead reviewer to hand the assignment over; you can still judge the municipality another time. A conflict of interest is for good: you cannot judge this municipality again, in later cases either.
review-other-stages = Other stages of the case
review-go-on = Go on with { $criterion }
review-to-conclude = See the outcome and conclude
review-to-summary = Summary in English
review-filters = Show only some of the criteria
review-filter-all = All
review-filter-undecided = Undecided
review-filter-returned = Returned before
review-filter-changed = Changed since last time
review-filter-not-met = Check not met
review-filter-disagreed = Disagreement
review-filter-drafted = With a draft
review-filter-empty = No criteria here.
review-locked = Locked
review-earlier = The stage before: { $finding }
review-own = You: { $finding }
review-disagreed = Disagreement
review-returned-before = Returned before
review-changed = Changed
review-drafted = Draft
review-drafts = Your drafts
review-drafts-help = Only you can see them. Hand them in together when you are done, or one by one on the page of the criterion.
review-hand-in-drafts = { $count ->
    [one] Hand in the one judgement
   *[other] Hand in the { $count } judgements
}
review-unready = Not complete yet:

review-steps = Go to another criterion
review-position = Criterion { $position } of { $total }
review-previous = Previous: { $criterion }
review-next = Next: { $criterion }
review-next-undecided = Next undecided: { $criterion }
review-to-judgement = To the judgement
review-left = { $count ->
    [0] everything is judged
    [one] one is left
   *[other] { $count } are left
}
review-guidance = Guidance
review-returns = { $returned ->
    [one] The criterion was returned once out of { $judged } in the concluded reviews of all cases.
   *[other] The criterion was returned { $returned } times out of { $judged } in the concluded reviews of all cases.
}
review-compared-changed = Changed since submission { $number } ({ $day }). What is new and what is gone is marked.
review-compared-same = Unchanged since submission { $number } ({ $day }).
review-rounds = Earlier rounds
review-reply = The municipality’s answer to the remark
review-answer = The municipality’s answer
review-no-answer = No answer.
review-explanation = The municipality’s explanation of the check
review-evidence = Evidence
review-page = page { $page }
review-new-tab = opens in a new tab
review-plan = The whole plan
review-no-evidence = No evidence.
review-checks = Automatic checks
review-checks-all = All checks of the criterion ({ $count })
review-checks-help = As it was at the submission. A check is advice; you decide.
review-no-checks = There are no checks.
review-no-data = The municipality has filled in nothing here.
review-rows = { $count ->
    [one] one row
   *[other] { $count } rows
}
review-rows-changed = { $count ->
    [one] one row changed
   *[other] { $count } rows changed
}
review-elsewhere = Other stages
review-last-cycle = Last time (case { $edition })
review-last-answer = The answer then
change-added = New
change-removed = Removed
change-changed = Changed
change-was = Before:

review-reading-asked = The municipality has asked for the return to be read a second time:
review-reading-others = The criterion is read a second time by somebody who has not judged it before.
review-judgement = Your judgement
review-settle = Settle the disagreement
review-opinions = Other reviewers
review-opinions-hidden = Somebody else has judged the criterion. You see how when you have too.
review-waits = This is how you judged. The criterion is judged once all reviewers said the same, or the lead reviewer has settled it.
review-locked-help = The criterion was approved in an earlier round and nothing about it has changed. So the approval still stands.
review-form-faults = The judgement is not given yet
review-verdict = Judgement
judge-approved = Approve
judge-approved-with-condition = Approve with a condition
judge-returned = Return
judge-not-applicable = Not applicable
review-return-reason = What is wrong?
review-choose = Choose
review-text = Remark or condition
review-text-help = The municipality reads it when the stage is concluded. Write what is missing and what would help. An approval without a condition carries no remark.
review-condition-due = The condition must be met by
review-draft-kept = Your draft of { $day }.
review-draft-saved = The draft is kept.
review-draft-lost = The draft is not kept yet. We try again; do not close the page.
review-save = Give
review-save-next = Give and go to the next
review-save-draft = Keep as a draft
review-newer = A newer submission came since you opened the page. What you wrote still stands here. Read what is new before you judge.
review-keys = Keyboard shortcuts
review-keys-help = Ctrl+Enter always works. The single letters work only when you have turned them on here, and never while you type.
review-keys-turn-on = Turn shortcuts on
review-keys-turn-off = Turn shortcuts off
review-key-move = next and previous criterion
review-key-undecided = next undecided
review-key-open = open the evidence
review-key-choose = approve, approve with a condition, return, not applicable

conclude-title = Conclude the review, { $organisation }
conclude-here = Conclude
conclude-waits = The stage can be concluded once every criterion is judged.
conclude-pending = Not judged yet
conclude-outcome = What happens
conclude-to-returned = { $count ->
    [one] One criterion goes back to the municipality.
   *[other] { $count } criteria go back to the municipality.
}
conclude-to-stage = The case goes on to { $organisation }.
conclude-to-decision = The case is ready for the certification decision.
conclude-answer = { $days ->
    [one] The municipality gets one working day for its answer, counted from when it knows.
   *[other] The municipality gets { $days } working days for its answer, counted from when it knows.
}
conclude-returned = Criteria that are returned
conclude-not-applicable = Criteria that are not applicable
conclude-letter = The letter to the municipality
conclude-mails = Mails
conclude-no-mails = No mails are sent.
conclude-no-notices = No notices are written.
conclude-sure = A concluded stage cannot be undone.

summary-title = Summary of the review
summary-programme = Programme
summary-stage = Read by
summary-submission = Submission
summary-as-written = Remarks and conditions stand as they were written.
summary-overview = Overview
summary-component = Component
summary-in-danish = In Danish:
summary-not-judged = Not judged.

outcome-met = Check met
outcome-not-met = Check not met
outcome-unknown = Check undecided
outcome-not-applicable = Check not applicable
