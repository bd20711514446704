# Skrivebordet for ledende vurderere og sekretariatet.

desk-title = Sager på skrivebordet
desk-places = Skrivebordets sider
desk-place-cases = Sager
desk-place-deadlines = Frister måned for måned
desk-place-map = Kort
desk-place-reviewers = Vurderere
desk-place-returned = Returnerede kriterier
desk-place-begin = Begynd en sag
desk-place-people = Personer
desk-place-bodies = Politiske organer
desk-place-mails = Udgående mails
desk-place-audit = Loggen
desk-filter = Vælg, hvilke sager der vises
desk-all = Alle
desk-region = Region
desk-partner = Videnspartner
desk-only = Vis kun
desk-only-overdue = Overskredet
desk-only-on-hold = Sat i bero
desk-only-asks-for-time = Ønsker mere tid
desk-only-undated = Mangler datoer
desk-only-unreached = Kender ikke returneringen
desk-only-capped = Har brugt alle runder
desk-show = Vis
desk-clear = Vis alle
desk-todo = Kan gøres
desk-found = { $total ->
    [0] Ingen sager passer.
    [one] Én sag.
   *[other] { $total } sager.
}
desk-views = Mine visninger
desk-keep = Gem denne visning
desk-keep-name = Navn på visningen
desk-keep-do = Gem visningen
desk-drop = Fjern en visning
desk-drop-one = Fjern »{ $name }«
desk-column-code = Kommunekode
desk-column-edition = Udgave
desk-column-case = Sagens nummer

desk-map-title = Sagerne på kortet
desk-map-as-table = Vis som tabel
desk-map-beside = { $count ->
    [one] Én kommune har ingen plads på kortet. Den står i tabellen.
   *[other] { $count } kommuner har ingen plads på kortet. De står i tabellen.
}
desk-tone-planned = planlagt, ikke begyndt
desk-tone-working = kommunen arbejder
desk-tone-review = i faglig vurdering
desk-tone-returned = returneret
desk-tone-nearly = til certificeringsbeslutning eller vedtagelse
desk-tone-concluded = afsluttet
desk-tone-withdrawn = trukket tilbage
desk-tone-overdue = frist overskredet
desk-tone-on-hold = sat i bero
desk-wall-title = Frister måned for måned
desk-wall-overdue = Overskredet
desk-wall-without = { $count ->
    [one] Én har ingen frist.
   *[other] { $count } har ingen frist.
}

desk-reviewers-title = Vurderere og opgaver
desk-reviewers-refused = Noget af det kunne ikke gøres
desk-seats = Opgaver, der mangler en vurderer
desk-seats-text = Forslaget følger habilitet og fordeler arbejdet jævnt. Ret det, du vil, og tilbyd opgaverne; hver vurderer får en mail og { $days ->
    [one] én arbejdsdag
   *[other] { $days } arbejdsdage
} til at svare.
desk-seats-offer = Tilbyd opgaverne
desk-seats-none = Alle trin har de vurderere, de skal have.
desk-seat-who = Hvem spørges
desk-seat-nobody = Ingen endnu
desk-seat-others = Den ledende vurderer hos { $partner } spørger en vurderer.
desk-load = Arbejde hos { $partner }
desk-load-count = Opgaver nu
desk-load-cases = Sager hos { $name }
desk-load-none = Ingen sager lige nu.

desk-mails-title = Udgående mails
desk-mails-beyond = Mindst { $count } mails.
desk-mails-tries = { $count ->
    [0] Ikke forsøgt endnu.
    [one] Forsøgt én gang.
   *[other] Forsøgt { $count } gange.
}
desk-mails-resend = Send igen
desk-mails-done = Mailen er i køen igen og sendes om lidt.
desk-mails-person = Mails til personen

desk-audit-title = Er loggen hel?
desk-audit-lead = Alt, hvad der sker i en sag, står i en kæde, hvor hver linje bærer den forriges fingeraftryk. Her kan du se, om nogen har rettet, fjernet eller byttet om på noget.
desk-audit-examine = Undersøg loggen nu
desk-audit-whole = Loggen er hel.
desk-audit-faults = { $count ->
    [one] Loggen har én fejl.
   *[other] Loggen har { $count } fejl.
}
desk-audit-read = Der er læst { $rows } linjer i { $chains } kæder.
desk-audit-checkpoints = Underskrevne mærker i loggen ligger uden for databasen hos driften. Holdes de op mod loggen med »lustrum audit verify --checkpoint«, opdages også en kæde, der er regnet om fra ende til anden.
desk-audit-anchors = Underskrevne mærker
desk-audit-anchored = { $count ->
    [0] Der er ingen mærker endnu.
    [one] Der er ét mærke.
   *[other] Der er { $count } mærker. Her står de seneste.
}
desk-audit-at = kl. { $time }
desk-audit-compared = Det seneste mærke er holdt op imod. { $count ->
    [0] Intet er kommet til siden.
    [one] Én linje er kommet til siden.
   *[other] { $count } linjer er kommet til siden.
}
audit-fault-edited = En linje er rettet.
audit-fault-removed = En linje er fjernet.
audit-fault-reordered = Linjer er byttet om.
audit-fault-unlinked = En linje følger ikke efter den forrige.
audit-fault-truncated = De sidste linjer mangler.
audit-fault-case-removed = En hel sag er fjernet.
audit-fault-recomputed = En kæde er regnet om.
audit-fault-diverged = Sagen er ikke summen af det, der står i loggen.
audit-fault-bad-checkpoint = Et mærke er beskadiget eller underskrevet af en ukendt.

