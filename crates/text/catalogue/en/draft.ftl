# The coordinator's pages: the draft.
draft-title = Draft
draft-heading = Draft of { $municipality }
draft-nav = Pages of the draft
draft-place-overview = All parts
draft-place-returned = Returned criteria
draft-place-files = Files
draft-place-import = Download and import plan data
draft-place-ready = Before you submit
draft-read-only = You can read here. You cannot change anything in the draft now.
draft-progress = { $answered } of { $total } criteria are answered.
draft-plan-is = The plan is:
draft-plan-missing = The plan (PDF) is missing. Upload it under files.
draft-unexplained-count = { $count ->
    [one] One criterion has a check that is not met and lacks an explanation.
   *[other] { $count } criteria have a check that is not met and lack an explanation.
}
draft-column-answer = Answer
draft-column-check = Automatic check
draft-column-finding = Judgement
draft-answered = Answered
draft-unanswered = Not answered
draft-comment-count = { $count ->
    [one] One comment
   *[other] { $count } comments
}
draft-check-met = Met
draft-check-not-met = Not met
draft-check-unknown = Data missing
draft-check-not-applicable = Not applicable
draft-check-person = Judged by people
draft-explained = Explained
draft-unexplained = Explanation missing
draft-carried = Still stands
draft-data = Plan data
draft-data-text = The numbers and tables that the automatic checks work on. They are divided into sections, so that several people can work at once.
draft-section = Section
draft-section-content = Content
draft-section-closed = Closed now
draft-row-count = { $count ->
    [one] one row
   *[other] { $count } rows
}
draft-begun = Begun
draft-not-begun = Not begun
draft-row-faults = Faults
draft-row-fault-count = { $count ->
    [one] one fault
   *[other] { $count } faults
}
draft-row-told = Faults and checks
draft-row-advice-count = { $count ->
    [one] one check not met
   *[other] { $count } checks not met
}
draft-download = Download all plan data as JSON
draft-saved = Saved { $day } at { $time } by { $by }
draft-never-saved = Not saved yet
draft-save = Save
draft-faults = { $count ->
    [one] There is one fault
   *[other] There are { $count } faults
}
draft-section-faults = { $count ->
    [one] The section has one fault.
   *[other] The section has { $count } faults.
}
draft-faults-kept = Saved, but must be corrected before you submit:
draft-round = round { $round }
draft-reply = Reply to the remark
draft-reply-hint = Write what you changed, and where it stands.
draft-reply-earlier = What you replied to an earlier remark
draft-replied = The remark is replied to
draft-unreplied = The remark has no reply
draft-answer-heading = Your answer
draft-answer = How does the plan meet the criterion?
draft-answer-hint = At most 20,000 characters.
draft-explanation = Explanation of the check
draft-explanation-hint = An automatic check is not met. Write why the plan can be judged all the same. A person decides.
draft-evidence-number = Evidence { $number }
draft-evidence-file = File
draft-evidence-none = No file
draft-evidence-remove = No file, remove the line
draft-evidence-page = Page
draft-evidence-passage = Place in the text
draft-evidence-open = Open the file
draft-evidence-wanted = Evidence that shows it
draft-upload-evidence = Add a new file as evidence
draft-upload-save-first = Save your answer first if you changed it.
draft-upload = Upload the file
draft-file = File
draft-file-hint = PDF, DOCX, XLSX, PPTX, PNG, JPEG, CSV or TXT, at most 200 MB. Files with macros or a password cannot be used.
draft-returned-here = The criterion was returned
draft-checks = Automatic checks
draft-looks-at = The criterion looks at:
draft-go-to-field = Go to the field
draft-found = Found
draft-wanted = Wanted
draft-parameter = The limit is { $value }.
draft-parameter-source = Source: { $source } ({ $day }).
draft-comments = Comments from colleagues and advisor
draft-comments-hint = Comments are seen by colleagues, advisor and secretariat. They are not submitted.
draft-comment = New comment
draft-comment-send = Save the comment
draft-help = Help with the criterion
draft-guidance = Guidance
draft-in-set = The criterion in { $set }
draft-findings = Judgements in this case
draft-last = Last time
draft-last-answer = The answer then
draft-last-none = The criterion was not answered then.
draft-steps = Onwards
draft-before = Previous: { $name }
draft-after = Next: { $name }
draft-returned-title = Returned criteria
draft-returned-lead = { $count ->
    [one] One criterion was returned. The other judgements still stand.
   *[other] { $count } criteria were returned. The other judgements still stand.
}
draft-returned-none = No criteria were returned.
draft-returned-ways = Do you want more time, or a second reading? See the overview of the case.
draft-to-ready = See what is missing before you submit
draft-all-rows = All rows in { $table }
draft-row-of = Row { $number } of { $count }
draft-read-by = The section is used by:
draft-elsewhere = About fields that are not shown on this page:
draft-elsewhere-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
draft-required = (required)
draft-check-says = Check:
draft-number-unclear = “{ $place }”: “{ $found }” can be read in more than one way, or not as a number. Write whole numbers without marks (1234) and fractions with a point or comma (1234.5). With both marks, as in 1,234.5, it is clear too.
draft-list-hint = One key on each line.
draft-unknown-value = { $found } (not in the list)
draft-unknown-field = { $name } (unknown field)
draft-row = Row
draft-row-actions = Actions
draft-row-insert = Insert
draft-row-above = a row above row { $number }
draft-row-remove = Remove
draft-row-remove-sure = Yes, remove
draft-row-number = row { $number }
draft-row-add = Add a row
draft-row-untitled = Row { $number }
draft-row-before = Previous row
draft-row-after = Next row
draft-no-rows = No rows yet.
draft-rows-shown = Rows { $first }–{ $last } of { $total }
draft-pages = Pages of { $table }
draft-paste = Paste rows from a spreadsheet into { $table }
draft-paste-label = Rows
draft-paste-hint = Select the rows in the spreadsheet, copy them and paste them here. If the first line holds the names of the columns, they are used; otherwise the cells go in from the left, without the key. A row with a known key corrects that row.
draft-paste-take = Put the rows in
draft-pasted = New rows: { $added }. Corrected rows: { $replaced }.
draft-paste-wide = Line { $line } has { $found } cells, but the table has room for { $wanted } at most. No rows were put in.
draft-paste-moved = Somebody else saved meanwhile. No rows were put in. Look through the table, and put the rows in again.
draft-sheet = Spreadsheet
draft-sheet-download = Download the section as a spreadsheet (xlsx)
draft-sheet-upload = Import a spreadsheet that was filled in
draft-sheet-hint = Only the spreadsheet that was downloaded here. You see the content before anything is saved.
draft-sheet-read = Read the spreadsheet
draft-sheet-title = Spreadsheet of { $section }
draft-sheet-rows = { $count ->
    [one] The spreadsheet has one row.
   *[other] The spreadsheet has { $count } rows.
}
draft-sheet-fields = The spreadsheet was read.
draft-sheet-not-yet = Nothing is saved yet.
draft-sheet-ignored = These sheets are not part of the form and were not read:
draft-sheet-faults = { $count ->
    [one] One place must be mended
   *[other] { $count } places must be mended
}
draft-sheet-faults-text = You can save all the same. The values are kept, and the faults are shown beside the fields until they are mended.
draft-sheet-fault = Sheet “{ $sheet }”, cell { $cell }: { $message }
draft-sheet-take = Save in place of what the draft holds
draft-sheet-back = Back without saving
draft-files-title = Files
draft-no-files = No files yet.
draft-file-size = Size
draft-file-use = Used as
draft-file-came = Uploaded
draft-megabytes = { $size } MB
draft-file-is-plan = The plan
draft-file-make-plan = Use as the plan
draft-file-remove = Remove
draft-file-scanned = The file has no text layer and can be neither searched nor read aloud
draft-file-not-inspected = The file is too large to be examined
draft-bring = Upload a file
draft-bring-plan = The file is the plan and takes the place of any earlier one
draft-ready-title = Before you submit
draft-ready-open = Something is missing before the draft can be submitted.
draft-ready-nothing-open = Everything is in place. The draft can be submitted.
draft-ready-complete = Nothing is missing in the draft.
draft-ready-unreplied-lead = All is filled in, but remarks have no reply yet.
draft-ready-held = You can neither change the draft nor submit it before the secretariat resumes the case. Deadlines in working days stand still meanwhile; calendar dates do not move.
draft-ready-held-why = See why
draft-ready-reading = A second reading is under way:
draft-ready-reading-refusal = A second reading of the refusal is under way
draft-ready-reading-text = You can submit only once it is decided.
draft-ready-reading-left = { $count ->
    [one] Your answer deadline stands still meanwhile. You have one working day left when it runs again.
   *[other] Your answer deadline stands still meanwhile. You have { $count } working days left when it runs again.
}
draft-ready-reading-due = It is to be decided by
draft-ready-round = Submitting begins round { $number } of { $of }.
draft-ready-round-last = Submitting begins round { $number } of { $of }, the last. If something is returned again, another round needs the consent of the secretariat.
draft-ready-rounds-used = { $count ->
    [one] The case has had its one round.
   *[other] The case has had all of its { $count } rounds.
}
draft-ready-plan = The plan is missing
draft-ready-unreplied = { $count ->
    [one] One returned criterion has no reply to its remark
   *[other] { $count } returned criteria have no reply to their remarks
}
draft-ready-unanswered = { $count ->
    [one] One criterion lacks an answer
   *[other] { $count } criteria lack an answer
}
draft-ready-faults = { $count ->
    [one] One fault in the plan data
   *[other] { $count } faults in the plan data
}
draft-ready-unexplained = { $count ->
    [one] One check is not met and not explained
   *[other] { $count } checks are not met and not explained
}
draft-ready-explained = { $count ->
    [one] One check is not met, but explained
   *[other] { $count } checks are not met, but explained
}
draft-ready-approver = It is the plan owner of the municipality who submits.
draft-ready-frozen = What is frozen
draft-ready-frozen-text = When you submit, a copy is kept that cannot be changed. It is judged, and it can always be seen. You can go on working if something is returned.
draft-ready-answers = { $count ->
    [one] One answer
   *[other] { $count } answers
}
draft-ready-sections = { $count ->
    [one] One section of plan data
   *[other] { $count } sections of plan data
}
draft-ready-files = { $count ->
    [one] One file that an answer points at
   *[other] { $count } files that the answers point at
}
draft-ready-set = The criteria in:
draft-conflict-title = Two people changed the same thing
draft-conflict-text = “{ $title }” was saved by somebody else since you opened the page. Nothing is lost: choose for each field what should stand.
draft-conflict-pasted = The rows that you wanted to put in
draft-conflict-pasted-hint = They were not put in. Copy them before you leave this page, and put them into the table again.
draft-mine = What you wrote
draft-theirs = What is saved
draft-nothing = nothing
draft-merge = Save my choices
draft-take-theirs = Keep what is saved
draft-import-title = Download and import plan data
draft-import-text = You can import plan data from a file: plan data that was downloaded here, or a plan summary. You see the content before anything is saved.
draft-import-file = File with plan data
draft-import-hint = JSON, at most 1 MB.
draft-import-read = Read the file
draft-import-found = { $count ->
    [one] The file has one section.
   *[other] The file has { $count } sections.
}
draft-import-replaces = Takes the place of what the draft holds
draft-import-unplaced = { $count ->
    [one] One fact has no place
   *[other] { $count } facts have no place
}
draft-import-take = Save the sections in the draft
draft-import-moved = Somebody else saved { $sections } since you saw the content. Nothing was saved. See whether it should still be replaced, and save again.
draft-import-missing = Choose a file.
draft-js-saving = Saving …
draft-js-saved = Saved at {"{time}"}
draft-js-offline = The connection is lost. What you write is kept on this computer and sent when the connection is back.
draft-js-signed-out = You are signed out. What you wrote is kept on this computer. Sign in in a new tab, and it is saved from here.
draft-js-conflict = Somebody else saved meanwhile. Press Save to see both versions and choose.
draft-js-refused = It cannot be saved now. Press Save to see why. What you wrote is kept on this computer.
draft-js-found = There is text on this computer that is not saved in the draft.
draft-js-restore = Put it in
draft-js-discard = Delete it
draft-evidence = Evidence
draft-evidence-no-file = Evidence { $number }: choose the file that the page or place belongs to.
draft-evidence-no-page = Evidence { $number }: “{ $found }” is not a page number. Write a whole number from 1.
draft-import-closed = “{ $section }” is closed now and is not changed.
draft-import-unknown = “{ $section }” is not a section that the criteria know.
draft-import-no-plan = The file holds no plan data. It must be a JSON object with the sections of the plan, or a plan summary (plan-summary/1).
