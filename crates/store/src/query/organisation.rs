//! Organisations: who serves whom, and which bodies are to be told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{Answering, Body, OrganisationId, OrganisationKind};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait,
};
use uuid::Uuid;

use super::case::Number;
use crate::{
    Affiliation, Organisation, Page, Store, StoreError,
    entity::{affiliation, organisation},
    row,
};

/// Which organisations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationFilter {
    /// Only of these kinds; all when empty.
    pub kinds: Vec<OrganisationKind>,
    /// Only those that exist on this day.
    pub on: Option<NaiveDate>,
    /// Only these.
    pub ids: Option<Vec<OrganisationId>>,
    /// Only those that have this key in their [`Organisation::search`], and these
    /// beside them.
    pub named: Option<(String, Vec<OrganisationId>)>,
    /// How many rows at most.
    pub limit: u64,
    /// How many rows are stepped over.
    pub offset: u64,
}

impl Organisation {
    /// Whether it exists on a day.
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }
}

impl From<&Organisation> for Body {
    fn from(organisation: &Organisation) -> Self {
        Self {
            id: organisation.id,
            kind: organisation.kind,
        }
    }
}

impl Store {
    /// An organisation, also one that has ceased.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn organisation(
        &self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, StoreError> {
        let query = organisation::Entity::find_by_id(id.0);
        row::value(self.db().one::<organisation::Model>(query).await?)
    }

