# Orienteringer til politiske organer, skrevet som punkter til en dagsorden.

notice-kind-opened = Revisionen er åbnet
notice-kind-handed-in = Selvvurderingen er indsendt
notice-kind-submitted = Planen er indsendt
notice-kind-returned = Kriterier er returneret
notice-kind-ready-for-adoption = Klar til vedtagelse
notice-kind-certified = Planen er certificeret
notice-kind-condition-met = Et vilkår er opfyldt
notice-kind-condition-failed = Et vilkår er ikke opfyldt
notice-kind-refused = Planen er ikke certificeret
notice-kind-decision-retracted = Certificeringsbeslutningen er trukket tilbage
notice-kind-reopened = Den certificerede plan er åbnet igen
notice-kind-deadline-passed = En frist er passeret
notice-kind-held = Sagen er sat i bero
notice-kind-resumed = Sagen er genoptaget
notice-kind-lapsed = Certifikatet er udløbet
notice-kind-reinstated = Kommunen er certificeret igen
notice-kind-revoked = Certifikatet er tilbagekaldt
notice-kind-withdrawn = Kommunen er ude af forløbet

notice-state-drafted = Udkast hos forvaltningen
notice-state-released = På vej
notice-state-delivered = Leveret
notice-state-acknowledged = Modtagelsen er bekræftet
notice-state-decided = Behandlet
notice-state-superseded = Afløst af en nyere
notice-state-cancelled = Annulleret

# Dagsordenspunktets faste dele.
agenda-trial = PRØVE: Punktet hører til et prøveforløb. Intet her er en rigtig certificering.
agenda-case-number = Sagsnummer: { $number }
agenda-case-number-open = Sagsnummer: ____________________
agenda-department = Forvaltning: { $department }
agenda-department-administration = Forvaltningen
agenda-department-secretariat = Sekretariatet for { $programme }
agenda-open = Åbent punkt
agenda-closed = Lukket punkt
agenda-summary = Kort resumé
agenda-route = Sagens gang
agenda-recommend = { $department } indstiller, at
agenda-orientation = orienteringen tages til efterretning.
agenda-description = Beskrivelse af sagen
agenda-reasons = Begrundelsen lyder:
agenda-criteria = Kriterierne er:
agenda-conditions = Vilkår, der endnu ikke er opfyldt:
agenda-condition-line = { $criterion }: { $text } (senest { $due })
agenda-deadline = Frist for { $what }: { $due }.
agenda-certificate = Certifikatets nummer er { $number }. Det gælder fra { $from } til { $to }.
agenda-link = Sagen kan ses her: { $link }
agenda-attachments = Bilag
agenda-no-attachments = Ingen.
agenda-decision = Beslutning

agenda-opened-title = Orientering: revision af { $municipality }s klimahandlingsplan er begyndt
agenda-opened-summary = Klimahandlingsplanen skal evalueres og revideres mindst hvert femte år. Revisionen er nu åbnet, og forvaltningen begynder med en selvvurdering af den nuværende plan.
agenda-opened-description = { $municipality } deltager i { $programme } og har dermed forpligtet sig til at revidere sin klimahandlingsplan mindst hvert femte år efter en fælles standard.

    Forløbet er: selvvurdering, scoping, revision med høring, faglig vurdering, certificeringsbeslutning og vedtagelse i kommunalbestyrelsen. Kriterierne ligger fast for hele forløbet.

agenda-handed-in-title = Orientering: selvvurderingen af { $municipality }s klimahandlingsplan er indsendt
agenda-handed-in-summary = Forvaltningen har vurderet den nuværende klimahandlingsplan efter kriterierne og sendt selvvurderingen ind. Næste skridt er et scopingmøde.
agenda-handed-in-description = Selvvurderingen viser, hvor den nuværende plan lever op til kriterierne, og hvor den skal styrkes. Den drøftes på et scopingmøde, hvor det aftales, hvad revisionen især skal handle om.

agenda-submitted-title = Orientering: { $municipality }s reviderede klimahandlingsplan er indsendt til faglig vurdering
agenda-submitted-summary = Den reviderede klimahandlingsplan er sendt ind til faglig vurdering hos { $stage }.
agenda-submitted-description = Planen bliver vurderet ét kriterium ad gangen. Kriterier, der ikke er opfyldt, bliver returneret til kommunen med en bemærkning; de øvrige er godkendt og skal ikke behandles igen.

agenda-returned-title = Orientering: en del af { $municipality }s klimahandlingsplan er returneret
agenda-returned-summary = { $count ->
    [one] { $stage } har vurderet planen og returneret ét kriterium til kommunen.
   *[other] { $stage } har vurderet planen og returneret { $count } kriterier til kommunen.
}
agenda-returned-description = En returnering er en almindelig del af den faglige vurdering. Forvaltningen arbejder videre med de returnerede kriterier og sender planen ind igen. De øvrige kriterier er godkendt.

agenda-ready-for-adoption-title = Vedtagelse af { $municipality }s reviderede klimahandlingsplan
agenda-ready-for-adoption-summary = Den reviderede klimahandlingsplan er certificeret og lægges hermed frem til vedtagelse. Når kommunalbestyrelsen har vedtaget præcis den udgave, udstedes certifikatet, og planen gælder.
agenda-ready-for-adoption-recommendation = { $kind ->
    [committee] udvalget anbefaler kommunalbestyrelsen at vedtage den certificerede klimahandlingsplan i den udgave, der er vedlagt.
   *[other] kommunalbestyrelsen vedtager den certificerede klimahandlingsplan i den udgave, der er vedlagt.
}
agenda-ready-for-adoption-description = Planen er vurderet efter kriterierne og certificeret. Certificeringen gælder netop den udgave, der er vedlagt; en ændring, som ikke kun er redaktionel, betyder, at de berørte kriterier skal vurderes igen.

