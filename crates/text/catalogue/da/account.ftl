# Min konto, og hvad der venter på en udvalgssekretær.

account-title = Min konto
account-you = Navn og sprog
account-name = Navn
account-email-hint = Adressen kan kun sekretariatet ændre.
account-language = Sprog på sider og mails
account-save = Gem
account-password = Adgangskode
account-password-text = Når du skifter adgangskode, bliver du logget ud overalt, også fra programmer.
account-field-current = Nuværende adgangskode
account-field-password = Ny adgangskode
account-field-repeated = Gentag den nye adgangskode
account-change-password = Skift adgangskode
account-sessions = Her er du logget ind
account-sessions-text = Kan du ikke kende et sted, så afslut det, og skift adgangskode.
account-since = siden { $made }, højst til { $ends }
account-here = (her)
account-end = Afslut
account-tokens = Adgang for programmer
account-tokens-text = Et program kan arbejde på dine vegne med en nøgle. Den kan det samme som du. Se også:
account-token-label = Hvad bruges nøglen til?
account-token-hint = For eksempel: ugentlig rapport.
account-token-days = Gælder i
account-days = { $days ->
    [one] 1 dag
   *[other] { $days } dage
}
account-make-token = Lav en nøgle
account-secret = Gem nøglen nu et sikkert sted. Den vises kun denne ene gang:
account-done-name = Navn og sprog er gemt.
account-done-token = Nøglen er lavet.
account-done-revoked = Adgangen er afsluttet.

notices-title = Orienteringer
notices-lead = Her ligger det, dine udvalg og råd har fået: klar til at kopiere til dagsordenen.
notices-waiting = Venter på dig
notices-none-waiting = Intet venter på dig.
notices-handled = Behandlet
notices-body = Modtager
notices-what = Orientering
notices-not-clerk = Du er ikke sekretær for noget udvalg eller råd.
notice-copy-button = Kopiér teksten
notice-copied = Kopieret
