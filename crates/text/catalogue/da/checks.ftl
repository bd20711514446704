# Hvad de automatiske tjek siger til en klimakoordinator. Hver sætning nævner
# stedet, det fundne og det ønskede, og den hjælper frem for at dømme.

place-plan = Planen
place-row = række { $row }

check-missing = »{ $place }« er ikke udfyldt endnu, så tjekket kan ikke afgøres. Ønsket: { $wanted }.
check-more = Tjekket fandt yderligere { $more } steder, som ikke er vist her.
check-by-a-person = Dette kriterium har intet automatisk tjek. Kun en faglig vurdering kan afgøre det.
check-not-applicable = Kriteriet gælder ikke for denne slags certificering.
check-exhausted = Planen er for stor til, at tjekket kunne gøres færdigt. En person må vurdere kriteriet.
check-exhausted-wanted = en plan, der kan gennemgås inden for tjekkets grænse

check-age-wanted = højst { $max } år gammelt pr. { $day }
check-age-old = »{ $place }« er { $found }. Det er { $age } år siden; højst { $max } år er ønsket.
check-age-future = »{ $place }« er { $found }, som ligger efter { $day }. Ret året eller datoen.
check-age-soon = »{ $place }« er { $found }, altså { $age } år gammelt. Det er i orden nu, men bliver snart for gammelt: grænsen er { $max } år.

check-agree-wanted = det samme som »{ $with-place }«
check-agree-differs = »{ $place }« er { $found }; der ønskes { $wanted }. Regn om, eller skriv, hvorfor de er forskellige.
check-agree-explained = »{ $place }« er { $found }; der ønskes { $wanted }. Forskellen er forklaret; en faglig vurderer må tage stilling.

check-previous-wanted = intet mål lavere end i den seneste certificerede plan
check-previous-weaker = »{ $place }« er { $found } %. Den seneste plan lovede { $promised } % i { $year }. Hæv målet, eller skriv, hvorfor det er ændret.
check-previous-explained = »{ $place }« er { $found } %, lavere end de { $promised } % i { $year } fra den seneste plan. Ændringen er begrundet; en faglig vurderer må tage stilling.
check-previous-unmatched = Den seneste plan lovede { $promised } % i { $year }. Der er intet mål med samme år, basisår og afgrænsning at sammenligne med, så en person må vurdere det.
check-previous-unnumbered = Den seneste plans mål for { $year } har ingen procent at sammenligne med, så en person må vurdere det.

check-count-wanted = { $count ->
    [one] mindst én udfyldt række
   *[other] mindst { $count } udfyldte rækker
}
check-count-few = »{ $place }« har kun { $counted } udfyldt; ønsket: { $wanted }.

check-current-wanted = året { $year } eller senere
check-current-old = »{ $place }« har ingen række for { $year } eller senere. Tilføj det indeværende år.

check-cuts-wanted = tal, der stemmer med fremskrivninger og mål inden for { $tolerance } %
check-cuts-needed = »{ $place }« er { $told } ton. I { $year } ligger fremskrivningen uden tiltag { $right } ton over målet. Et fald, der kommer uden tiltag, er ikke en reduktion.
check-cuts-found = »{ $place }« giver tilsammen { $told } ton. I { $year } ligger fremskrivningen med tiltag { $right } ton under den uden.
check-cuts-gap = »{ $place }« er { $told } ton. I { $year } ligger fremskrivningen med tiltag { $right } ton over målet.
check-cuts-pathways = »{ $place }« skal have netop én fremskrivning uden tiltag og én med, for at tjekket kan afgøres.
check-cuts-target = »{ $place }« har intet mål for { $year }, så tjekket kan ikke afgøre, hvad der er nødvendigt.

check-order-wanted = datoer, der følger efter hinanden
check-order-reversed = »{ $place }« er { $found }, men »{ $first-place }« er { $first }, som er senere. Kontrollér de to datoer.

check-fields-wanted = udfyldt
check-fields-empty = »{ $place }« mangler. De øvrige oplysninger, der hører til, er udfyldt.

check-flagged-wanted = nej
check-flagged-set = »{ $place }« er sat til ja. Tiltag af den slags kan ikke regnes med.
check-flagged-unsaid = »{ $place }« er ikke besvaret. Svar ja eller nej, så tjekket kan afgøres.

check-flags-wanted = ja
check-flags-no = »{ $place }« er sat til nej; det skal planen kunne svare ja til.

check-later-wanted = intet målår senere end i den seneste certificerede plan
check-later-later = »{ $place }« er { $found }. Den seneste plan lovede { $promised }. Vælg et tidligere år, eller skriv, hvorfor det er ændret.
check-later-explained = »{ $place }« er { $found }, senere end { $promised } i den seneste plan. Ændringen er begrundet; en faglig vurderer må tage stilling.
check-later-unmatched = Den seneste plan lovede { $promised }. Der er intet mål med samme afgrænsning at sammenligne med, så en person må vurdere det.
check-later-undated = Et mål i den seneste plan har intet år at sammenligne med, så en person må vurdere det.

