# Roller, og hvad en organisation er.

role-coordinator = Klimakoordinator
role-approver = Planansvarlig
role-reviewer = Faglig vurderer
role-lead = Ledende vurderer
role-advisor = Rådgiver
role-secretariat = Sekretariat
role-criteria-approver = Godkender af kriterier
role-clerk = Udvalgssekretær
role-auditor = Tilsyn (læseadgang)

organisation-kind-municipality = Kommune
organisation-kind-council = Kommunalbestyrelse
organisation-kind-committee = Udvalg
organisation-kind-region = Region
organisation-kind-regional-council = Regionsråd
organisation-kind-kkr = KKR
organisation-kind-regional-organisation = Decentral organisation
organisation-kind-knowledge-partner = Videnspartner
organisation-kind-alliance = Alliance
organisation-kind-steering-group = Styregruppe
