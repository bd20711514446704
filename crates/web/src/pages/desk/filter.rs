//! What a reader wants to see of the list of cases, as it stands in an address.

use chrono::NaiveDate;
use lustrum_app::{CaseFilter, CaseSort, Turn};
use lustrum_domain::{OrganisationId, StateName};
use lustrum_templates::{page::Ball, routes};

use crate::pages::FARTHEST;

/// A wish. Whatever cannot be read is not wished for: an address that somebody
/// kept for a year still shows a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) text: String,
    pub(super) state: Option<StateName>,
    pub(super) ball: Option<Ball>,
    pub(super) region: Option<OrganisationId>,
    pub(super) partner: Option<String>,
    pub(super) overdue: bool,
    pub(super) on_hold: bool,
    pub(super) asks_for_time: bool,
    pub(super) undated: bool,
    pub(super) unreached: bool,
    pub(super) capped: bool,
    pub(super) sort: CaseSort,
    pub(super) descending: bool,
    pub(super) from: u64,
}

impl Wish {
    pub(super) fn of(pairs: &[(String, String)]) -> Self {
        let mut wish = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "text" => wish.text = value.chars().take(100).collect(),
                "state" => wish.state = value.parse().ok(),
                "ball" => wish.ball = Ball::ALL.iter().copied().find(|it| it.word() == value),
                "region" => wish.region = value.parse().ok(),
                "partner" => {
                    let key = !value.is_empty() && value.len() <= 80;
                    wish.partner = key.then(|| value.clone());
                }
                "only" => match value.as_str() {
                    "overdue" => wish.overdue = true,
                    "on_hold" => wish.on_hold = true,
                    "asks_for_time" => wish.asks_for_time = true,
                    "undated" => wish.undated = true,
                    "unreached" => wish.unreached = true,
                    "capped" => wish.capped = true,
                    _ => {}
                },
                "sort" => {
                    wish.sort = match value.as_str() {
                        "state" => CaseSort::State,
                        "deadline" => CaseSort::Deadline,
                        _ => CaseSort::Name,
                    };
                }
                "order" => wish.descending = value == "descending",
                "from" => wish.from = value.parse::<u64>().unwrap_or_default().min(FARTHEST),
                _ => {}
            }
        }
        wish
    }

    /// The wish that stands in the query of an address.
    pub(super) fn read(query: &str) -> Self {
        let uri = format!("{}?{query}", routes::DESK).parse::<axum::http::Uri>();
        let pairs = uri.ok().and_then(|uri| {
            let found = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri);
            found.ok().map(|axum::extract::Query(pairs)| pairs)
        });
        Self::of(&pairs.unwrap_or_default())
    }

    /// The wish as the query of an address, without the page of the list; the
    /// same wish always the same.
    pub(super) fn query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("text", self.text.clone()));
        }
        pairs.extend(self.state.map(|it| ("state", it.as_str().to_owned())));
        pairs.extend(self.ball.map(|it| ("ball", it.word().to_owned())));
        pairs.extend(self.region.map(|it| ("region", it.to_string())));
        pairs.extend(self.partner.clone().map(|it| ("partner", it)));
        for (wished, word) in [
            (self.overdue, "overdue"),
            (self.on_hold, "on_hold"),
            (self.asks_for_time, "asks_for_time"),
            (self.undated, "undated"),
            (self.unreached, "unreached"),
            (self.capped, "capped"),
        ] {
            if wished {
                pairs.push(("only", word.to_owned()));
            }
        }
        if self.sort != CaseSort::Name {
            pairs.push(("sort", sort_word(self.sort).to_owned()));
        }
        if self.descending {
            pairs.push(("order", "descending".to_owned()));
        }
        routes::query(&pairs)
    }

    /// Whether it leaves any case out; an order leaves none.
    pub(super) fn narrows(&self) -> bool {
        let all = Self {
            sort: self.sort,
            descending: self.descending,
            from: self.from,
            ..Self::default()
        };
        *self != all
    }

    /// The address of the list at `path`.
    pub(super) fn path(&self, path: &str) -> String {
        let mut query = self.query();
        if self.from > 0 {
            let from = [("from", self.from.to_string())];
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(&routes::query(&from));
        }
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// The filter, but for the municipalities of the region and of the text, which
    /// take a look into the database, and the rounds, which programmes know.
    pub(super) fn filter(&self, today: NaiveDate) -> CaseFilter {
        let turn = self.ball.map(|ball| Turn {
            states: StateName::ALL
                .iter()
                .copied()
                .filter(|state| Ball::of(*state, false, false) == ball)
                .collect(),
            read_again: ball == Ball::Partner,
            held: ball == Ball::Secretariat,
        });
        CaseFilter {
            states: self.state.into_iter().collect(),
            overdue_on: self.overdue.then_some(today),
            turn,
            stage: self.partner.clone(),
            on_hold: self.on_hold,
            asks_for_time: self.asks_for_time,
            undated: self.undated,
            unreached: self.unreached,
            sort: self.sort,
            descending: self.descending,
            ..CaseFilter::default()
        }
    }
}

/// How an order of the list is spelled in an address.
pub(super) fn sort_word(sort: CaseSort) -> &'static str {
    match sort {
        CaseSort::Name | CaseSort::Changed => "name",
        CaseSort::State => "state",
        CaseSort::Deadline => "deadline",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_comes_back_from_its_own_address_and_nonsense_is_no_wish() {
        let wish = Wish {
            text: "Århus & Co".to_owned(),
            state: Some(StateName::Review),
            ball: Some(Ball::Partner),
            region: Some(OrganisationId::from(uuid::Uuid::from_u128(7))),
            partner: Some("concito".to_owned()),
            overdue: true,
            on_hold: true,
            asks_for_time: true,
            undated: true,
            unreached: true,
            capped: true,
            sort: CaseSort::Deadline,
            descending: true,
            from: 0,
        };
        assert_eq!(Wish::read(&wish.query()), wish);
        assert!(wish.narrows());
        assert!(!Wish::read("sort=state&order=descending&from=50").narrows());
        assert_eq!(Wish::default().path("/desk"), "/desk");
        let later = Wish {
            from: 50,
            ..Wish::default()
        };
        assert_eq!(later.path("/desk"), "/desk?from=50");
        assert_eq!(
            Wish::read("state=flying&ball=moon&region=x&only=me&sort=&from=-1&order=up&x=y"),
            Wish::default()
        );
        assert_eq!(
            Wish::read("text=%ff%zz \u{0}"),
            Wish::read("text=%ff%zz \u{0}")
        );
    }
}
