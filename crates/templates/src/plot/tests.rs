use std::collections::BTreeSet;

use chrono::NaiveDate;
use lustrum_domain::{ReturnReason, StateName};
use serde_json::{Value, json};

use super::{
    LINE, Word, apart,
    cohort::Cohort,
    inventory::Inventory,
    pathway::{LineKind, Pathway},
    returns::{Returned, Returns},
    scale::{Scale, around, step, within},
    tiles::{Municipality, TileMap, Tone},
};

fn odder() -> Value {
    serde_json::from_str(include_str!(
        "../../../../criteria/cctf-ka/0.1/examples/0727-odder.json"
    ))
    .unwrap()
}

#[test]
fn marks_stand_at_round_numbers_and_zero_is_one_of_them() {
    assert_eq!(
        around(0.0, 295_000.0, 5.0),
        [0.0, 100_000.0, 200_000.0, 300_000.0]
    );
    assert_eq!(around(-20.0, 95.0, 5.0), [-50.0, 0.0, 50.0, 100.0]);
    assert_eq!(
        within(1990.0, 2050.0, 7.0),
        [1990.0, 2000.0, 2010.0, 2020.0, 2030.0, 2040.0, 2050.0]
    );
    assert_eq!(
        within(2024.0, 2030.0, 7.0),
        [2024.0, 2025.0, 2026.0, 2027.0, 2028.0, 2029.0, 2030.0]
    );
    for span in [0.3, 1.0, 7.0, 99.0, 12_345.0, 1e11] {
        let step = step(span, 5.0);
        let parts = span / step;
        assert!((2.0..=5.0).contains(&parts), "{span}: {parts} parts");
    }
}

#[test]
fn marks_of_nonsense_are_few() {
    for (low, high) in [
        (0.0, 0.0),
        (5.0, 5.0),
        (0.0, f64::INFINITY),
        (f64::NAN, 1.0),
        (-1e300, 1e300),
    ] {
        assert!(around(low, high, 5.0).len() <= 50);
        assert!(within(low, high, 7.0).len() <= 50);
    }
}

#[test]
fn a_scale_of_one_value_divides_nothing_by_nothing() {
    assert_eq!(Scale::new((3.0, 3.0), (10.0, 20.0)).at(3.0), 10.0);
    assert_eq!(Scale::new((0.0, 10.0), (100.0, 0.0)).at(2.5), 75.0);
}

#[test]
fn odder_s_way_shows_its_inventory_both_pathways_targets_and_the_gap() {
    let plot = Pathway::of(&odder()).unwrap();
    let kinds: Vec<LineKind> = plot.lines.iter().map(|line| line.kind).collect();
    assert_eq!(
        kinds,
        [
            LineKind::Emitted,
            LineKind::BusinessAsUsual,
            LineKind::WithMeasures
        ]
    );
    // Six sectors are summed where the plan gives no total.
    let usual = &plot.lines[1].points;
    assert_eq!((usual[0].year, usual[0].value), (2024, 171_000.0));
    assert_eq!((usual[2].year, usual[2].value), (2030, 144_666.0));
    let told: Vec<_> = plot
        .targets
        .iter()
        .map(|it| (it.point.year, it.point.value, it.net_zero))
        .collect();
    assert_eq!(
        told,
        [
            (2030, 88_500.0, false),
            (2035, 53_100.0, false),
            (2050, 0.0, true)
        ]
    );
    let gap = plot.gap.unwrap();
    assert_eq!((gap.year, gap.value), (2030, 17_100.0));
    // Everything stands inside the picture.
    for point in plot.lines.iter().flat_map(|line| &line.points) {
        assert!(
            (plot.canvas.left..=plot.canvas.right).contains(&point.x),
            "{point:?}"
        );
        assert!(
            (plot.canvas.top..=plot.canvas.bottom).contains(&point.y),
            "{point:?}"
        );
    }
    assert!(gap.top >= plot.canvas.top && gap.height > 0.0);
}

