//! Cases in every state, told as stories: for the matrix test, the diagrams,
//! and the samples of pages and mails. Nothing here is used by a real case.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use crate::{
    Actor, AdoptionOutcome, Bilingual, Birth, Body, CertificateId, Command, CriterionId,
    CriterionOutline, Ctx, Cycle, DeadlineKey, Decided, Digest, Entry, Facts, Frozen, Locale,
    Membership, MembershipId, NextCase, OrganisationId, OrganisationKind, Outline, Person,
    PersonId, Programme, Refusal, Renewal, RenewalStatus, ReturnReason, Role, SetPin, StateName,
    Timestamp, Verdict, Words, begin, decide,
    names::names,
    programme::{LeadTimes, Reminders, Route, StageRule, WorkingDays},
    time::at_hour,
};

names! {
    /// Somebody in the stories.
    Who {
        /// The municipality's coordinator.
        Coordinator = "coordinator",
        /// The municipality's approver.
        Approver = "approver",
        /// CONCITO's reviewer, who gets the assignments.
        Reviewer = "reviewer",
        /// Another reviewer of CONCITO, who gets none.
        OtherReviewer = "other_reviewer",
        /// CONCITO's lead.
        LeadConcito = "lead_concito",
        /// C40's lead.
        LeadC40 = "lead_c40",
        /// C40's reviewer.
        ReviewerC40 = "reviewer_c40",
        /// An advisor who serves the municipality.
        Advisor = "advisor",
        /// The secretariat.
        Secretariat = "secretariat",
        /// One who approves criteria sets.
        CriteriaApprover = "criteria_approver",
        /// The council's clerk.
        Clerk = "clerk",
        /// The clerk of the municipality's KKR.
        KkrClerk = "kkr_clerk",
        /// An auditor.
        Auditor = "auditor",
        /// The approver of another municipality.
        Stranger = "stranger",
        /// Somebody without an account.
        Public = "public",
        /// Time.
        Clock = "clock",
    }
}

/// The municipality of the stories.
pub const MUNICIPALITY: OrganisationId = OrganisationId(Uuid::from_u128(1));
/// Its council.
pub const COUNCIL: OrganisationId = OrganisationId(Uuid::from_u128(2));
/// Its climate committee.
pub const COMMITTEE: OrganisationId = OrganisationId(Uuid::from_u128(3));
/// Its KKR.
pub const KKR: OrganisationId = OrganisationId(Uuid::from_u128(4));
/// CONCITO.
pub const CONCITO: OrganisationId = OrganisationId(Uuid::from_u128(5));
/// C40.
pub const C40: OrganisationId = OrganisationId(Uuid::from_u128(6));
/// The alliance.
pub const ALLIANCE: OrganisationId = OrganisationId(Uuid::from_u128(7));
/// The body that takes over from CONCITO.
pub const SUCCESSOR: OrganisationId = OrganisationId(Uuid::from_u128(10));
/// Another municipality.
pub const ELSEWHERE: OrganisationId = OrganisationId(Uuid::from_u128(8));

/// The certificate that the planned cases renew.
pub const CERTIFICATE: CertificateId = CertificateId(Uuid::from_u128(9));

impl Who {
    /// The person's id.
    pub fn id(self) -> PersonId {
        PersonId(Uuid::from_u128(100 + self as u128))
    }

