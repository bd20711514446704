# What the command line says in the user's language.

cli-check-summary = Automatic checks: { $met } met, { $not-met } not met, { $unknown } cannot tell, { $not-applicable } not applicable. Only a person can judge { $by-a-person } criteria. A machine result is advice; only reviewers decide.
cli-import-unplaced = Not placed:
cli-import-notes = Note:
cli-import-written = The plan data was written to { $file }.
