# The fixed texts of pages.

page-skip = Go to the content
page-menu = Main menu
page-breadcrumbs = Breadcrumb
page-language = Choose language
page-sign-in = Sign in
page-sign-out = Sign out
page-nav-home = Home
page-nav-notices = Notices
page-nav-cases = Cases
page-nav-register = Register
page-nav-criteria = Criteria
page-nav-certificates = Certificates
page-nav-mailbox = Mailbox
page-nav-api = Programming interface
page-demo = DEMO.
page-demo-text = People, cases and parts of the plans are invented.
page-trial = TRIAL.
page-trial-text = This is a trial run. Nothing here is a real certification.
page-overdue = Overdue, { $when }
page-done = Done: { $what }.
page-stale = Somebody changed the case while you had the page open, so nothing was done. Here is the case as it is now.
page-erased = Erased
page-fault = Error:
page-help = Need help? Write to

ball-municipality = The municipality
ball-partner = The knowledge partner
ball-council = The council
ball-secretariat = The secretariat
ball-nobody = Nobody just now

column-municipality = Municipality
column-state = Where the case stands
column-deadline = Deadline
column-ball = Who has the ball
column-role = Role
column-organisation = Organisation
column-criteria = Criteria set
column-certificate = Certificate
column-set = Criteria set
column-version = Version
column-status = Status
column-effective = Applies from
column-count = Criteria
column-name = Name
column-value = Value
column-note = How to read it
column-source = Source
column-day = Day
column-to = To
column-subject = Subject
column-due = When
column-why = Why that very day
column-criterion = Criterion
column-finding = Finding

home-title = Recertification of climate action plans
home-lead = The climate action plans of the municipalities are evaluated and revised at least every fifth year. Here everybody can follow where each municipality stands.
home-text = A municipality evaluates its plan against common criteria, writes a new edition and has it judged, one criterion at a time. Once the plan is certified and the council has adopted it, it is in force for the years to come.
home-to-criteria = Read the criteria
home-to-certificates = Verify a certificate
home-to-sign-in = Sign in to work on a case
home-yours = What you need to do now
home-search = Find your municipality
home-search-button = Search
home-now = How it stands today
home-to-map = See it on the map
home-how = How it works
home-to-criteria-text = The requirements, with guidance and the evidence expected.
home-to-certificates-text = Type the number, or compare your copy of the plan with the certified one.
home-to-figures = See the figures
home-to-figures-text = How long things take, what is waiting, and what is returned.
home-to-sign-in-text = For municipalities, reviewers, advisors, the secretariat and clerks.
home-count-mine = wait for you
home-count-overdue = are overdue
home-count-others = wait for others
home-count-notices = { $count ->
    [one] notice to your committees and councils
   *[other] notices to your committees and councils
}
home-next = The next deadlines
home-ball = The ball is with:
home-you = you
home-all-notices = See all notices
home-role-coordinator = You write the municipality’s answers and plan data and pass them on to the approver.
home-role-approver = You submit for the municipality, answer what is returned, and record what the council decides.
home-role-reviewer = You judge the cases you accepted, one criterion at a time.
home-role-lead = You assign cases, conclude stages and make the certification decision.
home-role-advisor = You can follow and comment on the plans of your municipalities; you decide nothing.
home-role-secretariat = You keep things going: deadlines, extensions, people and mails.
home-role-criteria-approver = You approve new versions of the criteria when they are ready for it.
home-role-clerk = You acknowledge notices and record what your committee or council decides.
home-role-auditor = You can read everything, the log included, and change nothing.
home-do-enrolled = Open the case and set its dates.
home-do-scheduled = The case opens by itself.
home-do-self-assessment = Answer the criteria for the current plan and submit the self-assessment.
home-do-revision = Write the new plan and submit it.
home-do-returned = Work on the returned criteria and answer.
home-do-certified = Bring the plan to the council and record its decision.
home-do-concluded = The plan is in force.
home-do-withdrawn = The case is over.
home-do-held = Resume the case when the reason for the hold is gone.
home-do-undated = Set the dates, so that the case can open.
home-do-asks-for-time = Answer the request for more time.
home-do-unreached = Get hold of the municipality: nobody seems to know that the plan was returned.
home-do-capped = No round is left. Allow one more, or let the lead refuse the plan.
home-do-condition = Meet the condition, and answer when it is done.
home-do-notice = Read the notice that lies as a draft, and release it.
home-cases = Cases
home-no-cases = You have no cases yet. The secretariat can give you access.
home-mine = Here you have the ball
home-none-mine = You do not need to do anything just now.
home-others = Here others have the ball
home-all = See all cases
home-notices = Notices that wait for you

