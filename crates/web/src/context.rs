//! What belongs to one request whatever it asks: its id and its language.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
};

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use lustrum_domain::Locale;
use uuid::Uuid;

/// The header that carries the request id, both ways.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// The longest id that a caller may choose: it stands on every log line.
const LONGEST_ID: usize = 64;

/// Where a request came from. Put into its extensions before anything else looks
/// at it; absent where nobody knows, as in tests without a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CameFrom(pub(crate) IpAddr);

impl CameFrom {
    /// Who sent a request that came in from `peer` with these headers. A proxy on
    /// this machine is believed when it says for whom it asks; anybody else
    /// could say what they like.
    pub(crate) fn of(peer: SocketAddr, headers: &HeaderMap) -> Self {
        let told = || {
            let header = headers.get_all("x-forwarded-for").iter().next_back()?;
            // The last one is what the proxy itself saw.
            header
                .to_str()
                .ok()?
                .rsplit(',')
                .next()?
                .trim()
                .parse()
                .ok()
        };
        let peer = peer.ip().to_canonical();
        let believed = peer.is_loopback().then(told).flatten();
        Self(believed.unwrap_or(peer))
    }
}

/// What belongs to one request. Put into its extensions before anything else
/// looks at it.
#[derive(Debug, Clone)]
pub(crate) struct Context(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: String,
    asked: Option<Locale>,
    person: OnceLock<Locale>,
}

impl Context {
    /// The context of a request with these headers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let taken = headers
            .get(REQUEST_ID)
            .and_then(|value| value.to_str().ok())
            .filter(|id| (1..=LONGEST_ID).contains(&id.len()) && id.chars().all(is_plain));
        Self(Arc::new(Inner {
            id: taken.map_or_else(|| Uuid::now_v7().simple().to_string(), str::to_owned),
            asked: asked_for(headers),
            person: OnceLock::new(),
        }))
    }

    /// The id by which the request is found in the log.
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    /// The language to answer in: the one asked for, else the signed-in
    /// person's, else Danish.
    pub(crate) fn locale(&self) -> Locale {
        let person = || self.0.person.get().copied();
        self.0.asked.or_else(person).unwrap_or_default()
    }

    /// Notes the language of the person who signed in.
    pub(crate) fn of_person(&self, locale: Locale) {
        // A request is signed in once; a second note would say the same.
        let _ = self.0.person.set(locale);
    }
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.')
}

/// The language that `Accept-Language` prefers among ours.
pub(crate) fn asked_for(headers: &HeaderMap) -> Option<Locale> {
    let wishes = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Locale)> = None;
    for wish in wishes.split(',') {
        let (tag, weight) = wish.split_once(";q=").unwrap_or((wish, "1"));
        let language = tag.trim().split('-').next().unwrap_or_default();
        let Ok(locale) = language.to_ascii_lowercase().parse::<Locale>() else {
            continue;
        };
        let weight = weight.trim().parse::<f32>().unwrap_or_default();
        // Of two wishes with the same weight the first is preferred.
        if weight > 0.0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

#[cfg(test)]
mod tests;
