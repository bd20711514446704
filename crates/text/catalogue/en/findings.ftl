# Findings, stages, assignments, conditions and what bodies decide.

finding-pending = Not judged yet
finding-approved = Approved
finding-approved-with-condition = Approved with a condition
finding-returned = Returned
finding-not-applicable = Not applicable

return-reason-incomplete = Something is missing
return-reason-unclear = Hard to understand
return-reason-outdated = The data are too old
return-reason-not-documented = No evidence
return-reason-inconsistent = Parts of the plan contradict each other
return-reason-insufficient = The ambition falls short of the requirement
return-reason-other = Something else, see the remark

stage-status-pending = Waiting for its turn
stage-status-open = In progress
stage-status-concluded = Concluded

assignment-offered = Waiting for an answer
assignment-accepted = Reviewing
assignment-done = Done
assignment-declined = Declined
assignment-expired = Did not answer in time
assignment-recused = Conflict of interest
assignment-reassigned = Given to somebody else

condition-open = Still to be met
condition-answered = Reported as met
condition-met = Met
condition-waived = Waived
condition-failed = Not met
condition-dropped = Gone with the finding it belonged to

condition-outcome-met = Met
condition-outcome-extended = More time
condition-outcome-waived = Waived
condition-outcome-failed = Not met

adoption-recommended = Recommended
adoption-adopted = Adopted
adoption-amended = Adopted with changes
adoption-postponed = Postponed
adoption-sent-back = Sent back to the administration
adoption-rejected = Rejected

submission-kind-self-assessment = Self-assessment
submission-kind-plan = Revised plan

standing-handed-in = Submitted
standing-recalled = Recalled
standing-sent-back = Sent back as incomplete

renewal-in-force = In force
renewal-go-live = In force (taken in at the start)
renewal-lapsed = Lapsed
renewal-revoked = Revoked
renewal-superseded = Followed by a newer one
conflict-declared = Declared as a conflict of interest with the municipality.