filter-chosen = You have chosen:
filter-remove = Remove what was chosen and show all

cases-title = All cases
cases-search = Find a municipality
cases-search-hint = Name or municipality code, also with aa for å.
cases-find = Find
cases-shown = { $total ->
    [one] One case.
   *[other] Showing { $shown } of { $total } cases.
}
cases-none = No case is like that.
cases-empty = There are no cases to show here.
cases-pages = More pages
cases-earlier = Previous
cases-later = Next

sign-in-title = Sign in
sign-in-email = E-mail
sign-in-password = Password
sign-in-failed = E-mail and password do not belong together. Please try again.
sign-in-wait = Many attempts have failed, so signing in is closed for a short while to be safe. Wait { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} and try again.
sign-in-ended = You have been away so long that you were signed out. Sign in again to come back to the page.
sign-in-changed = The password is changed, and you are signed out everywhere. Sign in with the new one.
sign-in-forgotten = If you have forgotten the password, write to the secretariat. They send a link by which you can choose a new one.
sign-in-by-invitation = Accounts are by invitation. If you have none, ask a colleague or the secretariat.
sign-in-demo = Try it as
sign-in-demo-text = This is a demo: everybody can be anybody, without a password.

invitation-title = Choose a password
invitation-lead = Welcome, { $name }. Choose a password and you are ready.
invitation-organisation = You are invited to work for { $organisation }.
invitation-password = New password
invitation-hint = At least { $count } characters. A sentence you can remember is better than odd characters.
invitation-repeat = Repeat it
invitation-submit = Save the password
password-fault-short = The password is too short.
password-fault-long = The password is too long. Use 200 characters at most.
password-fault-different = The two passwords differ.
password-fault-guessable = That password is too easy to guess. Choose another.

register-title = Register
register-lead = Where each municipality stands with its climate action plan, which criteria it is judged by, and whether it is certified.
register-as-of = { $count ->
    [one] One municipality
   *[other] { $count } municipalities
} of { $total }. The register shows { $day }.
register-empty = There are no municipalities in the register yet.
register-no-case = No case
register-own-route = Certified on a route of its own

certificate-title = Certificate
certificate-number = Number of the certificate
certificate-number-hint = For example KA-0727-2. It stands on the certificate.
certificate-verify = Verify
certificate-unknown = There is no certificate with the number “{ $number }”. Check that it is typed correctly.
certificate-status-valid = Valid
certificate-status-expired = Past its period
certificate-status-superseded = Superseded
certificate-status-lapsed = Lapsed
certificate-status-revoked = Revoked
certificate-is-valid = The certificate is valid.
certificate-is-expired = The period of the certificate is over ({ $day }), but it has not lapsed yet: the municipality has some months to finish.
certificate-is-superseded = A newer certificate has taken its place, and this one is no longer valid.
certificate-is-lapsed = The certificate has lapsed ({ $day }) and is no longer valid.
certificate-is-revoked = The certificate is revoked ({ $day }) and is no longer valid.
certificate-successor = Superseded by
certificate-until = until { $day }
certificate-from = Valid from
certificate-to = Valid to
certificate-decided = Certification decision
certificate-conditions = { $count ->
    [0] No conditions
    [one] One condition when it was issued
   *[other] { $count } conditions when it was issued
}
certificate-plan = Fingerprint of the plan (SHA-256)
certificate-plan-text = Compute the fingerprint of your own copy of the plan. If it is the same, it is the certified edition.

criteria-title = Criteria
criteria-lead = What climate action plans are judged by. A case is judged by the version that applied when it opened.
criteria-current = New cases
criteria-empty = There are no criteria sets yet.
set-status-draft = Draft
set-status-hearing = In hearing
set-status-approved = Approved
set-status-in-force = In force
set-status-superseded = Superseded
set-status-retired = Retired
set-source = Where it comes from
set-no-date = Not decided
set-approvals = To be approved by
set-components = Components
set-parameters = Limits and lists
set-parameters-text = The numbers and lists that the automatic checks use, each with its source.
level-essential = Must be met
level-expected = Expected
level-optional = Good practice
applies-to-first = First certification only
applies-to-recertification = Recertification only
applies-to-both = First certification and recertification
machine-automatic = Checked automatically; a reviewer decides
machine-partly = Gaps are found automatically; a reviewer decides
machine-person = Only a reviewer can tell
basis-second-hand = notes on the revision guide
basis-capf-heading = the older framework
basis-danish-practice = Danish practice from the first round
basis-leadership-standards = the leadership standards of the C40 network
basis-gpc = the inventory standard GPC
basis-proposal = our own proposal
criterion-guidance = Guidance
criterion-evidence = Evidence
criterion-stages = Judged by
criterion-basis = Rests on
criterion-checks = Automatic checks
criterion-uses = Uses

