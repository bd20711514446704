# Why a fact of a plan summary could not be placed.

import-no-fact = No fact about the plan, but a remark on the summary.
import-no-place = Plan data has no place for this fact.
import-no-origin = It is not said where the fact is from, so it is left out.
import-no-date = A full date is missing. A month is no date.
import-no-year = The value is no year that plan data can hold.
import-no-tonnes = The value is no figure in tonnes of CO2e.
import-no-text = The value is no text.
import-no-target = The target lacks a year, a base year or a percentage.
import-derived = The figure follows from other facts, so it is not kept on its own.
import-count-only = A number of actions does not say which they are. Enter the actions one by one.
import-text-only = The text cannot be placed in a field without interpretation. Use it when the section is written.
import-no-action = The effect belongs to an action that is not entered yet.
import-thousands = The source shows thousands of tonnes, but the value { $value } already stands in tonnes. It is kept as it is; please check it.
import-carbon-only = The source gives tonnes of CO2 and does not say whether other gases are in. The figure now stands in tonnes of CO2e; please check it.