    /// The person as an actor.
    pub fn actor(self) -> Actor {
        let (role, organisation) = match self {
            Self::Public => return Actor::Public,
            Self::Clock => return Actor::Clock,
            Self::Coordinator => (Role::Coordinator, MUNICIPALITY),
            Self::Approver => (Role::Approver, MUNICIPALITY),
            Self::Reviewer | Self::OtherReviewer => (Role::Reviewer, CONCITO),
            Self::LeadConcito => (Role::Lead, CONCITO),
            Self::LeadC40 => (Role::Lead, C40),
            Self::ReviewerC40 => (Role::Reviewer, C40),
            Self::Advisor => (Role::Advisor, KKR),
            Self::Secretariat => (Role::Secretariat, ALLIANCE),
            Self::CriteriaApprover => (Role::CriteriaApprover, ALLIANCE),
            Self::Clerk => (Role::Clerk, COUNCIL),
            Self::KkrClerk => (Role::Clerk, KKR),
            Self::Auditor => (Role::Auditor, ALLIANCE),
            Self::Stranger => (Role::Approver, ELSEWHERE),
        };
        let reach = if self == Self::Advisor {
            BTreeSet::from([(MUNICIPALITY, None)])
        } else {
            BTreeSet::new()
        };
        Actor::Person(Person {
            id: self.id(),
            memberships: vec![Membership {
                id: MembershipId(Uuid::from_u128(200 + self as u128)),
                role,
                organisation,
                principal: None,
                programme: None,
            }],
            ties: Vec::new(),
            reach,
        })
    }
}

/// The programme of the stories, with the lead times of the first programme.
pub fn programme() -> Programme {
    let stage = |key: &str, recorded_by: &[&str], locale| StageRule {
        key: key.to_owned(),
        reviewers: 1,
        recorded_by: recorded_by.iter().map(|it| (*it).to_owned()).collect(),
        locale,
    };
    Programme {
        key: "sample".to_owned(),
        version: 1,
        title: Bilingual {
            da: "Prøveprogram".to_owned(),
            en: "Sample programme".to_owned(),
        },
        certificate_prefix: "KA".to_owned(),
        trial: true,
        criteria: "sample@1".to_owned(),
        stages: vec![
            stage("concito", &[], Locale::Da),
            stage("c40", &["concito"], Locale::En),
        ],
        routes: vec![Route {
            municipality: "0101".to_owned(),
            stages: vec!["c40".to_owned()],
        }],
        period_years: 5,
        months_before_end: LeadTimes {
            opens: 24,
            self_assessment: 18,
            submission: 9,
        },
        grace_months: 6,
        reopened_revision_months: 6,
        rounds: 3,
        extensions_per_deadline: 1,
        working_days: WorkingDays {
            first_review: 20,
            later_review: 10,
            decision: 10,
            answer: 25,
            contact: 5,
            send_back: 5,
            least_left: 5,
            assignment: 3,
            reopen_finding: 5,
            second_reading: 25,
            notice_release: 5,
        },
        reminders: Reminders {
            before: vec![90, 30, 7, 1],
            after: vec![1, 7],
            every: 30,
            escalate_from: 30,
            hour: 7,
        },
        digest: Digest::of("sample"),
    }
}

/// The criteria of the stories.
pub fn criteria() -> Vec<CriterionId> {
    ["S-1", "S-2", "S-3"]
        .into_iter()
        .map(CriterionId::from)
        .collect()
}

/// A case with everything that happened to it and the time it has reached.
#[derive(Debug, Clone)]
pub struct Story {
    /// The programme it runs by.
    pub programme: Programme,
    /// The case.
    pub cycle: Cycle,
    /// Everything that happened.
    pub entries: Vec<Entry>,
    /// The time it has reached.
    pub now: Timestamp,
    /// What the next submission would freeze: a number per criterion.
    pub contents: BTreeMap<CriterionId, u32>,
    /// The plan document that the next submission would freeze.
    pub plan: Digest,
    /// The case after this one.
    pub next: Option<NextCase>,
    /// Commands given so far; the seed of the next one's ids.
    given: u128,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

impl Story {
    /// A planned case of the municipality, on the day its revision opens.
    pub fn scheduled() -> Self {
        Self::begun(&Birth::Schedule {
            municipality: MUNICIPALITY,
            code: "0727".to_owned(),
            edition: 2,
            period_end: day("2030-11-07"),
            renews: Renewal {
                certificate: Some(CERTIFICATE),
                lapses_after: day("2031-05-07"),
                status: RenewalStatus::InForce,
            },
        })
    }

    /// A municipality that has just joined.
    pub fn enrolled() -> Self {
        Self::joined(1, None)
    }

