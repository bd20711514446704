# Den faglige vurdering: køen, arket, kriteriet, kladder og oversigten til C40.

page-nav-reviews = Vurderinger

judgement-fault-verdict = Vælg en vurdering.
judgement-fault-text = Skriv en bemærkning. Kommunen skal kunne se hvorfor.
judgement-fault-text-long = Teksten kan ikke gemmes. Brug højst 20.000 tegn.
judgement-fault-reason = Vælg, hvad der er galt.
judgement-fault-due = Skriv en dato, for eksempel 31-12-2027. Her står: { $found }.

value-yes = ja
value-no = nej

column-stage = Hvem vurderer
column-progress = Hvor langt
column-what = Hvad der venter
column-signs = Læg mærke til
column-change = Ændring

reviews-title = Vurderinger
reviews-load = { $cases ->
    [one] Du vurderer én sag
   *[other] Du vurderer { $cases } sager
} og mangler { $criteria ->
    [0] intet.
    [one] ét kriterium.
   *[other] { $criteria } kriterier.
}
reviews-none = Ingenting venter på dig.
reviews-none-help = Når nogen spørger, om du vil vurdere en sag, får du en mail, og sagen står her.
reviews-asked = Vil du vurdere?
reviews-answer-by = Svar inden
reviews-much = { $count ->
    [one] Ét kriterium at vurdere
   *[other] { $count } kriterier at vurdere
}
reviews-judging = Sager, du vurderer
reviews-leading = Det, der ellers venter på dig
reviews-missing = { $count ->
    [one] Der mangler én vurderer.
   *[other] Der mangler { $count } vurderere.
}
reviews-on-behalf = Du kan notere beslutningen på organisationens vegne.
review-task-answer = Svar på, om du vil vurdere
review-task-judge = Vurdér kriterierne
review-task-assign = Find vurderere
review-task-settle = Afgør uenighed
review-task-conclude = Afslut trinet
review-task-scope = Hold scopingmøde, og notér udfaldet
review-task-certify = Træf certificeringsbeslutningen
review-task-condition = Tag stilling til vilkår
review-task-read-again = Fornyet vurdering

review-of = Faglig vurdering, { $organisation }
review-handed-in = { $what }, indsendelse { $number }, { $day }
review-round = runde { $round }
review-undecided-of = { $undecided ->
    [one] Ét kriterium ud af { $open } mangler.
   *[other] { $undecided } kriterier ud af { $open } mangler.
}
review-all-judged = Alt er vurderet.
review-lead-concludes = Den ledende vurderer afslutter trinet. Indtil da kan du ændre dine vurderinger.
review-nothing-open = Der er intet at vurdere her lige nu.
review-carried = { $count ->
    [one] Én godkendelse gælder fra en tidligere runde og er låst.
   *[other] { $count } godkendelser gælder fra en tidligere runde og er låst.
}
review-leads = Du leder trinet. Vurderingerne gives af dem, der er vurderere på det; det kan du også selv være.
review-on-behalf = Du noterer på vegne af { $organisation }. Det står i loggen.
review-asked = Vil du vurdere denne sag?
review-answer-accept = Ja, jeg tager opgaven
review-answer-decline = Nej tak
review-answer-recuse = Jeg er inhabil
review-answer-reassign = Giv opgaven til en anden
review-answer-offer = Spørg
review-answer-help-decline = Den ledende vurderer læser begrundelsen og spørger en anden.
review-answer-help-recuse = Du mister straks adgangen til sagen, og dine kladder lukkes. Kommunen ser ikke begrundelsen.
review-reason = Begrundelse
review-reviewers = Vurderere
review-candidate = Hvem
review-candidate-load = { $count ->
    [0] { $name } (ingen sager)
    [one] { $name } (én sag)
   *[other] { $name } ({ $count } sager)
}
review-no-candidates = Der er ingen at spørge: alle er spurgt, inhabile eller uden konto.
review-leaving = Kan du ikke vurdere sagen alligevel?
review-leaving-help = Har du blot ikke tid, så bed den ledende vurderer om at give opgaven videre; du kan stadig vurdere kommunen en anden gang. Inhabilitet gælder for altid: du kan ikke vurdere denne kommune igen, heller ikke i senere sager.
review-other-stages = Andre trin i sagen
review-go-on = Fortsæt med { $criterion }
review-to-conclude = Se udfaldet, og afslut
review-to-summary = Oversigt på engelsk
review-filters = Vis kun nogle af kriterierne
review-filter-all = Alle
review-filter-undecided = Mangler
review-filter-returned = Returneret tidligere
review-filter-changed = Ændret siden sidst
review-filter-not-met = Tjek ikke opfyldt
review-filter-disagreed = Uenighed
review-filter-drafted = Med kladde
review-filter-empty = Ingen kriterier her.
review-locked = Låst
review-earlier = Trinet før: { $finding }
review-own = Du: { $finding }
review-disagreed = Uenighed
review-returned-before = Returneret tidligere
review-changed = Ændret
review-drafted = Kladde
review-drafts = Dine kladder
review-drafts-help = Kun du kan se dem. Afgiv dem samlet, når du er færdig, eller én ad gangen på kriteriets side.
review-hand-in-drafts = { $count ->
    [one] Afgiv den ene vurdering
   *[other] Afgiv de { $count } vurderinger
}
review-unready = Endnu ikke færdige:

