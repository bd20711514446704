# Den faglige vurdering: køen, arket, kriteriet, kladder og oversigten til C40.

judgement-fault-verdict = Vælg en vurdering.
judgement-fault-text = Skriv en bemærkning. Kommunen skal kunne se hvorfor.
judgement-fault-text-long = Teksten kan ikke gemmes. Brug højst 20.000 tegn.
judgement-fault-reason = Vælg, hvad der er galt.
judgement-fault-due = Skriv en dato, for eksempel 31-12-2027. Her står: { $found }.
