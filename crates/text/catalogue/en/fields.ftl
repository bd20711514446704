# A field or file that cannot be used: where, what stood there, and what helps.

field-missing = “{ $place }” is missing.
field-unknown = “{ $place }” is not a field that is known here. It can be: { $wanted }.
field-type = “{ $place }” is “{ $found }” but must be { $wanted }.
field-choice = “{ $place }” is “{ $found }” but must be one of: { $wanted }.
field-date = “{ $place }” is “{ $found }” but must be a whole date, for example 2026-11-23.
field-unreadable = “{ $place }” is “{ $found }” and cannot be used. Technical reason: { $reason }
field-nul-character = A text holds an invisible NUL character. Write the text again.
field-object-wanted = “{ $found }” cannot be used here. Send a JSON object with fields.
field-query-wanted = “{ $found }” in the address cannot be read. Technical reason: { $reason }
field-page-wanted = The page is { $found }, but pages are counted from 1.
field-per-page-wanted = { $found } rows per page were asked for, but it can be from 1 to 100.
field-word-unknown = “{ $found }” in “{ $place }” is not a word that is known here. See the description in /api/v1/openapi.json.
field-set-unknown = There is no criteria set “{ $found }”. It can be: { $wanted }.

field-already-set-up = The installation is already set up for “{ $found }”. Ask the secretariat for an invitation.
field-comment-wanted = The comment is empty or too long. Write from 1 to 20,000 characters.
field-dates-out-of-order = The last day, “{ $found }”, lies before the first. Swap them, or correct one.
field-deputy-end-wanted = The last day is missing. A deputy stands in for a time only: say when it ends.
field-email-taken = The address “{ $found }” is used by another account already. Every account needs its own.
field-email-wanted = “{ $found }” cannot be an e-mail address. It should look like name@municipality.dk.
field-end-outside-term = “{ $found }” is not within the time of the role. Choose a day from its first to its last.
field-municipality-unknown = “{ $found }” is not a municipality that can be used here. Choose one from the list of organisations.
field-partner-unknown = “{ $found }” is no knowledge partner that can take over today. Choose another from the list of organisations.
field-programme-unknown = “{ $found }” is no programme here. Leave the field empty if the role counts in every programme.
field-name-wanted = The name “{ $found }” cannot be used. Write from 1 to 200 ordinary characters.
field-organisation-unknown = “{ $found }” is not an organisation that is known here. Choose one from the list of organisations.
field-password-wanted = The password must have from 12 to 200 characters. Several ordinary words in a row are easy to remember and hard to guess.
field-pdf-wanted = The plan document must be a PDF, but the file is of the type { $found }.
field-principal-wanted = The one chosen cannot have a deputy here. Choose somebody else, who holds the role at the organisation for the whole period.
field-role-clash = The role “{ $found }” cannot be given: one person cannot both draft and judge plans. End the other role first.
field-role-held = The person already holds the role “{ $found }” here in that period. If they cannot get in, use “Send a new link” on their page.
field-role-misplaced = An organisation of this kind has no role “{ $found }”. Choose another role or organisation.
field-section-unknown = Plan data have no section called “{ $found }”. Check the spelling in the schema of the criteria set.
field-text-too-long = The text in “{ $place }” is too long. Write at most 20,000 characters.
field-upload-unknown = “{ $found }” is not a file of this case. Add the file first and use the id you get.

file-broken-pdf = “{ $found }” is damaged and cannot be opened as a PDF. Save it as a PDF again and try once more.
file-empty = “{ $found }” is empty. Save it again and try once more.
file-encrypted = “{ $found }” is locked with a password. Save it without one, so that others can read it.
file-macros = “{ $found }” contains macros and is not taken. Save it without them, for example as .xlsx or .docx.
file-mislabelled = “{ $found }” is something else than its name says. Save it in the right type, or correct the ending of the name.
file-name-missing = The file has no name. Give it one that ends in its type, for example plan.pdf.
file-type-not-taken = “{ $found }” is of a kind that is not taken. Use PDF, DOCX, XLSX, PPTX, PNG, JPG, CSV or TXT.
field-password-wrong = That is not your current password.
field-label-wanted = Say what the token is for.

field-view-name-wanted = “{ $found }” cannot be the name of a view. Write from 1 to 80 ordinary characters.
field-views-full = There are { $found } kept views, and there is no room for more. Remove one that you do not use.