#[test]
fn words_that_would_cover_one_another_are_moved_apart_and_others_stay() {
    let word = |x: f64, y: f64| {
        let word = Word { x, y, left: true };
        (word, 50.0)
    };
    let heights = |words: &[(Word, f64)]| -> Vec<f64> {
        apart(words, (0.0, 100.0)).iter().map(|it| it.y).collect()
    };
    // Far enough apart, above each other or side by side.
    assert_eq!(heights(&[word(90.0, 80.0), word(90.0, 50.0)]), [80.0, 50.0]);
    assert_eq!(heights(&[word(50.0, 80.0), word(100.0, 80.0)]), [80.0; 2]);
    // Too close: the lower one gives way, and a third one below gives way to it.
    assert_eq!(
        heights(&[word(90.0, 22.0), word(80.0, 20.0), word(70.0, 50.0)]),
        [20.0 + LINE, 20.0, 20.0 + 2.0 * LINE]
    );
    // Where the picture ends, the upper one does.
    assert_eq!(
        heights(&[word(90.0, 120.0), word(90.0, 95.0)]),
        [100.0, 100.0 - LINE]
    );
    // One runs to the left and one to the right of the same place.
    let right = Word {
        x: 90.0,
        y: 80.0,
        left: false,
    };
    assert_eq!(heights(&[word(90.0, 80.0), (right, 50.0)]), [80.0; 2]);
    // More than there is room for.
    let many = [word(90.0, 50.0); 9];
    let found = heights(&many);
    assert!(
        found.iter().all(|it| (0.0..=100.0).contains(it)),
        "{found:?}"
    );
}

#[test]
fn targets_close_to_each_other_have_words_that_can_be_read() {
    let mut data = odder();
    data["targets"] = json!([
        { "kind": "interim", "year": 2048, "remaining_tonnes": 2000 },
        { "kind": "interim", "year": 2049, "remaining_tonnes": 1000 },
        { "kind": "net-zero", "year": 2050 },
    ]);
    let plot = Pathway::of(&data).unwrap();
    let mut heights: Vec<f64> = plot.targets.iter().map(|it| it.word.y).collect();
    heights.sort_by(f64::total_cmp);
    assert!(
        heights.windows(2).all(|it| it[1] - it[0] >= LINE - 0.2),
        "{heights:?}"
    );
    assert!(heights[2] < plot.canvas.bottom);
}

/// Whether a line of the plot runs through a word of this width.
fn is_struck(plot: &Pathway, word: Word, width: f64) -> bool {
    let (from, to) = if word.left {
        (word.x - width, word.x)
    } else {
        (word.x, word.x + width)
    };
    let places = plot.lines.iter().flat_map(|line| line.points.windows(2));
    let mut places = places.flat_map(|pair| {
        (0..=1000).map(move |part| {
            let share = f64::from(part) / 1000.0;
            let between = |one: f64, other: f64| one + (other - one) * share;
            (between(pair[0].x, pair[1].x), between(pair[0].y, pair[1].y))
        })
    });
    places.any(|(x, y)| (from..=to).contains(&x) && (word.y - 11.0..=word.y + 2.0).contains(&y))
}