check-links-wanted = mindst én forbindelse hver vej
check-links-names-none = »{ $place }« peger ikke på noget. Vælg mindst én række at knytte den til.
check-links-unnamed = »{ $place }« ({ $found }) bliver ikke nævnt af nogen række. Knyt mindst én til den.

check-matrix-wanted = hver celle udfyldt, eller en grund til, at den er tom
check-matrix-empty = »{ $place }« mangler en række for { $down } og { $across }. Udfyld den, eller skriv, hvorfor den er tom.

check-range-wanted = et tal over { $above }
check-range-outside = »{ $place }« er { $found }; der ønskes { $wanted }.

check-yearly-wanted = en række for hvert år
check-yearly-missing = »{ $place }« mangler året { $year }.

check-reaches-wanted = { $min } eller senere
check-reaches-early = »{ $place }« er { $found }; der ønskes { $wanted }.

check-reason-wanted = en værdi, eller en notationsnøgle med en grund på mindst { $length } tegn
check-reason-blank = »{ $place }« har hverken værdi eller notationsnøgle. Manglende tal er ikke det samme som nul: skriv NO, NE, IE eller C og en grund.
check-reason-short = »{ $place }« er for kort eller tom ({ $found }). Skriv med mindst { $length } tegn, hvorfor tallet mangler.

check-cover-wanted = alle { $count } poster med en værdi eller en notationsnøgle
check-cover-absent = »{ $place }« mangler posten { $name }. Tilføj den med en værdi eller en notationsnøgle.
check-cover-blank = »{ $place }« (posten { $name }) er tom. Skriv en værdi eller en notationsnøgle.

check-series-wanted = punkter for { $years } og højst { $gap } år mellem to punkter
check-series-year = »{ $place }« har intet punkt for { $year }.
check-series-gap = »{ $place }« springer fra { $from } til { $to }; der må højst være { $gap } år mellem to punkter.

check-sum-wanted = dele, der stemmer med helheden inden for { $tolerance } %
check-sum-wanted-least = dele, der mindst når helheden inden for { $tolerance } %
check-sum-differs = »{ $place }« er { $found }, men delene giver tilsammen { $sum }. Forskellen er { $difference }; højst { $tolerance } % er ønsket.

check-rows-wanted = hver række udfyldt
check-rows-none = »{ $place }« har ingen række af den slags, tjekket ser på, så det kan ikke afgøres.
check-rows-empty = »{ $place }« mangler.
check-rows-one-of = »{ $place }« mangler mindst ét af felterne: { $fields }.
check-rows-undecided = »{ $place }« er ikke udfyldt, så tjekket kan ikke afgøre, om rækken skal have dette: { $fields }.

check-targets-wanted = mindst { $count } mål med et tal, som endnu ligger forude, det første senest i { $first }
check-targets-few = »{ $place }« har { $counted } delmål med forskellige år, som endnu ligger forude; der ønskes mindst { $count }.
check-targets-late = »{ $place }« er { $found }; det første mål skal ligge senest i { $first }.

check-term-wanted = en dato i den nuværende valgperiode, som begyndte den 1. januar { $year }
check-term-earlier = »{ $place }« er { $found }, i en tidligere valgperiode. Få den bekræftet af den nuværende kommunalbestyrelse; ellers må en faglig vurderer tage stilling.
check-term-future = »{ $place }« er { $found }, som endnu ikke er nået. Ret datoen.

check-used-wanted = hvert felt udfyldt i mindst én række
check-used-nowhere = »{ $place }« har ingen række, hvor feltet »{ $field }« er udfyldt. Udfyld det i mindst én.

check-values-wanted = hver af værdierne { $values }
check-values-absent = »{ $place }« har ingen række med { $value }.
check-values-open = »{ $place }« er ikke udfyldt, og ingen anden række har { $value }, så tjekket kan ikke afgøres.

check-within-wanted = højst { $max } år efter »{ $from-place }«
check-within-late = »{ $place }« er { $found }; den seneste dato er { $latest }.
check-within-before = »{ $place }« er { $found }, som ligger før »{ $from-place }«. Kontrollér de to datoer.

check-year-wanted = senest { $max }
check-year-late = »{ $place }« er { $found }; året skal være senest { $max }.
check-year-reasoned = »{ $place }« er { $found }, senere end det nationale år { $after }. Der er skrevet en begrundelse, som den faglige vurdering tager stilling til.
check-year-unreasoned = Målåret { $year } er senere end det nationale år { $after }. Udfyld »{ $place }«, så begrundelsen kan vurderes.
