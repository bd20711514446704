# Hvad kommandolinjen siger på brugerens sprog.

cli-check-summary = Automatiske tjek: { $met } opfyldt, { $not-met } ikke opfyldt, { $unknown } kan ikke afgøres, { $not-applicable } ikke relevante. Kun et menneske kan vurdere { $by-a-person } kriterier. Et automatisk resultat er råd; kun vurderere afgør.
cli-import-unplaced = Ikke placeret:
cli-import-notes = Bemærk:
cli-import-written = Plandata er skrevet til { $file }.