    /// A municipality that had left while its case renewed something, and has
    /// just come back.
    pub fn enrolled_again(renewed: Renewal) -> Self {
        Self::joined(2, Some(renewed))
    }

    fn joined(edition: u32, renewed: Option<Renewal>) -> Self {
        Self::begun(&Birth::Enrol {
            municipality: MUNICIPALITY,
            code: "0727".to_owned(),
            edition,
            letter: Digest::of("letter"),
            renewed,
        })
    }

    /// A municipality that has joined, and whose dates the secretariat has set.
    pub fn enrolled_dated() -> Self {
        let story = Self::enrolled();
        let dates = story.command(crate::CommandName::SetDates);
        story.then(Who::Secretariat, dates)
    }

    fn begun(birth: &Birth) -> Self {
        let programme = programme();
        let now = at_hour(day("2028-11-07"), 10);
        let facts = Facts {
            partners: partners(),
            ..Facts::default()
        };
        let actor = Who::Secretariat.actor();
        let ctx = Ctx {
            now,
            actor: &actor,
            programme: &programme,
            facts: &facts,
            seed: Uuid::from_u128(1),
        };
        let decided = begin(birth, &ctx).expect("the secretariat may begin a case");
        Self {
            programme,
            cycle: decided.cycle,
            entries: decided.entries,
            now,
            contents: criteria()
                .into_iter()
                .map(|criterion| (criterion, 1))
                .collect(),
            plan: Digest::of("plan 1"),
            next: None,
            given: 1,
        }
    }

    /// What lies outside the case.
    pub fn facts(&self) -> Facts {
        let people = Who::ALL
            .iter()
            .filter_map(|who| who.actor().person().cloned())
            .map(|person| (person.id, person))
            .collect();
        let contents = self
            .contents
            .iter()
            .map(|(criterion, number)| (criterion.clone(), Digest::of(number.to_string())))
            .collect();
        Facts {
            partners: partners(),
            people,
            bodies: vec![
                Body {
                    id: COUNCIL,
                    kind: OrganisationKind::Council,
                },
                Body {
                    id: COMMITTEE,
                    kind: OrganisationKind::Committee,
                },
                Body {
                    id: KKR,
                    kind: OrganisationKind::Kkr,
                },
            ],
            outline: Some(Outline {
                pin: SetPin {
                    set: "sample".to_owned(),
                    version: "1".to_owned(),
                    digest: Digest::of("sample@1"),
                },
                in_force: false,
                criteria: criteria()
                    .into_iter()
                    .map(|id| CriterionOutline {
                        id,
                        stages: vec!["concito".to_owned(), "c40".to_owned()],
                        sections: vec!["inventory".to_owned()],
                    })
                    .collect(),
            }),
            frozen: Some(Frozen {
                digest: Digest::of(format!("{:?}{}", self.contents, self.plan)),
                plan: Some(self.plan),
                contents,
                unanswered: Vec::new(),
                unexplained: Vec::new(),
                valid: true,
            }),
            next: self.next,
            successor: Some(SUCCESSOR),
            carries_on: Some(ELSEWHERE),
            answering: BTreeMap::new(),
        }
    }

    /// What `command` would do now; the story stays as it is.
    ///
    /// # Errors
    /// The refusal.
    pub fn try_give(&self, actor: &Actor, command: &Command) -> Result<Decided, Refusal> {
        let facts = self.facts();
        let ctx = Ctx {
            now: self.now,
            actor,
            programme: &self.programme,
            facts: &facts,
            seed: Uuid::from_u128(self.given + 1),
        };
        decide(&self.cycle, command, &ctx)
    }

    /// Gives `command` and goes on with what it led to.
    ///
    /// # Errors
    /// The refusal; the story stays as it is.
    pub fn give(&mut self, who: Who, command: &Command) -> Result<(), Refusal> {
        let decided = self.try_give(&who.actor(), command)?;
        self.given += 1;
        self.cycle = decided.cycle;
        self.entries.extend(decided.entries);
        Ok(())
    }