    /// Organisations by id, in the order of names.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn organisations_by_id(
        &self,
        ids: &[OrganisationId],
    ) -> Result<Vec<Organisation>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let query = organisation::Entity::find()
            .filter(organisation::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .order_by_asc(organisation::Column::Sort)
            .order_by_asc(organisation::Column::Id);
        row::values(self.db().all::<organisation::Model>(query).await?)
    }

    /// Organisations of some kinds (all when empty) that exist on a day (ever,
    /// without one), in the order of names.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn organisations(
        &self,
        kinds: &[OrganisationKind],
        on: Option<NaiveDate>,
    ) -> Result<Vec<Organisation>, StoreError> {
        let mut query = organisation::Entity::find()
            .order_by_asc(organisation::Column::Sort)
            .order_by_asc(organisation::Column::Id);
        if !kinds.is_empty() {
            let kinds = kinds.iter().map(|kind| kind.as_str());
            query = query.filter(organisation::Column::Kind.is_in(kinds));
        }
        if let Some(on) = on {
            query = query.filter(existing(on));
        }
        row::values(self.db().all::<organisation::Model>(query).await?)
    }

    /// A page of the organisations that `filter` lets through, in the order of
    /// names. Two statements, however many rows.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn organisations_page(
        &self,
        filter: &OrganisationFilter,
    ) -> Result<Page<Organisation>, StoreError> {
        let mut condition = Condition::all();
        if !filter.kinds.is_empty() {
            let kinds = filter.kinds.iter().map(|kind| kind.as_str());
            condition = condition.add(organisation::Column::Kind.is_in(kinds));
        }
        condition = condition.add_option(filter.on.map(existing));
        if let Some(ids) = &filter.ids {
            condition = condition.add(organisation::Column::Id.is_in(ids.iter().map(|id| id.0)));
        }
        if let Some((key, beside)) = &filter.named {
            // Every name contains nothing at all, which is what some texts come to.
            let contains =
                (!key.is_empty()).then(|| organisation::Column::Search.contains(key.as_str()));
            condition = condition.add(
                Condition::any()
                    .add_option(contains)
                    .add(organisation::Column::Id.is_in(beside.iter().map(|id| id.0))),
            );
        }
        let count = organisation::Entity::find()
            .select_only()
            .column_as(organisation::Column::Id.count(), "number")
            .filter(condition.clone());
        let number: Option<Number> = self.db().one(count).await?;
        let query = organisation::Entity::find()
            .filter(condition)
            .order_by_asc(organisation::Column::Sort)
            .order_by_asc(organisation::Column::Id)
            .limit(filter.limit)
            .offset(filter.offset);
        let rows: Vec<organisation::Model> = self.db().all(query).await?;
        Ok(Page {
            rows: row::values(rows)?,
            total: number.map_or(0, |row| u64::try_from(row.number).unwrap_or_default()),
        })
    }

    /// Everything of some kinds that belongs to an organisation, also what has
    /// ceased, in the order of names.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn children(
        &self,
        parent: OrganisationId,
        kinds: &[OrganisationKind],
    ) -> Result<Vec<Organisation>, StoreError> {
        let query = organisation::Entity::find()
            .filter(organisation::Column::Parent.eq(parent.0))
            .filter(organisation::Column::Kind.is_in(kinds.iter().map(|kind| kind.as_str())))
            .order_by_asc(organisation::Column::Sort)
            .order_by_asc(organisation::Column::Id);
        row::values(self.db().all::<organisation::Model>(query).await?)
    }

    /// The organisation of a kind known by an official code or a stage key.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn organisation_by_code(
        &self,
        kind: OrganisationKind,
        code: &str,
    ) -> Result<Option<Organisation>, StoreError> {
        let query = organisation::Entity::find()
            .filter(organisation::Column::Kind.eq(kind.as_str()))
            .filter(organisation::Column::Code.eq(code));
        row::value(self.db().one::<organisation::Model>(query).await?)
    }

    /// Who serves a municipality on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affiliations(
        &self,
        municipality: OrganisationId,
        on: NaiveDate,
    ) -> Result<Vec<Affiliation>, StoreError> {
        let query = affiliation::Entity::find()
            .filter(affiliation::Column::Municipality.eq(municipality.0))
            .filter(affiliated(on))
            .order_by_asc(affiliation::Column::Organisation);
        row::values(self.db().all::<affiliation::Model>(query).await?)
    }

    /// Whom some organisations serve on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn served_by_any(
        &self,
        organisations: &[OrganisationId],
        on: NaiveDate,
    ) -> Result<Vec<Affiliation>, StoreError> {
        if organisations.is_empty() {
            return Ok(Vec::new());
        }
        let query = affiliation::Entity::find()
            .filter(affiliation::Column::Organisation.is_in(organisations.iter().map(|id| id.0)))
            .filter(affiliated(on))
            .order_by_asc(affiliation::Column::Organisation)
            .order_by_asc(affiliation::Column::Municipality);
        row::values(self.db().all::<affiliation::Model>(query).await?)
    }

    /// The municipalities that an organisation serves on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn served_by(
        &self,
        organisation: OrganisationId,
        on: NaiveDate,
    ) -> Result<Vec<OrganisationId>, StoreError> {
        let query = affiliation::Entity::find()
            .select_only()
            .column(affiliation::Column::Municipality)
            .filter(affiliation::Column::Organisation.eq(organisation.0))
            .filter(affiliated(on))
            .order_by_asc(affiliation::Column::Municipality);
        let rows: Vec<Served> = self.db().all(query).await?;
        Ok(rows
            .into_iter()
            .map(|row| row.municipality.into())
            .collect())
    }

    /// The political bodies to be told about a municipality on a day, in the
    /// order of names. Three statements; see [`in_force`] for the rule.
    ///
    /// Its own council and committees; the KKR and the regional council that
    /// serve it, named by a dated affiliation themselves or through their
    /// region; and the steering group of the alliance, which every member has
    /// in common.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn bodies(
        &self,
        municipality: OrganisationId,
        on: NaiveDate,
    ) -> Result<Vec<Organisation>, StoreError> {
        let served: Vec<Uuid> = self
            .affiliations(municipality, on)
            .await?
            .into_iter()
            .map(|affiliation| affiliation.organisation.0)
            .collect();
        let own = [OrganisationKind::Council, OrganisationKind::Committee];
        let regional = [OrganisationKind::Kkr, OrganisationKind::RegionalCouncil];
        let named = |kinds: [OrganisationKind; 2]| {
            organisation::Column::Kind.is_in(kinds.map(OrganisationKind::as_str))
        };
        let query = organisation::Entity::find().filter(
            Condition::any()
                .add(
                    Condition::all()
                        .add(named(own))
                        .add(organisation::Column::Parent.eq(municipality.0)),
                )
                .add(
                    Condition::all().add(named(regional)).add(
                        Condition::any()
                            .add(organisation::Column::Id.is_in(served.clone()))
                            .add(organisation::Column::Parent.is_in(served)),
                    ),
                )
                .add(organisation::Column::Kind.eq(OrganisationKind::SteeringGroup.as_str())),
        );
        let candidates: Vec<organisation::Model> = self.db().all(query).await?;
        let candidates = row::values(candidates)?;
        // Successors may have another parent, as after a merger of regions.
        let successors = self.successors(&candidates).await?;
        Ok(in_force(&candidates, &successors, on))
    }

    /// The body that a notice to `body` reaches on a day: itself, its successor
    /// in force, or else the council of its municipality.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn body_in_force(
        &self,
        body: OrganisationId,
        on: NaiveDate,
    ) -> Result<Option<Organisation>, StoreError> {
        let Some(found) = self.organisation(body).await? else {
            return Ok(None);
        };
        if found.in_force(on) {
            return Ok(Some(found));
        }
        let mut instead = self.instead_of(&[found], on).await?;
        Ok(instead.remove(&body))
    }

    /// Those of `bodies` that do not exist on a day, each with the one that
    /// answers for it; see [`Store::body_in_force`].
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn answering(
        &self,
        bodies: &[OrganisationId],
        on: NaiveDate,
    ) -> Result<Answering, StoreError> {
        let mut gone = self.organisations_by_id(bodies).await?;
        gone.retain(|body| !body.in_force(on));
        let instead = self.instead_of(&gone, on).await?;
        Ok(instead.into_iter().map(|(id, it)| (id, it.id)).collect())
    }

    /// The political bodies that have ceased and for which one of `bodies`
    /// answers on a day: the same question from the other side.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn answered_by(
        &self,
        bodies: &[OrganisationId],
        on: NaiveDate,
    ) -> Result<Answering, StoreError> {
        let own = self.organisations_by_id(bodies).await?;
        let parents: BTreeSet<Uuid> = own
            .iter()
            .filter_map(|it| it.parent)
            .map(|it| it.0)
            .collect();
        // A council answers for those beside it, and anybody for whom it followed,
        // directly or through others: a statement for each step of the longest chain.
        let followed_by = |ids: &[OrganisationId]| {
            organisation::Column::Successor.is_in(ids.iter().map(|id| id.0))
        };
        let mut reached = followed_by(bodies).or(organisation::Column::Parent.is_in(parents));
        let mut gone: Vec<Organisation> = Vec::new();
        loop {
            let query = organisation::Entity::find()
                .filter(organisation::Column::ValidTo.lt(on))
                .filter(reached);
            let mut found = row::values(self.db().all::<organisation::Model>(query).await?)?;
            found.retain(|it: &Organisation| gone.iter().all(|known| known.id != it.id));
            if found.is_empty() {
                break;
            }
            let ids: Vec<OrganisationId> = found.iter().map(|it| it.id).collect();
            reached = followed_by(&ids);
            gone.extend(found);
        }
        gone.retain(|it| it.kind.is_political_body());
        let instead = self.instead_of(&gone, on).await?;
        Ok(instead
            .into_iter()
            .map(|(id, it)| (id, it.id))
            .filter(|(_, it)| bodies.contains(it))
            .collect())
    }

    /// The body that stands on a day in the place of each of `gone`, none of which
    /// exists on it.
    async fn instead_of(
        &self,
        gone: &[Organisation],
        on: NaiveDate,
    ) -> Result<BTreeMap<OrganisationId, Organisation>, StoreError> {
        if gone.is_empty() {
            return Ok(BTreeMap::new());
        }
        let successors = self.successors(gone).await?;
        let parents: BTreeSet<Uuid> = gone
            .iter()
            .filter_map(|it| it.parent)
            .map(|it| it.0)
            .collect();
        let query = organisation::Entity::find()
            .filter(organisation::Column::Parent.is_in(parents))
            .filter(organisation::Column::Kind.eq(OrganisationKind::Council.as_str()));
        let councils = row::values(self.db().all::<organisation::Model>(query).await?)?;
        let council_of = |body: &Organisation| {
            let mut councils = councils.iter().filter(|it| it.parent == body.parent);
            councils.find(|it| it.in_force(on)).cloned()
        };
        Ok(gone
            .iter()
            .filter_map(|body| {
                let instead = follow(body, &successors, on).or_else(|| council_of(body))?;
                Some((body.id, instead))
            })
            .collect())
    }

    /// All organisations that follow one of `from`, directly or through others:
    /// a statement for each step of the longest chain.
    async fn successors(
        &self,
        from: &[Organisation],
    ) -> Result<BTreeMap<OrganisationId, Organisation>, StoreError> {
        let mut known: BTreeMap<OrganisationId, Organisation> =
            from.iter().map(|it| (it.id, it.clone())).collect();
        loop {
            let wanted: BTreeSet<Uuid> = known
                .values()
                .filter_map(|it| it.successor)
                .filter(|id| !known.contains_key(id))
                .map(|id| id.0)
                .collect();
            if wanted.is_empty() {
                return Ok(known);
            }
            let asked = wanted.len();
            let query = organisation::Entity::find().filter(organisation::Column::Id.is_in(wanted));
            let found = row::values(self.db().all::<organisation::Model>(query).await?)?;
            // A foreign key keeps successors in place; without it this would not end.
            let all_there = found.len() == asked;
            known.extend(found.into_iter().map(|it| (it.id, it)));
            if !all_there {
                return Ok(known);
            }
        }
    }
}

