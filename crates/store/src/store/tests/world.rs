//! The people and organisations of the stories, and the stories as write sets.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::{
    Authority, Cycle, Digest, Entry, Locale, OrganisationId, OrganisationKind, PersonId, Role,
    Timestamp,
    cycle::fold,
    log, next_due,
    samples::{self, Story, Who},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Account, CycleWrite, Membership, Organisation, RegisterChange, RegisterWrite, Store,
    StoredCycle, WriteSet,
};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn organisation(
    id: OrganisationId,
    kind: OrganisationKind,
    name: &str,
    parent: Option<OrganisationId>,
) -> Organisation {
    Organisation {
        id,
        kind,
        code: None,
        name: name.to_owned(),
        search: name.to_lowercase(),
        sort: format!("{}\0{name}", name.to_lowercase()),
        parent,
        mailbox: None,
        locale: Locale::Da,
        valid_from: day("2007-01-01"),
        valid_to: None,
        successor: None,
    }
}

/// A municipality beside those of the stories.
pub(super) fn municipality(number: u128) -> OrganisationId {
    OrganisationId(Uuid::from_u128(10_000 + number))
}

pub(super) fn account(id: PersonId) -> Account {
    Account {
        id,
        name: Some(format!("Åse Ærø Østergård {}", id.0.as_u128())),
        email: Some(format!("p{}@example.dk", id.0.as_u128())),
        locale: Locale::Da,
        password: None,
        invited_at: time("2028-01-01T00:00:00.123456Z"),
        activated_at: None,
        erased_at: None,
        version: 0,
    }
}

pub(super) fn register(writes: Vec<RegisterWrite>) -> WriteSet {
    WriteSet {
        register: Some(RegisterChange {
            by: Authority::CLOCK,
            at: time("2028-01-01T00:00:00Z"),
            writes,
        }),
        ..WriteSet::default()
    }
}

/// Writes the organisations and people of the stories, and some municipalities.
pub(super) async fn populate(store: &Store) {
    use OrganisationKind as Kind;
    let home = Some(samples::MUNICIPALITY);
    let mut writes = vec![
        organisation(samples::MUNICIPALITY, Kind::Municipality, "Odder", None),
        organisation(samples::COUNCIL, Kind::Council, "Odder Byråd", home),
        organisation(samples::COMMITTEE, Kind::Committee, "Klimaudvalget", home),
        organisation(samples::KKR, Kind::Kkr, "KKR Midtjylland", None),
        organisation(samples::CONCITO, Kind::KnowledgePartner, "CONCITO", None),
        organisation(samples::C40, Kind::KnowledgePartner, "C40", None),
        organisation(
            samples::SUCCESSOR,
            Kind::KnowledgePartner,
            "Arvtageren",
            None,
        ),
        organisation(samples::ALLIANCE, Kind::Alliance, "Alliancen", None),
        organisation(samples::ELSEWHERE, Kind::Municipality, "Ærø", None),
    ];
    let names = ["Aabenraa", "Ballerup", "Øster 100%", "Ålborg_x", "Zealand"];
    for (number, name) in (0..60).zip(names.iter().cycle()) {
        let name = format!("{name} {number}");
        let id = municipality(number);
        writes.push(Organisation {
            code: Some(format!("{number:04}")),
            ..organisation(id, Kind::Municipality, &name, None)
        });
    }
    let mut writes: Vec<RegisterWrite> = writes
        .into_iter()
        .map(RegisterWrite::Organisation)
        .collect();
    for who in Who::ALL {
        if let Some(person) = who.actor().person() {
            writes.push(RegisterWrite::Account {
                account: account(person.id),
                expected: None,
            });
            for held in &person.memberships {
                writes.push(RegisterWrite::Membership(Membership {
                    id: held.id,
                    person: person.id,
                    organisation: held.organisation,
                    role: held.role,
                    principal: None,
                    programme: None,
                    from: day("2028-01-01"),
                    to: None,
                }));
            }
        }
    }
    store.commit(register(writes)).await.unwrap();
}

/// A story told of another municipality: other ids for all that belongs to the
/// case, the same people and judges.
pub(super) struct Told {
    pub(super) story: Story,
    pub(super) entries: Vec<Entry>,
    pub(super) cycle: Cycle,
}