notice-to = To { $body }.
notice-releases = Releases itself after { $day }.
notice-copy = The text can be copied straight onto an agenda.
notice-sign-in = If you are the clerk of the recipient, you can acknowledge it and record the decision here once you are signed in.

mailbox-title = Mailbox
mailbox-lead = The mails that this demo has sent. None has left the machine.
mailbox-total = { $count ->
    [one] One mail.
   *[other] { $count } mails.
}
mailbox-older = Older mails
mailbox-empty = There are no mails yet.
mailbox-to = To { $to }, { $day }.
mailbox-fault = The server answered:
delivery-queued = Queued
delivery-sending = Being handed over
delivery-sent = Handed over
delivery-failed = Failed
delivery-cancelled = Cancelled

error-title-refused = This cannot be done now
error-title-invalid = Something needs correcting
error-title-sign-in = Sign in first
error-title-forbidden = You may not do this
error-title-outdated = The page was too old
error-title-not-found = There is no such page
error-title-link-over = This link no longer works
error-title-conflict = Somebody was faster
error-title-too-large = This is too large
error-title-too-many = A little too fast
error-title-internal = Something went wrong on our side
error-title-unavailable = Out of service for a moment
error-text-refused = The case has not come that far. Nothing was changed.
error-text-invalid = We could not read what was sent. Go back and try again.
error-correct = Correct this and try again:
error-text-sign-in = This page is only for those who are signed in.
error-text-forbidden = Your role does not allow it. Nothing was changed.
error-text-outdated = You may have signed in again since you opened the page. Nothing was saved. Go back to the page, which is fetched anew, and send it again.
error-text-not-found = There is no page here, or you have no access to it.
error-text-link-over = The link has been used, is too old, or was not copied whole from the mail. If you have chosen a password already, sign in. Otherwise ask whoever invited you, or the secretariat, for a new link.
error-text-conflict = The case has changed since you opened the page. Nothing is lost: go back, see what is new, and try again.
error-text-too-large = What was sent is larger than we can take.
error-text-too-many = Too many requests came at once. Wait a moment and try again.
error-text-internal = The fault is ours, not yours. Nothing was changed. Try again, or write to the secretariat with the number below.
error-text-unavailable = Try again in a moment.
error-typed = What you wrote
error-typed-text = None of it was saved. You can copy it from here and put it in again. Do so before you leave this page.
error-file = The file was not saved. Choose it again when you send the form anew.
error-request = Number of the request:
error-back = Back
error-home = To the front page

case-edition = revision { $number }
case-on-hold = On hold
case-lapsed = The certificate has lapsed
case-hold-since = The case has been on hold since { $day }.
case-round = Round
case-opens = The revision opens
case-period-end = The period ends
case-commands = What you can do now
commands-none = There is nothing for your role to decide just now.
commands-refused = { $count ->
    [one] One thing cannot be done now, and why
   *[other] { $count } things cannot be done now, and why
}
case-deadlines = Deadlines
case-deadline-from = Counted from { $day }.
case-deadline-stopped = { $count ->
    [one] Stands still with one working day left
   *[other] Stands still with { $count } working days left
}
case-deadline-over = No longer running
case-deadline-asked = More time until { $day } was asked for. The secretariat has not answered yet.
case-deadline-extended = { $count ->
    [one] Extended once.
   *[other] Extended { $count } times.
}
case-stage = Review: { $stage }
case-approved = { $count ->
    [one] One approved criterion
   *[other] { $count } approved criteria
}
case-answer-by = answer by { $day }
case-conditions = Conditions
case-condition-by = by { $day }
case-adoptions = Political decisions
case-corrected = Corrected later
case-differs = The adopted plan is not the same as the certified one.
case-submissions = Submissions
case-notices = Notices
case-timeline = Timeline
case-on-behalf = on behalf of { $organisation }
