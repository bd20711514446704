# The pages of a case.
case-places = Pages of the case
case-place-overview = Overview
case-place-draft = Draft
case-to-draft = Go to the draft
case-place-review = Review
case-steps = The way to a plan in force
case-step-done = Reached
case-step-current = The case is here
case-step-ahead = To come
case-next-deadline = Next deadline
case-submission-download = Download what was submitted as a file (JSON)
case-submission-hash = Fingerprint of all of it (SHA-256)
case-mails = Mails about the case
case-mails-shown = Showing the latest { $shown } of { $total }.
case-comments = Comments
case-timeline-earlier = { $count ->
    [one] One earlier thing
   *[other] { $count } earlier things
}
case-focus = Agreed at the scoping meeting
case-condition-answer = The municipality answered:
case-condition-evidence = Evidence:
case-comment-plan = The plan
case-adoption-number = case { $number }
case-adoption-dissent = The minority wanted to have noted:
