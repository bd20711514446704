# Sagens sider.
case-places = Sagens sider
case-place-overview = Overblik
case-place-draft = Udkast
case-to-draft = Gå til udkastet
case-place-review = Faglig vurdering
case-steps = Vejen til en gældende plan
case-step-done = Nået
case-step-current = Her står sagen
case-step-ahead = Mangler
case-next-deadline = Næste frist
case-submission-download = Hent det indsendte som fil (JSON)
case-submission-hash = Fingeraftryk af det hele (SHA-256)
case-mails = Mails om sagen
case-mails-shown = Viser de seneste { $shown } af { $total }.
case-comments = Kommentarer
case-timeline-earlier = { $count ->
    [one] Én tidligere ting
   *[other] { $count } tidligere ting
}
case-focus = Aftalt på scopingmødet
case-condition-answer = Kommunens svar:
case-condition-evidence = Dokumentation:
case-comment-plan = Planen
case-adoption-number = sag { $number }
case-adoption-dissent = Mindretallet ønskede noteret:
