//! How a text differs from what it was: word by word, as long as that is
//! readable.

use std::time::Duration;

use lustrum_templates::page::review::{Change, Piece};
use similar::{ChangeTag, TextDiff};

/// What a comparison may take. Two long texts that share little would take
/// longer, and say nothing.
const LONGEST: Duration = Duration::from_millis(100);

/// The longer of two texts must share one letter in so many with the other for a
/// comparison by words to help. Below it, one reads the old whole and the new whole.
const LEAST_SHARED: usize = 4;

/// `now` beside `was`; as it stands where there is nothing to compare it with.
pub(super) fn pieces(was: Option<&str>, now: &str) -> Vec<Piece> {
    let whole = |change, text: &str| Piece {
        change,
        text: text.to_owned(),
    };
    let Some(was) = was.filter(|was| *was != now) else {
        return Some(whole(Change::Same, now))
            .filter(|piece| !piece.text.is_empty())
            .into_iter()
            .collect();
    };
    let diff = TextDiff::configure().timeout(LONGEST).diff_words(was, now);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Change::Same,
            ChangeTag::Insert => Change::Added,
            ChangeTag::Delete => Change::Removed,
        };
        match pieces.last_mut() {
            Some(last) if last.change == kind => last.text.push_str(change.value()),
            _ => pieces.push(whole(kind, change.value())),
        }
    }
    // The spaces between words are the same in any two texts.
    let letters = |text: &str| text.split_whitespace().map(str::len).sum::<usize>();
    let shared: usize = pieces
        .iter()
        .filter(|piece| piece.change == Change::Same)
        .map(|piece| letters(&piece.text))
        .sum();
    if shared * LEAST_SHARED < letters(was).max(letters(now)) {
        pieces = vec![whole(Change::Removed, was), whole(Change::Added, now)];
        pieces.retain(|piece| !piece.text.is_empty());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(was: Option<&str>, now: &str) -> String {
        pieces(was, now)
            .iter()
            .map(|piece| match piece.change {
                Change::Added => format!("+{}+", piece.text),
                Change::Removed => format!("-{}-", piece.text),
                Change::Same | Change::Changed => piece.text.clone(),
            })
            .collect()
    }

    #[test]
    fn a_changed_word_is_marked_and_the_rest_is_as_it_was() {
        let was = "Regnskabet er fra 2021 og dækker hele kommunen.";
        let now = "Regnskabet er fra 2023 og dækker hele kommunen.";
        assert_eq!(
            said(Some(was), now),
            "Regnskabet er fra -2021-+2023+ og dækker hele kommunen."
        );
    }

    #[test]
    fn what_is_the_same_or_has_nothing_before_it_is_not_marked() {
        assert_eq!(said(Some("æøå"), "æøå"), "æøå");
        assert_eq!(said(None, "æøå"), "æøå");
        assert!(pieces(None, "").is_empty());
        assert!(pieces(Some(""), "").is_empty());
    }

    #[test]
    fn texts_that_share_little_are_shown_one_after_the_other() {
        let (was, now) = (
            "Vi venter på svar fra regionen.",
            "Kapitel 4 er skrevet helt om",
        );
        assert_eq!(said(Some(was), now), format!("-{was}-+{now}+"));
        assert_eq!(said(Some(""), now), format!("+{now}+"));
        assert_eq!(said(Some(was), ""), format!("-{was}-"));
    }
}
