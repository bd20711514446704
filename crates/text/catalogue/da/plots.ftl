# Figurer og kort.

plot-as-table = Vis tallene som tabel
plot-table-of = Tabel: { $title }
plot-tonnes = ton CO₂e
plot-tonnes-total = I alt { $total } ton CO₂e.
plot-total = I alt
plot-column-what = Hvad
plot-column-year = År
plot-column-sector = Sektor
plot-column-share = Andel
plot-column-returned = Returneret
plot-pathway-title = Vejen til målene
plot-line-emitted = Regnskab
plot-line-business-as-usual = Uden nye tiltag
plot-line-with-measures = Med planens tiltag
plot-line-desc = { $line }: fra { $from } ton i { $begin } til { $to } ton i { $end }.
plot-target = Mål
plot-target-percent = −{ $percent } %
plot-net-zero = nettonul
plot-target-desc = Mål i { $year }: { $what }, højst { $value } ton.
plot-gap = Manko: reduktioner, der endnu ikke er fundet tiltag til
plot-gap-word = Manko { $value } ton
plot-gap-desc = Manko i { $year }: { $value } ton.
plot-inventory-title = Drivhusgasregnskab efter sektor
plot-inventory-title-year = Drivhusgasregnskab { $year } efter sektor
plot-inventory-desc = I alt { $total } ton CO₂e.
plot-without-number = { $count ->
    [one] Én post har en notationsnøgle i stedet for et tal.
   *[other] { $count } poster har en notationsnøgle i stedet for et tal.
}
plot-sector-energy = Energi
plot-sector-transport = Transport
plot-sector-industry = Industri
plot-sector-waste = Affald og spildevand
plot-sector-agriculture = Landbrug
plot-sector-land-use = Arealanvendelse
plot-sector-other = Andet
plot-returns-title = Returnerede kriterier og grunden
plot-returns-desc = { $criterion }: { $count ->
    [one] én gang.
   *[other] { $count } gange.
}
plot-returns-more = { $count ->
    [one] Desuden er ét kriterium returneret sjældnere.
   *[other] Desuden er { $count } kriterier returneret sjældnere.
}
plot-cohort-title = { $count ->
    [one] Sådan er én sag gået gennem tilstandene
   *[other] Sådan er { $count } sager gået gennem tilstandene
}
plot-cohort-desc = Antal sager i hver tilstand ved udgangen af hver måned. Senest:
plot-cohort-note = Antal sager ved udgangen af hver måned; jo mørkere, jo flere. Tallene under felterne er måned og år.
tiles-legend = Signaturforklaring
tiles-beside = Uden for kortet
tone-letter-good = C
tone-letter-begun = A
tone-letter-judged = V
tone-letter-returned = R
tone-letter-nearly = K
tone-letter-late = !
tone-letter-still = B
tone-letter-apart = E
tone-letter-empty = –
