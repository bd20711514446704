# What the automatic checks say to a climate coordinator. Each sentence names
# the place, what was found and what is wanted, and helps rather than judges.

place-plan = The plan
place-row = row { $row }

check-missing = “{ $place }” is not filled in yet, so the check cannot tell. Wanted: { $wanted }.
check-more = The check found { $more } more places, which are not shown here.
check-by-a-person = This criterion has no automatic check. Only a reviewer can tell.
check-not-applicable = The criterion does not apply to this kind of certification.
check-exhausted = The plan is too large for the check to finish. A person must judge the criterion.
check-exhausted-wanted = a plan that can be walked through within the check's limit

check-age-wanted = at most { $max } years old on { $day }
check-age-old = “{ $place }” is { $found }. That is { $age } years ago; at most { $max } years is wanted.
check-age-future = “{ $place }” is { $found }, which lies after { $day }. Correct the year or the date.
check-age-soon = “{ $place }” is { $found }, that is { $age } years old. It is good now but will soon be too old: the limit is { $max } years.

check-agree-wanted = the same as “{ $with-place }”
check-agree-differs = “{ $place }” is { $found }; wanted is { $wanted }. Recalculate, or write why they differ.
check-agree-explained = “{ $place }” is { $found }; wanted is { $wanted }. The difference is explained; a reviewer must judge it.

check-previous-wanted = no target lower than in the last certified plan
check-previous-weaker = “{ $place }” is { $found } %. The last plan promised { $promised } % in { $year }. Raise the target, or write why it was changed.
check-previous-explained = “{ $place }” is { $found } %, lower than the { $promised } % in { $year } of the last plan. The change is explained; a reviewer must judge it.
check-previous-unmatched = The last plan promised { $promised } % in { $year }. No target has the same year, base year and boundary to compare with, so a person must judge.
check-previous-unnumbered = The last plan's target for { $year } has no percentage to compare with, so a person must judge.

check-count-wanted = { $count ->
    [one] at least one filled row
   *[other] at least { $count } filled rows
}
check-count-few = “{ $place }” has only { $counted } filled; wanted: { $wanted }.

check-current-wanted = the year { $year } or later
check-current-old = “{ $place }” has no row for { $year } or later. Add the present year.

check-cuts-wanted = figures that agree with pathways and target within { $tolerance } %
check-cuts-needed = “{ $place }” is { $told } tonnes. In { $year } the pathway without measures lies { $right } tonnes above the target. A fall that comes without measures is no reduction.
check-cuts-found = “{ $place }” adds up to { $told } tonnes. In { $year } the pathway with measures lies { $right } tonnes below the one without.
check-cuts-gap = “{ $place }” is { $told } tonnes. In { $year } the pathway with measures lies { $right } tonnes above the target.
check-cuts-pathways = “{ $place }” needs exactly one pathway without measures and one with them for the check to tell.
check-cuts-target = “{ $place }” has no target for { $year }, so the check cannot tell what is needed.

check-order-wanted = dates that follow one another
check-order-reversed = “{ $place }” is { $found }, but “{ $first-place }” is { $first }, which is later. Check the two dates.

check-fields-wanted = filled in
check-fields-empty = “{ $place }” is missing. What belongs with it is filled in.

check-flagged-wanted = no
check-flagged-set = “{ $place }” is set to yes. Measures of that kind cannot be counted.
check-flagged-unsaid = “{ $place }” is not answered. Answer yes or no, so that the check can tell.

check-flags-wanted = yes
check-flags-no = “{ $place }” is set to no; the plan must be able to say yes to it.

check-later-wanted = no target year later than in the last certified plan
check-later-later = “{ $place }” is { $found }. The last plan promised { $promised }. Choose an earlier year, or write why it was changed.
check-later-explained = “{ $place }” is { $found }, later than { $promised } in the last plan. The change is explained; a reviewer must judge it.
check-later-unmatched = The last plan promised { $promised }. No target has the same boundary to compare with, so a person must judge.
check-later-undated = A target of the last plan has no year to compare with, so a person must judge.

