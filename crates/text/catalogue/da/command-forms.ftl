# Formularer til det, man kan bede om i en sag: hvad spørgsmålene hedder, hvad
# der hjælper med at svare, og hvad der følger.

form-optional = (valgfrit)
form-choose = Vælg
form-none = Ingen
form-yes = Ja
form-no = Nej
form-nothing-to-choose = Der er ikke noget at vælge imellem her.
form-cancel = Annullér
form-faults = { $count ->
    [one] Én ting skal rettes. Intet af det, du har skrevet, er gået tabt.
   *[other] { $count } ting skal rettes. Intet af det, du har skrevet, er gået tabt.
}
form-missing = Udfyld »{ $what }«.
form-choice-missing = Vælg noget under »{ $what }«.
form-choices-missing = Vælg mindst ét under »{ $what }«.
form-date-wanted = »{ $what }« er »{ $found }«, men skal være en dato, for eksempel 23.11.2026.
form-digest-wanted = »{ $what }« er »{ $found }«, men et fingeraftryk har 64 tegn, kun 0 til 9 og a til f.
form-stale = Sagen er ændret, siden du åbnede formularen
form-stale-text = Der er ikke gjort noget endnu, og det, du skrev, står nedenfor. Se, hvad der er nyt, og send igen, hvis det stadig passer.
form-foresee = Se, hvad der følger
form-foresee-again = Se igen, hvad der følger
form-foresee-hint = Først ser du, hvilke mails, orienteringer og frister der følger. Der sker ikke noget, før du bekræfter.
form-follows = Det følger, når du bekræfter
form-state-stays = Sagen bliver stående som »{ $state }«.
form-state-after = Sagen går videre til »{ $state }«.
form-certificate = Certifikat { $number } udstedes, gyldigt fra { $start } til { $end }.
form-certificate-changes = Et certifikat gælder ikke længere, eller et andet træder i stedet.
form-deadline = Ny frist: { $what }, { $day }.
form-calls-off = Planlagte påmindelser, der ikke længere passer, bliver aflyst.
form-next-case = Kommunens næste sag begynder eller ændres.
form-mails = { $count ->
    [0] Der sendes ingen mails
    [one] Der sendes én mail
   *[other] Der sendes { $count } mails
}
form-notices = { $count ->
    [one] Én orientering
   *[other] { $count } orienteringer
}
form-notice-direct = Den sendes med det samme.
form-notice-formal = Kommunen kan frigive den; ellers frigives den automatisk efter { $day }.
form-notice-draft = Den bliver et udkast, som kommunen kan frigive.

candidate-load = { $count ->
    [0] Ingen opgaver
    [one] Én opgave
   *[other] { $count } opgaver
}
candidate-works-there = Inhabil: arbejder for kommunen.
candidate-worked-there = Inhabil til { $day }: har arbejdet for kommunen.
candidate-declined = Sagde nej til sagen.
candidate-declared = Inhabil: har selv meldt det.
candidate-assigned = Vurderer allerede dette trin.

choice-deadline = Frist nu: { $day }
choice-deadline-working = Frist nu: { $day }, talt i arbejdsdage
choice-until = til { $day }
choice-refusal = Afvisningen af certificering
choice-condition = frist { $day }
choice-ceased = til { $day }
choice-plan-certified = Den certificerede plan, indsendt { $day }
choice-plan-submitted = Indsendelse { $number }, { $day }
choice-plan-uploaded = Tilføjet { $day }
choice-plan-other = Et andet dokument
choice-plan-other-detail = Skriv dets fingeraftryk i det næste felt.
choice-hash = Fingeraftryk { $hash }

