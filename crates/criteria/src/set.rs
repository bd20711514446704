//! What a criteria set is made of.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::{Bilingual, CriterionId, SetPin, criteria_set::SetStatus};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Path, kind::Kind, schema::Schema};

/// One version of a criteria set, checked and ready to judge plans.
#[derive(Debug)]
pub struct CriteriaSet {
    pub(crate) header: Header,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) schema: Schema,
    pub(crate) pin: SetPin,
}

/// The content of `set.yaml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) status: SetStatus,
    pub(crate) title: Bilingual,
    pub(crate) note: Bilingual,
    pub(crate) source: Bilingual,
    pub(crate) effective_date: Option<NaiveDate>,
    pub(crate) approvals: Vec<Bilingual>,
    pub(crate) stages: Vec<String>,
    pub(crate) components: Vec<Component>,
    pub(crate) parameters: BTreeMap<String, Parameter>,
}

/// One of the framework's components, with the framework's own criteria.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// For example `C3`.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// The framework's criteria within it.
    pub criteria: Vec<FrameworkCriterion>,
}

/// A criterion of the framework that ours spell out, for example `K6`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkCriterion {
    /// For example `K6`.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
}

/// A number, list or table that checks refer to by name, with its source.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The form of the value.
    #[serde(rename = "type")]
    pub form: ParameterType,
    /// The value itself.
    pub value: Value,
    /// What it is counted in.
    pub unit: Bilingual,
    /// Where it comes from, with the page.
    pub source: String,
    /// The date of the source: a threshold ages.
    pub date: NaiveDate,
    /// How it is to be read.
    pub note: Bilingual,
}

/// The form of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterType {
    /// One number.
    Number,
    /// A list of numbers.
    Numbers,
    /// A list of names, for example GPC reference numbers.
    Names,
    /// Rows with named columns.
    Table,
}

impl ParameterType {
    pub(crate) fn fits(self, value: &Value) -> bool {
        let all = |test: fn(&Value) -> bool| {
            value
                .as_array()
                .is_some_and(|rows| !rows.is_empty() && rows.iter().all(test))
        };
        match self {
            Self::Number => value.is_number(),
            Self::Numbers => all(Value::is_number),
            Self::Names => all(Value::is_string),
            Self::Table => all(Value::is_object),
        }
    }
}

/// One criterion: what is required, how to show it, and what a machine can tell.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// For example `KA-3.02`.
    pub id: CriterionId,
    /// The component it belongs to.
    pub component: String,
    /// The framework's criteria that it spells out.
    pub framework: Vec<String>,
    /// The place in the older framework's pillars, where there is one.
    pub pillar: Option<String>,
    /// What the requirement rests on.
    pub basis: Vec<Basis>,
    /// How much hangs on it.
    pub level: Level,
    /// Which certifications it is for.
    pub applies_to: AppliesTo,
    /// The review stages that decide it.
    pub stages: Vec<String>,
    /// What is required.
    pub requirement: Bilingual,
    /// How to go about it, for a coordinator.
    pub guidance: Bilingual,
    /// What shows that it is met.
    pub evidence: Bilingual,
    /// The parts of the plan data that it looks at.
    pub plan_paths: Vec<Path>,
    /// How far a machine can tell.
    pub machine: Machine,
    /// The automatic checks; none where only a person can tell. The loader
    /// adds them, for they need the set's parameters.
    #[serde(skip_deserializing)]
    pub checks: Vec<Check>,
}

lustrum_domain::names! {
    /// What a requirement rests on.
    Basis {
        /// Notes on the revision guide, not the guide itself.
        SecondHand = "second-hand",
        /// A heading of the older framework's Danish edition.
        CapfHeading = "capf-heading",
        /// What a Danish municipality was told during the first round.
        DanishPractice = "danish-practice",
        /// The leadership standards of the C40 network.
        LeadershipStandards = "leadership-standards",
        /// The inventory standard for communities.
        Gpc = "gpc",
        /// Our own proposal: no demand was found.
        Proposal = "proposal",
    }
}

lustrum_domain::names! {
    /// How much hangs on a criterion.
    Level {
        /// No certification without it.
        Essential = "essential",
        /// Wanted; a reasoned absence can be accepted.
        Expected = "expected",
        /// Good practice.
        Optional = "optional",
    }
}

