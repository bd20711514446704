//! The form for a command: from what the command carries to questions, and
//! from what was typed back to the command.

mod read;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_app::{Asked, Candidate, KnownPlan, Obstacle, criteria_set};
use lustrum_criteria::CriteriaSet;
use lustrum_domain::{
    AdoptionOutcome, Command, CommandName, ConditionOutcome, CriterionId, Cycle, DeadlineKey,
    Field, FindingStatus, Locale, NoticeId, OrganisationId, PersonId, RefusalCode, ReturnReason,
    State, TextId, TextRef, command_fields,
};
use lustrum_templates::{
    page::{
        case::FileLink,
        command::{Choice, Fault, Group, Input, When, Widget},
    },
    words,
};
use lustrum_text::{Arg, date, read_day, text};
use serde_json::{Map, Value, json};

use self::read::Reading;
use super::view::title;
use crate::extract::typed as read_typed;

/// What stands for "yes" and "no" in a form.
const YES: &str = "yes";
const NO: &str = "no";
/// Chosen where none of the known documents is the one.
const OTHER: &str = "other";

/// What was typed, by the name of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            // Browsers end lines as mail does; a text has one way to end a line.
            typed
                .0
                .entry(name)
                .or_default()
                .push(value.replace("\r\n", "\n"));
        }
        typed
    }

    /// Takes out what is no answer to a question, the last of several.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)?.pop()
    }

    /// The notice that the command is about.
    pub(super) fn notice(&self) -> Option<NoticeId> {
        self.one("notice").parse().ok()
    }

    fn one(&self, name: &str) -> &str {
        self.0
            .get(name)
            .and_then(|values| values.last())
            .map_or("", String::as_str)
    }

    fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|it| it == value)
    }
}

/// The names of what a form offers.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) organisations: BTreeMap<OrganisationId, String>,
    pub(super) people: BTreeMap<PersonId, String>,
    pub(super) texts: BTreeMap<TextId, String>,
    /// Why something is asked for, by the id of what asks.
    pub(super) reasons: BTreeMap<String, TextRef>,
    /// What was brought as evidence, by the id of the condition.
    pub(super) evidence: BTreeMap<String, Vec<FileLink>>,
}

/// The day that a case has for a date that is set by hand; the day on which it opens
/// by itself as long as it has not.
fn known_day(cycle: &Cycle, name: &str) -> Option<NaiveDate> {
    let due = |key: DeadlineKey| {
        let mut known = cycle.deadlines.iter().rev();
        known.find(|it| it.key == key).map(|it| it.due)
    };
    let planned = cycle.planned.as_ref();
    match name {
        "period_end" => cycle.period_end,
        "opens_on" => {
            let waits = matches!(cycle.state, State::Enrolled | State::Scheduled { .. });
            cycle.opens_on.filter(|_| waits)
        }
        "self_assessment_due" => {
            due(DeadlineKey::SelfAssessment).or(planned.map(|it| it.self_assessment_due))
        }
        "submission_due" => due(DeadlineKey::Submission).or(planned.map(|it| it.submission_due)),
        _ => None,
    }
}

/// The form for a command.
pub(super) struct Form<'a> {
    pub(super) command: CommandName,
    pub(super) asked: &'a Asked,
    pub(super) locale: Locale,
}

