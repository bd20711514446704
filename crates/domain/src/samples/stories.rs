//! How a case came to stand where it stands, state by state.

use chrono::TimeDelta;

use super::{COUNCIL, Story, Who};
use crate::{
    AdoptionOutcome, Command, DeadlineKey, Digest, NextCase, ReturnReason, StateName, Verdict,
    Words, time::local_date,
};

impl Story {
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
        let held_on = local_date(story.now);
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
        let due = local_date(story.now) + TimeDelta::days(365);
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
        let decided_on = local_date(story.now);
        story.then(Who::LeadC40, Command::Certify { decided_on })
    }

    /// What the council decided, as a command for this story.
    pub fn council(&self, outcome: AdoptionOutcome, plan: Digest) -> Command {
        Command::RecordAdoption {
            body: COUNCIL,
            held_on: local_date(self.now),
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
}