    /// Goes on with a command that cannot be refused here.
    fn then(mut self, who: Who, command: Command) -> Self {
        if let Err(refusal) = self.give(who, &command) {
            unreachable!("a story goes on only with commands that hold: {refusal}");
        }
        self
    }

    /// Lets calendar days pass.
    pub fn later(mut self, days: i64) -> Self {
        self.now += TimeDelta::days(days);
        self
    }

    /// The self-assessment is open.
    pub fn self_assessment() -> Self {
        Self::scheduled().then(Who::Clock, Command::Open {})
    }

    /// The self-assessment was handed in.
    pub fn scoping() -> Self {
        Self::self_assessment().then(Who::Approver, Command::SubmitSelfAssessment {})
    }

    /// The plan is being revised.
    pub fn revision() -> Self {
        let story = Self::scoping();
        let held_on = crate::time::local_date(story.now);
        story.then(
            Who::LeadConcito,
            Command::RecordScoping {
                held_on,
                participants: "Begge parter".into(),
                focus: Vec::new(),
            },
        )
    }

    /// The plan was handed in and nobody is assigned.
    pub fn review() -> Self {
        Self::revision().then(Who::Approver, Command::Submit {})
    }

    /// A reviewer was asked.
    pub fn review_offered() -> Self {
        Self::review().offered("concito", Who::Reviewer)
    }

    fn offered(self, stage: &str, reviewer: Who) -> Self {
        let lead = if stage == "c40" {
            Who::LeadC40
        } else {
            Who::LeadConcito
        };
        let stage = stage.to_owned();
        self.then(
            lead,
            Command::OfferAssignment {
                stage,
                reviewer: reviewer.id(),
            },
        )
    }

    fn accepted(self, stage: usize, reviewer: Who) -> Self {
        let assignment = self.cycle.stages[stage].assignments.last().map(|it| it.id);
        let assignment = assignment.expect("an assignment was offered just before");
        self.then(reviewer, Command::AcceptAssignment { assignment })
    }

    /// The reviewer accepted.
    pub fn review_accepted() -> Self {
        Self::review_offered().accepted(0, Who::Reviewer)
    }

    fn judged(mut self, stage: &str, reviewer: Who, returned: &[&str]) -> Self {
        let index = self.cycle.stage_index(stage).unwrap_or_default();
        for criterion in self.cycle.pending_in(index) {
            let verdict = if returned.contains(&criterion.0.as_str()) {
                Verdict::Returned {
                    reason: ReturnReason::Unclear,
                    remark: "Uddyb".into(),
                }
            } else {
                Verdict::Approved
            };
            let stage = stage.to_owned();
            self = self.then(
                reviewer,
                Command::DecideCriterion {
                    stage,
                    criterion,
                    verdict,
                },
            );
        }
        self
    }

    fn concluded_stage(self, stage: &str) -> Self {
        let lead = if stage == "c40" {
            Who::LeadC40
        } else {
            Who::LeadConcito
        };
        self.then(
            lead,
            Command::ConcludeStage {
                stage: stage.to_owned(),
            },
        )
    }

    /// The reviewer judged every criterion.
    pub fn review_judged() -> Self {
        Self::review_accepted().judged("concito", Who::Reviewer, &[])
    }

    /// The reviewer judged every criterion and returns one.
    pub fn review_returning() -> Self {
        Self::review_accepted().judged("concito", Who::Reviewer, &["S-2"])
    }

    /// C40 judged every criterion.
    pub fn review_second_judged() -> Self {
        Self::review_second_stage().judged("c40", Who::ReviewerC40, &[])
    }

    /// C40 judges.
    pub fn review_second_stage() -> Self {
        Self::review_judged()
            .concluded_stage("concito")
            .offered("c40", Who::ReviewerC40)
            .accepted(1, Who::ReviewerC40)
    }

