//! Contexts as they occur, sparse and hostile ones among them.

use super::*;

impl MailContext {
    /// Contexts to render every kind with: one that has everything, one that
    /// has nothing, and one whose people write markup and line breaks.
    pub fn samples() -> Vec<Self> {
        Side::ALL
            .into_iter()
            .flat_map(|side| [Self::full(side), Self::sparse(side), Self::hostile(side)])
            .collect()
    }

    fn sparse(side: Side) -> Self {
        Self::new(
            programme(),
            match side {
                Side::Municipality => "Odder",
                _ => "Miljøsekretariatet",
            },
            side,
            "https://lustrum.example/cases/case_01",
        )
    }

    fn full(side: Side) -> Self {
        Self {
            trial: true,
            recipient_name: Some("Søren Ægidius Østergård".to_owned()),
            municipality: Some("Odder".to_owned()),
            edition: Some(2),
            deadline: Some(MailDeadline {
                word: "answer".to_owned(),
                due: day(2027, 1, 15),
                today: Some(day(2026, 12, 16)),
                rung: -30,
                working_days: true,
                skipped: vec![day(2026, 12, 24), day(2026, 12, 25), day(2027, 1, 1)],
            }),
            criteria: vec![
                MailCriterion {
                    id: "KA-3.02".to_owned(),
                    title: Some(Bilingual {
                        da: "Drivhusgasregnskab".to_owned(),
                        en: "Inventory".to_owned(),
                    }),
                    remark: Some("Regnskabet er fra 2019.\n\nBrug det nyeste.".to_owned()),
                    reason: Some(ReturnReason::Outdated),
                },
                MailCriterion {
                    id: "KA-5.01".to_owned(),
                    title: None,
                    remark: None,
                    reason: None,
                },
            ],
            person: Some("Åse Kjær".to_owned()),
            text: Some("Se venligst på tallene igen.".to_owned()),
            stage: Some("CONCITO".to_owned()),
            granted: Some(true),
            judged: Some(ConditionOutcome::Met),
            certificate: Some(MailCertificate {
                number: "KA-0727-2".to_owned(),
                valid_from: day(2027, 3, 1),
                valid_to: day(2032, 2, 29),
            }),
            conditions: 2,
            body: Some("Odder Byråd".to_owned()),
            outcome: Some(AdoptionOutcome::Adopted),
            notice: Some(NoticeText {
                title: Bilingual {
                    da: "Orientering: planen er certificeret".to_owned(),
                    en: "For information: the plan is certified".to_owned(),
                },
                text: Bilingual {
                    da: "Kort resumé\nPlanen er certificeret.".to_owned(),
                    en: "Short summary\nThe plan is certified.".to_owned(),
                },
            }),
            drafts: vec![NoticeKind::Certified, NoticeKind::ReadyForAdoption],
            ..Self::sparse(side)
        }
    }

    fn hostile(side: Side) -> Self {
        let nasty = "<script>alert(1) & \"more\"\r\nBcc: all@example.org {{ 7 * 7 }}";
        Self {
            recipient_name: Some(nasty.to_owned()),
            organisation: nasty.to_owned(),
            municipality: Some(nasty.to_owned()),
            edition: Some(1),
            deadline: Some(MailDeadline {
                word: nasty.to_owned(),
                due: day(2027, 1, 15),
                today: None,
                rung: 7,
                working_days: false,
                skipped: Vec::new(),
            }),
            criteria: vec![MailCriterion {
                id: nasty.to_owned(),
                title: None,
                remark: Some(nasty.repeat(100)),
                reason: Some(ReturnReason::Other),
            }],
            person: Some(nasty.to_owned()),
            text: Some(nasty.repeat(100)),
            stage: Some("ø".repeat(300)),
            granted: Some(false),
            body: Some(nasty.to_owned()),
            notice: Some(NoticeText {
                title: Bilingual {
                    da: format!("Da {nasty}"),
                    en: format!("En {nasty}"),
                },
                text: Bilingual {
                    da: nasty.to_owned(),
                    en: nasty.to_owned(),
                },
            }),
            ..Self::sparse(side)
        }
    }
}

fn programme() -> Bilingual {
    Bilingual {
        da: "Klimaalliancens recertificering".to_owned(),
        en: "Klimaalliancen’s recertification".to_owned(),
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("samples name days that exist")
}