lustrum_domain::names! {
    /// Which certifications a criterion is for.
    AppliesTo {
        /// A municipality's first plan only.
        First = "first",
        /// A renewed plan only.
        Recertification = "recertification",
        /// Any plan.
        Both = "both",
    }
}

/// Whether a case is a municipality's first certification or a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certification {
    /// There was no certified plan before.
    First,
    /// A certified plan is renewed.
    Recertification,
}

impl AppliesTo {
    /// Whether a criterion with this mark is judged in such a case.
    pub fn covers(self, certification: Certification) -> bool {
        match self {
            Self::Both => true,
            Self::First => certification == Certification::First,
            Self::Recertification => certification == Certification::Recertification,
        }
    }
}

lustrum_domain::names! {
    /// How far a machine can tell whether a criterion is met.
    Machine {
        /// Its checks cover the requirement.
        Automatic = "automatic",
        /// A machine finds gaps, a person judges.
        Partly = "partly",
        /// Only a person can tell.
        Person = "person",
    }
}

/// One automatic check: a kind of the closed vocabulary with its parameters.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// Unique within the set, for example `inventory-age`.
    pub id: String,
    /// Said instead of the kind's own sentence when the check is not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Bilingual>,
    /// The set's parameters that it uses: whoever reads a result may see the
    /// number behind it and where that comes from.
    pub uses: Vec<String>,
    /// The kind and its parameters, with references resolved.
    #[serde(flatten)]
    pub kind: Kind,
}

impl CriteriaSet {
    /// The pin of a case that is judged by this version.
    pub fn pin(&self) -> &SetPin {
        &self.pin
    }

    /// What the set is called.
    pub fn title(&self) -> &Bilingual {
        &self.header.title
    }

    /// What a reader must know before relying on it.
    pub fn note(&self) -> &Bilingual {
        &self.header.note
    }

    /// Where the set comes from.
    pub fn source(&self) -> &Bilingual {
        &self.header.source
    }

    /// Where the version stands.
    pub fn status(&self) -> SetStatus {
        self.header.status
    }

    /// The date from which new cases pin it, once decided.
    pub fn effective_date(&self) -> Option<NaiveDate> {
        self.header.effective_date
    }

    /// The approvals it needs before it can be in force.
    pub fn approvals(&self) -> &[Bilingual] {
        &self.header.approvals
    }

    /// The review stages that its criteria name, in order.
    pub fn stages(&self) -> &[String] {
        &self.header.stages
    }

    /// The framework's components, in order.
    pub fn components(&self) -> &[Component] {
        &self.header.components
    }

    /// The parameters by name.
    pub fn parameters(&self) -> &BTreeMap<String, Parameter> {
        &self.header.parameters
    }

    /// Every criterion, in order of its id.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// One criterion by its id.
    pub fn criterion(&self, id: &CriterionId) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| &criterion.id == id)
    }

    /// The JSON Schema of the plan data, from which a form can be made.
    pub fn schema(&self) -> &Value {
        self.schema.document()
    }

    /// What a form calls the field itself, without the way to it.
    pub fn own_label(&self, pointer: &str) -> Bilingual {
        self.schema.own(pointer)
    }

    /// A value of the plan data as people read it: numbers and dates as each
    /// language writes them, with units, choices by their names.
    pub fn shown(&self, pointer: &str, value: &Value) -> Bilingual {
        self.schema.shown(pointer, value)
    }

    /// What a form calls the place of a JSON Pointer.
    pub fn label(&self, pointer: &str) -> Bilingual {
        self.schema.label(pointer)
    }
}

/// The whole set as one JSON document, for other programs and for archives.
pub fn export(set: &CriteriaSet) -> Value {
    let mut whole = json!(set.header);
    whole["digest"] = json!(set.pin.digest);
    whole["criteria"] = json!(set.criteria);
    whole["schema"] = set.schema().clone();
    whole
}

/// The criteria that a case of this kind is judged by, each with its stages.
pub fn outline(set: &CriteriaSet, certification: Certification) -> Vec<(CriterionId, Vec<String>)> {
    set.criteria
        .iter()
        .filter(|criterion| criterion.applies_to.covers(certification))
        .map(|criterion| (criterion.id.clone(), criterion.stages.clone()))
        .collect()
}