    /// C40 returned S-2, and the answer also touches S-1, which CONCITO had
    /// approved.
    pub fn review_second_answered() -> Self {
        let mut story = Self::review_second_stage()
            .judged("c40", Who::ReviewerC40, &["S-2"])
            .concluded_stage("c40");
        story.contents.insert("S-1".into(), 7);
        story.contents.insert("S-2".into(), 7);
        story.then(Who::Approver, Command::Submit {})
    }

    /// C40 approved what it had returned; CONCITO did not look at it again.
    pub fn decision_after_change() -> Self {
        Self::review_second_answered()
            .judged("c40", Who::ReviewerC40, &[])
            .concluded_stage("c40")
    }

    /// One criterion was returned by CONCITO; nobody knows yet.
    pub fn returned() -> Self {
        Self::review_returning().concluded_stage("concito")
    }

    /// The municipality opened the returned case: its time runs.
    pub fn returned_running() -> Self {
        Self::returned().then(Who::Coordinator, Command::NoteOpened {})
    }

    /// The returned case was answered.
    pub fn answered() -> Self {
        let mut story = Self::returned_running();
        story.contents.insert("S-2".into(), 2);
        story.plan = Digest::of("plan 2");
        story.then(Who::Approver, Command::Submit {})
    }

    /// Returned for the third time: the cap is reached.
    pub fn returned_at_cap() -> Self {
        let mut story = Self::answered();
        for number in 3..5 {
            story = story
                .judged("concito", Who::Reviewer, &["S-2"])
                .concluded_stage("concito");
            if number < 4 {
                story.contents.insert("S-2".into(), number);
                story = story.then(Who::Approver, Command::Submit {});
            }
        }
        story
    }

    /// A second reading of the return was asked for.
    pub fn returned_read_twice() -> Self {
        Self::returned_running().then(
            Who::Approver,
            Command::RequestSecondReading {
                criterion: Some("S-2".into()),
                reasons: "Vi mener, at kravet er opfyldt".into(),
            },
        )
    }

    /// Everything is approved in every stage; S-3 has a condition.
    pub fn decision() -> Self {
        let mut story = Self::review_second_stage();
        let due = crate::time::local_date(story.now) + TimeDelta::days(365);
        story = story.then(
            Who::ReviewerC40,
            Command::DecideCriterion {
                stage: "c40".to_owned(),
                criterion: "S-3".into(),
                verdict: Verdict::ApprovedWithCondition {
                    text: "Opdatér årligt".into(),
                    due,
                },
            },
        );
        story
            .judged("c40", Who::ReviewerC40, &[])
            .concluded_stage("c40")
    }

    /// Refused: back in revision with one criterion open.
    pub fn refused() -> Self {
        Self::decision().then(
            Who::LeadC40,
            Command::Refuse {
                reasons: "Målet rækker ikke".into(),
                criteria: vec!["S-1".into()],
            },
        )
    }

    /// A second reading of the refusal was asked for.
    pub fn refused_read_twice() -> Self {
        Self::refused().then(
            Who::Approver,
            Command::RequestSecondReading {
                criterion: None,
                reasons: "Se på det igen".into(),
            },
        )
    }

    /// The certification decision is made; the council has not met.
    pub fn certified() -> Self {
        let story = Self::decision();
        let decided_on = crate::time::local_date(story.now);
        story.then(Who::LeadC40, Command::Certify { decided_on })
    }

    /// What the council decided, as a command for this story.
    pub fn council(&self, outcome: AdoptionOutcome, plan: Digest) -> Command {
        Command::RecordAdoption {
            body: COUNCIL,
            held_on: crate::time::local_date(self.now),
            item: Some("12".to_owned()),
            case_number: Some("00.01.00-P00-9-28".to_owned()),
            outcome,
            text: None,
            dissent: None,
            plan,
            corrects: None,
        }
    }

    /// The council rejected the certified plan.
    pub fn certified_rejected() -> Self {
        let story = Self::certified();
        let rejected = story.council(AdoptionOutcome::Rejected, story.plan);
        story.then(Who::Clerk, rejected)
    }

    /// The council adopted another document than was certified.
    pub fn certified_differs() -> Self {
        let story = Self::certified();
        let adopted = story.council(AdoptionOutcome::Adopted, Digest::of("plan with a comma"));
        story.then(Who::Approver, adopted)
    }