pub(super) fn told(story: Story, number: u128, municipality: OrganisationId) -> Told {
    let mut entries = serde_json::to_value(&story.entries).unwrap();
    let mut renamed =
        BTreeMap::from([(samples::MUNICIPALITY.to_string(), municipality.to_string())]);
    rename(&mut entries, number, &mut renamed);
    let entries: Vec<Entry> = serde_json::from_value(entries).unwrap();
    let id = Uuid::from_u128(0xcafe_0000_0000_0000_0000_0000_0000_0000 + number).into();
    let cycle = fold(id, &entries).unwrap();
    Told {
        story,
        entries,
        cycle,
    }
}

fn rename(value: &mut Value, number: u128, renamed: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            // A deadline of a condition carries the condition's id.
            let (before, id) = text.rsplit_once(':').unwrap_or(("", text));
            let own = [
                "sub_", "asg_", "cnd_", "ado_", "ext_", "rdg_", "crt_", "ntc_", "txt_",
            ];
            let new = match renamed.get(id) {
                Some(new) => new.clone(),
                None => match own.iter().find(|prefix| id.starts_with(**prefix)) {
                    Some(prefix) => {
                        let uuid = Uuid::try_parse(&id[4..]).unwrap();
                        let other = Uuid::from_u128(uuid.as_u128().wrapping_add(number));
                        format!("{prefix}{}", other.simple())
                    }
                    None => return,
                },
            };
            *text = if before.is_empty() {
                new
            } else {
                format!("{before}:{new}")
            };
        }
        Value::Array(values) => values
            .iter_mut()
            .for_each(|value| rename(value, number, renamed)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|value| rename(value, number, renamed)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Told {
    /// The whole case in one write set.
    pub(super) fn write(&self) -> WriteSet {
        let write = CycleWrite {
            expected: None,
            cycle: self.cycle.clone(),
            entries: self.entries.clone(),
            previous: Digest::ZERO,
            next_due_at: next_due(&self.cycle, &self.story.programme),
        };
        WriteSet {
            cycles: vec![write],
            ..WriteSet::default()
        }
    }

    /// The case in two steps: all but the last entries, and those.
    pub(super) fn steps(&self, last: usize) -> [WriteSet; 2] {
        let split = self.entries.len() - last;
        let (first, second) = self.entries.split_at(split);
        let before = fold(self.cycle.id, first).unwrap();
        let rows = log::rows(self.cycle.id, first, Digest::ZERO);
        let one = CycleWrite {
            expected: None,
            next_due_at: next_due(&before, &self.story.programme),
            cycle: before,
            entries: first.to_vec(),
            previous: Digest::ZERO,
        };
        let two = CycleWrite {
            expected: Some((split as u64, 0)),
            cycle: self.cycle.clone(),
            entries: second.to_vec(),
            previous: rows.last().unwrap().hash,
            next_due_at: next_due(&self.cycle, &self.story.programme),
        };
        [one, two].map(|write| WriteSet {
            cycles: vec![write],
            ..WriteSet::default()
        })
    }
}

/// A case that has just begun.
pub(super) fn enrolled(number: u128) -> Told {
    told(Story::enrolled(), number, municipality(number))
}

/// A write of a stored case that changes nothing but its version.
pub(super) fn touched(stored: &StoredCycle) -> CycleWrite {
    let event = lustrum_domain::Event::ReturnMailBounced {};
    let entry = Entry {
        v: event.kind().1,
        seq: stored.cycle.version + 1,
        at: time("2028-12-01T10:00:00.000001Z"),
        by: Authority {
            person: Some(Who::Secretariat.id()),
            role: Some(Role::Secretariat),
            principal: None,
            on_behalf_of: None,
        },
        event,
    };
    let mut cycle = stored.cycle.clone();
    lustrum_domain::apply(&mut cycle, &entry);
    CycleWrite {
        expected: Some((stored.cycle.version, stored.content_seq)),
        cycle,
        entries: vec![entry],
        previous: stored.head,
        next_due_at: None,
    }
}

/// A write set with one case.
pub(super) fn of(write: CycleWrite) -> WriteSet {
    WriteSet {
        cycles: vec![write],
        ..WriteSet::default()
    }
}
