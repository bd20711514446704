# Plots and the map.

plot-as-table = Show the figures as a table
plot-table-of = Table: { $title }
plot-tonnes = tonnes CO₂e
plot-tonnes-total = { $total } tonnes CO₂e in all.
plot-total = Total
plot-column-what = What
plot-column-year = Year
plot-column-sector = Sector
plot-column-share = Share
plot-column-returned = Returned
plot-pathway-title = The way to the targets
plot-line-emitted = Inventory
plot-line-business-as-usual = Without new measures
plot-line-with-measures = With the plan’s measures
plot-line-desc = { $line }: from { $from } tonnes in { $begin } to { $to } tonnes in { $end }.
plot-target = Target
plot-target-percent = −{ $percent }%
plot-net-zero = net zero
plot-target-desc = Target in { $year }: { $what }, at most { $value } tonnes.
plot-gap = Gap: reductions that no action has been found for yet
plot-gap-word = Gap { $value } tonnes
plot-gap-desc = Gap in { $year }: { $value } tonnes.
plot-inventory-title = Greenhouse gas inventory by sector
plot-inventory-title-year = Greenhouse gas inventory { $year } by sector
plot-inventory-desc = { $total } tonnes CO₂e in all.
plot-without-number = { $count ->
    [one] One entry has a notation key in place of a number.
   *[other] { $count } entries have a notation key in place of a number.
}
plot-sector-energy = Energy
plot-sector-transport = Transport
plot-sector-industry = Industry
plot-sector-waste = Waste and wastewater
plot-sector-agriculture = Agriculture
plot-sector-land-use = Land use
plot-sector-other = Other
plot-returns-title = Returned criteria and why
plot-returns-desc = { $criterion }: { $count ->
    [one] once.
   *[other] { $count } times.
}
plot-returns-more = { $count ->
    [one] One more criterion was returned less often.
   *[other] { $count } more criteria were returned less often.
}
plot-cohort-title = { $count ->
    [one] How one case went through the states
   *[other] How { $count } cases went through the states
}
plot-cohort-desc = Cases in each state at the end of each month. Latest:
plot-cohort-note = Cases at the end of each month; the darker, the more. The figures below are month and year.
tiles-legend = Legend
tiles-beside = Not on the map
tone-letter-good = C
tone-letter-begun = P
tone-letter-judged = V
tone-letter-returned = R
tone-letter-nearly = D
tone-letter-late = !
tone-letter-still = H
tone-letter-apart = O
tone-letter-empty = –
