# Mails. Brødteksten er den, alle får; en tekst med en side til sidst er skrevet
# til den side og går forud. Afsnit skilles af en tom linje.

# Det fælles brev.
letter-greeting = Kære { $name }
letter-greeting-mailbox = Til { $organisation }
letter-case = Sagen: { $municipality }, revision { $edition }
letter-trial = PRØVE: Dette er et prøveforløb. Intet her er en rigtig certificering.
letter-text = Begrundelsen:
letter-text-by = { $person } skriver:
letter-by = Gjort af { $person }.
letter-criteria = { $count ->
    [one] Det drejer sig om dette kriterium:
   *[other] Det drejer sig om disse { $count } kriterier:
}
letter-conditions = { $count ->
    [one] Der er ét vilkår, som stadig skal opfyldes.
   *[other] Der er { $count } vilkår, som stadig skal opfyldes.
}
letter-certificate-number = Det drejer sig om certifikat { $number }.
letter-role-ends = Rollen slutter { $due }.
letter-link-ends = Linket gælder til { $due }.
letter-certificate = Certifikat { $number }, gyldigt fra { $from } til { $to }.
letter-button = Åbn sagen
letter-button-invitation = Vælg adgangskode
letter-button-notice = Læs orienteringen
letter-button-people = Se, hvem der har hvilke roller
letter-link = Åbn her:
letter-why = Du får denne mail på grund af din rolle hos { $organisation }.
letter-why-mailbox = Denne mail er sendt til fællespostkassen hos { $organisation }, så beskeden ikke hænger på én person.
letter-sender = Venlig hilsen
letter-secretariat = Sekretariatet for { $programme }
letter-cut = Teksten er forkortet; hele teksten står i sagen.

# Ord, når noget ikke er kendt.
letter-someone = sekretariatet
letter-some-municipality = kommunen
letter-some-stage = videnspartneren
letter-some-body = det politiske organ
letter-some-organisation = din organisation

mail-opened-subject = { $municipality }: revisionen af klimahandlingsplanen er åbnet
mail-opened-body = Revisionen af { $municipality }s klimahandlingsplan er åbnet. Kommunen begynder med en selvvurdering af den nuværende plan.

    De kriterier, planen bliver vurderet efter, ligger nu fast for hele sagen.
mail-opened-body-municipality = Revisionen af jeres klimahandlingsplan er åbnet. Første skridt er selvvurderingen: I ser på den nuværende plan, ét kriterium ad gangen.

    De kriterier, I bliver vurderet efter, ligger nu fast for hele sagen. Kommer der nye kriterier senere, gælder de ikke denne sag, medmindre I selv siger ja til det.

mail-self-assessment-submitted-subject = { $municipality }: selvvurderingen er sendt ind
mail-self-assessment-submitted-body = { $municipality } har sendt sin selvvurdering ind. Næste skridt er scopingmødet.
mail-self-assessment-submitted-body-partner = { $municipality } har sendt sin selvvurdering ind, og den er låst. Aftal et scopingmøde med kommunen, og notér bagefter, hvad revisionen skal handle om.
mail-self-assessment-submitted-body-municipality = Jeres selvvurdering er modtaget og låst. Næste skridt er et scopingmøde, som { $stage } indkalder til.

    Har I glemt noget, kan I fortryde indsendelsen, indtil mødet er noteret.

mail-scoping-recorded-subject = { $municipality }: scopingmødet er noteret, og revisionen kan begynde
mail-scoping-recorded-body = Scopingmødet om { $municipality }s plan er holdt, og udfaldet er noteret. Kommunen går nu i gang med den nye udgave af planen.
mail-scoping-recorded-body-municipality = Udfaldet af scopingmødet er noteret. I sagen kan I se, hvad der er aftalt for de enkelte kriterier.

    Nu kan I gå i gang med den nye udgave af planen.

mail-submitted-subject = { $municipality }: planen er sendt ind til faglig vurdering
mail-submitted-body = { $municipality } har sendt sin klimahandlingsplan ind til faglig vurdering hos { $stage }.
mail-submitted-body-partner = { $municipality } har sendt sin klimahandlingsplan ind, og den ligger klar til faglig vurdering hos { $stage }. Indsendelsen er låst, så alle ser det samme.

    Er den ufuldstændig, kan den ledende vurderer sende den tilbage inden for de første arbejdsdage, uden at det koster kommunen en runde.
