# Sidernes faste tekster.

page-skip = Gå til indholdet
page-menu = Hovedmenu
page-breadcrumbs = Brødkrumme
page-language = Vælg sprog
page-sign-in = Log ind
page-sign-out = Log ud
page-nav-home = Forside
page-nav-notices = Orienteringer
page-nav-cases = Sager
page-nav-register = Register
page-nav-criteria = Kriterier
page-nav-certificates = Certifikater
page-nav-mailbox = Postkasse
page-nav-api = Programgrænseflade
page-demo = DEMO.
page-demo-text = Personer, sager og dele af planerne er opdigtet.
page-trial = PRØVE.
page-trial-text = Dette er et prøveforløb. Intet her er en rigtig certificering.
page-overdue = Overskredet { $when }
page-done = Gjort: { $what }.
page-stale = En anden ændrede sagen, mens du havde siden åben, så intet blev gjort. Her er sagen, som den er nu.
page-erased = Slettet
page-fault = Fejl:
page-help = Brug for hjælp? Skriv til

ball-municipality = Kommunen
ball-partner = Videnspartneren
ball-council = Kommunalbestyrelsen
ball-secretariat = Sekretariatet
ball-nobody = Ingen lige nu

column-municipality = Kommune
column-state = Hvor sagen står
column-deadline = Frist
column-ball = Hvem har bolden
column-role = Rolle
column-organisation = Organisation
column-criteria = Kriteriesæt
column-certificate = Certifikat
column-set = Kriteriesæt
column-version = Version
column-status = Status
column-effective = Gælder fra
column-count = Kriterier
column-name = Navn
column-value = Værdi
column-note = Sådan læses den
column-source = Kilde
column-day = Dag
column-to = Til
column-subject = Emne
column-due = Hvornår
column-why = Hvorfor netop dén dag
column-criterion = Kriterium
column-finding = Vurdering

home-title = Recertificering af klimahandlingsplaner
home-lead = Kommunernes klimahandlingsplaner bliver evalueret og revideret mindst hvert femte år. Her kan alle følge, hvor hver kommune står.
home-text = Kommunen vurderer sin plan efter fælles kriterier, skriver en ny udgave og får den vurderet, ét kriterium ad gangen. Når planen er certificeret, og kommunalbestyrelsen har vedtaget den, gælder den de næste år.
home-to-criteria = Læs kriterierne
home-to-certificates = Kontrollér et certifikat
home-to-sign-in = Log ind for at arbejde i en sag
home-yours = Det skal du nu
home-search = Find din kommune
home-search-button = Søg
home-now = Sådan står det i dag
home-to-map = Se det på kortet
home-how = Sådan foregår det
home-to-criteria-text = Kravene, med vejledning og den dokumentation, der ventes.
home-to-certificates-text = Skriv nummeret, eller sammenlign din udgave af planen med den certificerede.
home-to-figures = Se tallene
home-to-figures-text = Hvor lang tid det tager, hvad der venter, og hvad der bliver returneret.
home-to-sign-in-text = For kommuner, vurderere, rådgivere, sekretariat og udvalgssekretærer.
home-count-mine = venter på dig
home-count-overdue = er over fristen
home-count-others = venter på andre
home-count-notices = { $count ->
    [one] orientering til dine udvalg og råd
   *[other] orienteringer til dine udvalg og råd
}
home-next = De næste frister
home-ball = Bolden ligger hos:
home-you = dig
home-all-notices = Se alle orienteringer
home-role-coordinator = Du skriver kommunens svar og plandata og sender det videre til den planansvarlige.
home-role-approver = Du indsender for kommunen, svarer på det, der returneres, og noterer, hvad kommunalbestyrelsen beslutter.
home-role-reviewer = Du vurderer de sager, du har sagt ja til, ét kriterium ad gangen.
home-role-lead = Du fordeler sagerne, afslutter trin og træffer certificeringsbeslutningen.
home-role-advisor = Du kan følge og kommentere planerne i dine kommuner; du beslutter ikke noget.
home-role-secretariat = Du holder forløbet i gang: frister, udsættelser, mennesker og mails.
home-role-criteria-approver = Du godkender nye udgaver af kriterierne, når de er klar til det.
home-role-clerk = Du bekræfter, at orienteringer er modtaget, og noterer, hvad dit udvalg eller råd beslutter.
home-role-auditor = Du kan læse alt, også loggen, og ændre intet.
home-do-enrolled = Åbn sagen, og sæt datoerne.
home-do-scheduled = Sagen åbner af sig selv.
home-do-self-assessment = Svar på kriterierne for den nuværende plan, og indsend selvvurderingen.
home-do-revision = Skriv den nye plan, og indsend den.
home-do-returned = Arbejd videre med de returnerede kriterier, og svar.
home-do-certified = Bring planen til kommunalbestyrelsen, og notér beslutningen.
home-do-concluded = Planen gælder.
home-do-withdrawn = Sagen er slut.
home-do-held = Genoptag sagen, når den ikke længere skal være i bero.
home-do-undated = Sæt datoerne, så sagen kan åbne.
home-do-asks-for-time = Svar på ønsket om mere tid.
home-do-unreached = Få fat i kommunen: ingen ser ud til at vide, at planen er returneret.
home-do-capped = Der er ikke flere runder. Giv én mere, eller lad den ledende vurderer afvise certificering.
home-do-condition = Opfyld vilkåret, og svar, når det er sket.
home-do-notice = Læs orienteringen, der ligger som udkast, og frigiv den.
home-cases = Sager
home-no-cases = Du har ingen sager endnu. Sekretariatet kan give dig adgang.
home-mine = Her har du bolden
home-none-mine = Du skal ikke gøre noget lige nu.
home-others = Her har andre bolden
home-all = Se alle sager
home-notices = Orienteringer, der venter på dig

