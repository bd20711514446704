# Hvorfor en oplysning fra et planresumé ikke kunne sættes på plads.

import-no-fact = Ikke en oplysning om planen, men en bemærkning til resuméet.
import-no-place = Plandata har ikke noget sted til denne oplysning.
import-no-origin = Det fremgår ikke, hvor oplysningen stammer fra, så den er ikke taget med.
import-no-date = En hel dato mangler. En måned er ikke en dato.
import-no-year = Værdien er ikke et årstal, plandata kan rumme.
import-no-tonnes = Værdien er ikke et tal i ton CO2e.
import-no-text = Værdien er ikke en tekst.
import-no-target = Målet mangler et år, et basisår eller en procent.
import-derived = Tallet kan regnes ud af andre oplysninger og er derfor ikke gemt for sig.
import-count-only = Et antal indsatser siger ikke, hvilke de er. Skriv indsatserne ind én for én.
import-text-only = Teksten kan ikke placeres i et felt uden tolkning. Brug den, når afsnittet skrives.
import-no-action = Effekten hører til en indsats, som endnu ikke er skrevet ind.
import-thousands = Kilden viser tusinde ton, men værdien { $value } står allerede i ton. Den er beholdt, som den er; kontrollér den.
import-carbon-only = Kilden angiver ton CO2 og siger ikke, om andre gasser er med. Tallet står nu i ton CO2e; kontrollér det.