#[test]
fn no_line_runs_through_a_word() {
    let plot = Pathway::of(&odder()).unwrap();
    let gap = plot.gap.unwrap();
    assert!(!is_struck(&plot, gap.word, 130.0), "{gap:?}");
    for target in &plot.targets {
        assert!(!is_struck(&plot, target.word, 66.0), "{target:?}");
    }
    // Where it would stand beside a line that falls from the gap, or rises above it.
    for values in [[120, 118, 60], [120, 100, 95], [120, 90, 20], [120, 140, 0]] {
        let points = [2024, 2030, 2050].into_iter().zip(values);
        let points = points.map(|(year, value)| json!({ "year": year, "value": value }));
        let points: Vec<Value> = points.collect();
        let plot = Pathway::of(&json!({
            "pathways": [
                { "kind": "with-measures", "series": [{ "sector": "total", "points": points }] },
                { "kind": "business-as-usual", "series": [{ "sector": "total", "points": [
                    { "year": 2024, "value": 120 }, { "year": 2050, "value": 110 },
                ] }] },
            ],
            "targets": [{ "kind": "interim", "year": 2030, "remaining_tonnes": 70 }],
            "reductions": { "year": 2030, "gap": 17 },
        }));
        let plot = plot.unwrap();
        let gap = plot.gap.unwrap();
        assert!(!is_struck(&plot, gap.word, 130.0), "{values:?}: {gap:?}");
        assert!((plot.canvas.top..plot.canvas.bottom).contains(&gap.word.y));
    }
}

#[test]
fn the_word_at_the_gap_stays_by_its_bar_where_lines_are_everywhere() {
    let mut data = odder();
    let zigzag: Vec<Value> = (2024..=2050)
        .map(|year| json!({ "year": year, "value": if year % 2 == 0 { 0 } else { 300_000 } }))
        .collect();
    data["pathways"] = json!([
        { "kind": "with-measures", "series": [{ "sector": "total", "points": zigzag }] },
    ]);
    let gap = Pathway::of(&data).unwrap().gap.unwrap();
    assert!((gap.word.x - gap.x).abs() < 20.0, "{gap:?}");
    assert!((gap.word.y - gap.top).abs() < 60.0, "{gap:?}");
}

#[test]
fn higher_emissions_stand_higher_and_later_years_further_right() {
    let plot = Pathway::of(&odder()).unwrap();
    let emitted = &plot.lines[0].points;
    assert!(emitted[0].value > emitted[1].value && emitted[0].y < emitted[1].y);
    assert!(emitted[0].year < emitted[1].year && emitted[0].x < emitted[1].x);
}

#[test]
fn sectors_told_in_different_years_are_summed_where_all_reach() {
    let data = json!({ "pathways": [{ "kind": "with-measures", "series": [
        { "sector": "energy", "points": [{ "year": 2020, "value": 100 }, { "year": 2030, "value": 0 }] },
        { "sector": "waste", "points": [{ "year": 2025, "value": 10 }, { "year": 2040, "value": 10 }] },
    ] }] });
    let plot = Pathway::of(&data).unwrap();
    let points: Vec<_> = plot.lines[0]
        .points
        .iter()
        .map(|it| (it.year, it.value))
        .collect();
    assert_eq!(points, [(2025, 60.0), (2030, 10.0)]);
}

#[test]
fn what_cannot_be_drawn_is_left_out_and_nothing_is_no_plot() {
    for data in [
        json!(null),
        json!({}),
        json!({ "pathways": "later", "targets": 7, "inventory": [] }),
        json!({ "inventory": { "year": 2024, "total": 5 } }),
        json!({ "pathways": [{ "kind": "with-measures", "series": [{ "sector": "total", "points": [
            { "year": 2024, "value": 1e300 }, { "year": 2030, "value": 4 },
        ] }] }] }),
    ] {
        assert_eq!(Pathway::of(&data), None, "{data}");
        assert_eq!(Inventory::of(&data), None, "{data}");
    }
}

#[test]
fn targets_of_a_sector_or_of_the_municipality_s_own_cars_are_not_those_of_the_place() {
    let mut data = odder();
    data["targets"] = json!([
        { "id": "a", "kind": "sector", "sector": "transport", "year": 2030, "remaining_tonnes": 1 },
        { "id": "b", "kind": "interim", "boundary": "own-operations", "year": 2030, "remaining_tonnes": 2 },
        { "id": "c", "kind": "interim", "base_year": 1990, "year": 2030, "reduction_percent": 50 },
    ]);
    let plot = Pathway::of(&data).unwrap();
    // Half of the base year's emissions, which the inventory tells.
    assert_eq!(plot.targets.len(), 1);
    assert_eq!(plot.targets[0].point.value, 147_500.0);
}

