//! The closed vocabulary of automatic checks.
//!
//! Each kind carries a version: its meaning never changes once a set uses it,
//! so a pinned judgement stays what it was. A changed meaning is a new
//! variant beside the old one. Criteria files compose kinds with parameters;
//! they cannot compute, so evaluation always ends.

use serde::Serialize;
use serde_json::Value;

use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict},
};

mod age;
mod agree;
mod compare_previous;
mod count_at_least;
mod date_order;
mod each_used;
mod fields_present;
mod flagged_none;
mod flags_set;
mod in_term;
mod links;
mod matrix_filled;
mod number_above;
mod one_per_year;
mod pathway_cuts;
mod reason_given;
mod rows_cover;
mod series_covers;
mod sum_compare;
mod table_complete;
mod targets;
mod values_cover;
mod within_years;
mod year_current;
mod year_limit;
mod year_previous;
mod year_reaches;

/// What every kind can do.
pub(crate) trait Judge {
    /// The places that it reads: a set that names a place the schema does not
    /// know is refused when it is loaded.
    fn paths(&self) -> Vec<Path>;

    /// What it concludes about a plan. It must look at each row a bounded
    /// number of times, and say `unknown` rather than guess.
    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted>;
}

/// Why parameters do not fit a kind, with the place among them.
pub(crate) type Misfit = serde_path_to_error::Error<serde_json::Error>;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident($module:ident) = $name:literal,)*) => {
        /// A kind of check with its parameters, as a criteria file writes it.
        #[derive(Debug, Clone, Serialize)]
        #[serde(tag = "kind")]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $name)] $variant($module::$variant),)*
        }

        impl Kind {
            /// The names of all kinds.
            pub const NAMES: &[&str] = &[$($name),*];

            /// The name with its version, for example `age@1`.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }

            /// The kind `name` with `parameters`; none if there is no such kind.
            pub(crate) fn read(name: &str, parameters: Value) -> Option<Result<Self, Misfit>> {
                match name {
                    $($name => Some(serde_path_to_error::deserialize(parameters).map(Self::$variant)),)*
                    _ => None,
                }
            }

            pub(crate) fn judge_of(&self) -> &dyn Judge {
                match self {
                    $(Self::$variant(kind) => kind,)*
                }
            }
        }
    };
}

kinds! {
    /// A year or date is not too far back.
    Age(age) = "age@1",
    /// Two values agree, or it is explained why they do not.
    Agree(agree) = "agree@1",
    /// No target is weaker than in the last certified plan.
    ComparePrevious(compare_previous) = "compare-previous@1",
    /// A table has enough rows.
    CountAtLeast(count_at_least) = "count-at-least@1",
    /// Dates follow one another.
    DateOrder(date_order) = "date-order@1",
    /// Each of several fields is filled in some row.
    EachUsed(each_used) = "each-used@1",
    /// Fields that belong together are all filled.
    FieldsPresent(fields_present) = "fields-present@1",
    /// No row carries a mark that excludes it.
    FlaggedNone(flagged_none) = "flagged-none@1",
    /// Statements that must be true are.
    FlagsSet(flags_set) = "flags-set@1",
    /// A date lies in the present term of the council.
    InTerm(in_term) = "in-term@1",
    /// Rows of one table and rows of others are tied together.
    Links(links) = "links@1",
    /// Every combination has a filled row.
    MatrixFilled(matrix_filled) = "matrix-filled@1",
    /// A number is greater than another.
    NumberAbove(number_above) = "number-above@1",
    /// Each year since a date has a row.
    OnePerYear(one_per_year) = "one-per-year@1",
    /// Cuts and gap agree with the pathways and the target.
    PathwayCuts(pathway_cuts) = "pathway-cuts@1",
    /// A row has a value, or a key with its reason.
    ReasonGiven(reason_given) = "reason-given@1",
    /// A table has a filled row for each name wanted.
    RowsCover(rows_cover) = "rows-cover@1",
    /// Series of years have the years wanted and no gaps.
    SeriesCovers(series_covers) = "series-covers@1",
    /// Parts add up to a whole.
    SumCompare(sum_compare) = "sum-compare@1",
    /// Each row has the fields wanted.
    TableComplete(table_complete) = "table-complete@1",
    /// There are enough targets, and the first is early enough.
    Targets(targets) = "targets@1",
    /// Each of the values wanted occurs.
    ValuesCover(values_cover) = "values-cover@1",
    /// A date follows another within a number of years.
    WithinYears(within_years) = "within-years@1",
    /// A table is kept up to the year of judgement.
    YearCurrent(year_current) = "year-current@1",
    /// A year is not too late.
    YearLimit(year_limit) = "year-limit@1",
    /// No goal is to be reached later than the last plan said.
    YearPrevious(year_previous) = "year-previous@1",
    /// A year is not too early.
    YearReaches(year_reaches) = "year-reaches@1",
}

#[cfg(test)]
mod tests;
