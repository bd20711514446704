# Notices to political bodies, written as items for an agenda.

notice-kind-opened = The revision opened
notice-kind-handed-in = The self-assessment was handed in
notice-kind-submitted = The plan was submitted
notice-kind-returned = Criteria were returned
notice-kind-ready-for-adoption = Ready for adoption
notice-kind-certified = The plan is certified
notice-kind-condition-met = A condition is met
notice-kind-condition-failed = A condition is not met
notice-kind-refused = The plan is not certified
notice-kind-decision-retracted = The certification decision is retracted
notice-kind-reopened = The certified plan is reopened
notice-kind-deadline-passed = A deadline has passed
notice-kind-held = The case is on hold
notice-kind-resumed = The case is resumed
notice-kind-lapsed = The certificate has lapsed
notice-kind-reinstated = The municipality is certified again
notice-kind-revoked = The certificate is revoked
notice-kind-withdrawn = The municipality has left

notice-state-drafted = Draft with the administration
notice-state-released = On its way
notice-state-delivered = Delivered
notice-state-acknowledged = Acknowledged
notice-state-decided = Dealt with
notice-state-superseded = Overtaken by a newer one
notice-state-cancelled = Cancelled

# The fixed parts of an agenda item.
agenda-trial = TRIAL: This item belongs to a trial run. Nothing here is a real certification.
agenda-case-number = Case number: { $number }
agenda-case-number-open = Case number: ____________________
agenda-department = Department: { $department }
agenda-department-administration = The administration
agenda-department-secretariat = The secretariat of { $programme }
agenda-open = Open item
agenda-closed = Closed item
agenda-summary = Short summary
agenda-route = Route of the case
agenda-recommend = { $department } recommends that
agenda-orientation = the information be taken note of.
agenda-description = Description of the case
agenda-reasons = The reasons given are:
agenda-criteria = The criteria are:
agenda-conditions = Conditions that are not met yet:
agenda-condition-line = { $criterion }: { $text } (by { $due })
agenda-deadline = Deadline for { $what }: { $due }.
agenda-certificate = The number of the certificate is { $number }. It is valid from { $from } to { $to }.
agenda-link = The case can be seen here: { $link }
agenda-attachments = Attachments
agenda-no-attachments = None.
agenda-decision = Decision

agenda-opened-title = For information: the revision of the climate action plan of { $municipality } has begun
agenda-opened-summary = The climate action plan must be evaluated and revised at least every fifth year. The revision is now open, and the administration begins with a self-assessment of the current plan.
agenda-opened-description = { $municipality } takes part in { $programme } and has thereby committed itself to revise its climate action plan at least every fifth year by a common standard.

    The steps are: self-assessment, scoping, revision with a hearing, review, certification decision and adoption by the council. The criteria are fixed for all of it.

agenda-handed-in-title = For information: the self-assessment of the climate action plan of { $municipality } is handed in
agenda-handed-in-summary = The administration has evaluated the current climate action plan against the criteria and handed in the self-assessment. The next step is a scoping meeting.
agenda-handed-in-description = The self-assessment shows where the current plan meets the criteria and where it must be strengthened. It is discussed at a scoping meeting, which agrees on what the revision should focus on.

agenda-submitted-title = For information: the revised climate action plan of { $municipality } is submitted for review
agenda-submitted-summary = The revised climate action plan is submitted for review by { $stage }.
agenda-submitted-description = The plan is judged one criterion at a time. Criteria that are not met are returned to the municipality with a remark; the others are approved and need not be dealt with again.

agenda-returned-title = For information: part of the climate action plan of { $municipality } is returned
agenda-returned-summary = { $count ->
    [one] { $stage } has reviewed the plan and returned one criterion to the municipality.
   *[other] { $stage } has reviewed the plan and returned { $count } criteria to the municipality.
}
agenda-returned-description = A return is an ordinary part of the review. The administration works on the returned criteria and submits the plan again. The other criteria are approved.

