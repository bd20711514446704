# The desk of lead reviewers and the secretariat.

desk-title = Cases on the desk
desk-places = Pages of the desk
desk-place-cases = Cases
desk-place-deadlines = Deadlines by month
desk-place-map = Map
desk-place-reviewers = Reviewers
desk-place-returned = Returned criteria
desk-place-begin = Begin a case
desk-place-people = People
desk-place-bodies = Political bodies
desk-place-mails = Outgoing mails
desk-place-audit = The log
desk-filter = Choose which cases are shown
desk-all = All
desk-region = Region
desk-partner = Knowledge partner
desk-only = Show only
desk-only-overdue = Overdue
desk-only-on-hold = On hold
desk-only-asks-for-time = Asks for more time
desk-only-undated = Without dates
desk-only-unreached = Does not know of the return
desk-only-capped = Has used every round
desk-show = Show
desk-clear = Show all
desk-todo = Can be done
desk-found = { $total ->
    [0] No case fits.
    [one] One case.
   *[other] { $total } cases.
}
desk-views = My views
desk-keep = Keep this view
desk-keep-name = Name of the view
desk-keep-do = Keep the view
desk-drop = Remove a view
desk-drop-one = Remove “{ $name }”
desk-column-code = Municipality code
desk-column-edition = Edition
desk-column-case = Number of the case

desk-map-title = The cases on the map
desk-map-as-table = Show as a table
desk-map-beside = { $count ->
    [one] One municipality has no place on the map. It stands in the table.
   *[other] { $count } municipalities have no place on the map. They stand in the table.
}
desk-tone-planned = planned, not begun
desk-tone-working = the municipality is working
desk-tone-review = in review
desk-tone-returned = returned
desk-tone-nearly = awaiting decision or adoption
desk-tone-concluded = concluded
desk-tone-withdrawn = withdrawn
desk-tone-overdue = past its deadline
desk-tone-on-hold = on hold
desk-wall-title = Deadlines by month
desk-wall-overdue = Overdue
desk-wall-without = { $count ->
    [one] One has no deadline.
   *[other] { $count } have no deadline.
}

desk-reviewers-title = Reviewers and assignments
desk-reviewers-refused = Some of it could not be done
desk-seats = Assignments without a reviewer
desk-seats-text = The proposal respects conflicts of interest and shares the work evenly. Change what you like and offer the assignments; each reviewer gets a mail and { $days ->
    [one] one working day
   *[other] { $days } working days
} to answer.
desk-seats-offer = Offer the assignments
desk-seats-none = All stages have the reviewers they should have.
desk-seat-who = Who is asked
desk-seat-nobody = Nobody yet
desk-seat-others = The lead reviewer of { $partner } asks a reviewer.
desk-load = Work at { $partner }
desk-load-cases = Cases with { $name }
desk-load-none = No cases at the moment.
desk-load-count = Assignments now

desk-mails-title = Outgoing mails
desk-mails-beyond = At least { $count } mails.
desk-mails-tries = { $count ->
    [0] Not tried yet.
    [one] Tried once.
   *[other] Tried { $count } times.
}
desk-mails-resend = Send again
desk-mails-done = The mail is in the queue again and will be sent shortly.
desk-mails-person = Mails to the person

desk-audit-title = Is the log whole?
desk-audit-lead = Everything that happens in a case stands in a chain in which each row carries the fingerprint of the one before. Here you can see whether somebody edited, removed or reordered anything.
desk-audit-examine = Examine the log now
desk-audit-whole = The log is whole.
desk-audit-faults = { $count ->
    [one] The log has one fault.
   *[other] The log has { $count } faults.
}
desk-audit-read = { $rows } rows in { $chains } chains were read.
desk-audit-checkpoints = Signed checkpoints of the log lie outside the database, with those who run the service. Held against the log by “lustrum audit verify --checkpoint”, they also reveal a chain that was computed anew from end to end.
desk-audit-anchors = Signed checkpoints
desk-audit-anchored = { $count ->
    [0] There are no checkpoints yet.
    [one] There is one checkpoint.
   *[other] There are { $count } checkpoints. The latest are listed here.
}
desk-audit-at = at { $time }
desk-audit-compared = The latest checkpoint was compared with. { $count ->
    [0] Nothing came since.
    [one] One row came since.
   *[other] { $count } rows came since.
}
audit-fault-edited = A row was edited.
audit-fault-removed = A row was removed.
audit-fault-reordered = Rows were reordered.
audit-fault-unlinked = A row does not follow the one before it.
audit-fault-truncated = The last rows are missing.
audit-fault-case-removed = A whole case was removed.
audit-fault-recomputed = A chain was computed anew.
audit-fault-diverged = The case is not the sum of what stands in the log.
audit-fault-bad-checkpoint = A checkpoint is damaged, or signed by somebody unknown.

