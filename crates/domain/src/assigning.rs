//! A proposal for who judges what: nobody who is partial, and even loads. It is
//! a proposal only; offering an assignment asks every question again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{CycleId, OrganisationId, PersonId};

/// A place for a reviewer that nobody fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacancy {
    /// In which case.
    pub cycle: CycleId,
    /// At which stage.
    pub stage: String,
    /// Whose stage it is.
    pub organisation: OrganisationId,
    /// When the stage is due.
    pub due: Option<NaiveDate>,
    /// Who could fill it: impartial, and not at this stage already.
    pub able: BTreeSet<PersonId>,
}

/// Who should be asked for each of `vacancies`, in their order; nobody where
/// nobody is able. `loads` is what people have to do already.
///
/// First every vacancy, those with the fewest choices and the nearest deadline
/// before the others, goes to whoever has the least to do. Then work moves from
/// one person to another as long as that makes their loads more even. Whoever a
/// move frees is asked for the places that are still empty.
pub fn propose(vacancies: &[Vacancy], loads: &BTreeMap<PersonId, u64>) -> Vec<Option<PersonId>> {
    let mut loads = loads.clone();
    let mut proposal: Vec<Option<PersonId>> = vec![None; vacancies.len()];
    let mut order: Vec<usize> = (0..vacancies.len()).collect();
    let urgency = |vacancy: &Vacancy| (vacancy.able.len(), vacancy.due.unwrap_or(NaiveDate::MAX));
    order.sort_by_key(|index| (urgency(&vacancies[*index]), *index));
    // It ends: no step empties a place, and a move makes the sum of squared loads
    // smaller. A move may free a person for a place that nobody could fill.
    loop {
        let mut empty = order.iter().filter(|index| proposal[**index].is_none());
        let choose = |index: &usize| {
            let chosen = least(&free(vacancies, &proposal, *index), &loads)?;
            Some((*index, chosen))
        };
        let (index, to) = match empty.find_map(choose) {
            Some(fill) => fill,
            None => match uneven(vacancies, &proposal, &loads) {
                Some(better) => better,
                None => return proposal,
            },
        };
        if let Some(from) = proposal[index].replace(to)
            && let Some(load) = loads.get_mut(&from)
        {
            *load -= 1;
        }
        *loads.entry(to).or_default() += 1;
    }
}

/// Who is able, and proposed for no other place at the same stage.
fn free(vacancies: &[Vacancy], proposal: &[Option<PersonId>], index: usize) -> BTreeSet<PersonId> {
    let vacancy = &vacancies[index];
    let beside = vacancies.iter().zip(proposal).enumerate();
    let taken: BTreeSet<PersonId> = beside
        .filter(|(other, (it, _))| {
            *other != index && it.cycle == vacancy.cycle && it.stage == vacancy.stage
        })
        .filter_map(|(_, (_, person))| *person)
        .collect();
    vacancy.able.difference(&taken).copied().collect()
}

fn least(people: &BTreeSet<PersonId>, loads: &BTreeMap<PersonId, u64>) -> Option<PersonId> {
    let load = |person: &PersonId| loads.get(person).copied().unwrap_or_default();
    people.iter().min_by_key(|it| (load(it), **it)).copied()
}

/// A place that should go to another person, who has so much less to do that both
/// are better off.
fn uneven(
    vacancies: &[Vacancy],
    proposal: &[Option<PersonId>],
    loads: &BTreeMap<PersonId, u64>,
) -> Option<(usize, PersonId)> {
    let load = |person: &PersonId| loads.get(person).copied().unwrap_or_default();
    proposal.iter().enumerate().find_map(|(index, from)| {
        let from = (*from)?;
        let to = least(&free(vacancies, proposal, index), loads)?;
        (load(&to) + 1 < load(&from)).then_some((index, to))
    })
}

#[cfg(test)]
mod tests;