filter-chosen = Du har valgt:
filter-remove = Fjern det valgte, og vis alle

cases-title = Alle sager
cases-search = Find en kommune
cases-search-hint = Navn eller kommunekode, også med aa for å.
cases-find = Find
cases-shown = { $total ->
    [one] Én sag.
   *[other] Viser { $shown } af { $total } sager.
}
cases-none = Ingen sager passer til det.
cases-empty = Her er ingen sager at vise.
cases-pages = Flere sider
cases-earlier = Forrige
cases-later = Næste

sign-in-title = Log ind
sign-in-email = E-mail
sign-in-password = Adgangskode
sign-in-failed = E-mail og adgangskode passer ikke sammen. Prøv igen.
sign-in-wait = Der er prøvet mange gange uden held, så login er lukket lidt for en sikkerheds skyld. Vent { $minutes ->
    [one] et minut
   *[other] { $minutes } minutter
}, og prøv igen.
sign-in-ended = Du har været væk så længe, at du er logget ud. Log ind igen, så kommer du tilbage til siden.
sign-in-changed = Adgangskoden er skiftet, og du er logget ud overalt. Log ind med den nye.
sign-in-forgotten = Har du glemt adgangskoden, så skriv til sekretariatet. De sender et link, så du kan vælge en ny.
sign-in-by-invitation = En konto får man ved invitation. Har du ingen, så spørg en kollega eller sekretariatet.
sign-in-demo = Prøv det som
sign-in-demo-text = Dette er en demo: alle kan være hvem som helst, uden adgangskode.

invitation-title = Vælg adgangskode
invitation-lead = Velkommen, { $name }. Vælg en adgangskode, så er du i gang.
invitation-organisation = Du er inviteret til at arbejde for { $organisation }.
invitation-password = Ny adgangskode
invitation-hint = Mindst { $count } tegn. En sætning, du kan huske, er bedre end indviklede tegn.
invitation-repeat = Skriv den igen
invitation-submit = Gem adgangskoden
password-fault-short = Adgangskoden er for kort.
password-fault-long = Adgangskoden er for lang. Brug højst 200 tegn.
password-fault-different = De to adgangskoder er ikke ens.
password-fault-guessable = Den adgangskode er for let at gætte. Vælg en anden.