#[test]
fn an_inventory_sums_the_gpc_entries_of_each_sector() {
    let plot = Inventory::of(&odder()).unwrap();
    assert_eq!(plot.year, Some(2024));
    assert_eq!(plot.total, 171_000.0);
    let sectors: BTreeSet<_> = plot.bars.iter().map(|bar| bar.sector).collect();
    assert!(
        sectors.contains("agriculture") && sectors.contains("land-use"),
        "{sectors:?}"
    );
    assert!(
        plot.bars
            .windows(2)
            .all(|pair| pair[0].value >= pair[1].value)
    );
    assert!(plot.without_number > 0);
    let shares: f64 = plot.bars.iter().filter_map(|bar| bar.share).sum();
    assert!((97.0..=103.0).contains(&shares), "{shares}");
}

#[test]
fn waste_from_elsewhere_is_not_counted_and_land_that_takes_up_goes_left() {
    let data = json!({ "inventory": { "year": 2024, "rows": [
        { "gpc_ref": "III.1.3", "value": 500 },
        { "gpc_ref": "II.1.1", "value": 100 },
        { "gpc_ref": "V.2", "value": -40 },
    ] } });
    let plot = Inventory::of(&data).unwrap();
    let told: Vec<_> = plot.bars.iter().map(|it| (it.sector, it.value)).collect();
    assert_eq!(told, [("transport", 100.0), ("land-use", -40.0)]);
    let land = &plot.bars[1];
    assert!(
        land.x < plot.zero && (land.x + land.width - plot.zero).abs() < 0.2,
        "{land:?}"
    );
    // Shares of a sum with a negative part mean nothing.
    assert_eq!(land.share, None);
}

#[test]
fn sector_figures_stand_in_where_no_entry_has_a_number_and_only_of_the_latest_year() {
    let data = json!({ "inventory": { "sector_totals": [
        { "sector": "energy", "year": 2010, "value": 900 },
        { "sector": "energy", "year": 2022, "value": 70 },
        { "sector": "waste", "year": 2022, "value": 30 },
    ] } });
    let plot = Inventory::of(&data).unwrap();
    assert_eq!((plot.year, plot.total), (Some(2022), 100.0));
}

fn returned(criterion: &str, reasons: &[(ReturnReason, u64)], judged: u64) -> Returned {
    Returned {
        criterion: criterion.to_owned(),
        reasons: reasons.to_vec(),
        judged,
    }
}

#[test]
fn returned_criteria_are_shown_the_most_returned_first_with_their_reasons_side_by_side() {
    let plot = Returns::of(
        vec![
            returned("KA-1.01", &[], 9),
            returned("KA-1.02", &[(ReturnReason::Unclear, 1)], 4),
            returned(
                "KA-3.01",
                &[(ReturnReason::Other, 2), (ReturnReason::Incomplete, 3)],
                10,
            ),
            returned("KA-6.05", &[(ReturnReason::Unclear, 1)], 2),
        ],
        2,
    )
    .unwrap();
    let shown: Vec<_> = plot
        .bars
        .iter()
        .map(|it| (it.criterion.as_str(), it.total, it.percent))
        .collect();
    assert_eq!(shown, [("KA-3.01", 5, Some(50)), ("KA-1.02", 1, Some(25))]);
    assert_eq!(plot.more, 1);
    let parts = &plot.bars[0].parts;
    assert_eq!((parts[0].reason, parts[1].reason), ("incomplete", "other"));
    assert!((parts[0].x + parts[0].width - parts[1].x).abs() < 0.2);
    assert_ne!(parts[0].pattern, parts[1].pattern);
    assert_eq!(Returns::of(vec![returned("KA-1.01", &[], 9)], 5), None);
}