agenda-ready-for-adoption-title = Adoption of the revised climate action plan of { $municipality }
agenda-ready-for-adoption-summary = The revised climate action plan is certified and is hereby put forward for adoption. Once the council has adopted exactly this edition, the certificate is issued and the plan is in force.
agenda-ready-for-adoption-recommendation = { $kind ->
    [committee] the committee recommend to the council that it adopt the certified climate action plan in the attached edition.
   *[other] the council adopt the certified climate action plan in the attached edition.
}
agenda-ready-for-adoption-description = The plan was judged against the criteria and certified. The certification holds for exactly the attached edition; a change that is more than editorial means that the criteria it touches must be judged again.

agenda-certified-title = For information: the climate action plan of { $municipality } is certified
agenda-certified-summary = The revised climate action plan of { $municipality } is certified under { $programme }.
agenda-certified-description = The plan was judged against the criteria, and the certification decision is made. The plan is in force once the council has adopted the certified edition.

agenda-condition-met-title = For information: a condition of the climate action plan of { $municipality } is met
agenda-condition-met-summary = A condition that came with the certification of the climate action plan is met.
agenda-condition-met-description = The municipality has documented that the condition is met, and the lead reviewer agrees.

agenda-condition-failed-title = For information: a condition of the climate action plan of { $municipality } is not met
agenda-condition-failed-summary = A condition that came with the certification of the climate action plan is not met. The certificate may be revoked as a result.
agenda-condition-failed-description = The lead reviewer has found that the condition is not met. The certificate stands until something else is decided.

agenda-refused-title = For information: the climate action plan of { $municipality } is not certified
agenda-refused-summary = The revised climate action plan is not certified this time. The municipality can work on the named criteria and submit the plan again.
agenda-refused-description = The certification decision comes with reasons. The municipality can ask for a second reading, or it can mend the plan and submit it again. Only the named criteria are open; the rest stands.

agenda-decision-retracted-title = For information: the certification decision about the climate action plan of { $municipality } is retracted
agenda-decision-retracted-summary = The certification decision about the revised climate action plan is retracted. A new one will be made.
agenda-decision-retracted-description = The case is ready for the certification decision again. An item on adopting the certified plan should wait for the new certification decision.

agenda-reopened-title = For information: the certified climate action plan of { $municipality } is reopened
agenda-reopened-summary = The certified climate action plan is reopened for the criteria that the council’s treatment touches.
agenda-reopened-description = The plan is changed and submitted anew. Only the criteria that are touched are judged again; the other approvals stand.

agenda-deadline-passed-title = For information: a deadline in the revision of the climate action plan of { $municipality } has passed
agenda-deadline-passed-summary = A deadline in the revision of the climate action plan has passed. The work goes on.
agenda-deadline-passed-description = The municipality can ask for more time, with reasons. The certificate of the current plan lapses only when its period and the months of grace after it are over.

agenda-held-title = For information: the revision of the climate action plan of { $municipality } is on hold
agenda-held-summary = The case about revising the climate action plan is on hold.
agenda-held-description = Deadlines counted in working days stand still while the case is on hold; calendar dates do not move.

agenda-resumed-title = For information: the revision of the climate action plan of { $municipality } is resumed
agenda-resumed-summary = The case about revising the climate action plan is resumed, and its deadlines run again.
agenda-resumed-description = The work goes on where it left off.

agenda-lapsed-title = For information: the certificate of the climate action plan of { $municipality } has lapsed
agenda-lapsed-summary = The certificate of the previous climate action plan has lapsed because the revised plan was not certified and adopted in time.
agenda-lapsed-description = The public register shows that the certificate has lapsed. Work on the revision goes on as before, and a new certification takes the place of the lapsed certificate.

agenda-reinstated-title = For information: the climate action plan of { $municipality } is certified again
agenda-reinstated-summary = The revised climate action plan is certified and adopted and takes the place of the certificate that had lapsed.
agenda-reinstated-description = The public register now shows the new certificate. The time without a valid certificate remains visible in the history.

agenda-revoked-title = For information: the certificate of the climate action plan of { $municipality } is revoked
agenda-revoked-summary = The certificate of the climate action plan is revoked.
agenda-revoked-description = The revocation comes with reasons and is shown in the public register. The municipality can mend the plan and have it judged anew.

agenda-withdrawn-title = For information: { $municipality } has left { $programme }
agenda-withdrawn-summary = { $municipality } is withdrawn from the recertification of its climate action plan.
agenda-withdrawn-description = The case is closed. Certificates already issued run to their end. A municipality that has left can join again.