    /// Certified and adopted.
    pub fn concluded() -> Self {
        let story = Self::certified();
        let adopted = story.council(AdoptionOutcome::Adopted, story.plan);
        story.then(Who::Approver, adopted)
    }

    /// Concluded, and the next case is open.
    pub fn concluded_next_open() -> Self {
        let mut story = Self::concluded();
        story.next = Some(NextCase {
            id: story.cycle.id,
            state: StateName::SelfAssessment,
        });
        story
    }

    /// The previous case was taken up again: this one waits.
    pub fn scheduled_waits() -> Self {
        Self::scheduled().then(Who::Clock, Command::Wait {})
    }

    /// The municipality left.
    pub fn withdrawn() -> Self {
        Self::revision().then(
            Who::Approver,
            Command::Withdraw {
                reason: "Udtræder".into(),
                successor: None,
            },
        )
    }

    /// An extension was asked for.
    pub fn extension_requested() -> Self {
        let story = Self::revision();
        let due = story
            .cycle
            .running(&DeadlineKey::Submission)
            .map(|deadline| deadline.due);
        let until = due.unwrap_or_default() + TimeDelta::days(30);
        story.then(
            Who::Approver,
            Command::RequestExtension {
                deadline: DeadlineKey::Submission,
                until,
                reasons: "Valgåret".into(),
            },
        )
    }

    /// On hold in this story's state.
    pub fn held(self) -> Self {
        self.then(
            Who::Secretariat,
            Command::Hold {
                reason: Words::from("Sagsbehandler syg"),
            },
        )
    }

    /// Every story, by the name of its state and what is special about it.
    pub fn all() -> Vec<(&'static str, Self)> {
        vec![
            ("enrolled", Self::enrolled()),
            ("enrolled/dated", Self::enrolled_dated()),
            ("scheduled", Self::scheduled()),
            ("scheduled/waits", Self::scheduled_waits()),
            ("self_assessment", Self::self_assessment()),
            ("scoping", Self::scoping()),
            ("revision", Self::revision()),
            ("revision/extension", Self::extension_requested()),
            ("revision/refused", Self::refused()),
            ("revision/refused/reading", Self::refused_read_twice()),
            ("revision/held", Self::revision().held()),
            ("review", Self::review()),
            ("review/offered", Self::review_offered()),
            ("review/accepted", Self::review_accepted()),
            ("review/judged", Self::review_judged()),
            ("review/returning", Self::review_returning()),
            ("review/c40", Self::review_second_stage()),
            ("review/c40/judged", Self::review_second_judged()),
            ("review/answered", Self::answered()),
            ("review/held", Self::review_accepted().held()),
            ("returned", Self::returned()),
            ("returned/running", Self::returned_running()),
            ("returned/cap", Self::returned_at_cap()),
            ("returned/reading", Self::returned_read_twice()),
            ("decision", Self::decision()),
            ("certified", Self::certified()),
            ("certified/rejected", Self::certified_rejected()),
            ("certified/differs", Self::certified_differs()),
            ("concluded", Self::concluded()),
            ("concluded/next_open", Self::concluded_next_open()),
            ("withdrawn", Self::withdrawn()),
        ]
    }

