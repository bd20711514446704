//! Open data: the public pages once more, as tables for programs.
//!
//! A column keeps its name and meaning for good; a new one is added at the end.
//! What a column means stands in the catalogue as `data-<dataset>-<column>`.

use lustrum_criteria::shipped;
use serde_json::{Value, json};

use super::Register;
use crate::{App, AppError, CertificateFilter};

/// A table of open data.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Its name, part of its address.
    pub name: &'static str,
    /// The names of its columns.
    pub columns: &'static [&'static str],
    /// Its rows, a cell per column: texts, numbers, yes or no, or nothing.
    pub rows: Vec<Vec<Value>>,
}

/// The names of all tables with those of their columns.
pub const DATASETS: [(&str, &[&str]); 7] = [
    (
        "register",
        &[
            "code",
            "name",
            "region",
            "edition",
            "state",
            "standing",
            "own_route",
            "on_hold",
            "deadline",
            "deadline_on",
            "period_end",
            "criteria",
            "certificate",
            "certificate_status",
            "valid_from",
            "valid_to",
        ],
    ),
    (
        "certificates",
        &[
            "number",
            "code",
            "name",
            "status",
            "decided_on",
            "valid_from",
            "valid_to",
            "criteria",
            "conditions",
            "plan_sha256",
            "trial",
        ],
    ),
    (
        "criteria",
        &[
            "set",
            "id",
            "component",
            "level",
            "stages",
            "requirement_da",
            "requirement_en",
            "guidance_da",
            "guidance_en",
            "evidence_da",
            "evidence_en",
        ],
    ),
    (
        "parameters",
        &[
            "set",
            "name",
            "value",
            "unit_da",
            "unit_en",
            "source",
            "source_date",
        ],
    ),
    (
        "turnaround",
        &[
            "state",
            "stage",
            "round",
            "count",
            "median_days",
            "p90_days",
        ],
    ),
    ("cohorts", &["year", "month", "state", "count"]),
    ("returned", &["criterion", "judged", "reason", "returned"]),
];

impl App {
    /// A table of open data.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a name that is none of [`DATASETS`].
    pub async fn dataset(&self, name: &str) -> Result<Dataset, AppError> {
        let known = DATASETS.iter().find(|(known, _)| *known == name);
        let (name, columns) = *known.ok_or(AppError::NotFound)?;
        let rows = match name {
            "register" => register(&*self.register_now().await?),
            "certificates" => self.certificate_rows().await?,
            "criteria" => criteria(),
            "parameters" => parameters(),
            "turnaround" => self.turnaround_rows().await?,
            "cohorts" => self.cohort_rows().await?,
            _ => self.returned_rows().await?,
        };
        debug_assert!(rows.iter().all(|row| row.len() == columns.len()));
        Ok(Dataset {
            name,
            columns,
            rows,
        })
    }

    async fn certificate_rows(&self) -> Result<Vec<Vec<Value>>, AppError> {
        let filter = CertificateFilter {
            programme: Some(self.programme()?.key.clone()),
            ..CertificateFilter::default()
        };
        let register = self.register_now().await?;
        let named: std::collections::BTreeMap<_, _> = register
            .lines
            .iter()
            .map(|it| (it.case.municipality, (&it.case.code, &it.case.name)))
            .collect();
        let rows = self.certificates(&filter).await?.into_iter().map(|it| {
            let (code, name) = named.get(&it.municipality).copied().unzip();
            vec![
                json!(it.number),
                json!(code),
                json!(name),
                json!(it.status.as_str()),
                json!(it.decided_on),
                json!(it.valid_from),
                json!(it.valid_to),
                json!(it.criteria),
                json!(it.conditions),
                json!(it.plan.to_string()),
                json!(it.trial),
            ]
        });
        Ok(rows.collect())
    }

    async fn turnaround_rows(&self) -> Result<Vec<Vec<Value>>, AppError> {
        let figures = self.figures().await?;
        let rows = figures.turnaround.iter().map(|it| {
            vec![
                json!(it.state.as_str()),
                json!(it.stage),
                json!(it.round),
                json!(it.cases),
                json!(it.median),
                json!(it.ninetieth),
            ]
        });
        Ok(rows.collect())
    }

    async fn cohort_rows(&self) -> Result<Vec<Vec<Value>>, AppError> {
        let figures = self.figures().await?;
        let mut rows = Vec::new();
        for cohort in &figures.cohorts {
            for (month, states) in &cohort.months {
                rows.extend(states.iter().map(|(state, count)| {
                    vec![
                        json!(cohort.year),
                        json!(month.format("%Y-%m").to_string()),
                        json!(state.as_str()),
                        json!(count),
                    ]
                }));
            }
        }
        Ok(rows)
    }

    async fn returned_rows(&self) -> Result<Vec<Vec<Value>>, AppError> {
        let figures = self.figures().await?;
        let mut rows = Vec::new();
        for it in &figures.returned {
            if it.reasons.is_empty() {
                rows.push(vec![
                    json!(it.criterion),
                    json!(it.judged),
                    Value::Null,
                    json!(0),
                ]);
            }
            rows.extend(it.reasons.iter().map(|(reason, count)| {
                vec![
                    json!(it.criterion),
                    json!(it.judged),
                    json!(reason.as_str()),
                    json!(count),
                ]
            }));
        }
        Ok(rows)
    }
}

fn register(register: &Register) -> Vec<Vec<Value>> {
    let rows = register.lines.iter().map(|it| {
        let certificate = it.case.certificate.as_ref();
        vec![
            json!(it.case.code),
            json!(it.case.name),
            json!(it.region),
            json!(it.case.edition),
            json!(it.case.state.as_str()),
            json!(it.standing.as_str()),
            json!(it.own_route),
            json!(it.case.on_hold),
            json!(it.case.deadline.as_ref().map(|key| key.word())),
            json!(it.case.deadline_on),
            json!(it.case.period_end),
            json!(it.case.criteria),
            json!(certificate.map(|it| &it.number)),
            json!(certificate.map(|it| it.status.as_str())),
            json!(certificate.map(|it| it.valid_from)),
            json!(certificate.map(|it| it.valid_to)),
        ]
    });
    rows.collect()
}

fn criteria() -> Vec<Vec<Value>> {
    let rows = shipped().iter().flat_map(|set| {
        let pin = set.pin().to_string();
        set.criteria().iter().map(move |it| {
            vec![
                json!(pin),
                json!(it.id.0),
                json!(it.component),
                json!(it.level),
                json!(it.stages.join(" ")),
                json!(it.requirement.da),
                json!(it.requirement.en),
                json!(it.guidance.da),
                json!(it.guidance.en),
                json!(it.evidence.da),
                json!(it.evidence.en),
            ]
        })
    });
    rows.collect()
}

fn parameters() -> Vec<Vec<Value>> {
    let rows = shipped().iter().flat_map(|set| {
        let pin = set.pin().to_string();
        set.parameters().iter().map(move |(name, it)| {
            let value = match &it.value {
                // A list is one cell all the same.
                list @ (Value::Array(_) | Value::Object(_)) => json!(list.to_string()),
                plain => plain.clone(),
            };
            vec![
                json!(pin),
                json!(name),
                value,
                json!(it.unit.da),
                json!(it.unit.en),
                json!(it.source),
                json!(it.date),
            ]
        })
    });
    rows.collect()
}
