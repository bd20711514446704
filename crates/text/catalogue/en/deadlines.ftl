# Deadlines, and how they are explained.

deadline-self-assessment = Self-assessment
deadline-submission = Submission of the plan
deadline-review = Review
deadline-decision = Certification decision
deadline-answer = Answer to returned criteria
deadline-second-reading = Second reading
deadline-condition = Meeting a condition

due-on = Deadline for { $what }: { $due }.
due-on-other = Deadline: { $due }.
due-what-self-assessment = the self-assessment
due-what-submission = submitting the plan
due-what-review = the review
due-what-decision = the certification decision
due-what-answer = the answer to the returned criteria
due-what-condition = meeting the condition
due-what-second-reading = the second reading
due-working-days = The deadline is counted in working days.
due-skipped = { $count ->
    [one] The deadline is counted in working days; this day was closed and not counted: { $days }.
   *[other] The deadline is counted in working days; these days were closed and not counted: { $days }.
}
due-before = { $days ->
    [0] today
    [1] tomorrow
   *[other] in { $days } days
}
due-after = { $days ->
    [1] yesterday
   *[other] { $days } days ago
}