/// Those of `candidates` that exist on a day; in the place of one that has
/// ceased its successor, or nobody: the council stands among the candidates
/// itself, so that a committee without a successor leaves its notices to it.
/// One that does not exist yet is left out, and nobody comes twice.
fn in_force(
    candidates: &[Organisation],
    known: &BTreeMap<OrganisationId, Organisation>,
    on: NaiveDate,
) -> Vec<Organisation> {
    let mut bodies: Vec<Organisation> = candidates
        .iter()
        .filter_map(|body| follow(body, known, on))
        .collect();
    bodies.sort_by(|one, other| (&one.sort, one.id).cmp(&(&other.sort, other.id)));
    bodies.dedup_by_key(|body| body.id);
    bodies
}

/// The body itself, or the first of its successors that exists on a day.
fn follow(
    body: &Organisation,
    known: &BTreeMap<OrganisationId, Organisation>,
    on: NaiveDate,
) -> Option<Organisation> {
    let mut seen = BTreeSet::new();
    let mut body = body;
    // Two bodies may name each other as successors, by mistake.
    while seen.insert(body.id) {
        if body.in_force(on) {
            return Some(body.clone());
        }
        if body.valid_from > on {
            return None;
        }
        body = known.get(&body.successor?)?;
    }
    None
}

/// What exists on a day.
fn existing(on: NaiveDate) -> Condition {
    Condition::all()
        .add(organisation::Column::ValidFrom.lte(on))
        .add(
            organisation::Column::ValidTo
                .is_null()
                .or(organisation::Column::ValidTo.gte(on)),
        )
}

pub(super) fn affiliated(on: NaiveDate) -> Condition {
    Condition::all()
        .add(affiliation::Column::ValidFrom.lte(on))
        .add(
            affiliation::Column::ValidTo
                .is_null()
                .or(affiliation::Column::ValidTo.gte(on)),
        )
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct Served {
    municipality: Uuid,
}

#[cfg(test)]
mod tests;
