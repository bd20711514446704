# The reader's account, and what waits for a clerk.

account-title = My account
account-you = Name and language
account-name = Name
account-email-hint = Only the secretariat can change the address.
account-language = Language of pages and mail
account-save = Save
account-password = Password
account-password-text = When you change your password you are signed out everywhere, programs included.
account-field-current = Current password
account-field-password = New password
account-field-repeated = Repeat the new password
account-change-password = Change password
account-sessions = Where you are signed in
account-sessions-text = If you do not recognise one, end it and change your password.
account-since = since { $made }, until { $ends } at most
account-here = (here)
account-end = End
account-tokens = Access for programs
account-tokens-text = A program can work on your behalf with a token. It can do what you can. See also:
account-token-label = What is the token for?
account-token-hint = For example: weekly report.
account-token-days = Valid for
account-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
account-make-token = Make a token
account-secret = Keep the token in a safe place now. It is shown this once only:
account-done-name = Name and language are saved.
account-done-token = The token is made.
account-done-revoked = The access has ended.

notices-title = Notices
notices-lead = What your committees and councils received, ready to copy onto the agenda.
notices-waiting = Waiting for you
notices-none-waiting = Nothing waits for you.
notices-handled = Handled
notices-body = Recipient
notices-what = Notice
notices-not-clerk = You are clerk of no committee or council.
notice-copy-button = Copy the text
notice-copied = Copied
