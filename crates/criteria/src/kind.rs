//! The closed vocabulary of automatic checks.
//!
//! Each kind carries a version: its meaning never changes once a set uses it,
//! so a pinned judgement stays what it was. A changed meaning is a new
//! variant beside the old one. Criteria files compose kinds with parameters;
//! they cannot compute, so evaluation always ends.

use serde::{Deserialize, Serialize};

use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict},
};

mod age;
mod compare_previous;
mod count_at_least;
mod date_order;
mod fields_present;
mod flagged_none;
mod flags_set;
mod links;
mod matrix_filled;
mod number_above;
mod one_per_year;
mod reason_given;
mod rows_cover;
mod series_covers;
mod sum_compare;
mod table_complete;
mod targets;
mod values_cover;
mod within_years;
mod year_limit;

/// A kind of check with its parameters, as a criteria file writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Kind {
    /// A year or date is not too far back.
    #[serde(rename = "age@1")]
    Age(age::Age),
    /// No target is weaker than in the last certified plan.
    #[serde(rename = "compare-previous@1")]
    ComparePrevious(compare_previous::ComparePrevious),
    /// A table has enough rows.
    #[serde(rename = "count-at-least@1")]
    CountAtLeast(count_at_least::CountAtLeast),
    /// Dates follow one another.
    #[serde(rename = "date-order@1")]
    DateOrder(date_order::DateOrder),
    /// Fields that belong together are all filled.
    #[serde(rename = "fields-present@1")]
    FieldsPresent(fields_present::FieldsPresent),
    /// No row carries a mark that excludes it.
    #[serde(rename = "flagged-none@1")]
    FlaggedNone(flagged_none::FlaggedNone),
    /// Statements that must be true are.
    #[serde(rename = "flags-set@1")]
    FlagsSet(flags_set::FlagsSet),
    /// Rows of one table and rows of others are tied together.
    #[serde(rename = "links@1")]
    Links(links::Links),
    /// Every combination has a filled row.
    #[serde(rename = "matrix-filled@1")]
    MatrixFilled(matrix_filled::MatrixFilled),
    /// A number is greater than another.
    #[serde(rename = "number-above@1")]
    NumberAbove(number_above::NumberAbove),
    /// Each year since a date has a row.
    #[serde(rename = "one-per-year@1")]
    OnePerYear(one_per_year::OnePerYear),
    /// A row has a value, or a key with its reason.
    #[serde(rename = "reason-given@1")]
    ReasonGiven(reason_given::ReasonGiven),
    /// A table has a filled row for each name wanted.
    #[serde(rename = "rows-cover@1")]
    RowsCover(rows_cover::RowsCover),
    /// Series of years have the years wanted and no gaps.
    #[serde(rename = "series-covers@1")]
    SeriesCovers(series_covers::SeriesCovers),
    /// Parts add up to a whole.
    #[serde(rename = "sum-compare@1")]
    SumCompare(sum_compare::SumCompare),
    /// Each row has the fields wanted.
    #[serde(rename = "table-complete@1")]
    TableComplete(table_complete::TableComplete),
    /// There are enough targets, and the first is early enough.
    #[serde(rename = "targets@1")]
    Targets(targets::Targets),
    /// Each of the values wanted occurs.
    #[serde(rename = "values-cover@1")]
    ValuesCover(values_cover::ValuesCover),
    /// A date follows another within a number of years.
    #[serde(rename = "within-years@1")]
    WithinYears(within_years::WithinYears),
    /// A year is not too late.
    #[serde(rename = "year-limit@1")]
    YearLimit(year_limit::YearLimit),
}

/// What every kind can do.
pub(crate) trait Judge {
    /// The places that it reads: a set that names a place the schema does not
    /// know is refused when it is loaded.
    fn paths(&self) -> Vec<Path>;

    /// What it concludes about a plan. It must look at each row a bounded
    /// number of times, and say `unknown` rather than guess.
    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted>;
}

impl Kind {
    pub(crate) fn paths(&self) -> Vec<Path> {
        self.judge_of().paths()
    }

    pub(crate) fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        self.judge_of().judge(doc)
    }

    /// The name with its version, for example `age@1`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Age(_) => "age@1",
            Self::ComparePrevious(_) => "compare-previous@1",
            Self::CountAtLeast(_) => "count-at-least@1",
            Self::DateOrder(_) => "date-order@1",
            Self::FieldsPresent(_) => "fields-present@1",
            Self::FlaggedNone(_) => "flagged-none@1",
            Self::FlagsSet(_) => "flags-set@1",
            Self::Links(_) => "links@1",
            Self::MatrixFilled(_) => "matrix-filled@1",
            Self::NumberAbove(_) => "number-above@1",
            Self::OnePerYear(_) => "one-per-year@1",
            Self::ReasonGiven(_) => "reason-given@1",
            Self::RowsCover(_) => "rows-cover@1",
            Self::SeriesCovers(_) => "series-covers@1",
            Self::SumCompare(_) => "sum-compare@1",
            Self::TableComplete(_) => "table-complete@1",
            Self::Targets(_) => "targets@1",
            Self::ValuesCover(_) => "values-cover@1",
            Self::WithinYears(_) => "within-years@1",
            Self::YearLimit(_) => "year-limit@1",
        }
    }

    fn judge_of(&self) -> &dyn Judge {
        match self {
            Self::Age(kind) => kind,
            Self::ComparePrevious(kind) => kind,
            Self::CountAtLeast(kind) => kind,
            Self::DateOrder(kind) => kind,
            Self::FieldsPresent(kind) => kind,
            Self::FlaggedNone(kind) => kind,
            Self::FlagsSet(kind) => kind,
            Self::Links(kind) => kind,
            Self::MatrixFilled(kind) => kind,
            Self::NumberAbove(kind) => kind,
            Self::OnePerYear(kind) => kind,
            Self::ReasonGiven(kind) => kind,
            Self::RowsCover(kind) => kind,
            Self::SeriesCovers(kind) => kind,
            Self::SumCompare(kind) => kind,
            Self::TableComplete(kind) => kind,
            Self::Targets(kind) => kind,
            Self::ValuesCover(kind) => kind,
            Self::WithinYears(kind) => kind,
            Self::YearLimit(kind) => kind,
        }
    }
}