impl Form<'_> {
    /// The organisations that the form names.
    pub(super) fn organisations(&self) -> Vec<OrganisationId> {
        let cycle = &self.asked.cycle;
        let mut ids = vec![cycle.municipality];
        ids.extend(cycle.stages.iter().map(|it| it.organisation));
        ids.extend(cycle.notices.iter().map(|it| it.body));
        ids.extend(cycle.adoptions.iter().map(|it| it.body));
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The people that the form names beside the reviewers it offers.
    pub(super) fn people(&self) -> Vec<PersonId> {
        let assigned = self.asked.cycle.assignments();
        let mut ids: Vec<PersonId> = assigned
            .filter(|it| self.asked.choices.assignments.contains(&it.id))
            .map(|it| it.reviewer)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The texts that the form shows.
    pub(super) fn texts(&self, names: &Names) -> Vec<TextId> {
        let choices = &self.asked.choices;
        let conditions = self.asked.cycle.conditions.iter();
        let mut ids: Vec<TextId> = conditions
            .filter(|it| choices.conditions.contains(&it.id))
            .map(|it| it.text.id)
            .collect();
        ids.extend(names.reasons.values().map(|it| it.id));
        ids
    }

    /// What is filled in before anybody typed: what the address says, the only
    /// choice there is, today where a decision is dated, and the dates that a case has
    /// where they are changed.
    pub(super) fn begin(&self, typed: &mut Typed) {
        let typed = &mut typed.0;
        let asked = self.asked;
        let mut fill = |name: &str, values: Vec<String>| {
            if !values.is_empty() {
                typed.entry(name.to_owned()).or_insert(values);
            }
        };
        let only = |values: Vec<String>| match values.as_slice() {
            [_] => values,
            _ => Vec::new(),
        };
        for field in command_fields(self.command) {
            match field.name {
                "decided_on" => fill(field.name, vec![asked.today.to_string()]),
                "corrects" | "successor" => {}
                name if self.command == CommandName::SetDates => {
                    let known = known_day(&asked.cycle, name);
                    fill(name, known.iter().map(ToString::to_string).collect());
                }
                "plan" => {
                    let certified = asked.plans.iter().filter(|plan| plan.certified);
                    let certified: Vec<String> =
                        certified.map(|plan| plan.digest.to_string()).collect();
                    fill("plan", certified);
                    fill("plan", only(self.values(field)));
                }
                "criteria" if self.command == CommandName::Refuse => {
                    if let State::Returned { stage, .. } = &asked.cycle.state {
                        let returned = asked.cycle.returned_in(*stage);
                        fill(field.name, returned.into_iter().map(|it| it.0).collect());
                    }
                }
                name if field.name != "evidence" => fill(name, only(self.values(field))),
                _ => {}
            }
        }
    }

    /// What can be chosen for a field by the values that a form sends; nothing
    /// for what is typed.
    fn values(&self, field: &Field) -> Vec<String> {
        fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
            ids.iter().map(ToString::to_string).collect()
        }
        let choices = &self.asked.choices;
        match field.name {
            "stage" => choices.stages.clone(),
            "criterion" | "criteria" => choices.criteria.iter().map(|it| it.0.clone()).collect(),
            "assignment" => texts(&choices.assignments),
            "deadline" => texts(&choices.deadlines),
            "extension" => texts(&choices.extensions),
            "reading" => texts(&choices.readings),
            "condition" => texts(&choices.conditions),
            "adoption" | "corrects" => texts(&choices.adoptions),
            "notice" => texts(&choices.notices),
            "body" => self
                .asked
                .bodies
                .iter()
                .map(|it| it.id.to_string())
                .collect(),
            "reviewer" => {
                let free = self
                    .asked
                    .reviewers
                    .iter()
                    .filter(|it| it.obstacle.is_none());
                free.map(|it| it.person.to_string()).collect()
            }
            "plan" => self
                .asked
                .plans
                .iter()
                .map(|it| it.digest.to_string())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The questions, with what was typed and what is wrong with it.
    pub(super) fn inputs(&self, names: &Names, typed: &Typed, faults: &[Fault]) -> Vec<Input> {
        let mut inputs = Vec::new();
        for field in command_fields(self.command) {
            self.ask(field, names, typed, &mut inputs);
        }
        for input in &mut inputs {
            let mut of_it = faults.iter();
            let fault = of_it.find(|it| it.at.as_ref() == Some(&input.name));
            input.fault = fault.map(|it| it.message.clone());
        }
        inputs
    }

    fn ask(&self, field: &Field, names: &Names, typed: &Typed, inputs: &mut Vec<Input>) {
        let name = field.name;
        let kind = kind_of(field);
        let choose = |groups: Vec<Group>| Widget::Radios { groups };
        let widget = match (name, kind.as_str()) {
            ("verdict", _) => return self.ask_verdict(typed, inputs),
            ("focus", _) => return self.ask_focus(typed, inputs),
            ("plan", _) => return self.ask_plan(typed, inputs),
            ("criterion", _) if self.asked.choices.criteria.is_empty() && is_optional(&kind) => {
                return;
            }
            (_, "Words" | "Option<Words>") => Widget::Text {
                value: typed.one(name).to_owned(),
                rows: if name == "how" || name == "participants" {
                    3
                } else {
                    6
                },
            },
            (_, "NaiveDate" | "Option<NaiveDate>") => self.day(name, typed),
            (_, "bool") => {
                let option = |value: &str, key: &str| {
                    let label = self.say(key, &[]);
                    self.choice(name, value, label, None, typed)
                };
                choose(one_group(vec![
                    option(YES, "form-yes"),
                    option(NO, "form-no"),
                ]))
            }
            ("criterion", _) => Widget::Select {
                options: self
                    .criteria(typed, name)
                    .into_iter()
                    .flat_map(|it| it.options)
                    .collect(),
            },
            ("criteria", _) => Widget::Checks {
                groups: self.criteria(typed, name),
            },
            ("evidence", _) => Widget::Checks {
                groups: one_group(self.evidence(typed)),
            },
            ("outcome", "AdoptionOutcome") => {
                let all = AdoptionOutcome::ALL.iter().map(|it| it.as_str());
                choose(one_group(self.of_words(name, "adoption", all, typed)))
            }
            ("outcome", _) => {
                let all = ConditionOutcome::ALL.iter().map(|it| it.as_str());
                choose(one_group(self.of_words(
                    name,
                    "condition-outcome",
                    all,
                    typed,
                )))
            }
            ("reviewer", _) => choose(self.reviewers(names, typed)),
            ("successor", _) => Widget::Select {
                options: self.successors(typed),
            },
            ("organisation", _) => choose(one_group(self.partners(typed))),
            ("body", _) => choose(one_group(self.bodies(typed))),
            (_, "Option<String>") => Widget::Line {
                value: typed.one(name).to_owned(),
            },
            _ => choose(one_group(self.of_case(field, names, typed))),
        };
        let when = (self.command == CommandName::JudgeCondition && name == "until").then(|| When {
            name: "outcome".to_owned(),
            values: vec![ConditionOutcome::Extended.as_str().to_owned()],
        });
        let optional =
            is_optional(&kind) && when.is_none() && name != "criterion" || name == "evidence";
        inputs.push(Input {
            optional,
            when,
            ..self.input(name, widget)
        });
    }

    /// A judgement: what it is, and what belongs to it.
    fn ask_verdict(&self, typed: &Typed, inputs: &mut Vec<Input>) {
        let again = self.command == CommandName::DecideSecondReading;
        let readings = self.asked.cycle.readings.iter();
        let mut open = readings.filter(|it| self.asked.choices.readings.contains(&it.id));
        if again && !open.any(|it| it.criterion.is_some()) {
            return;
        }
        let statuses = verdicts(self.command);
        let name = "verdict.status";
        let words = statuses.iter().map(|it| it.as_str());
        let options = self.of_words(name, "finding", words, typed);
        let groups = one_group(options);
        let when = again.then(|| When {
            name: "upheld".to_owned(),
            values: vec![NO.to_owned()],
        });
        inputs.push(Input {
            when,
            ..self.input(name, Widget::Radios { groups })
        });
        let only_for = |statuses: &[FindingStatus]| {
            Some(When {
                name: "verdict.status".to_owned(),
                values: statuses.iter().map(|it| it.as_str().to_owned()).collect(),
            })
        };
        let lines = |name: &str| Widget::Text {
            value: typed.one(name).to_owned(),
            rows: 6,
        };
        if statuses.contains(&FindingStatus::Returned) {
            let name = "verdict.reason";
            let all = ReturnReason::ALL.iter().map(|it| it.as_str());
            let groups = one_group(self.of_words(name, "return-reason", all, typed));
            let when = only_for(&[FindingStatus::Returned]);
            inputs.push(Input {
                when,
                ..self.input(name, Widget::Radios { groups })
            });
        }
        inputs.push(Input {
            when: only_for(&[FindingStatus::Returned, FindingStatus::NotApplicable]),
            ..self.input("verdict.remark", lines("verdict.remark"))
        });
        let when = only_for(&[FindingStatus::ApprovedWithCondition]);
        inputs.push(Input {
            when: when.clone(),
            ..self.input("verdict.text", lines("verdict.text"))
        });
        inputs.push(Input {
            when,
            ..self.input("verdict.due", self.day("verdict.due", typed))
        });
    }

    /// What was agreed, criterion by criterion.
    fn ask_focus(&self, typed: &Typed, inputs: &mut Vec<Input>) {
        for (index, group) in self.criteria(typed, "focus").into_iter().enumerate() {
            for (within, criterion) in group.options.into_iter().enumerate() {
                let name = format!("focus.{}", criterion.value);
                let first = index == 0 && within == 0;
                let widget = Widget::Text {
                    value: typed.one(&name).to_owned(),
                    rows: 2,
                };
                inputs.push(Input {
                    heading: first.then(|| words::question(self.locale, self.command, "focus")),
                    label: criterion.label,
                    hint: words::question_hint(self.locale, self.command, "focus")
                        .filter(|_| first),
                    optional: true,
                    ..self.input(&name, widget)
                });
            }
        }
    }

    /// The document that a body decided about.
    fn ask_plan(&self, typed: &Typed, inputs: &mut Vec<Input>) {
        let mut options: Vec<Choice> = self
            .asked
            .plans
            .iter()
            .map(|plan| self.plan(plan, typed))
            .collect();
        let label = self.say("choice-plan-other", &[]);
        let detail = self.say("choice-plan-other-detail", &[]);
        options.push(self.choice("plan", OTHER, label, Some(detail), typed));
        let groups = one_group(options);
        inputs.push(self.input("plan", Widget::Radios { groups }));
        let other = Widget::Line {
            value: typed.one("plan.other").to_owned(),
        };
        inputs.push(Input {
            when: Some(When {
                name: "plan".to_owned(),
                values: vec![OTHER.to_owned()],
            }),
            ..self.input("plan.other", other)
        });
    }

    fn plan(&self, plan: &KnownPlan, typed: &Typed) -> Choice {
        let day = Arg::from(date(self.locale, plan.on));
        let number = plan.submission.map(Arg::plain);
        let label = match (plan.certified, number) {
            (true, _) => self.say("choice-plan-certified", &[("day", day)]),
            (false, Some(number)) => {
                self.say("choice-plan-submitted", &[("number", number), ("day", day)])
            }
            (false, None) => self.say("choice-plan-uploaded", &[("day", day)]),
        };
        let digest = plan.digest.to_string();
        let hash = Arg::from(digest.chars().take(16).collect::<String>() + "…");
        let hash = self.say("choice-hash", &[("hash", hash)]);
        let detail = match &plan.name {
            Some(name) => format!("{name}. {hash}"),
            None => hash,
        };
        self.choice("plan", &digest, label, Some(detail), typed)
    }

    fn day(&self, name: &str, typed: &Typed) -> Widget {
        let past = matches!(name, "held_on" | "decided_on");
        let tomorrow = self.asked.today.succ_opt();
        Widget::Date {
            value: match read_day(typed.one(name)) {
                Some(day) => day.to_string(),
                None => typed.one(name).to_owned(),
            },
            latest: past.then_some(self.asked.today),
            earliest: tomorrow.filter(|_| !past && name != "period_end"),
        }
    }

    /// The criteria that can be named, by component.
    fn criteria(&self, typed: &Typed, name: &str) -> Vec<Group> {
        let pins = self.asked.cycle.pins.as_ref();
        let set = pins.and_then(|pins| criteria_set(&pins.criteria).ok());
        let wanted = &self.asked.choices.criteria;
        let option = |id: &CriterionId, set: Option<&CriteriaSet>| {
            let title = set.and_then(|set| title(set, id));
            let label = match title {
                Some(title) => format!("{} {}", id.0, title.get(self.locale)),
                None => id.0.clone(),
            };
            self.choice(name, &id.0, label, None, typed)
        };
        let Some(set) = set else {
            return one_group(wanted.iter().map(|id| option(id, None)).collect());
        };
        let mut groups: Vec<Group> = Vec::new();
        for component in set.components() {
            let criteria = set.criteria().iter();
            let options: Vec<Choice> = criteria
                .filter(|it| it.component == component.id && wanted.contains(&it.id))
                .map(|it| option(&it.id, Some(set)))
                .collect();
            if !options.is_empty() {
                let title = component.title.get(self.locale);
                groups.push(Group {
                    title: Some(format!("{} {title}", component.id)),
                    options,
                });
            }
        }
        groups
    }

    fn evidence(&self, typed: &Typed) -> Vec<Choice> {
        let files = self.asked.evidence.iter();
        files
            .map(|file| {
                let day = date(self.locale, lustrum_domain::time::local_date(file.at));
                let day = self.say("choice-plan-uploaded", &[("day", Arg::from(day))]);
                let value = file.id.to_string();
                self.choice("evidence", &value, file.name.clone(), Some(day), typed)
            })
            .collect()
    }

    /// Who can be asked, by organisation where there are several.
    fn reviewers(&self, names: &Names, typed: &Typed) -> Vec<Group> {
        let mut groups: Vec<(OrganisationId, Group)> = Vec::new();
        for it in &self.asked.reviewers {
            let at = groups.iter().position(|(id, _)| *id == it.organisation);
            let at = at.unwrap_or_else(|| {
                let title = names.organisations.get(&it.organisation).cloned();
                let group = Group {
                    title,
                    options: Vec::new(),
                };
                groups.push((it.organisation, group));
                groups.len() - 1
            });
            groups[at].1.options.push(self.candidate(it, typed));
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn candidate(&self, it: &Candidate, typed: &Typed) -> Choice {
        let detail = match it.obstacle {
            None => self.say("candidate-load", &[("count", Arg::Number(it.load as f64))]),
            Some(Obstacle::WorksThere) => self.say("candidate-works-there", &[]),
            Some(Obstacle::WorkedThere { until }) => {
                let day = Arg::from(date(self.locale, until));
                self.say("candidate-worked-there", &[("day", day)])
            }
            Some(Obstacle::Declared) => self.say("candidate-declared", &[]),
            Some(Obstacle::Assigned) => self.say("candidate-assigned", &[]),
        };
        let label = it
            .name
            .clone()
            .unwrap_or_else(|| self.say("page-erased", &[]));
        let value = it.person.to_string();
        let choice = self.choice("reviewer", &value, label, Some(detail), typed);
        Choice {
            disabled: it.obstacle.is_some(),
            ..choice
        }
    }

    fn successors(&self, typed: &Typed) -> Vec<Choice> {
        let all = self.asked.municipalities.iter();
        all.map(|it| {
            let label = words::municipality(self.locale, &it.name);
            self.choice("successor", &it.id.to_string(), label, None, typed)
        })
        .collect()
    }

    fn partners(&self, typed: &Typed) -> Vec<Choice> {
        let all = self.asked.partners.iter();
        all.map(|it| {
            self.choice(
                "organisation",
                &it.id.to_string(),
                it.name.clone(),
                None,
                typed,
            )
        })
        .collect()
    }

    fn bodies(&self, typed: &Typed) -> Vec<Choice> {
        let today = self.asked.today;
        let all = self.asked.bodies.iter();
        all.map(|it| {
            let ceased = it.valid_to.filter(|to| *to < today);
            let detail = ceased.map(|to| {
                let day = Arg::from(date(self.locale, to));
                self.say("choice-ceased", &[("day", day)])
            });
            self.choice("body", &it.id.to_string(), it.name.clone(), detail, typed)
        })
        .collect()
    }

    fn of_words<'w>(
        &self,
        name: &str,
        family: &str,
        all: impl Iterator<Item = &'w str>,
        typed: &Typed,
    ) -> Vec<Choice> {
        all.map(|word| {
            let label = words::label(self.locale, family, word);
            self.choice(name, word, label, None, typed)
        })
        .collect()
    }

    /// What the case itself has to choose from.
    fn of_case(&self, field: &Field, names: &Names, typed: &Typed) -> Vec<Choice> {
        let optional = is_optional(&kind_of(field));
        let mut options: Vec<Choice> = self
            .values(field)
            .into_iter()
            .map(|value| {
                let (label, detail) = self.told(field.name, &value, names);
                let choice = self.choice(field.name, &value, label, detail, typed);
                let files = names.evidence.get(&value).cloned().unwrap_or_default();
                Choice { files, ..choice }
            })
            .collect();
        if optional && !options.is_empty() {
            let none = self.say("form-none", &[]);
            options.insert(0, self.choice(field.name, "", none, None, typed));
        }
        options
    }

    /// What something of the case is called, and what helps to tell it apart.
    fn told(&self, name: &str, value: &str, names: &Names) -> (String, Option<String>) {
        let cycle = &self.asked.cycle;
        let organisation = |id| names.organisations.get(&id).cloned().unwrap_or_default();
        let word = |family, word| words::label(self.locale, family, word);
        let day = |day| Arg::from(date(self.locale, day));
        let reason = |id: String| {
            let text = names.reasons.get(&id)?;
            names.texts.get(&text.id).cloned()
        };
        let found = match name {
            "stage" => {
                let stage = cycle.stage(value);
                stage.map(|it| (organisation(it.organisation), None))
            }
            "assignment" => cycle.stages.iter().find_map(|stage| {
                let mut assignments = stage.assignments.iter();
                let it = assignments.find(|it| it.id.to_string() == value)?;
                let who = names.people.get(&it.reviewer).cloned().unwrap_or_default();
                let status = word("assignment", it.status.as_str());
                Some((
                    organisation(stage.organisation),
                    Some(format!("{who}: {status}")),
                ))
            }),
            "deadline" => {
                let mut running = cycle.deadlines.iter().filter(|it| it.running);
                running.find(|it| it.key.to_string() == value).map(|it| {
                    let key = if it.working_days {
                        "choice-deadline-working"
                    } else {
                        "choice-deadline"
                    };
                    let now = self.say(key, &[("day", day(it.due))]);
                    (word("deadline", it.key.word()), Some(now))
                })
            }
            "extension" => {
                let mut asked = cycle.extensions.iter();
                asked.find(|it| it.id.to_string() == value).map(|it| {
                    let until = self.say("choice-until", &[("day", day(it.until))]);
                    let what = word("deadline", it.deadline.word());
                    (format!("{what}, {until}"), reason(it.id.to_string()))
                })
            }
            "reading" => {
                let mut asked = cycle.readings.iter();
                asked.find(|it| it.id.to_string() == value).map(|it| {
                    let what = match &it.criterion {
                        Some(criterion) => criterion.0.clone(),
                        None => self.say("choice-refusal", &[]),
                    };
                    (what, reason(it.id.to_string()))
                })
            }
            "condition" => {
                let mut conditions = cycle.conditions.iter();
                conditions.find(|it| it.id.to_string() == value).map(|it| {
                    let due = self.say("choice-condition", &[("day", day(it.due))]);
                    let what = names.texts.get(&it.text.id).cloned();
                    let parts: Vec<String> =
                        what.into_iter().chain(reason(it.id.to_string())).collect();
                    let detail = parts.join(" – ");
                    (format!("{}, {due}", it.criterion.0), Some(detail))
                })
            }
            "adoption" | "corrects" => {
                let mut adoptions = cycle.adoptions.iter();
                adoptions.find(|it| it.id.to_string() == value).map(|it| {
                    let when = date(self.locale, it.held_on);
                    let what = word("adoption", it.outcome.as_str());
                    (format!("{}, {when}", organisation(it.body)), Some(what))
                })
            }
            "notice" => {
                let mut notices = cycle.notices.iter();
                notices.find(|it| it.id.to_string() == value).map(|it| {
                    let kind = word("notice-kind", it.kind.as_str());
                    let state = word("notice-state", it.state.as_str());
                    (format!("{}: {kind}", organisation(it.body)), Some(state))
                })
            }
            _ => None,
        };
        let (label, detail) = found.unwrap_or_else(|| (value.to_owned(), None));
        (label, detail.filter(|it| !it.is_empty()))
    }

    fn input(&self, name: &str, widget: Widget) -> Input {
        Input {
            name: name.to_owned(),
            heading: None,
            label: words::question(self.locale, self.command, name),
            hint: words::question_hint(self.locale, self.command, name),
            optional: false,
            fault: None,
            when: None,
            widget,
        }
    }

    fn choice(
        &self,
        name: &str,
        value: &str,
        label: String,
        detail: Option<String>,
        typed: &Typed,
    ) -> Choice {
        Choice {
            value: value.to_owned(),
            label,
            detail,
            files: Vec::new(),
            chosen: typed.has(name, value),
            disabled: false,
        }
    }

    fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        text(self.locale, key, args)
    }

    /// The command that was typed.
    ///
    /// # Errors
    /// Everything that is missing or cannot be read, each with its input.
    pub(super) fn assemble(&self, typed: &Typed) -> Result<Command, Vec<Fault>> {
        let mut reading = Reading {
            form: self,
            typed,
            faults: Vec::new(),
        };
        let mut fields = Map::new();
        fields.insert("command".to_owned(), json!(self.command));
        for field in command_fields(self.command) {
            if let Some(value) = reading.field(field) {
                fields.insert(field.name.to_owned(), value);
            }
        }
        if !reading.faults.is_empty() {
            return Err(reading.faults);
        }
        // Whoever made the form fits it; another's fields are refused with
        // their place as the interface does.
        read_typed::<Command>(&Value::Object(fields)).map_err(|error| self.faults_of(&error))
    }

    /// What the interface says of fields, told at the inputs.
    fn faults_of(&self, error: &crate::error::ApiError) -> Vec<Fault> {
        let told = crate::error::problem(error, self.locale);
        let faults = told.errors.into_iter().map(|it| Fault {
            at: self.input_at(&it.pointer),
            message: it.message,
        });
        let faults: Vec<Fault> = faults.collect();
        if faults.is_empty() {
            return vec![Fault {
                at: None,
                message: told.detail,
            }];
        }
        faults
    }

    /// The input that a place of a command came from.
    pub(super) fn input_at(&self, pointer: &str) -> Option<String> {
        let name = pointer.trim_start_matches('/').split('/').next()?;
        let mut fields = command_fields(self.command).iter();
        let field = fields.find(|it| it.name == name)?;
        match field.name {
            "verdict" => Some("verdict.status".to_owned()),
            "focus" => None,
            name => Some(name.to_owned()),
        }
    }

    /// The input that a refusal is about, if it is about one.
    pub(super) fn input_of(&self, code: RefusalCode, inputs: &[Input]) -> Option<String> {
        use RefusalCode as R;
        let names: &[&str] = match code {
            R::DateInFuture => &["held_on", "decided_on"],
            R::DateInPast => &["verdict.due", "until", "self_assessment_due"],
            R::DatesOutOfOrder => &["until", "submission_due"],
            R::DatesMissing => &["until"],
            R::NotAReviewer | R::AlreadyAssigned | R::ConflictOfInterest => &["reviewer"],
            R::StageFull | R::UnknownStage | R::StageNotOpen | R::EarlierStageOpen => &["stage"],
            R::UnknownAssignment | R::AssignmentNotOffered | R::AssignmentOver => &["assignment"],
            R::CriteriaMissing
            | R::UnknownCriterion
            | R::CriterionCarried
            | R::CriterionUnchanged
            | R::NoDisagreement
            | R::FindingSettled
            | R::SecondReadingUsed
            | R::NothingToReadTwice => &["criterion", "criteria"],
            R::UnknownDeadline | R::ExtensionUsed | R::ExtensionPending => &["deadline"],
            R::UnknownExtension => &["extension"],
            R::UnknownReading | R::JudgedBefore => &["reading"],
            R::VerdictMismatch => &["verdict.status", "upheld"],
            R::UnknownCondition | R::ConditionSettled => &["condition"],
            R::UnknownBody => &["body"],
            R::ContradictoryDecision => &["corrects", "body"],
            R::UnknownAdoption | R::NoDifference => &["adoption", "corrects"],
            R::UnknownNotice | R::NoticeState => &["notice"],
            R::SuccessorMissing | R::UnknownMunicipality => &["successor"],
            R::UnknownPartner | R::AlreadyJudges => &["organisation"],
            R::TextMissing | R::TextTooLong => {
                let mut texts = inputs.iter().filter(|it| {
                    matches!(it.widget, Widget::Text { .. }) && !it.name.starts_with("focus.")
                });
                let only = texts.next().map(|it| it.name.clone());
                return only.filter(|_| texts.next().is_none());
            }
            _ => &[],
        };
        let mut names = names.iter();
        let found = names.find(|name| inputs.iter().any(|it| it.name == **name));
        found.map(|name| (*name).to_owned())
    }
}

/// How a criterion can be judged by `command`. A second reading replaces a
/// return, so it cannot be one.
fn verdicts(command: CommandName) -> Vec<FindingStatus> {
    let again = command == CommandName::DecideSecondReading;
    let all = FindingStatus::ALL.iter().copied();
    all.filter(|it| *it != FindingStatus::Pending)
        .filter(|it| !again || *it != FindingStatus::Returned)
        .collect()
}

/// The Rust type of a field, without the blanks that the compiler puts in.
fn kind_of(field: &Field) -> String {
    field.kind.replace(' ', "")
}

fn is_optional(kind: &str) -> bool {
    kind.starts_with("Option<")
}

fn one_group(options: Vec<Choice>) -> Vec<Group> {
    if options.is_empty() {
        return Vec::new();
    }
    vec![Group {
        title: None,
        options,
    }]
}

/// What stands in the events about what waits for an answer: the reasons that
/// somebody gave, by the id of what they ask for.
pub(super) fn reasons(entries: &[lustrum_domain::Entry]) -> BTreeMap<String, TextRef> {
    use lustrum_domain::Event as E;
    let given = entries.iter().filter_map(|entry| match &entry.event {
        E::ExtensionRequested {
            extension, reasons, ..
        } => Some((extension.to_string(), *reasons)),
        E::SecondReadingRequested {
            reading, reasons, ..
        } => Some((reading.to_string(), *reasons)),
        E::ConditionAnswered {
            condition, answer, ..
        } => Some((condition.to_string(), *answer)),
        _ => None,
    });
    given.collect()
}

/// Whether the form shows what somebody wrote when they asked.
pub(super) fn shows_reasons(command: CommandName) -> bool {
    matches!(
        command,
        CommandName::DecideExtension
            | CommandName::DecideSecondReading
            | CommandName::JudgeCondition
    )
}

#[cfg(test)]
mod tests;