mail-submitted-body-municipality = Jeres plan er modtaget og låst, og { $stage } vurderer den nu.

    I kan fortryde indsendelsen, indtil en vurderer har taget imod opgaven.

mail-recalled-subject = { $municipality }: indsendelsen er fortrudt
mail-recalled-body = { $municipality } har fortrudt sin indsendelse og arbejder videre med den. Der er intet at vurdere lige nu.
mail-recalled-body-municipality = I har fortrudt indsendelsen og kan arbejde videre med den. Den gamle frist gælder stadig, dog med mindst nogle få arbejdsdage tilbage.

mail-sent-back-subject = { $municipality }: indsendelsen er sendt tilbage som ufuldstændig
mail-sent-back-body = Indsendelsen fra { $municipality } er sendt tilbage som ufuldstændig. Den er ikke vurderet, og den har ikke kostet en runde.
mail-sent-back-body-municipality = Jeres indsendelse mangler noget, før den kan vurderes, så den er sendt tilbage. Den er ikke vurderet, og den har ikke kostet jer en runde.

    Læs, hvad der mangler, og send den ind igen, når det er på plads.

mail-assignment-offered-subject = { $municipality }: vil du vurdere planen?
mail-assignment-offered-body = Du er spurgt, om du vil være faglig vurderer af { $municipality }s klimahandlingsplan for { $stage }.

    Sig ja eller nej i sagen. Har du arbejdet for kommunen inden for de seneste to år, eller er der andet, der gør dig inhabil, så meld det dér.

mail-assignment-declined-subject = { $municipality }: en vurderer har sagt nej
mail-assignment-declined-body = En vurderer har sagt nej til at vurdere { $municipality }s plan for { $stage }. Spørg en anden, så vurderingen kan blive færdig til tiden.

mail-assignment-expired-subject = { $municipality }: en vurderer har ikke svaret
mail-assignment-expired-body = En vurderer har ikke svaret på, om vedkommende vil vurdere { $municipality }s plan for { $stage }. Opgaven er hos jer igen. Spørg en anden, eller spørg den samme igen.

mail-recused-subject = { $municipality }: en vurderer er inhabil
mail-recused-body = En vurderer er inhabil over for { $municipality }. Personen kan ikke længere se sagen, og personens kladder er lukket inde.
mail-recused-body-partner = En vurderer er inhabil over for { $municipality }. Personen kan ikke længere se sagen, og personens kladder er lukket inde.

    Spørg en anden, så vurderingen kan gå videre.

mail-stage-handed-over-subject = { $municipality }: { $stage } overtager et trin i vurderingen
mail-stage-handed-over-body = { $stage } har overtaget et trin i den faglige vurdering af planen fra { $municipality }. Det, der allerede er vurderet, gælder stadig. Vurderere, der ikke var færdige, har ikke længere opgaven.

mail-finding-reopened-subject = { $municipality }: en vurdering er åbnet igen
mail-finding-reopened-body = En vurdering i sagen om { $municipality } er åbnet igen hos { $stage }. Kriteriet skal vurderes på ny, før trinet kan afsluttes.

mail-stage-entered-subject = { $municipality }: næste trin af den faglige vurdering er begyndt
mail-stage-entered-body = { $municipality }s plan er nu til faglig vurdering hos { $stage }.
mail-stage-entered-body-partner = Det forrige trin er afsluttet, og { $municipality }s plan er nu hos jer. I kan se det forrige trins vurderinger i sagen.

    Spørg de vurderere, der skal se på planen.
mail-stage-entered-body-municipality = Et trin af den faglige vurdering er afsluttet, og jeres plan er gået videre til { $stage }. I skal ikke gøre noget nu.

mail-returned-subject = { $municipality }: { $count ->
    [one] et kriterium er returneret
   *[other] kriterier er returneret
}
mail-returned-body = { $stage } har returneret en del af { $municipality }s plan. Kommunen arbejder videre med de returnerede kriterier og svarer inden svarfristen.
mail-returned-body-municipality = { $stage } har vurderet jeres plan og returneret de kriterier, der står nedenfor. Alt andet er vurderet og låst; I skal kun arbejde med disse.

    Svarfristen begynder at løbe, når en af jer åbner sagen, eller når vi ved, at beskeden er nået frem. Er I uenige i en returnering, kan I bede om en fornyet vurdering, før I svarer.

