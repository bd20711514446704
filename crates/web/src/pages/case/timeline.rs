//! What happened in a case, as lines that people read.

use lustrum_domain::{
    AssignmentId, ConditionId, CriterionId, Entry, Event, NoticeId, TextRef, time::local_date,
};
use lustrum_templates::{page::case::CaseEvent, words};
use lustrum_text::date;

use super::view::{Named, Telling};

/// Collects what the line for `entry` refers to by id.
pub(super) fn name(entry: &Entry, named: &mut Named) {
    named.texts.extend(told(&entry.event).map(|text| text.id));
    named.people.extend(entry.by.person);
    named.organisations.extend(entry.by.on_behalf_of);
    match &entry.event {
        Event::AssignmentOffered { reviewer, .. } => named.people.push(*reviewer),
        Event::AdoptionRecorded { body, .. } | Event::NoticeDrafted { body, .. } => {
            named.organisations.push(*body);
        }
        Event::Withdrawn { successor, .. } => named.organisations.extend(*successor),
        _ => {}
    }
}

impl Telling<'_> {
    /// What happened, newest first. What the same person did alike on the same
    /// day is one line: forty-five judgements are one afternoon's work.
    pub(super) fn timeline(&self) -> Vec<CaseEvent> {
        let mut lines: Vec<Line> = Vec::new();
        for entry in self.entries {
            let line = self.line(entry);
            let mut alike = lines
                .iter_mut()
                .rev()
                .take_while(|earlier| earlier.is_of_the_same_hand(&line))
                .filter(|earlier| earlier.is_alike(&line));
            match alike.next() {
                Some(earlier) => earlier.items.extend(line.items),
                None => lines.push(line),
            }
        }
        lines.into_iter().rev().map(Line::told).collect()
    }

    fn line(&self, entry: &Entry) -> Line {
        let person = entry.by.person.and_then(|id| self.people.get(&id));
        let behalf = entry.by.on_behalf_of.map(|id| self.organisation(id));
        let text = told(&entry.event);
        let (about, item) = self.about(&entry.event);
        Line {
            event: CaseEvent {
                on: local_date(entry.at),
                kind: entry.event.kind().0.to_owned(),
                who: person.cloned(),
                role: entry.by.role,
                on_behalf_of: behalf,
                about: about.filter(|about| !about.is_empty()),
                text: text.and_then(|text| self.text(text)),
            },
            items: item.into_iter().filter(|item| !item.is_empty()).collect(),
        }
    }

    /// What an event is about, in a few words, and the item of it that may be
    /// one of several.
    fn about(&self, event: &Event) -> (Option<String>, Option<String>) {
        let locale = self.caller.locale;
        let word = |family, word| words::label(locale, family, word);
        match event {
            Event::CriterionDecided {
                stage,
                criterion,
                status,
                ..
            } => {
                let judged = word("finding", status.as_str());
                let about = format!("{}, {judged}", self.stage_name(stage));
                (Some(about), Some(criterion.0.clone()))
            }
            Event::NoticeDrafted {
                notice_kind, body, ..
            } => {
                let kind = word("notice-kind", notice_kind.as_str());
                (Some(kind), Some(self.organisation(*body)))
            }
            Event::NoticeReleased { notice }
            | Event::NoticeDelivered { notice }
            | Event::NoticeBounced { notice }
            | Event::NoticeAcknowledged { notice }
            | Event::NoticeDecided { notice, .. }
            | Event::NoticeSuperseded { notice }
            | Event::NoticeCancelled { notice, .. } => self.noticed(*notice),
            other => (None, self.item(other)),
        }
    }

    /// What an event is about that stands for itself.
    fn item(&self, event: &Event) -> Option<String> {
        let locale = self.caller.locale;
        let word = |family, word| words::label(locale, family, word);
        let due = |key: &lustrum_domain::DeadlineKey, last: Option<chrono::NaiveDate>| {
            let mut told = word("deadline", key.word());
            if let Some(about) = self.about_deadline(key) {
                told = format!("{told} {about}");
            }
            match last {
                Some(last) => format!("{told}, {}", date(locale, last)),
                None => told,
            }
        };
        Some(match event {
            Event::Opened { pins, .. } => pins.criteria.to_string(),
            Event::DeadlineSet { date } => due(&date.key, Some(date.due)),
            Event::DeadlineStopped { deadline, .. } => due(deadline, None),
            Event::Reminded { deadline, .. } => due(deadline, None),
            Event::ExtensionRequested {
                deadline, until, ..
            } => due(deadline, Some(*until)),
            Event::Submitted { stage, .. } | Event::StageConcluded { stage, .. } => {
                self.stage_name(stage)
            }
            Event::AssignmentOffered {
                reviewer, stage, ..
            } => {
                let reviewer = self.people.get(reviewer).cloned().unwrap_or_default();
                format!("{reviewer} ({})", self.stage_name(stage))
            }
            Event::AssignmentAccepted { assignment }
            | Event::AssignmentDeclined { assignment, .. }
            | Event::AssignmentExpired { assignment }
            | Event::AssignmentReassigned { assignment, .. }
            | Event::Recused { assignment, .. } => self.assigned(*assignment)?,
            Event::StageHandedOver { from, to, .. } => {
                format!("{} → {}", self.organisation(*from), self.organisation(*to))
            }
            Event::FindingReopened {
                stage, criterion, ..
            } => format!("{} {}", self.stage_name(stage), criterion.0),
            Event::Returned { stage, criteria } => {
                format!("{}: {}", self.stage_name(stage), listed(criteria))
            }
            Event::Refused { criteria, .. }
            | Event::ReviewReopened { criteria, .. }
            | Event::Reopened { criteria, .. }
            | Event::Revoked { criteria, .. } => listed(criteria),
            Event::ScopingRecorded { held_on, .. } => date(locale, *held_on),
            Event::Certified { decided_on } => date(locale, *decided_on),
            Event::SecondReadingRequested { criterion, .. } => criterion.as_ref()?.0.clone(),
            Event::AdoptionRecorded { body, outcome, .. } => format!(
                "{} ({})",
                self.organisation(*body),
                word("adoption", outcome.as_str())
            ),
            Event::Concluded { number, .. } => number.clone(),
            Event::Withdrawn {
                successor: Some(successor),
                ..
            } => self.organisation(*successor),
            Event::ConditionAnswered { condition, .. } => self.condition(*condition)?,
            Event::ConditionJudged {
                condition, outcome, ..
            } => format!(
                "{} ({})",
                self.condition(*condition)?,
                word("condition-outcome", outcome.as_str())
            ),
            _ => return None,
        })
    }

    fn assigned(&self, id: AssignmentId) -> Option<String> {
        let mut assigned = self
            .cycle
            .stages
            .iter()
            .flat_map(|stage| stage.assignments.iter().map(move |it| (stage, it)));
        let (stage, it) = assigned.find(|(_, it)| it.id == id)?;
        let reviewer = self.people.get(&it.reviewer).cloned().unwrap_or_default();
        Some(format!("{reviewer} ({})", self.stage_name(&stage.key)))
    }

    fn condition(&self, id: ConditionId) -> Option<String> {
        let condition = self.cycle.conditions.iter().find(|it| it.id == id)?;
        Some(condition.criterion.0.clone())
    }

    fn noticed(&self, id: NoticeId) -> (Option<String>, Option<String>) {
        let Some(notice) = self.cycle.notice(id) else {
            return (None, None);
        };
        let kind = words::label(self.caller.locale, "notice-kind", notice.kind.as_str());
        (Some(kind), Some(self.organisation(notice.body)))
    }
}

