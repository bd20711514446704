# Når en forespørgsel ikke kan besvares: hvad der gik galt, og hvad der hjælper.

fault-not-found-title = Findes ikke
fault-not-found = Det findes ikke, eller du har ikke adgang til det.
fault-unknown-route-title = Ukendt adresse
fault-unknown-route = Der er ingen tjeneste på denne adresse. Se beskrivelsen i /api/v1/openapi.json.
fault-wrong-method-title = Forkert metode
fault-wrong-method = Adressen findes, men ikke med denne metode. Hovedet »Allow« viser, hvilke der kan bruges.
fault-unauthenticated-title = Log ind først
fault-unauthenticated = Du er ikke logget ind, eller din adgang er udløbet. Send en gyldig hemmelighed i hovedet »Authorization: Bearer …«.
fault-wrong-credentials-title = Forkert adresse eller adgangskode
fault-wrong-credentials = Adresse og adgangskode passer ikke sammen. Har du glemt adgangskoden, kan sekretariatet sende en ny invitation.
fault-forbidden-title = Det må du ikke
fault-forbidden-not-permitted = Din rolle giver ikke lov til det. Spørg en, der har rollen, eller skriv til sekretariatet.
fault-forbidden-on-hold = Sagen er sat i bero, så intet kan ændres nu. Sekretariatet kan genoptage den.
fault-forbidden-wrong-state = Der kan ikke arbejdes i sagens udkast, som sagen står nu.
fault-forbidden-unknown-criterion = Kriteriet findes ikke i sagens kriteriesæt. Kontrollér nummeret.
fault-refused-title = Det kan ikke lade sig gøre nu
fault-invalid-title = Noget skal rettes
fault-invalid = { $count ->
    [one] Ét sted i det, du sendte, kan ikke bruges. Se »errors«.
   *[other] { $count } steder i det, du sendte, kan ikke bruges. Se »errors«.
}
fault-bad-json-title = Ikke brugbar JSON
fault-bad-json = Det, du sendte, kan ikke læses som JSON.
fault-broken-body-title = Afbrudt undervejs
fault-broken-body = Forbindelsen blev afbrudt, før alt var modtaget. Intet er ændret; send igen.
fault-silent-sender-title = Der kom ikke mere
fault-silent-sender = Resten kom ikke i tide. Intet er ændret; send igen.
fault-bad-header-title = Et hoved kan ikke læses
fault-bad-header = Hovedet { $name } er »{ $found }«, men skal være { $wanted }.
fault-unsupported-media-type-title = Forkert medietype
fault-unsupported-media-type = Indholdet er »{ $found }«, men skal være { $wanted }. Ret hovedet »Content-Type«.
fault-too-large-title = For stort
fault-too-large = Det, du sendte, er for stort. Der må højst sendes { $limit } byte.
fault-stale-title = En anden kom først
fault-stale = Det er ændret, siden du læste det. Intet er gået tabt: læs det igen, se hvad der er nyt, og prøv en gang til.
fault-changed-meanwhile-title = Ændret i samme øjeblik
fault-changed-meanwhile = En anden ændrede det samme i samme øjeblik, eller det findes allerede. Intet er gået tabt: læs det igen, og prøv en gang til.
fault-version-required-title = Sig, hvilken version du ændrer
fault-version-required = Det findes allerede. Læs det først, og send dets ETag med i hovedet »If-Match«, så ingen kommer til at overskrive en andens arbejde.
fault-idempotency-key-reused-title = Nøglen er brugt før
fault-idempotency-key-reused = Nøglen i »Idempotency-Key« er allerede brugt til en anden forespørgsel. Brug en ny nøgle.
fault-range-not-satisfiable-title = Uden for filen
fault-range-not-satisfiable = Det ønskede udsnit ligger uden for filen, som er på { $size } byte.
fault-busy-title = Der er travlt lige nu
fault-busy = Så mange filer er på vej ind på én gang, at der ikke er plads til flere. Prøv igen om et øjeblik.
fault-timeout-title = Det tog for lang tid
fault-timeout = Svaret kom ikke i tide. Se efter, om det, du bad om, er sket, før du prøver igen; med samme »Idempotency-Key« sker det højst én gang.
fault-unavailable-title = Ude af drift et øjeblik
fault-unavailable = Tjenesten kan ikke nå sin database. Intet er gået tabt; prøv igen om et øjeblik.
fault-internal-title = Der skete en fejl hos os
fault-internal = Fejlen er vores, ikke din. Opgiv forespørgslens nummer, hvis du skriver til sekretariatet.

wanted-etag = et versionsnummer i anførselstegn, for eksempel "3"
wanted-star = en stjerne: *
wanted-idempotency-key = 1 til 128 synlige tegn uden mellemrum
fault-wait-title = Vent lidt
fault-wait = Der er skrevet en forkert adgangskode mange gange. Prøv igen om { $minutes ->
    [one] et minut
   *[other] { $minutes } minutter
}.
