# Where a case stands, and who has the ball.

state-enrolled = Enrolled
state-enrolled-help = The municipality has joined but has no approved plan yet; the secretariat opens the work and sets the dates.
state-scheduled = Scheduled
state-scheduled-help = The certified plan is in force and the revision has not opened; nobody needs to act until it does.
state-self-assessment = Self-assessment
state-self-assessment-help = The municipality evaluates its current plan against the criteria and hands in the self-assessment.
state-scoping = Scoping
state-scoping-help = The self-assessment is locked, and the lead reviewer discusses it with the municipality and records what the revision should focus on.
state-revision = Revision
state-revision-help = The municipality writes the next edition of its plan, holds its hearing and submits the plan for review.
state-review = Review
state-review-help = The submission is locked, and the reviewers judge it one criterion at a time.
state-returned = Returned
state-returned-help = At least one criterion was returned; the municipality works on those alone and answers before the deadline.
state-decision = Ready for the certification decision
state-decision-help = Every criterion is settled, and the lead reviewer of the last stage makes the certification decision.
state-certified = Certified
state-certified-help = The plan is certified and waits for the council to adopt it.
state-concluded = Concluded
state-concluded-help = The plan is certified and adopted, and it is in force; the next revision is scheduled.
state-withdrawn = Withdrawn
state-withdrawn-help = The municipality has left the programme and nobody needs to act; certificates already issued run to their end.
