# Frister, og hvordan de forklares.

deadline-self-assessment = Selvvurdering
deadline-submission = Indsendelse af planen
deadline-review = Faglig vurdering
deadline-decision = Certificeringsbeslutning
deadline-answer = Svar på returnerede kriterier
deadline-second-reading = Fornyet vurdering
deadline-condition = Opfyldelse af vilkår

due-on = Frist for { $what }: { $due }.
due-on-other = Frist: { $due }.
due-what-self-assessment = selvvurderingen
due-what-submission = indsendelse af planen
due-what-review = den faglige vurdering
due-what-decision = certificeringsbeslutningen
due-what-answer = svar på de returnerede kriterier
due-what-condition = opfyldelse af vilkåret
due-what-second-reading = den fornyede vurdering
due-working-days = Fristen er talt i arbejdsdage.
due-skipped = { $count ->
    [one] Fristen er talt i arbejdsdage, og denne lukkedag er ikke talt med: { $days }.
   *[other] Fristen er talt i arbejdsdage, og disse lukkedage er ikke talt med: { $days }.
}
due-before = { $days ->
    [0] i dag
    [1] i morgen
   *[other] om { $days } dage
}
due-after = { $days ->
    [1] i går
   *[other] for { $days } dage siden
}