mail-contact-missing-subject = { $municipality }: ingen ser ud til at kende returneringen
mail-contact-missing-body = { $municipality } har fået kriterier returneret, men ingen har åbnet sagen, og vi ved ikke, om mailen er nået frem. Svarfristen løber derfor ikke.

    Ring til kommunen, og notér kontakten i sagen. Så begynder fristen.

mail-round-allowed-subject = { $municipality }: en ekstra runde er tilladt
mail-round-allowed-body = Sekretariatet har tilladt en ekstra runde i sagen om { $municipality }.
mail-round-allowed-body-municipality = Sekretariatet har tilladt jer en ekstra runde, så I kan sende planen ind igen.

mail-extension-requested-subject = { $municipality }: ønske om fristforlængelse
mail-extension-requested-body = { $municipality } har bedt om fristforlængelse. Tag stilling i sagen; certifikatet udløber ikke, mens ønsket venter på svar.

mail-extension-decided-subject = { $municipality }: { $granted ->
    [yes] fristen er forlænget
    [no] fristen er ikke forlænget
   *[other] svar på ønsket om fristforlængelse
}
mail-extension-decided-body = { $granted ->
    [yes] { $municipality }s ønske om fristforlængelse er imødekommet.
    [no] { $municipality }s ønske om fristforlængelse er ikke imødekommet, og den gamle frist gælder.
   *[other] { $municipality }s ønske om fristforlængelse er besvaret.
}
mail-extension-decided-body-municipality = { $granted ->
    [yes] I har fået mere tid. Den nye frist står nedenfor.
    [no] Sekretariatet har ikke givet mere tid. Den gamle frist gælder stadig.
   *[other] Jeres ønske om mere tid er besvaret. Svaret står i sagen.
}

mail-second-reading-requested-subject = { $municipality }: ønske om fornyet vurdering
mail-second-reading-requested-body = { $municipality } har bedt om, at en vurdering bliver set på igen. Lad en, der ikke har vurderet det før, gøre det. Svarfristen står stille imens.

mail-second-reading-decided-subject = { $municipality }: den fornyede vurdering er afsluttet
mail-second-reading-decided-body = { $granted ->
    [yes] Den fornyede vurdering i sagen om { $municipality } er afsluttet, og vurderingen er ændret.
    [no] Den fornyede vurdering i sagen om { $municipality } er afsluttet, og den første vurdering gælder stadig.
   *[other] Den fornyede vurdering i sagen om { $municipality } er afsluttet. Udfaldet står i sagen.
}
mail-second-reading-decided-body-municipality = Den fornyede vurdering, I bad om, er afsluttet. En, der ikke havde vurderet det før, har set på det.

    { $granted ->
        [yes] Vurderingen er ændret. Se i sagen, hvad der gælder nu.
        [no] Den første vurdering gælder stadig. Svarfristen løber igen, hvis der er en.
       *[other] Udfaldet og begrundelsen står i sagen.
    }

mail-ready-for-decision-subject = { $municipality }: klar til certificeringsbeslutning
mail-ready-for-decision-body = Alle kriterier i sagen om { $municipality } er afklaret på alle trin. Nu mangler kun certificeringsbeslutningen.
mail-ready-for-decision-body-municipality = Alle kriterier er afklaret på alle trin. Nu venter I kun på certificeringsbeslutningen; I skal ikke gøre noget.

mail-certified-subject = { $municipality }: klimahandlingsplanen er certificeret
mail-certified-body = { $municipality }s klimahandlingsplan er certificeret. Den gælder, når kommunalbestyrelsen har vedtaget præcis den udgave.
mail-certified-body-municipality = Tillykke: jeres klimahandlingsplan er certificeret.

    Mangler kommunalbestyrelsens vedtagelse, ligger der et udkast til dagsordenspunkt klar i sagen. Vedtager den præcis den udgave, der er certificeret, udstedes certifikatet af sig selv.

