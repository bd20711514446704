# Roles, and what an organisation is.

role-coordinator = Climate coordinator
role-approver = Plan owner
role-reviewer = Reviewer
role-lead = Lead reviewer
role-advisor = Advisor
role-secretariat = Secretariat
role-criteria-approver = Criteria approver
role-clerk = Committee clerk
role-auditor = Auditor (read only)

organisation-kind-municipality = Municipality
organisation-kind-council = Municipal council
organisation-kind-committee = Committee
organisation-kind-region = Region
organisation-kind-regional-council = Regional council
organisation-kind-kkr = KKR (municipal contact council)
organisation-kind-regional-organisation = Regional support organisation
organisation-kind-knowledge-partner = Knowledge partner
organisation-kind-alliance = Alliance
organisation-kind-steering-group = Steering group
