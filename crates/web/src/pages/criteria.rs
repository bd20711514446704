//! Criteria sets, for everybody to read.

use axum::{extract::State, routing::get};
use lustrum_app::{App, AppError};
use lustrum_criteria::{Component, CriteriaSet as Set, Criterion};
use lustrum_domain::OrganisationKind;
use lustrum_templates::{
    page::{
        criteria::{Criteria, SetLine},
        criteria_set::{CheckView, ComponentView, CriteriaSet, CriterionView, ParameterView},
    },
    routes,
};
use serde_json::Value;

use super::{Answer, PageRoute, visitor::Visitor};
use crate::extract::Path;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::CRITERIA, get(list)),
        PageRoute::public(routes::CRITERIA_SET, get(page)),
    ]
}

async fn list(visitor: Visitor, State(app): State<App>) -> Answer {
    let sets = lustrum_criteria::shipped().iter().map(|set| {
        let pin = set.pin().to_string();
        SetLine {
            title: set.title().clone(),
            status: set.status().to_string(),
            effective: set.effective_date(),
            criteria: u32::try_from(set.criteria().len()).unwrap_or(u32::MAX),
            current: app.programmes.all().any(|it| it.criteria == pin),
            pin,
        }
    });
    let page = Criteria {
        sets: sets.collect(),
    };
    visitor.show(&app, &page).await
}

async fn page(visitor: Visitor, Path(name): Path<String>, State(app): State<App>) -> Answer {
    let set = lustrum_criteria::find(&name).ok_or(AppError::NotFound)?;
    let kinds = [OrganisationKind::KnowledgePartner];
    let partners = app.organisations(&kinds, None).await?;
    let partner = |key: &String| {
        let known = partners.iter().find(|it| it.code.as_ref() == Some(key));
        known.map_or_else(|| key.clone(), |it| it.name.clone())
    };
    let page = CriteriaSet {
        pin: set.pin().to_string(),
        title: set.title().clone(),
        status: set.status().to_string(),
        note: set.note().clone(),
        source: set.source().clone(),
        effective: set.effective_date(),
        approvals: set.approvals().to_vec(),
        digest: set.pin().digest.to_string(),
        components: set
            .components()
            .iter()
            .map(|component| component_view(set, component, &partner))
            .collect(),
        parameters: parameters(set),
    };
    visitor.show(&app, &page).await
}

fn component_view(
    set: &Set,
    component: &Component,
    partner: &impl Fn(&String) -> String,
) -> ComponentView {
    ComponentView {
        id: component.id.clone(),
        title: component.title.clone(),
        criteria: set
            .criteria()
            .iter()
            .filter(|criterion| criterion.component == component.id)
            .map(|criterion| criterion_view(criterion, partner))
            .collect(),
    }
}

fn criterion_view(criterion: &Criterion, partner: &impl Fn(&String) -> String) -> CriterionView {
    CriterionView {
        id: criterion.id.0.clone(),
        level: criterion.level.to_string(),
        applies_to: criterion.applies_to.to_string(),
        machine: criterion.machine.to_string(),
        basis: criterion.basis.iter().map(ToString::to_string).collect(),
        stages: criterion.stages.iter().map(partner).collect(),
        requirement: criterion.requirement.clone(),
        guidance: criterion.guidance.clone(),
        evidence: criterion.evidence.clone(),
        checks: criterion
            .checks
            .iter()
            .map(|check| CheckView {
                id: check.id.clone(),
                kind: check.kind.name().to_owned(),
                message: check.message.clone(),
                uses: check.uses.clone(),
            })
            .collect(),
    }
}

fn parameters(set: &Set) -> Vec<ParameterView> {
    set.parameters()
        .iter()
        .map(|(name, parameter)| ParameterView {
            name: name.clone(),
            value: shown(&parameter.value),
            unit: parameter.unit.clone(),
            source: parameter.source.clone(),
            date: parameter.date,
            note: parameter.note.clone(),
        })
        .collect()
}

/// A parameter's value as people read it: lists with commas, rows with semicolons.
pub(super) fn shown(value: &Value) -> String {
    let joined = |parts: Vec<String>, by: &str| parts.join(by);
    match value {
        Value::String(text) => text.clone(),
        Value::Array(rows) if rows.iter().any(Value::is_object) => {
            joined(rows.iter().map(shown).collect(), "; ")
        }
        Value::Array(items) => joined(items.iter().map(shown).collect(), ", "),
        Value::Object(cells) => {
            let cells = cells
                .iter()
                .map(|(name, cell)| format!("{name} {}", shown(cell)));
            joined(cells.collect(), ", ")
        }
        other => other.to_string(),
    }
}