agenda-certified-title = Orientering: { $municipality }s klimahandlingsplan er certificeret
agenda-certified-summary = { $municipality }s reviderede klimahandlingsplan er certificeret under { $programme }.
agenda-certified-description = Planen er vurderet efter kriterierne, og certificeringsbeslutningen er truffet. Planen gælder, når kommunalbestyrelsen har vedtaget den certificerede udgave.

agenda-condition-met-title = Orientering: et vilkår for { $municipality }s klimahandlingsplan er opfyldt
agenda-condition-met-summary = Et vilkår, som fulgte med certificeringen af klimahandlingsplanen, er opfyldt.
agenda-condition-met-description = Kommunen har dokumenteret, at vilkåret er opfyldt, og den ledende vurderer er enig.

agenda-condition-failed-title = Orientering: et vilkår for { $municipality }s klimahandlingsplan er ikke opfyldt
agenda-condition-failed-summary = Et vilkår, som fulgte med certificeringen af klimahandlingsplanen, er ikke opfyldt. Det kan betyde, at certifikatet tilbagekaldes.
agenda-condition-failed-description = Den ledende vurderer har vurderet, at vilkåret ikke er opfyldt. Certifikatet gælder, indtil andet er besluttet.

agenda-refused-title = Orientering: { $municipality }s klimahandlingsplan er ikke certificeret
agenda-refused-summary = Den reviderede klimahandlingsplan er ikke certificeret denne gang. Kommunen kan arbejde videre med de nævnte kriterier og sende planen ind igen.
agenda-refused-description = Certificeringsbeslutningen er begrundet. Kommunen kan bede om en fornyet vurdering, eller den kan rette planen til og sende den ind igen. Kun de nævnte kriterier er åbnet; resten gælder stadig.

agenda-decision-retracted-title = Orientering: certificeringsbeslutningen om { $municipality }s klimahandlingsplan er trukket tilbage
agenda-decision-retracted-summary = Certificeringsbeslutningen om den reviderede klimahandlingsplan er trukket tilbage. Der bliver truffet en ny.
agenda-decision-retracted-description = Sagen står igen som klar til certificeringsbeslutning. Et punkt om vedtagelse af den certificerede plan bør vente, til der foreligger en ny certificeringsbeslutning.

agenda-reopened-title = Orientering: { $municipality }s certificerede klimahandlingsplan er åbnet igen
agenda-reopened-summary = Den certificerede klimahandlingsplan er åbnet igen for de kriterier, som kommunalbestyrelsens behandling berører.
agenda-reopened-description = Planen rettes til og sendes ind på ny. Kun de berørte kriterier bliver vurderet igen; de øvrige godkendelser gælder stadig.

agenda-deadline-passed-title = Orientering: en frist i revisionen af { $municipality }s klimahandlingsplan er passeret
agenda-deadline-passed-summary = En frist i revisionen af klimahandlingsplanen er passeret. Arbejdet går videre.
agenda-deadline-passed-description = Kommunen kan bede om fristforlængelse med en begrundelse. Certifikatet for den nuværende plan udløber først, når perioden og den efterfølgende frist på nogle måneder er gået.

agenda-held-title = Orientering: revisionen af { $municipality }s klimahandlingsplan er sat i bero
agenda-held-summary = Sagen om revision af klimahandlingsplanen er sat i bero.
agenda-held-description = Frister, der tælles i arbejdsdage, står stille, så længe sagen er i bero; datoer i kalenderen flytter sig ikke.

agenda-resumed-title = Orientering: revisionen af { $municipality }s klimahandlingsplan er genoptaget
agenda-resumed-summary = Sagen om revision af klimahandlingsplanen er genoptaget, og fristerne løber igen.
agenda-resumed-description = Arbejdet fortsætter, hvor det slap.

agenda-lapsed-title = Orientering: certifikatet for { $municipality }s klimahandlingsplan er udløbet
agenda-lapsed-summary = Certifikatet for den hidtidige klimahandlingsplan er udløbet, fordi den reviderede plan ikke er blevet certificeret og vedtaget i tide.
agenda-lapsed-description = Det offentlige register viser, at certifikatet er udløbet. Arbejdet med revisionen går videre som hidtil, og en ny certificering afløser det udløbne certifikat.

agenda-reinstated-title = Orientering: { $municipality }s klimahandlingsplan er certificeret igen
agenda-reinstated-summary = Den reviderede klimahandlingsplan er certificeret og vedtaget og afløser det certifikat, der var udløbet.
agenda-reinstated-description = Det offentlige register viser nu det nye certifikat. Perioden uden gyldigt certifikat kan stadig ses i historikken.

agenda-revoked-title = Orientering: certifikatet for { $municipality }s klimahandlingsplan er tilbagekaldt
agenda-revoked-summary = Certifikatet for klimahandlingsplanen er tilbagekaldt.
agenda-revoked-description = Tilbagekaldelsen er begrundet og fremgår af det offentlige register. Kommunen kan rette planen til og få den vurderet på ny.

agenda-withdrawn-title = Orientering: { $municipality } er ude af { $programme }
agenda-withdrawn-summary = { $municipality } er trukket ud af forløbet om recertificering af klimahandlingsplanen.
agenda-withdrawn-description = Sagen er lukket. Certifikater, der er udstedt, gælder perioden ud. En kommune, der er trukket ud, kan tilslutte sig igen.
