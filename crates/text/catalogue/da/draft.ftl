# Koordinatorens sider: udkastet.
draft-title = Udkast
draft-heading = Udkast for { $municipality }
draft-nav = Udkastets sider
draft-place-overview = Alle dele
draft-place-returned = Returnerede kriterier
draft-place-files = Filer
draft-place-import = Hent og indlæs plandata
draft-place-ready = Før I indsender
draft-read-only = Her kan du læse. Du kan ikke ændre noget i udkastet nu.
draft-progress = { $answered } af { $total } kriterier er besvaret.
draft-plan-is = Planen er:
draft-plan-missing = Planen (PDF) mangler. Tilføj den under »Filer«.
draft-unexplained-count = { $count ->
    [one] Ét kriterium har et tjek, der ikke er opfyldt, og mangler en forklaring.
   *[other] { $count } kriterier har et tjek, der ikke er opfyldt, og mangler en forklaring.
}
draft-column-answer = Svar
draft-column-check = Automatisk tjek
draft-column-finding = Vurdering
draft-answered = Besvaret
draft-unanswered = Ikke besvaret
draft-comment-count = { $count ->
    [one] Én kommentar
   *[other] { $count } kommentarer
}
draft-check-met = Opfyldt
draft-check-not-met = Ikke opfyldt
draft-check-unknown = Data mangler
draft-check-not-applicable = Ikke relevant
draft-check-person = Vurderes af mennesker
draft-explained = Forklaret
draft-unexplained = Mangler forklaring
draft-carried = Gælder stadig
draft-data = Plandata
draft-data-text = Tallene og tabellerne, som de automatiske tjek regner på. De er delt op i afsnit, og flere kan arbejde på hver sit.
draft-section = Afsnit
draft-section-content = Indhold
draft-section-closed = Lukket nu
draft-row-count = { $count ->
    [one] én række
   *[other] { $count } rækker
}
draft-begun = Påbegyndt
draft-not-begun = Ikke påbegyndt
draft-row-faults = Fejl
draft-row-fault-count = { $count ->
    [one] én fejl
   *[other] { $count } fejl
}
draft-row-told = Fejl og tjek
draft-row-advice-count = { $count ->
    [one] ét tjek ikke opfyldt
   *[other] { $count } tjek ikke opfyldt
}
draft-download = Hent alle plandata som JSON
draft-saved = Gemt { $day } kl. { $time } af { $by }
draft-never-saved = Ikke gemt endnu
draft-save = Gem
draft-faults = { $count ->
    [one] Der er én fejl
   *[other] Der er { $count } fejl
}
draft-section-faults = { $count ->
    [one] Afsnittet har én fejl.
   *[other] Afsnittet har { $count } fejl.
}
draft-faults-kept = Gemt, men skal rettes, før I indsender:
draft-round = runde { $round }
draft-reply = Svar på bemærkningen
draft-reply-hint = Skriv, hvad I har ændret, og hvor det står.
draft-reply-earlier = Det svarede I på en tidligere bemærkning
draft-replied = Bemærkningen er besvaret
draft-unreplied = Bemærkningen mangler svar
draft-answer-heading = Jeres svar
draft-answer = Hvordan opfylder planen kriteriet?
draft-answer-hint = Højst 20.000 tegn.
draft-explanation = Forklaring til tjekket
draft-explanation-hint = Et automatisk tjek er ikke opfyldt. Skriv, hvorfor planen alligevel kan vurderes. Et menneske afgør det.
draft-evidence-number = Dokumentation { $number }
draft-evidence-file = Fil
draft-evidence-none = Ingen fil
draft-evidence-remove = Ingen fil, fjern linjen
draft-evidence-page = Side
draft-evidence-passage = Sted i teksten
draft-evidence-open = Åbn filen
draft-evidence-wanted = Dokumentation, der viser det
draft-upload-evidence = Tilføj en ny fil som dokumentation
draft-upload-save-first = Gem dit svar først, hvis du har ændret det.
draft-upload = Tilføj filen
draft-file = Fil
draft-file-hint = PDF, DOCX, XLSX, PPTX, PNG, JPEG, CSV eller TXT, højst 200 MB. Filer med makroer eller adgangskode kan ikke bruges.
draft-returned-here = Kriteriet er returneret
draft-checks = Automatiske tjek
draft-looks-at = Kriteriet ser på:
draft-go-to-field = Gå til feltet
draft-found = Fundet
draft-wanted = Ønsket
draft-parameter = Grænsen er { $value }.
draft-parameter-source = Kilde: { $source } ({ $day }).
draft-comments = Kommentarer fra kolleger og rådgiver
draft-comments-hint = Kommentarer ses af kolleger, rådgiver og sekretariat. De indsendes ikke.
draft-comment = Ny kommentar
draft-comment-send = Gem kommentaren
draft-help = Hjælp til kriteriet
draft-guidance = Vejledning
draft-in-set = Kriteriet i { $set }
draft-findings = Vurderinger i denne sag
draft-last = Sidste gang
draft-last-answer = Svaret dengang
draft-last-none = Kriteriet blev ikke besvaret dengang.
draft-steps = Videre
draft-before = Forrige: { $name }
draft-after = Næste: { $name }
draft-returned-title = Returnerede kriterier
draft-returned-lead = { $count ->
    [one] Ét kriterium er returneret. De øvrige vurderinger gælder stadig.
   *[other] { $count } kriterier er returneret. De øvrige vurderinger gælder stadig.
}
draft-returned-none = Ingen kriterier er returneret.
draft-returned-ways = Vil I bede om længere frist eller en fornyet vurdering? Se sagens overblik.
draft-to-ready = Se, hvad der mangler, før I indsender
draft-all-rows = Alle rækker i { $table }
draft-row-of = Række { $number } af { $count }
draft-read-by = Afsnittet bruges af:
draft-elsewhere = Om felter, som ikke vises på denne side:
draft-elsewhere-more = { $count ->
    [one] Og én mere.
   *[other] Og { $count } mere.
}
draft-required = (skal udfyldes)
draft-check-says = Tjek:
draft-number-unclear = »{ $place }«: »{ $found }« er ikke et entydigt tal. Skriv hele tal uden mærker (1234) og decimaler med komma (1234,5). Står der både punktum og komma, som i 1.234,5, er det også klart.
draft-list-hint = Én nøgle på hver linje.
draft-unknown-value = { $found } (findes ikke i listen)
draft-unknown-field = { $name } (ukendt felt)
draft-row = Række
draft-row-actions = Handlinger
draft-row-insert = Indsæt
draft-row-above = en række over række { $number }
draft-row-remove = Fjern
draft-row-remove-sure = Ja, fjern
draft-row-number = række { $number }
draft-row-add = Tilføj en række
draft-row-untitled = Række { $number }
draft-row-before = Forrige række
draft-row-after = Næste række
draft-no-rows = Ingen rækker endnu.
draft-rows-shown = Række { $first }–{ $last } af { $total }
draft-pages = Sider i { $table }
draft-paste = Indsæt rækker fra et regneark i { $table }
draft-paste-label = Rækker
draft-paste-hint = Markér rækkerne i regnearket, kopiér dem, og sæt dem ind her. Er første linje kolonnernes navne, bruges de; ellers går cellerne ind fra venstre, uden nøglen. En række med en kendt nøgle retter den række.
draft-paste-take = Indsæt rækkerne
draft-pasted = Nye rækker: { $added }. Rettede rækker: { $replaced }.
draft-paste-wide = Linje { $line } har { $found } celler, men tabellen har højst plads til { $wanted }. Ingen rækker er indsat.
draft-paste-moved = En anden har gemt imens. Ingen rækker er indsat. Se tabellen igennem, og indsæt rækkerne igen.
draft-sheet = Regneark
draft-sheet-download = Hent afsnittet som regneark (xlsx)
draft-sheet-upload = Indlæs et udfyldt regneark
draft-sheet-hint = Kun det regneark, der er hentet her. Du ser indholdet, før noget gemmes.
draft-sheet-read = Læs regnearket
draft-sheet-title = Regneark for { $section }
draft-sheet-rows = { $count ->
    [one] Regnearket har én række.
   *[other] Regnearket har { $count } rækker.
}
draft-sheet-fields = Regnearket er læst.
draft-sheet-not-yet = Intet er gemt endnu.
draft-sheet-ignored = Disse ark hører ikke til skemaet og er ikke læst:
draft-sheet-faults = { $count ->
    [one] Ét sted skal rettes
   *[other] { $count } steder skal rettes
}
draft-sheet-faults-text = Du kan gemme alligevel. Værdierne bevares, og fejlene vises ved felterne, til de er rettet.
draft-sheet-fault = Ark »{ $sheet }«, celle { $cell }: { $message }
draft-sheet-take = Gem i stedet for det, der står i udkastet
draft-sheet-back = Tilbage uden at gemme
draft-files-title = Filer
draft-no-files = Ingen filer endnu.
draft-file-size = Størrelse
draft-file-use = Bruges som
draft-file-came = Tilføjet
draft-megabytes = { $size } MB
draft-file-is-plan = Planen
draft-file-make-plan = Brug som plan
draft-file-remove = Fjern
draft-file-scanned = Filen har intet tekstlag og kan ikke søges igennem eller læses op
draft-file-not-inspected = Filen er for stor til at blive undersøgt
draft-bring = Tilføj en fil
draft-bring-plan = Filen er planen og afløser den, der måtte være
draft-ready-title = Før I indsender
draft-ready-open = Noget mangler, før udkastet kan indsendes.
draft-ready-nothing-open = Alt er på plads. Udkastet kan indsendes.
draft-ready-complete = Intet mangler i udkastet.
draft-ready-unreplied-lead = Alt er udfyldt, men bemærkninger mangler svar.
draft-ready-held = I kan hverken ændre udkastet eller indsende det, før sekretariatet genoptager sagen. Frister i arbejdsdage står stille så længe; datoer flytter sig ikke.
draft-ready-held-why = Se hvorfor
draft-ready-reading = En fornyet vurdering er i gang:
draft-ready-reading-refusal = En fornyet vurdering af afvisningen er i gang
draft-ready-reading-text = I kan først indsende, når den er afsluttet.
draft-ready-reading-left = { $count ->
    [one] Svarfristen står stille imens. I har én arbejdsdag tilbage, når den løber igen.
   *[other] Svarfristen står stille imens. I har { $count } arbejdsdage tilbage, når den løber igen.
}
draft-ready-reading-due = Den skal være afsluttet senest
draft-ready-round = Indsendelsen begynder runde { $number } af { $of }.
draft-ready-round-last = Indsendelsen begynder runde { $number } af { $of }, den sidste. Returneres noget igen, kræver en runde mere sekretariatets samtykke.
draft-ready-rounds-used = { $count ->
    [one] Sagen har haft sin ene runde.
   *[other] Sagen har haft alle sine { $count } runder.
}
draft-ready-plan = Planen mangler
draft-ready-unreplied = { $count ->
    [one] Ét returneret kriterium mangler svar på bemærkningen
   *[other] { $count } returnerede kriterier mangler svar på bemærkningen
}
draft-ready-unanswered = { $count ->
    [one] Ét kriterium mangler svar
   *[other] { $count } kriterier mangler svar
}
draft-ready-faults = { $count ->
    [one] Én fejl i plandata
   *[other] { $count } fejl i plandata
}
draft-ready-unexplained = { $count ->
    [one] Ét tjek er ikke opfyldt og ikke forklaret
   *[other] { $count } tjek er ikke opfyldt og ikke forklaret
}
draft-ready-explained = { $count ->
    [one] Ét tjek er ikke opfyldt, men forklaret
   *[other] { $count } tjek er ikke opfyldt, men forklaret
}
draft-ready-approver = Det er kommunens planansvarlige, der indsender.
draft-ready-frozen = Det, der fryses
draft-ready-frozen-text = Når I indsender, gemmes en kopi, som ikke kan ændres. Den vurderes, og den kan altid ses. I kan arbejde videre, hvis noget returneres.
draft-ready-answers = { $count ->
    [one] Ét svar
   *[other] { $count } svar
}
draft-ready-sections = { $count ->
    [one] Ét afsnit plandata
   *[other] { $count } afsnit plandata
}
draft-ready-files = { $count ->
    [one] Én fil, som et svar henviser til
   *[other] { $count } filer, som svarene henviser til
}
draft-ready-set = Kriterierne i:
draft-conflict-title = To har ændret det samme
draft-conflict-text = »{ $title }« er gemt af en anden, siden du åbnede siden. Intet er gået tabt: vælg for hvert felt, hvad der skal stå.
draft-conflict-pasted = De rækker, du ville indsætte
draft-conflict-pasted-hint = De er ikke indsat. Kopiér dem, før du forlader siden, og indsæt dem igen i tabellen.
draft-mine = Det, du skrev
draft-theirs = Det, der er gemt
draft-nothing = ingenting
draft-merge = Gem mine valg
draft-take-theirs = Behold det, der er gemt
draft-import-title = Hent og indlæs plandata
draft-import-text = Du kan indlæse plandata fra en fil: enten plandata, der er hentet her, eller et planresumé. Du ser indholdet, før noget gemmes.
draft-import-file = Fil med plandata
draft-import-hint = JSON, højst 1 MB.
draft-import-read = Læs filen
draft-import-found = { $count ->
    [one] Filen har ét afsnit.
   *[other] Filen har { $count } afsnit.
}
draft-import-replaces = Afløser det, der står i udkastet
draft-import-unplaced = { $count ->
    [one] Én oplysning har ingen plads
   *[other] { $count } oplysninger har ingen plads
}
draft-import-take = Gem afsnittene i udkastet
draft-import-moved = En anden har gemt i { $sections }, siden du så indholdet. Intet er gemt. Se efter, om det stadig skal afløses, og gem igen.
draft-import-missing = Vælg en fil.
draft-js-saving = Gemmer …
draft-js-saved = Gemt kl. {"{time}"}
draft-js-offline = Forbindelsen er væk. Det, du skriver, er gemt på denne computer og sendes, når forbindelsen er tilbage.
draft-js-signed-out = Du er logget ud. Det, du skrev, er gemt på denne computer. Log ind i en ny fane, så gemmes det herfra.
draft-js-conflict = En anden har gemt imens. Tryk på Gem for at se begge udgaver og vælge.
draft-js-refused = Det kan ikke gemmes nu. Tryk på Gem for at se hvorfor. Det, du skrev, er gemt på denne computer.
draft-js-found = Der ligger tekst på denne computer, som ikke er gemt i udkastet.
draft-js-restore = Sæt den ind
draft-js-discard = Slet den
draft-evidence = Dokumentation
draft-evidence-no-file = Dokumentation { $number }: Vælg den fil, som siden eller stedet hører til.
draft-evidence-no-page = Dokumentation { $number }: »{ $found }« er ikke et sidetal. Skriv et helt tal fra 1.
draft-import-closed = »{ $section }« er lukket nu og ændres ikke.
draft-import-unknown = »{ $section }« er ikke et afsnit, som kriterierne kender.
draft-import-no-plan = Filen indeholder ikke plandata. Den skal være et JSON-objekt med planens afsnit, eller et planresumé (plan-summary/1).