input-period-end = Periodens slutning
input-period-end-hint = Den sidste dag i den periode, som den gældende plan dækker. Lad feltet stå tomt for at beholde den dag, der står i sagen.
input-opens-on = Revisionen åbner af sig selv
input-opens-on-hint = Lad feltet stå tomt, hvis nogen skal åbne den. Dagen skal ligge før fristen for selvvurderingen.
input-self-assessment-due = Frist for selvvurderingen
input-self-assessment-due-hint = Vælg en arbejdsdag. Dagen selv tæller med.
input-submission-due = Frist for den reviderede plan
input-submission-due-hint = Vælg en arbejdsdag efter fristen for selvvurderingen. Dagen selv tæller med.
input-held-on = Mødets dato
input-participants = Hvem deltog
input-participants-hint = Navne og organisationer, så I kan finde dem igen om fem år.
input-focus = Aftalt fokus
input-focus-hint = Skriv kun, hvor der er aftalt noget. Tomme felter kommer ikke med.
input-reason = Begrundelse
input-reasons = Begrundelse
input-send-back-reason = Hvad der mangler
input-send-back-reason-hint = Kommunen får teksten, som den står. Der bruges ikke en runde.
input-recuse-reason-hint = Din adgang ophører med det samme. Den ledende vurderer ser begrundelsen.
input-hold-reason-hint = Begrundelsen er offentlig. Frister i arbejdsdage står stille; datoer flytter sig ikke.
input-retract-decision-reason-hint = Kommunen og dens politiske organer får begrundelsen.
input-revoke-reason-hint = Kommunen og dens politiske organer får begrundelsen.
input-revoke-certificate-reason-hint = Kommunen og dens politiske organer får begrundelsen.
input-stage = Trin
input-reviewer = Vurderer
input-reviewer-hint = De med færrest opgaver står først. Den, der er inhabil, kan ikke vælges.
input-assignment = Opgave
input-criterion = Kriterium
input-criteria = Kriterier, der åbnes igen
input-criteria-hint = Kun dem kan der arbejdes med; vurderingerne af de andre gælder stadig.
input-reopen-review-criteria = Kriterier, der skal ses på igen
input-reopen-review-criteria-hint = De vurderes i en ny runde, der ikke tæller med i loftet.
input-verdict-status = Vurdering
input-verdict-reason = Hvad der er galt
input-verdict-reason-hint = Kun når kriteriet returneres. Det tælles for at vise, hvor kommunerne har det svært.
input-verdict-remark = Bemærkning
input-verdict-remark-hint = Når det returneres: hvad der mangler, og hvad der ville hjælpe. Når det ikke er relevant: hvorfor.
input-verdict-text = Vilkår
input-verdict-text-hint = Kun ved vilkår: hvad kommunen skal gøre.
input-verdict-due = Frist for vilkåret
input-verdict-due-hint = Kun ved vilkår. Vælg en arbejdsdag; dagen selv tæller med.
input-how = Hvordan og med hvem
input-how-hint = For eksempel »Telefonisk med Anna Andersen«. Tiden til at svare løber fra i dag.
input-deadline = Hvilken frist
input-until = Ny frist
input-until-hint = Vælg en arbejdsdag efter den nuværende frist. Dagen selv tæller med.
input-judge-condition-until-hint = Kun når der gives mere tid. Vælg en arbejdsdag; dagen selv tæller med.
input-extension = Ønske
input-granted = Gives der mere tid?
input-reading = Fornyet vurdering af
input-upheld = Skal den første vurdering stadig gælde?
input-decide-second-reading-verdict-status-hint = Kun når den første vurdering ikke længere skal gælde, og kun for et kriterium.
input-decided-on = Beslutningens dato
input-decided-on-hint = I dag eller den dag, der blev truffet beslutning. Den kan ikke ligge i fremtiden.
input-body = Organ
input-item = Punkt på dagsordenen
input-item-hint = Som organet skriver det, for eksempel »12«.
input-case-number = Sagsnummer
input-case-number-hint = Som organet skriver det.
input-outcome = Hvad det besluttede
input-judge-condition-outcome = Hvor vilkåret står
input-text = Beslutningen med organets ord
input-dissent = Afvigende mening
input-dissent-hint = Hvis et medlem har bedt om at få den ført til protokols.
input-plan = Hvilket plandokument
input-plan-hint = Præcis det dokument, som organet havde for sig. Til et certifikat skal det certificerede og det vedtagne dokument være det samme.
input-plan-other = Fingeraftryk af et andet dokument (SHA-256)
input-plan-other-hint = Kun når ingen af dokumenterne passer. 64 tegn.
input-corrects = Retter
input-corrects-hint = Kun når noget, der tidligere er noteret om det samme organ, var forkert.
input-adoption = Kommunalbestyrelsens beslutning
input-note = Hvad der er forskelligt
input-note-hint = For eksempel »To stavefejl i indholdsfortegnelsen«.
input-organisation = Videnspartner, der tager over
input-successor = Kommune, der fører videre
input-successor-hint = Kun ved en sammenlægning.
input-condition = Vilkår
input-answer = Hvordan det er opfyldt
input-evidence = Dokumentation
input-evidence-hint = Vælg blandt sagens filer.
input-notice = Orientering
input-decision = Beslutningen med organets ord
form-to-files = Føj flere filer til sagen