/// A line in the making: it may come to tell of several things alike.
struct Line {
    event: CaseEvent,
    items: Vec<String>,
}

impl Line {
    fn is_of_the_same_hand(&self, other: &Self) -> bool {
        let (one, other) = (&self.event, &other.event);
        one.on == other.on
            && one.who == other.who
            && one.role == other.role
            && one.on_behalf_of == other.on_behalf_of
    }

    fn is_alike(&self, other: &Self) -> bool {
        self.event.kind == other.event.kind
            && self.event.about == other.event.about
            && !self.items.is_empty()
            && !other.items.is_empty()
            && self.event.text.is_none()
            && other.event.text.is_none()
    }

    fn told(self) -> CaseEvent {
        let Self { mut event, items } = self;
        if !items.is_empty() {
            let items = items.join(if event.about.is_some() { ", " } else { "; " });
            event.about = Some(match event.about {
                Some(about) => format!("{about}: {items}"),
                None => items,
            });
        }
        event
    }
}

fn listed(criteria: &[CriterionId]) -> String {
    let names: Vec<&str> = criteria.iter().map(|it| it.0.as_str()).collect();
    names.join(", ")
}

/// The text that came with an event. What was remarked the findings beside it say;
/// here it would part what belongs together.
fn told(event: &Event) -> Option<&TextRef> {
    match event {
        Event::SentBack { reason }
        | Event::AssignmentDeclined { reason, .. }
        | Event::AssignmentReassigned { reason, .. }
        | Event::Recused { reason, .. }
        | Event::StageHandedOver { reason, .. }
        | Event::FindingReopened { reason, .. }
        | Event::RoundAllowed { reason }
        | Event::ExtensionDecided { reason, .. }
        | Event::SecondReadingDecided { reason, .. }
        | Event::ReviewReopened { reason, .. }
        | Event::DecisionRetracted { reason }
        | Event::Reopened { reason, .. }
        | Event::Revoked { reason, .. }
        | Event::CertificateRevoked { reason }
        | Event::Held { reason }
        | Event::Withdrawn { reason, .. }
        | Event::ConditionJudged { reason, .. } => Some(reason),
        Event::ExtensionRequested { reasons, .. }
        | Event::SecondReadingRequested { reasons, .. }
        | Event::Refused { reasons, .. } => Some(reasons),
        Event::ScopingRecorded { participants, .. } => Some(participants),
        Event::ContactRecorded { how } => Some(how),
        Event::AdoptionRecorded { text, .. } => text.as_ref(),
        Event::EditorialDifferenceRecorded { note, .. } => Some(note),
        Event::ConditionAnswered { answer, .. } => Some(answer),
        Event::NoticeDecided { decision, .. } => Some(decision),
        Event::NoticeCancelled { reason, .. } => reason.as_ref(),
        _ => None,
    }
}
