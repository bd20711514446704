//! Contexts as they occur, sparse and hostile ones among them.

use super::*;

impl NoticeContext {
    /// Contexts to render every kind with, for bodies within and outside the
    /// municipality.
    pub fn samples() -> Vec<Self> {
        [
            OrganisationKind::Committee,
            OrganisationKind::Council,
            OrganisationKind::Kkr,
            OrganisationKind::SteeringGroup,
        ]
        .into_iter()
        .flat_map(|kind| [Self::sparse(kind), Self::full(kind), Self::hostile(kind)])
        .collect()
    }

    fn sparse(kind: OrganisationKind) -> Self {
        let programme = Bilingual {
            da: "Klimaalliancens recertificering".to_owned(),
            en: "Klimaalliancen’s recertification".to_owned(),
        };
        Self::new(programme, "Odder", 1, "Klimaudvalget", kind)
    }

    fn full(kind: OrganisationKind) -> Self {
        Self {
            trial: true,
            department: Some("Teknik og Miljø".to_owned()),
            case_number: Some("00.01.00-P00-9-26".to_owned()),
            closed: true,
            route: vec![
                "Klimaudvalget".to_owned(),
                "Økonomiudvalget".to_owned(),
                "Byrådet".to_owned(),
            ],
            stage: Some("CONCITO".to_owned()),
            criteria: vec![NoticeCriterion {
                id: "KA-3.02".to_owned(),
                title: Some(Bilingual {
                    da: "Drivhusgasregnskab".to_owned(),
                    en: "Inventory".to_owned(),
                }),
            }],
            text: Some("Regnskabet er for gammelt.".to_owned()),
            deadline: Some(NoticeDeadline {
                word: "answer".to_owned(),
                due: day(2027, 1, 15),
            }),
            conditions: vec![NoticeCondition {
                criterion: "KA-5.01".to_owned(),
                text: "Tidsplan for indsatserne".to_owned(),
                due: day(2027, 6, 1),
            }],
            certificate: Some(NoticeCertificate {
                number: "KA-0727-2".to_owned(),
                valid_from: day(2027, 3, 1),
                valid_to: day(2032, 2, 29),
            }),
            attachments: vec![Bilingual {
                da: "Klimahandlingsplanen".to_owned(),
                en: "The climate action plan".to_owned(),
            }],
            link: Some("https://lustrum.example/cases/case_01".to_owned()),
            ..Self::sparse(kind)
        }
    }

    fn hostile(kind: OrganisationKind) -> Self {
        let nasty = "<script>alert(1)\r\n{{ 7 * 7 }} & mere";
        Self {
            municipality: nasty.to_owned(),
            body: nasty.to_owned(),
            department: Some(nasty.to_owned()),
            text: Some(nasty.to_owned()),
            criteria: vec![NoticeCriterion {
                id: nasty.to_owned(),
                title: None,
            }],
            ..Self::sparse(kind)
        }
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("samples name days that exist")
}
