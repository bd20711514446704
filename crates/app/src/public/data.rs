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
    /// Which.
    pub name: DatasetName,
    /// The names of its columns.
    pub columns: &'static [&'static str],
    /// Its rows, a cell per column: texts, numbers, yes or no, or nothing.
    pub rows: Vec<Vec<Value>>,
}

lustrum_domain::names! {
    /// The name of a table, part of its address.
    DatasetName {
        /// Where every municipality stands.
        Register = "register",
        /// Every certificate that was issued.
        Certificates = "certificates",
        /// The criteria of every set.
        Criteria = "criteria",
        /// What checks are counted by, with its source.
        Parameters = "parameters",
        /// How long cases stay where.
        Turnaround = "turnaround",
        /// Where those that began together stand, month by month.
        Cohorts = "cohorts",
        /// What is returned, and why.
        Returned = "returned",
    }
}

impl DatasetName {
    /// The names of its columns.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Register => &[
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
            Self::Certificates => &[
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
            Self::Criteria => &[
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
            Self::Parameters => &[
                "set",
                "name",
                "value",
                "unit_da",
                "unit_en",
                "source",
                "source_date",
            ],
            Self::Turnaround => &[
                "state",
                "stage",
                "round",
                "count",
                "median_days",
                "p90_days",
            ],
            Self::Cohorts => &["year", "month", "state", "count"],
            Self::Returned => &["criterion", "judged", "reason", "returned"],
        }
    }
}

impl App {
    /// A table of open data.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn dataset(&self, name: DatasetName) -> Result<Dataset, AppError> {
        let columns = name.columns();
        let rows = match name {
            DatasetName::Register => register(&*self.register_now().await?),
            DatasetName::Certificates => self.certificate_rows().await?,
            DatasetName::Criteria => criteria(),
            DatasetName::Parameters => parameters(),
            DatasetName::Turnaround => self.turnaround_rows().await?,
            DatasetName::Cohorts => self.cohort_rows().await?,
            DatasetName::Returned => self.returned_rows().await?,
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