check-links-wanted = at least one link each way
check-links-names-none = “{ $place }” points at nothing. Choose at least one row to tie it to.
check-links-unnamed = “{ $place }” ({ $found }) is named by no row. Tie at least one to it.

check-matrix-wanted = each cell filled, or a reason why it is empty
check-matrix-empty = “{ $place }” has no row for { $down } and { $across }. Fill it in, or write why it is empty.

check-range-wanted = a number above { $above }
check-range-outside = “{ $place }” is { $found }; wanted is { $wanted }.

check-yearly-wanted = a row for each year
check-yearly-missing = “{ $place }” lacks the year { $year }.

check-reaches-wanted = { $min } or later
check-reaches-early = “{ $place }” is { $found }; wanted is { $wanted }.

check-reason-wanted = a value, or a notation key with a reason of at least { $length } characters
check-reason-blank = “{ $place }” has neither a value nor a notation key. A missing figure is not the same as zero: write NO, NE, IE or C and a reason.
check-reason-short = “{ $place }” is too short or empty ({ $found }). Write in at least { $length } characters why the figure is missing.

check-cover-wanted = all { $count } entries with a value or a notation key
check-cover-absent = “{ $place }” lacks the entry { $name }. Add it with a value or a notation key.
check-cover-blank = “{ $place }” (the entry { $name }) is empty. Write a value or a notation key.

check-series-wanted = points for { $years } and at most { $gap } years between two points
check-series-year = “{ $place }” has no point for { $year }.
check-series-gap = “{ $place }” jumps from { $from } to { $to }; there may be at most { $gap } years between two points.

check-sum-wanted = parts that agree with the whole within { $tolerance } %
check-sum-wanted-least = parts that at least reach the whole within { $tolerance } %
check-sum-differs = “{ $place }” is { $found }, but the parts add up to { $sum }. The difference is { $difference }; at most { $tolerance } % is wanted.

check-rows-wanted = each row filled in
check-rows-none = “{ $place }” has no row of the kind that the check looks at, so it cannot tell.
check-rows-empty = “{ $place }” is missing.
check-rows-one-of = “{ $place }” lacks at least one of the fields: { $fields }.
check-rows-undecided = “{ $place }” is not filled in, so the check cannot tell whether the row needs this: { $fields }.

check-targets-wanted = at least { $count } targets with a figure that still lie ahead, the first by { $first }
check-targets-few = “{ $place }” has { $counted } interim targets of different years that still lie ahead; at least { $count } are wanted.
check-targets-late = “{ $place }” is { $found }; the first target must fall by { $first }.

check-term-wanted = a date in the present council term, which began on 1 January { $year }
check-term-earlier = “{ $place }” is { $found }, in an earlier council term. Have the present council confirm it; otherwise a reviewer must judge.
check-term-future = “{ $place }” is { $found }, which has not come yet. Correct the date.

check-used-wanted = each field filled in one row at least
check-used-nowhere = “{ $place }” has no row in which the field “{ $field }” is filled in. Fill it in in one at least.

check-values-wanted = each of the values { $values }
check-values-absent = “{ $place }” has no row with { $value }.
check-values-open = “{ $place }” is not filled in, and no other row has { $value }, so the check cannot tell.

check-within-wanted = at most { $max } years after “{ $from-place }”
check-within-late = “{ $place }” is { $found }; the latest date is { $latest }.
check-within-before = “{ $place }” is { $found }, which lies before “{ $from-place }”. Check the two dates.

check-year-wanted = by { $max }
check-year-late = “{ $place }” is { $found }; the year must be { $max } at the latest.
check-year-reasoned = “{ $place }” is { $found }, later than the national year { $after }. A reason is given, which the review will judge.
check-year-unreasoned = The target year { $year } is later than the national year { $after }. Fill in “{ $place }”, so that the reason can be judged.
