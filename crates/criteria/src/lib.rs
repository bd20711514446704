//! Criteria sets as data: load and check them, validate plan data, evaluate it.
//!
//! The crate does no IO, reads no clock and draws no random number; files,
//! plans and dates are arguments. A broken set is a load error with file and
//! place, a broken document is a list of problems, and an evaluation never
//! fails: whatever cannot be told is `unknown`. Start reading at
//! [`CriteriaSet`], then [`CriteriaSet::evaluate`].

pub mod cases;
pub mod form;

mod doc;
mod evaluate;
mod import;
mod kind;
mod load;
mod merge_patch;
mod parse;
mod path;
mod problem;
mod schema;
mod set;
mod shipped;
mod validate;

pub use evaluate::{
    CheckResult, CheckResults, CriterionResult, ENGINE, EvalCtx, Finding, Outcome, Summary,
};
pub use import::{Imported, Remark, import_plan_summary};
pub use kind::Kind;
pub use load::LoadError;
pub use merge_patch::merge_patch;
pub use parse::parse_plan;
pub use path::{Path, join as join_pointer};
pub use problem::Problem;
pub use set::{
    AppliesTo, Basis, Certification, Check, Component, CriteriaSet, Criterion, FrameworkCriterion,
    Level, Machine, Parameter, ParameterType, export, outline,
};
pub use shipped::{find, shipped, shipped_files};
