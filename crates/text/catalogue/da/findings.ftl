# Vurderinger, trin, opgaver, vilkår og organers beslutninger.

finding-pending = Ikke vurderet endnu
finding-approved = Godkendt
finding-approved-with-condition = Godkendt med vilkår
finding-returned = Returneret
finding-not-applicable = Ikke relevant

return-reason-incomplete = Noget mangler
return-reason-unclear = Svært at forstå
return-reason-outdated = Data er for gamle
return-reason-not-documented = Mangler dokumentation
return-reason-inconsistent = Planens dele siger hver sit
return-reason-insufficient = Ambitionen er for lav til kravet
return-reason-other = Andet, se bemærkningen

stage-status-pending = Venter på sin tur
stage-status-open = I gang
stage-status-concluded = Afsluttet

assignment-offered = Venter på svar
assignment-accepted = Vurderer
assignment-done = Færdig
assignment-declined = Sagde nej
assignment-expired = Svarede ikke i tide
assignment-recused = Inhabil
assignment-reassigned = Givet til en anden

condition-open = Ikke opfyldt endnu
condition-answered = Meldt opfyldt
condition-met = Opfyldt
condition-waived = Bortfaldet
condition-failed = Ikke opfyldt
condition-dropped = Udgået sammen med vurderingen

condition-outcome-met = Opfyldt
condition-outcome-extended = Mere tid
condition-outcome-waived = Bortfalder
condition-outcome-failed = Ikke opfyldt

adoption-recommended = Anbefalet
adoption-adopted = Vedtaget
adoption-amended = Vedtaget med ændringer
adoption-postponed = Udsat
adoption-sent-back = Hjemvist
adoption-rejected = Forkastet

submission-kind-self-assessment = Selvvurdering
submission-kind-plan = Revideret plan

standing-handed-in = Indsendt
standing-recalled = Fortrudt
standing-sent-back = Sendt tilbage som ufuldstændig

renewal-in-force = I kraft
renewal-go-live = I kraft (overført ved start)
renewal-lapsed = Udløbet
renewal-revoked = Tilbagekaldt
renewal-superseded = Afløst af et nyere
conflict-declared = Meldt som inhabil over for kommunen.