    /// A command of this name with a payload that fits this story best.
    pub fn command(&self, name: crate::CommandName) -> Command {
        use crate::CommandName as C;
        let today = crate::time::local_date(self.now);
        let soon = today + TimeDelta::days(30);
        let later = today + TimeDelta::days(90);
        let words = || Words::from("Fordi");
        let stage = || {
            let open = self
                .cycle
                .stages
                .iter()
                .rfind(|it| it.status == crate::StageStatus::Open);
            open.map_or("concito", |stage| stage.key.as_str())
                .to_owned()
        };
        let criterion = || {
            let index = self.cycle.stage_index(&stage()).unwrap_or_default();
            self.cycle
                .pending_in(index)
                .into_iter()
                .next()
                .unwrap_or_else(|| "S-1".into())
        };
        let assignment = || {
            let all = self.cycle.assignments();
            all.last()
                .map_or_else(|| Uuid::nil().into(), |assignment| assignment.id)
        };
        let condition = || {
            let first = self.cycle.conditions.first();
            first.map_or_else(|| Uuid::nil().into(), |condition| condition.id)
        };
        let notice = || {
            use crate::notice::NoticeState as S;
            let wanted: &[S] = match name {
                C::ReleaseNotice | C::CancelNotice => &[S::Drafted],
                C::NoteNoticeDelivered => &[S::Released],
                _ => &[S::Released, S::Delivered],
            };
            let mine = |it: &&crate::cycle::Notice| {
                wanted.contains(&it.state) && (name != C::CancelNotice || it.releases_on.is_none())
            };
            let found = self.cycle.notices.iter().find(mine);
            found.map_or_else(|| Uuid::nil().into(), |notice| notice.id)
        };
        let submission = || {
            let latest = self.cycle.submission();
            latest.map_or_else(|| Uuid::nil().into(), |submission| submission.id)
        };
        let reading = || {
            let open = self
                .cycle
                .readings
                .iter()
                .find(|reading| reading.upheld.is_none());
            open.map_or_else(|| Uuid::nil().into(), |reading| reading.id)
        };
        match name {
            C::Open => Command::Open {},
            C::SetDates => Command::SetDates {
                period_end: None,
                opens_on: None,
                self_assessment_due: soon,
                submission_due: later,
            },
            C::SubmitSelfAssessment => Command::SubmitSelfAssessment {},
            C::RecordScoping => Command::RecordScoping {
                held_on: today,
                participants: words(),
                focus: Vec::new(),
            },
            C::Submit => Command::Submit {},
            C::Recall => Command::Recall {},
            C::SendBack => Command::SendBack { reason: words() },
            C::OfferAssignment => {
                let reviewer = if stage() == "c40" {
                    Who::ReviewerC40
                } else {
                    Who::Reviewer
                };
                Command::OfferAssignment {
                    stage: stage(),
                    reviewer: reviewer.id(),
                }
            }
            C::AcceptAssignment => Command::AcceptAssignment {
                assignment: assignment(),
            },
            C::DeclineAssignment => Command::DeclineAssignment {
                assignment: assignment(),
                reason: words(),
            },
            C::Reassign => Command::Reassign {
                assignment: assignment(),
                reviewer: Who::OtherReviewer.id(),
                reason: words(),
            },
            C::Recuse => Command::Recuse {
                assignment: assignment(),
                reason: words(),
            },
            C::HandOverStage => Command::HandOverStage {
                stage: "concito".to_owned(),
                organisation: SUCCESSOR,
                reason: words(),
            },
            C::DecideCriterion => Command::DecideCriterion {
                stage: stage(),
                criterion: criterion(),
                verdict: Verdict::Approved,
            },
            C::SettleFinding => Command::SettleFinding {
                stage: stage(),
                criterion: criterion(),
                verdict: Verdict::Approved,
            },
            C::ReopenFinding => Command::ReopenFinding {
                stage: stage(),
                criterion: "S-1".into(),
                reason: words(),
            },
            C::ConcludeStage => Command::ConcludeStage { stage: stage() },
            C::AllowRound => Command::AllowRound { reason: words() },
            C::RecordContact => Command::RecordContact { how: words() },
            C::RequestExtension => Command::RequestExtension {
                deadline: self
                    .cycle
                    .deadlines
                    .iter()
                    .filter(|deadline| deadline.running && deadline.key.is_municipal())
                    .min_by_key(|deadline| deadline.due)
                    .map_or(DeadlineKey::Submission, |deadline| deadline.key.clone()),
                until: day("2032-01-02"),
                reasons: words(),
            },
            C::DecideExtension => Command::DecideExtension {
                extension: self
                    .cycle
                    .extensions
                    .first()
                    .map_or_else(|| Uuid::nil().into(), |extension| extension.id),
                granted: true,
                reason: words(),
            },
            C::RequestSecondReading => Command::RequestSecondReading {
                criterion: match self.cycle.state.name() {
                    StateName::Returned => Some("S-2".into()),
                    _ => None,
                },
                reasons: words(),
            },
            C::DecideSecondReading => Command::DecideSecondReading {
                reading: reading(),
                upheld: false,
                verdict: match self.cycle.state.name() {
                    StateName::Returned => Some(Verdict::Approved),
                    _ => None,
                },
                reason: words(),
            },
            C::Certify => Command::Certify { decided_on: today },
            C::Refuse => Command::Refuse {
                reasons: words(),
                criteria: vec!["S-1".into()],
            },
            C::ReopenReview => Command::ReopenReview {
                stage: "c40".to_owned(),
                criteria: vec!["S-1".into()],
                reason: words(),
            },
            C::RetractDecision => Command::RetractDecision { reason: words() },
            C::RecordAdoption => match self.council(AdoptionOutcome::Postponed, self.plan) {
                Command::RecordAdoption {
                    body,
                    held_on,
                    case_number,
                    outcome,
                    text,
                    dissent,
                    plan,
                    corrects,
                    ..
                } => Command::RecordAdoption {
                    body,
                    held_on,
                    item: Some("13".to_owned()),
                    case_number,
                    outcome,
                    text,
                    dissent,
                    plan,
                    corrects,
                },
                other => other,
            },
            C::RecordEditorialDifference => Command::RecordEditorialDifference {
                adoption: self
                    .cycle
                    .adoptions
                    .first()
                    .map_or_else(|| Uuid::nil().into(), |adoption| adoption.id),
                note: words(),
            },
            C::Reopen => Command::Reopen {
                criteria: vec!["S-1".into()],
                reason: words(),
            },
            C::Revoke => Command::Revoke {
                criteria: vec!["S-1".into()],
                reason: words(),
            },
            C::RevokeCertificate => Command::RevokeCertificate { reason: words() },
            C::Withdraw => Command::Withdraw {
                reason: words(),
                successor: Some(ELSEWHERE),
            },
            C::Hold => Command::Hold { reason: words() },
            C::Resume => Command::Resume {},
            C::AnswerCondition => Command::AnswerCondition {
                condition: condition(),
                answer: words(),
                evidence: Vec::new(),
            },
            C::JudgeCondition => Command::JudgeCondition {
                condition: condition(),
                outcome: crate::ConditionOutcome::Met,
                until: None,
                reason: words(),
            },
            C::ReleaseNotice => Command::ReleaseNotice { notice: notice() },
            C::AcknowledgeNotice => Command::AcknowledgeNotice { notice: notice() },
            C::DecideNotice => Command::DecideNotice {
                notice: notice(),
                held_on: today,
                decision: words(),
            },
            C::CancelNotice => Command::CancelNotice {
                notice: notice(),
                reason: words(),
            },
            C::Tick => Command::Tick {},
            C::NoteOpened => Command::NoteOpened {},
            C::NoteReturnAccepted => Command::NoteReturnAccepted {
                submission: submission(),
            },
            C::NoteReturnBounced => Command::NoteReturnBounced {
                submission: submission(),
            },
            C::NoteNoticeDelivered => Command::NoteNoticeDelivered { notice: notice() },
            C::NoteNoticeBounced => Command::NoteNoticeBounced { notice: notice() },
            C::Wait => Command::Wait {},
            C::Reschedule => Command::Reschedule {
                period_end: day("2034-02-01"),
                renews: Renewal {
                    certificate: None,
                    lapses_after: day("2034-08-01"),
                    status: RenewalStatus::InForce,
                },
            },
            C::NoteRevoked => Command::NoteRevoked {
                certificate: CERTIFICATE,
            },
        }
    }
}

fn partners() -> BTreeMap<String, OrganisationId> {
    BTreeMap::from([("concito".to_owned(), CONCITO), ("c40".to_owned(), C40)])
}