register-title = Register
register-lead = Hvor hver kommune står med sin klimahandlingsplan, hvilke kriterier den vurderes efter, og om den er certificeret.
register-as-of = { $count ->
    [one] Én kommune
   *[other] { $count } kommuner
} af { $total }. Status den { $day }.
register-empty = Der er ingen kommuner i registret endnu.
register-no-case = Ingen sag
register-own-route = Certificeres ad sin egen vej

certificate-title = Certifikat
certificate-number = Certifikatets nummer
certificate-number-hint = For eksempel KA-0727-2. Det står på certifikatet.
certificate-verify = Kontrollér
certificate-unknown = Der findes intet certifikat med nummeret »{ $number }«. Kontrollér, om det er skrevet rigtigt.
certificate-status-valid = Gyldigt
certificate-status-expired = Perioden er slut
certificate-status-superseded = Afløst
certificate-status-lapsed = Udløbet
certificate-status-revoked = Tilbagekaldt
certificate-is-valid = Certifikatet er gyldigt.
certificate-is-expired = Certifikatets periode er slut ({ $day }), men det er ikke udløbet endnu: kommunen har nogle måneder til at blive færdig.
certificate-is-superseded = Certifikatet er afløst af et nyere og gælder ikke længere.
certificate-is-lapsed = Certifikatet er udløbet ({ $day }) og gælder ikke længere.
certificate-is-revoked = Certifikatet er tilbagekaldt ({ $day }) og gælder ikke længere.
certificate-successor = Afløst af
certificate-until = til { $day }
certificate-from = Gyldigt fra
certificate-to = Gyldigt til
certificate-decided = Certificeringsbeslutning
certificate-conditions = { $count ->
    [0] Ingen vilkår
    [one] Ét vilkår, da det blev udstedt
   *[other] { $count } vilkår, da det blev udstedt
}
certificate-plan = Planens fingeraftryk (SHA-256)
certificate-plan-text = Beregn fingeraftrykket af din egen kopi af planen. Er det det samme, er det den certificerede udgave.

criteria-title = Kriterier
criteria-lead = Det, klimahandlingsplanerne vurderes efter. En sag vurderes efter den version, der gjaldt, da den åbnede.
criteria-current = Nye sager
criteria-empty = Der er ingen kriteriesæt endnu.
set-status-draft = Udkast
set-status-hearing = I høring
set-status-approved = Godkendt
set-status-in-force = I kraft
set-status-superseded = Afløst
set-status-retired = Udgået
set-source = Hvor det kommer fra
set-no-date = Ikke besluttet
set-approvals = Skal godkendes af
set-components = Komponenter
set-parameters = Grænser og lister
set-parameters-text = De tal og lister, som de automatiske tjek bruger, hver med sin kilde.
level-essential = Skal være opfyldt
level-expected = Forventes
level-optional = God praksis
applies-to-first = Kun første certificering
applies-to-recertification = Kun recertificering
applies-to-both = Første certificering og recertificering
machine-automatic = Tjekkes automatisk; en vurderer afgør
machine-partly = Huller findes automatisk; en vurderer afgør
machine-person = Kun en vurderer kan afgøre det
basis-second-hand = noter om revisionsvejledningen
basis-capf-heading = det ældre rammeværk
basis-danish-practice = dansk praksis fra første runde
basis-leadership-standards = C40-netværkets ledelsesstandarder
basis-gpc = regnskabsstandarden GPC
basis-proposal = vores eget forslag
criterion-guidance = Vejledning
criterion-evidence = Dokumentation
criterion-stages = Vurderes af
criterion-basis = Bygger på
criterion-checks = Automatiske tjek
criterion-uses = Bruger

notice-to = Til { $body }.
notice-releases = Frigives automatisk efter { $day }.
notice-copy = Teksten kan kopieres direkte til en dagsorden.
notice-sign-in = Er du sekretær for modtageren, kan du bekræfte modtagelsen og notere beslutningen her, når du er logget ind.

mailbox-title = Postkasse
mailbox-lead = De mails, som denne demo har sendt. Ingen har forladt maskinen.
mailbox-total = { $count ->
    [one] Én mail.
   *[other] { $count } mails.
}
mailbox-older = Ældre mails
mailbox-empty = Der er ingen mails endnu.
mailbox-to = Til { $to }, { $day }.
mailbox-fault = Serveren svarede:
delivery-queued = I kø
delivery-sending = Afleveres
delivery-sent = Afleveret
delivery-failed = Mislykket
delivery-cancelled = Annulleret