#[test]
fn every_reason_has_a_pattern_of_its_own() {
    assert!(ReturnReason::ALL.len() <= super::PATTERNS);
}

#[test]
fn a_cohort_is_counted_by_state_at_the_end_of_each_month_and_the_latest_months_are_shown() {
    let month = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    let months: Vec<_> = (0..24)
        .map(|index| {
            (
                month(2025 + index / 12, (index % 12) as u32 + 1),
                vec![
                    (StateName::Revision, 10),
                    (StateName::Review, u64::try_from(index).unwrap()),
                ],
            )
        })
        .collect();
    let plot = Cohort::of(&months).unwrap();
    assert_eq!(plot.months.len(), super::cohort::MOST_MONTHS);
    assert_eq!((plot.months[0].year, plot.months[0].month), (2025, 7));
    let states: Vec<_> = plot.rows.iter().map(|row| row.state).collect();
    assert_eq!(states, ["revision", "review"]);
    let last = plot.rows[1].cells.last().unwrap();
    assert_eq!((last.count, last.shade), (23, super::cohort::SHADES));
    assert_eq!(Cohort::of(&[]), None);
    assert_eq!(Cohort::of(&[(month(2026, 1), Vec::new())]), None);
}

#[test]
fn ninety_eight_municipalities_have_ninety_eight_places_within_fifteen_by_fifteen() {
    let lines: Vec<&str> = include_str!("../../data/tiles.csv")
        .lines()
        .skip(1)
        .collect();
    assert_eq!(lines.len(), 98);
    let map = TileMap::of(lines.iter().map(|line| {
        let mut cells = line.split(',');
        Municipality {
            code: cells.next().unwrap().to_owned(),
            name: cells.next().unwrap().to_owned(),
            href: "/".to_owned(),
            tone: Tone::Good,
            text: "x",
        }
    }));
    assert!(map.beside.is_empty());
    let places: BTreeSet<_> = map.tiles.iter().map(|it| (it.column, it.row)).collect();
    assert_eq!(places.len(), 98);
    let shorts: BTreeSet<_> = map.tiles.iter().map(|it| &it.short).collect();
    assert_eq!(shorts.len(), 98);
    assert!(
        places
            .iter()
            .all(|(column, row)| (1..=15).contains(column) && (1..=15).contains(row))
    );
    let bornholm = map.tiles.iter().find(|it| it.name == "Bornholm").unwrap();
    assert!(bornholm.column > 12 && bornholm.row < 4, "{bornholm:?}");
    assert_eq!(map.legend.len(), 1);
    assert_eq!(map.legend[0].count, 98);
}

#[test]
fn a_municipality_without_a_place_stands_beside_the_map_and_is_counted() {
    let map = TileMap::of([Municipality {
        code: "9001".to_owned(),
        name: "Ny".to_owned(),
        href: "/".to_owned(),
        tone: Tone::Late,
        text: "x",
    }]);
    assert_eq!(
        (map.tiles.len(), map.beside.len(), map.legend[0].count),
        (0, 1, 1)
    );
}

#[test]
fn the_stylesheet_lays_out_every_tone_row_and_column() {
    let sheet = include_str!("../../assets/styles/plot.css");
    for tone in Tone::ALL {
        let word = serde_json::to_value(tone).unwrap();
        let class = format!(".tile-key.tile-{}", word.as_str().unwrap());
        assert!(sheet.contains(&class), "{class}");
    }
    for index in 1..=15 {
        assert!(
            sheet.contains(&format!(".tile-column-{index} {{ grid-column: {index};")),
            "{index}"
        );
        assert!(
            sheet.contains(&format!(".tile-row-{index} {{ grid-row: {index};")),
            "{index}"
        );
    }
    assert!(!sheet.contains(".tile-column-16"));
}