mail-refused-subject = { $municipality }: planen er ikke certificeret
mail-refused-body = { $municipality }s klimahandlingsplan er ikke certificeret denne gang. Sagen er tilbage hos kommunen, og kun de nævnte kriterier er åbnet.
mail-refused-body-municipality = Jeres klimahandlingsplan er ikke certificeret denne gang. Sagen er tilbage hos jer, og kun de nævnte kriterier er åbnet; resten gælder stadig.

    I kan bede om en fornyet vurdering af beslutningen, eller I kan arbejde videre og sende planen ind igen.

mail-review-reopened-subject = { $municipality }: den faglige vurdering er åbnet igen
mail-review-reopened-body = Den faglige vurdering af { $municipality }s plan er åbnet igen for de nævnte kriterier, før certificeringsbeslutningen.
mail-review-reopened-body-municipality = Vurdererne ser på de nævnte kriterier igen, før der træffes certificeringsbeslutning. Det tæller ikke som en runde for jer, og I skal ikke gøre noget nu.

mail-decision-retracted-subject = { $municipality }: certificeringsbeslutningen er trukket tilbage
mail-decision-retracted-body = Certificeringsbeslutningen om { $municipality }s plan er trukket tilbage. Sagen står igen som klar til certificeringsbeslutning.
mail-decision-retracted-body-municipality = Certificeringsbeslutningen om jeres plan er trukket tilbage. Begrundelsen står nedenfor. Der bliver truffet en ny certificeringsbeslutning; I hører fra os.

mail-adoption-recorded-subject = { $municipality }: beslutning fra { $body } er noteret
mail-adoption-recorded-body = Beslutningen om { $municipality }s klimahandlingsplan fra { $body } er noteret: { $outcome }.

mail-reopened-subject = { $municipality }: den certificerede plan er åbnet igen
mail-reopened-body = { $municipality }s certificerede plan er åbnet igen, fordi kommunalbestyrelsen ville have den anderledes. Kun de nævnte kriterier er åbne.
mail-reopened-body-municipality = Jeres certificerede plan er åbnet igen, fordi kommunalbestyrelsen ville have den anderledes. Kun de nævnte kriterier er åbne; resten gælder stadig.

    Send planen ind, når den er klar.

mail-concluded-subject = { $municipality }: planen gælder, og certifikatet er udstedt
mail-concluded-body = { $municipality }s klimahandlingsplan er både certificeret og vedtaget. Den gælder nu, og certifikatet er udstedt.
mail-concluded-body-municipality = Jeres klimahandlingsplan er både certificeret og vedtaget. Den gælder nu, og certifikatet er udstedt.

    Den næste revision er planlagt og åbner af sig selv, når tiden kommer.

mail-revoked-subject = { $municipality }: certifikatet er tilbagekaldt
mail-revoked-body = Certifikatet for { $municipality }s klimahandlingsplan er tilbagekaldt.
mail-revoked-body-municipality = Certifikatet for jeres klimahandlingsplan er tilbagekaldt. Begrundelsen står nedenfor, og i sagen kan I se, hvad der kan gøres nu.

mail-lapsed-subject = { $municipality }: certifikatet er udløbet
mail-lapsed-body = Certifikatet for { $municipality }s klimahandlingsplan er udløbet. Arbejdet med revisionen går videre som hidtil, og en ny certificering afløser det.
mail-lapsed-body-municipality = Certifikatet for jeres klimahandlingsplan er udløbet, og registret viser det.

    Arbejdet med revisionen går videre som hidtil. Når den nye plan er certificeret og vedtaget, er I certificeret igen.

mail-held-subject = { $municipality }: sagen er sat i bero
mail-held-body = Sagen om { $municipality } er sat i bero. Frister, der tælles i arbejdsdage, står stille; datoer i kalenderen flytter sig ikke.
mail-held-body-municipality = Jeres sag er sat i bero. Frister, der tælles i arbejdsdage, står stille; datoer i kalenderen flytter sig ikke. I skal ikke gøre noget, før sagen genoptages.

mail-resumed-subject = { $municipality }: sagen er genoptaget
mail-resumed-body = Sagen om { $municipality } er genoptaget, og fristerne løber igen.
mail-resumed-body-municipality = Jeres sag er genoptaget, og fristerne løber igen. Se de nye datoer i sagen.

