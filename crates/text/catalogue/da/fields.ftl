# Et felt eller en fil, der ikke kan bruges: hvor, hvad der stod, og hvad der hjælper.

field-missing = »{ $place }« mangler.
field-unknown = »{ $place }« er ikke et felt, der kendes her. Det kan være: { $wanted }.
field-type = »{ $place }« er »{ $found }«, men skal være { $wanted }.
field-choice = »{ $place }« er »{ $found }«, men skal være en af: { $wanted }.
field-date = »{ $place }« er »{ $found }«, men skal være en hel dato, for eksempel 2026-11-23.
field-unreadable = »{ $place }« er »{ $found }« og kan ikke bruges. Teknisk forklaring: { $reason }
field-nul-character = En tekst indeholder et usynligt NUL-tegn. Skriv teksten igen.
field-object-wanted = »{ $found }« kan ikke bruges her. Der skal sendes et JSON-objekt med felter.
field-query-wanted = »{ $found }« i adressen kan ikke læses. Teknisk forklaring: { $reason }
field-page-wanted = Siden er { $found }, men sider tælles fra 1.
field-per-page-wanted = Der er bedt om { $found } pr. side, men det kan være fra 1 til 100.
field-word-unknown = »{ $found }« i »{ $place }« er ikke et ord, der kendes her. Se beskrivelsen i /api/v1/openapi.json.
field-set-unknown = Kriteriesættet »{ $found }« findes ikke. Det kan være: { $wanted }.

field-already-set-up = Installationen er allerede sat op for »{ $found }«. Bed sekretariatet om en invitation.
field-comment-wanted = Kommentaren er tom eller for lang. Skriv mellem 1 og 20.000 tegn.
field-dates-out-of-order = Den sidste dag, »{ $found }«, ligger før den første. Byt om på dem, eller ret den ene.
field-deputy-end-wanted = Den sidste dag mangler. En stedfortræder træder kun ind for en tid: skriv, hvornår den slutter.
field-email-taken = Adressen »{ $found }« bruges allerede af en anden konto. Hver konto skal have sin egen.
field-email-wanted = »{ $found }« kan ikke være en mailadresse. Den skal ligne navn@kommune.dk.
field-end-outside-term = »{ $found }« ligger ikke i rollens tid. Vælg en dag fra dens første til dens sidste.
field-municipality-unknown = »{ $found }« er ikke en kommune, der kan bruges her. Vælg en fra listen over organisationer.
field-partner-unknown = »{ $found }« er ikke en videnspartner, der kan tage over i dag. Vælg en anden fra listen over organisationer.
field-programme-unknown = »{ $found }« er ikke et program, der findes her. Lad feltet stå tomt, hvis rollen gælder alle programmer.
field-name-wanted = Navnet »{ $found }« kan ikke bruges. Skriv mellem 1 og 200 almindelige tegn.
field-organisation-unknown = »{ $found }« er ikke en organisation, der kendes her. Vælg en fra listen over organisationer.
field-password-wanted = Adgangskoden skal have mellem 12 og 200 tegn. Flere almindelige ord efter hinanden er lette at huske og svære at gætte.
field-pdf-wanted = Plandokumentet skal være en PDF, men filen er af typen { $found }.
field-principal-wanted = Den valgte kan ikke have en stedfortræder her. Vælg en anden person, der selv har rollen hos organisationen i hele perioden.
field-role-clash = Rollen »{ $found }« kan ikke gives: den samme person kan ikke både udarbejde og vurdere planer. Afslut den anden rolle først.
field-role-held = Personen har allerede rollen »{ $found }« her i den periode. Mangler personen adgang, så brug »Send nyt link« på personens side.
field-role-misplaced = Rollen »{ $found }« findes ikke hos en organisation af denne slags. Vælg en anden rolle eller organisation.
field-section-unknown = Plandata har intet afsnit, der hedder »{ $found }«. Kontrollér stavemåden i kriteriesættets skema.
field-text-too-long = Teksten i »{ $place }« er for lang. Skriv højst 20.000 tegn.
field-upload-unknown = »{ $found }« er ikke en fil i denne sag. Tilføj filen først, og brug det id, du får.

file-broken-pdf = »{ $found }« er beskadiget og kan ikke åbnes som PDF. Gem den som PDF igen, og prøv på ny.
file-empty = »{ $found }« er tom. Gem den igen, og prøv på ny.
file-encrypted = »{ $found }« er låst med en adgangskode. Gem den uden, så andre kan læse den.
file-macros = »{ $found }« indeholder makroer og tages ikke imod. Gem den uden makroer, for eksempel som .xlsx eller .docx.
file-mislabelled = »{ $found }« er noget andet, end navnet siger. Gem den i den rigtige type, eller ret navnets endelse.
file-name-missing = Filen mangler et navn. Giv den et, der ender på filens type, for eksempel plan.pdf.
file-type-not-taken = »{ $found }« er af en slags, der ikke tages imod. Brug PDF, DOCX, XLSX, PPTX, PNG, JPG, CSV eller TXT.
field-password-wrong = Det er ikke din nuværende adgangskode.
field-label-wanted = Skriv, hvad nøglen bruges til.

field-view-name-wanted = »{ $found }« kan ikke være navnet på en visning. Skriv fra 1 til 80 almindelige tegn.
field-views-full = Der er { $found } gemte visninger, og flere er der ikke plads til. Fjern en, du ikke bruger.