error-title-refused = Det kan ikke gøres nu
error-title-invalid = Noget skal rettes
error-title-sign-in = Log ind først
error-title-forbidden = Det har du ikke lov til
error-title-outdated = Siden var for gammel
error-title-not-found = Siden findes ikke
error-title-link-over = Linket gælder ikke længere
error-title-conflict = En anden kom først
error-title-too-large = Det fylder for meget
error-title-too-many = Lidt for hurtigt
error-title-internal = Noget gik galt hos os
error-title-unavailable = Ude af drift et øjeblik
error-text-refused = Sagen er ikke nået dertil. Intet er ændret.
error-text-invalid = Vi kunne ikke læse det, der blev sendt. Gå tilbage, og prøv igen.
error-correct = Ret dette, og prøv igen:
error-text-sign-in = Siden er kun for dem, der er logget ind.
error-text-forbidden = Din rolle giver ikke lov til det. Intet er ændret.
error-text-outdated = Du er måske logget ind på ny, siden du åbnede siden. Intet er gemt. Gå tilbage til siden, som hentes på ny, og send det igen.
error-text-not-found = Der er ingen side her, eller du har ikke adgang til den.
error-text-link-over = Linket er brugt eller for gammelt, eller det kom ikke helt med fra mailen. Har du allerede valgt en adgangskode, så log ind. Ellers bed den, der inviterede dig, eller sekretariatet om et nyt link.
error-text-conflict = Sagen er ændret, siden du åbnede siden. Intet er gået tabt: gå tilbage, se det nye, og prøv igen.
error-text-too-large = Det, der blev sendt, er større, end vi kan tage imod.
error-text-too-many = Der kom for mange forespørgsler på én gang. Vent et øjeblik, og prøv igen.
error-text-internal = Det er vores fejl, ikke din. Intet er ændret. Prøv igen, eller skriv til sekretariatet med nummeret her.
error-text-unavailable = Prøv igen om et øjeblik.
error-typed = Det, du skrev
error-typed-text = Intet af det er gemt. Du kan kopiere det herfra og sætte det ind igen. Gør det, før du forlader siden.
error-file = Filen er ikke gemt. Vælg den igen, når du sender formularen på ny.
error-request = Forespørgslens nummer:
error-back = Tilbage
error-home = Til forsiden

case-edition = revision { $number }
case-on-hold = Sat i bero
case-lapsed = Certifikatet er udløbet
case-hold-since = Sagen har været sat i bero siden { $day }.
case-round = Runde
case-opens = Revisionen åbner
case-period-end = Perioden slutter
case-commands = Det kan du gøre nu
commands-none = Der er ikke noget for din rolle at beslutte lige nu.
commands-refused = { $count ->
    [one] Én ting kan ikke gøres nu. Se hvorfor
   *[other] { $count } ting kan ikke gøres nu. Se hvorfor
}
case-deadlines = Frister
case-deadline-from = Talt fra { $day }.
case-deadline-stopped = { $count ->
    [one] Står stille med én arbejdsdag tilbage
   *[other] Står stille med { $count } arbejdsdage tilbage
}
case-deadline-over = Løber ikke længere
case-deadline-asked = Der er bedt om frist til { $day }. Sekretariatet har ikke svaret endnu.
case-deadline-extended = { $count ->
    [one] Forlænget én gang.
   *[other] Forlænget { $count } gange.
}
case-stage = Faglig vurdering: { $stage }
case-approved = { $count ->
    [one] Ét godkendt kriterium
   *[other] { $count } godkendte kriterier
}
case-answer-by = svar senest { $day }
case-conditions = Vilkår
case-condition-by = senest { $day }
case-adoptions = Politiske beslutninger
case-corrected = Rettet senere
case-differs = Den vedtagne plan er ikke den samme som den certificerede.
case-submissions = Indsendelser
case-notices = Orienteringer
case-timeline = Tidslinje
case-on-behalf = på vegne af { $organisation }