mail-withdrawn-subject = { $municipality }: kommunen er ude af forløbet
mail-withdrawn-body = { $municipality } er trukket ud af forløbet. Ingen skal gøre mere i sagen. Certifikater, der er udstedt, gælder perioden ud.
mail-withdrawn-body-municipality = Jeres kommune er trukket ud af forløbet, og sagen er lukket. Certifikater, der er udstedt, gælder perioden ud. I kan tilslutte jer igen senere.

mail-condition-answered-subject = { $municipality }: et vilkår er meldt opfyldt
mail-condition-answered-body = { $municipality } melder, at et vilkår er opfyldt. Se på svaret og dokumentationen, og tag stilling.

mail-condition-judged-subject = { $municipality }: der er taget stilling til et vilkår
mail-condition-judged-body = Der er taget stilling til et vilkår i sagen om { $municipality }. Udfald: { $judged }.
mail-condition-judged-body-municipality = Der er taget stilling til et af jeres vilkår. Udfald: { $judged }.

mail-reminder-subject = { $municipality }: { $ahead ->
    [yes] { $what } har frist { $when }
    [no] fristen for { $what } var { $when }
   *[other] husk fristen
}
mail-reminder-body = { $ahead ->
    [yes] Fristen for { $what } i sagen om { $municipality } er { $due }, altså { $when }.
    [no] Fristen for { $what } i sagen om { $municipality } var { $due }, altså { $when }.
   *[other] Der er en frist i sagen om { $municipality }.
}
mail-reminder-body-municipality = { $ahead ->
    [yes] Jeres frist for { $what } er { $due }, altså { $when }. Kan I ikke nå det, så bed om fristforlængelse i sagen, før fristen er gået.
    [no] Jeres frist for { $what } var { $due }, altså { $when }. Intet er tabt: gør det færdigt, så snart I kan, eller skriv til sekretariatet, hvis I er gået i stå.
   *[other] Der er en frist i jeres sag.
}

mail-notice-drafted-subject = { $municipality }: udkast til politisk orientering ligger klar
mail-notice-drafted-body = Der ligger et udkast til orientering om { $municipality }s sag klar. Det handler om: { $drafts }.
mail-notice-drafted-body-municipality = Der ligger udkast til orientering af jeres politiske organer klar i sagen. Det handler om: { $drafts }.

    Læs dem, og frigiv dem, når I er klar. Skal teksten rettes til, så kopiér den til jeres egen dagsorden.

    En formel orientering frigives automatisk efter nogle arbejdsdage. Datoen står ved udkastet.

mail-notice-subject = { $notice }
mail-notice-body = Hermed en orientering til { $organisation }. Teksten er skrevet, så den kan sættes direkte på en dagsorden.

    Bekræft venligst modtagelsen, og notér senere, hvad der blev besluttet.

mail-invitation-subject = Invitation til { $programme }
mail-invitation-body = { $person } har inviteret dig til at arbejde i { $programme } for { $organisation }.

    Vælg din adgangskode for at komme i gang. Invitationen kan bruges én gang og gælder kun dig. Har du ikke ventet den, kan du se bort fra den.

mail-new-password-subject = Ny adgangskode til { $programme }
mail-new-password-body = Her er et link, som du kan vælge en ny adgangskode med til { $programme }. Sekretariatet eller en kollega har bedt om det for dig hos { $organisation }.

    Linket kan bruges én gang. Når du bruger det, bliver du logget ud overalt. Indtil da gælder din gamle adgangskode. Har du ikke bedt om det, kan du se bort fra mailen.

mail-last-approver-subject = { $municipality }: den sidste planansvarlige er på vej væk
mail-last-approver-body = { $municipality } er ved at miste sin sidste planansvarlige. Uden en efterfølger kan kommunen ikke sende ind eller svare på en returnering.

    Find en efterfølger sammen med kommunen, før den nuværende rolle slutter.
mail-last-approver-body-municipality = Jeres sidste planansvarlige er på vej væk. Uden en efterfølger kan I ikke sende ind eller svare på en returnering. Skriv til sekretariatet, hvem der tager over.
