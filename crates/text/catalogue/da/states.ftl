# Hvor en sag står, og hvem der har bolden.

state-enrolled = Tilsluttet
state-enrolled-help = Kommunen er tilsluttet, men har endnu ingen godkendt plan; sekretariatet åbner arbejdet og sætter datoerne.
state-scheduled = Planlagt
state-scheduled-help = Den certificerede plan gælder, og revisionen er ikke åbnet endnu; ingen skal gøre noget, før den åbner.
state-self-assessment = Selvvurdering
state-self-assessment-help = Kommunen vurderer sin nuværende plan efter kriterierne og sender selvvurderingen ind.
state-scoping = Scoping
state-scoping-help = Selvvurderingen er låst, og den ledende vurderer drøfter den med kommunen og noterer, hvad revisionen skal handle om.
state-revision = Revision
state-revision-help = Kommunen skriver den nye udgave af planen, holder høring og sender den ind til faglig vurdering.
state-review = Faglig vurdering
state-review-help = Indsendelsen er låst, og vurdererne tager stilling til ét kriterium ad gangen.
state-returned = Returneret
state-returned-help = Mindst ét kriterium er returneret; kommunen arbejder videre med netop dem og svarer inden svarfristen.
state-decision = Klar til certificeringsbeslutning
state-decision-help = Alle kriterier er afklaret, og den ledende vurderer på sidste trin træffer certificeringsbeslutningen.
state-certified = Certificeret
state-certified-help = Planen er certificeret og venter på, at kommunalbestyrelsen vedtager den.
state-concluded = Afsluttet
state-concluded-help = Planen er certificeret og vedtaget, og den gælder; næste revision er planlagt.
state-withdrawn = Trukket tilbage
state-withdrawn-help = Kommunen er ude af forløbet, og ingen skal gøre mere; udstedte certifikater gælder perioden ud.