desk-begin-title = Begin a case
desk-begin-take-in = Take in a municipality with an approved plan
desk-begin-take-in-text = For municipalities whose plan was approved before Lustrum came into use. Nothing opens or lapses by itself before you have set the dates of the case.
desk-begin-take-in-do = Take the municipality in
desk-begin-enrol = Enrol a municipality without an approved plan
desk-begin-enrol-text = For municipalities that have no approved plan. Mayor and council have signed a letter of commitment.
desk-begin-enrol-do = Enrol the municipality
desk-begin-programme = Programme
desk-begin-letter = The letter
desk-begin-letter-hint = The signed file. Only its hash (SHA-256) is kept, so keep the file yourself.

desk-bodies-shared = Regional and shared bodies
desk-bodies-own = Change the mailbox
desk-bodies-title = Political bodies
desk-bodies-municipalities = Municipalities
desk-bodies-found = { $total ->
    [0] No municipality is like that.
    [one] One municipality.
   *[other] { $total } municipalities.
}
desk-bodies-none = The municipality has no bodies yet.
desk-bodies-add = Add a body
desk-bodies-add-shared = Add a KKR or a regional council
desk-bodies-add-shared-text = The body gets notices about every municipality in the region it belongs to.
desk-body-kind = Kind
desk-body-term = Term
desk-body-mailbox = Shared mailbox
desk-body-from = First day
desk-body-to = Last day
desk-body-successor = Successor
desk-body-followed = Followed by { $name }
desk-body-save = Save
desk-body-done = The change is saved.
desk-body-ceased = Ceased

desk-people-title = People
desk-people-find = Find an organisation
desk-people-find-both = Find an organisation or a person
desk-people-places = Organisations
desk-people-found = { $total ->
    [0] No organisation is like that.
    [one] One organisation.
   *[other] { $total } organisations.
}
desk-people-none = Nobody holds a role here.
desk-people-known = If the person has an account with that e-mail, it gets the role as well; name and language stay as they are.
desk-people-later = Begins later
desk-people-term = Term
desk-people-deputy = Deputy
desk-people-invited = Invited
desk-people-invite = Invite somebody
desk-people-done = The role is given. If the person has no account yet, an invitation is on its way.
desk-people-language = Language
desk-people-from = First day (today when left empty)
desk-people-to = Last day (left empty: none; a deputy must have one)
desk-people-principal = Deputy for
desk-person-held = Roles
desk-person-over = Over
desk-person-last-day = Last day
desk-person-end = End the role
desk-person-conflicts = Conflict of interest with
desk-person-administer = Account
desk-person-sessions = Sign the person out everywhere
desk-person-erase = Erase personal data
desk-person-erase-text = Name, address, password, comments and texts of mails are erased for good. The log keeps a number only, and is still whole.
desk-person-erase-later = Personal data can be erased once the person holds no role any more.
form-kind-missing = Choose what kind of body it is.
form-region-missing = Choose a region.
desk-person-declare = Conflict of interest
desk-person-declare-text = A reviewer who is partial towards a municipality cannot judge its plan, and sees its reviews no more.
desk-person-declare-do = Declare the conflict
desk-person-link = Access
desk-person-link-text = Has the person forgotten the password, or is the invitation too old? A new link comes by mail and can be used once.
desk-person-link-do = Send a new link
desk-person-email = E-mail address
desk-person-email-text = When the address is corrected, the old one is erased. The person is signed out everywhere, and links sent to the old address work no more. Mails that did not arrive can be sent again to the new one.
desk-person-email-do = Correct the address
desk-person-done-link = A new link is on its way.
desk-person-done-email = The address is corrected.
desk-person-done-conflict = The conflict is noted.
desk-person-done-sessions = The person is signed out everywhere.
desk-person-done-end = The last day of the role is saved.
desk-person-done-erase = The personal data are erased.
form-case-open = The municipality has a case already that is not over.
form-letter-missing = Choose the file with the letter.
form-municipality-missing = Choose a municipality.
form-role-missing = Choose a role.
page-nav-desk = Desk