review-steps = Gå til et andet kriterium
review-position = Kriterium { $position } af { $total }
review-previous = Forrige: { $criterion }
review-next = Næste: { $criterion }
review-next-undecided = Næste, der mangler: { $criterion }
review-to-judgement = Til vurderingen
review-left = { $count ->
    [0] alt er vurderet
    [one] ét mangler
   *[other] { $count } mangler
}
review-guidance = Vejledning
review-returns = { $returned ->
    [one] Kriteriet er returneret én gang ud af { $judged } i alle sagers afsluttede vurderinger.
   *[other] Kriteriet er returneret { $returned } gange ud af { $judged } i alle sagers afsluttede vurderinger.
}
review-compared-changed = Ændret siden indsendelse { $number } ({ $day }). Det nye og det fjernede er markeret.
review-compared-same = Uændret siden indsendelse { $number } ({ $day }).
review-rounds = Tidligere runder
review-reply = Kommunens svar på bemærkningen
review-answer = Kommunens svar
review-no-answer = Intet svar.
review-explanation = Kommunens forklaring til tjekket
review-evidence = Dokumentation
review-page = side { $page }
review-new-tab = åbner i en ny fane
review-plan = Hele planen
review-no-evidence = Ingen dokumentation.
review-checks = Automatiske tjek
review-checks-all = Alle tjek af kriteriet ({ $count })
review-checks-help = Sådan så det ud ved indsendelsen. Et tjek er et råd; du bestemmer.
review-no-checks = Der er ingen tjek.
review-no-data = Kommunen har ikke udfyldt noget her.
review-rows = { $count ->
    [one] én række
   *[other] { $count } rækker
}
review-rows-changed = { $count ->
    [one] én række er ændret
   *[other] { $count } rækker er ændret
}
review-elsewhere = Andre trin
review-last-cycle = Sidste gang (sag { $edition })
review-last-answer = Svaret dengang
change-added = Nyt
change-removed = Fjernet
change-changed = Ændret
change-was = Før:

review-reading-asked = Kommunen har bedt om, at returneringen bliver vurderet på ny:
review-reading-others = Kriteriet vurderes på ny af en, der ikke har vurderet det før.
review-judgement = Din vurdering
review-settle = Afgør uenigheden
review-opinions = Andre vurderere
review-opinions-hidden = En anden har vurderet kriteriet. Du ser hvordan, når du selv har.
review-waits = Sådan har du vurderet. Kriteriet er først vurderet, når alle vurderere har sagt det samme, eller den ledende vurderer har afgjort det.
review-locked-help = Kriteriet blev godkendt i en tidligere runde, og intet om det er ændret. Derfor gælder godkendelsen stadig.
review-form-faults = Vurderingen er ikke afgivet endnu
review-verdict = Vurdering
judge-approved = Godkend
judge-approved-with-condition = Godkend med vilkår
judge-returned = Returnér
judge-not-applicable = Ikke relevant
review-return-reason = Hvad er der galt?
review-choose = Vælg
review-text = Bemærkning eller vilkår
review-text-help = Kommunen læser det, når trinet er afsluttet. Skriv, hvad der mangler, og hvad der ville hjælpe. En godkendelse uden vilkår har ingen bemærkning.
review-condition-due = Vilkåret skal være opfyldt senest
review-draft-kept = Din kladde fra { $day }.
review-draft-saved = Kladden er gemt.
review-draft-lost = Kladden er ikke gemt endnu. Vi prøver igen; luk ikke siden.
review-save = Afgiv
review-save-next = Afgiv, og gå til næste
review-save-draft = Gem som kladde
review-newer = Der er kommet en nyere indsendelse, siden du åbnede siden. Det, du skrev, står her endnu. Læs det nye, før du vurderer.
review-keys = Genvejstaster
review-keys-help = Ctrl+Enter virker altid. De enkelte bogstaver virker kun, når du har slået dem til her, og aldrig mens du skriver.
review-keys-turn-on = Slå genvejstaster til
review-keys-turn-off = Slå genvejstaster fra
review-key-move = næste og forrige kriterium
review-key-undecided = næste, der mangler
review-key-open = åbn dokumentationen
review-key-choose = godkend, godkend med vilkår, returnér, ikke relevant

conclude-title = Afslut den faglige vurdering, { $organisation }
conclude-here = Afslut
conclude-waits = Trinet kan afsluttes, når alle kriterier er vurderet.
conclude-pending = Endnu ikke vurderet
conclude-outcome = Det sker der
conclude-to-returned = { $count ->
    [one] Ét kriterium går tilbage til kommunen.
   *[other] { $count } kriterier går tilbage til kommunen.
}
conclude-to-stage = Sagen går videre til { $organisation }.
conclude-to-decision = Sagen er klar til certificeringsbeslutningen.
conclude-answer = { $days ->
    [one] Kommunen får én arbejdsdag til at svare, talt fra den ved besked.
   *[other] Kommunen får { $days } arbejdsdage til at svare, talt fra den ved besked.
}
conclude-returned = Kriterier, der returneres
conclude-not-applicable = Kriterier, der ikke er relevante
conclude-letter = Brevet til kommunen
conclude-mails = Mails
conclude-no-mails = Der sendes ingen mails.
conclude-no-notices = Der skrives ingen orienteringer.
conclude-sure = Et afsluttet trin kan ikke fortrydes.

summary-title = Oversigt over den faglige vurdering
summary-programme = Program
summary-stage = Læses af
summary-submission = Indsendelse
summary-as-written = Bemærkninger og vilkår står, som de blev skrevet.
summary-overview = Overblik
summary-component = Komponent
summary-in-danish = På dansk:
summary-not-judged = Ikke vurderet.

outcome-met = Tjek opfyldt
outcome-not-met = Tjek ikke opfyldt
outcome-unknown = Tjek uafklaret
outcome-not-applicable = Tjek ikke relevant