desk-begin-title = Begynd en sag
desk-begin-take-in = Overfør en kommune, der har en godkendt plan
desk-begin-take-in-text = For kommuner, hvis plan blev godkendt, før Lustrum blev taget i brug. Intet åbner eller udløber af sig selv, før du har sat datoerne i sagen.
desk-begin-take-in-do = Overfør kommunen
desk-begin-enrol = Tilslut en kommune uden godkendt plan
desk-begin-enrol-text = For kommuner, der ikke har en godkendt plan. Borgmester og kommunalbestyrelse har underskrevet et tilsagn.
desk-begin-enrol-do = Tilslut kommunen
desk-begin-programme = Program
desk-begin-letter = Tilsagnet
desk-begin-letter-hint = Den underskrevne fil. Kun dens fingeraftryk (SHA-256) gemmes, så gem selv filen.

desk-bodies-shared = Regionale og fælles organer
desk-bodies-own = Ret postkassen
desk-bodies-title = Politiske organer
desk-bodies-municipalities = Kommuner
desk-bodies-found = { $total ->
    [0] Ingen kommuner passer.
    [one] Én kommune.
   *[other] { $total } kommuner.
}
desk-bodies-none = Kommunen har ingen organer endnu.
desk-bodies-add = Tilføj et organ
desk-bodies-add-shared = Tilføj et KKR eller regionsråd
desk-bodies-add-shared-text = Organet får orienteringer om alle kommuner i den region, det hører til.
desk-body-kind = Slags
desk-body-term = Periode
desk-body-mailbox = Fællespostkasse
desk-body-from = Første dag
desk-body-to = Sidste dag
desk-body-successor = Efterfølger
desk-body-followed = Efterfølges af { $name }
desk-body-save = Gem
desk-body-done = Ændringen er gemt.
desk-body-ceased = Ophørt

desk-people-title = Personer
desk-people-find = Find en organisation
desk-people-find-both = Find en organisation eller en person
desk-people-places = Organisationer
desk-people-found = { $total ->
    [0] Ingen organisationer passer.
    [one] Én organisation.
   *[other] { $total } organisationer.
}
desk-people-none = Ingen har en rolle her.
desk-people-known = Har personen en konto med den e-mail, får den rollen med; navn og sprog bliver, som de er.
desk-people-later = Begynder senere
desk-people-term = Periode
desk-people-deputy = Stedfortræder
desk-people-invited = Inviteret
desk-people-invite = Invitér en person
desk-people-done = Rollen er givet. Har personen ingen konto endnu, er en invitation på vej.
desk-people-language = Sprog
desk-people-from = Første dag (i dag, hvis feltet er tomt)
desk-people-to = Sidste dag (tomt felt: ingen; en stedfortræder skal have en)
desk-people-principal = Stedfortræder for
desk-person-held = Roller
desk-person-over = Ophørt
desk-person-last-day = Sidste dag
desk-person-end = Afslut rollen
desk-person-conflicts = Inhabil over for
desk-person-administer = Konto
desk-person-sessions = Log personen ud overalt
desk-person-erase = Slet personoplysninger
desk-person-erase-text = Navn, adresse, adgangskode, kommentarer og mailtekster slettes for altid. Loggen beholder kun et nummer og er stadig hel.
desk-person-erase-later = Personoplysninger kan slettes, når personen ikke længere har en rolle.
form-kind-missing = Vælg, hvilken slags organ det er.
form-region-missing = Vælg en region.
desk-person-declare = Inhabilitet
desk-person-declare-text = En vurderer, der er inhabil over for en kommune, kan ikke vurdere dens plan og ser ikke længere dens vurderinger.
desk-person-declare-do = Meld inhabil
desk-person-link = Adgang
desk-person-link-text = Har personen glemt sin adgangskode, eller er invitationen udløbet? Et nyt link kommer som mail og kan bruges én gang.
desk-person-link-do = Send nyt link
desk-person-email = Mailadresse
desk-person-email-text = Når adressen rettes, slettes den gamle. Personen bliver logget ud overalt, og links sendt til den gamle adresse virker ikke længere. Mails, der ikke kom frem, kan sendes igen til den nye.
desk-person-email-do = Ret mailadressen
desk-person-done-link = Et nyt link er på vej.
desk-person-done-email = Mailadressen er rettet.
desk-person-done-conflict = Inhabiliteten er noteret.
desk-person-done-sessions = Personen er logget ud overalt.
desk-person-done-end = Rollens sidste dag er gemt.
desk-person-done-erase = Personoplysningerne er slettet.
form-case-open = Kommunen har allerede en sag, der ikke er slut.
form-letter-missing = Vælg filen med tilsagnet.
form-municipality-missing = Vælg en kommune.
form-role-missing = Vælg en rolle.
page-nav-desk = Skrivebord
