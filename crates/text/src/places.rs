//! Finding a municipality by what people type: old and new spellings, forms
//! with »Kommune«, letters that a keyboard lacks, codes, and names that went
//! through the wrong encoding.
//!
//! An exact find and a guess are told apart: a page may go straight to the one,
//! and must ask about the other.

use crate::collation::search_key;

/// A municipality that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Its code of four digits.
    pub code: &'a str,
    /// Its name, without »Kommune«.
    pub name: &'a str,
}

/// What was found. Numbers are places in the list that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing was asked, or nothing but words that every municipality's plan has.
    All,
    /// Exactly this one.
    One(usize),
    /// Perhaps one of these, in the order of the list.
    Perhaps(Vec<usize>),
    /// Nothing like it.
    Nothing,
    /// The text has characters that no Danish name has, such as the mark for a
    /// character that was lost, or letters of another script that look alike.
    Unreadable,
}

/// Words that stand beside a name and tell nothing apart.
const COMMON: [&str; 15] = [
    "kommune",
    "kommunes",
    "kommunen",
    "regionskommune",
    "municipality",
    "city",
    "of",
    "klimahandlingsplan",
    "klimahandlingsplanen",
    "klimahandleplan",
    "klimahandleplanen",
    "klimaplan",
    "klimaplanen",
    "dk2020",
    "plan",
];

/// Names that are none of ours today, with the code of the municipality meant:
/// what foreigners say, and what a municipality was first called.
const OTHERWISE: [(&str, &str); 3] = [
    ("Copenhagen", "0101"),
    ("Elsinore", "0217"),
    ("Brønderslev-Dronninglund", "0810"),
];

/// A guess that differs by one letter needs a name long enough that one letter
/// is a slip rather than another name.
const LEAST_FOR_A_SLIP: usize = 5;

/// The places that `asked` means.
pub fn find(places: &[Place<'_>], asked: &str) -> Found {
    if asked.contains('\u{fffd}') {
        return Found::Unreadable;
    }
    let mended = mended(asked);
    let text = mended.as_deref().unwrap_or(asked);
    if text.chars().any(|c| c.is_alphabetic() && !is_latin(c)) {
        return Found::Unreadable;
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !COMMON.contains(&search_key(word).as_str()))
        .collect();
    let text = words.join(" ");
    let key = search_key(&text);
    if key.is_empty() {
        return Found::All;
    }
    let found = if key.bytes().all(|c| c.is_ascii_digit()) {
        by_code(places, &key)
    } else if let Some(digits) = key.strip_prefix("dk").filter(|it| is_number(it)) {
        guess(by_code(places, digits))
    } else {
        by_name(places, &key)
    };
    // What was mended is a guess, however well it fits.
    if mended.is_some() {
        guess(found)
    } else {
        found
    }
}

fn guess(found: Found) -> Found {
    match found {
        Found::One(index) => Found::Perhaps(vec![index]),
        other => other,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit())
}

/// Codes are written with four digits, or with three in European statistics.
fn by_code(places: &[Place<'_>], digits: &str) -> Found {
    let wanted = match digits.len() {
        3 => format!("0{digits}"),
        _ => digits.to_owned(),
    };
    let found = places.iter().position(|place| place.code == wanted);
    found.map_or(Found::Nothing, Found::One)
}

fn by_name(places: &[Place<'_>], key: &str) -> Found {
    let keys: Vec<String> = places.iter().map(|place| search_key(place.name)).collect();
    let otherwise = OTHERWISE.iter().find(|(name, _)| search_key(name) == key);
    if let Some((_, code)) = otherwise
        && let Some(index) = places.iter().position(|place| place.code == *code)
    {
        return Found::One(index);
    }
    let tries: [fn(&str) -> String; 3] = [str::to_owned, nominative, loose];
    for try_as in tries {
        let wanted = try_as(key);
        let mut hits = keys
            .iter()
            .enumerate()
            .filter(|(_, it)| try_as(it) == wanted);
        // Two places that only a strict reading tells apart are a question.
        if let Some((index, _)) = hits.next()
            && hits.next().is_none()
        {
            return Found::One(index);
        }
    }
    let perhaps: Vec<usize> = places
        .iter()
        .zip(&keys)
        .enumerate()
        .filter(|(_, (place, name))| may_be(place.name, name, key))
        .map(|(index, _)| index)
        .collect();
    if perhaps.is_empty() {
        Found::Nothing
    } else {
        Found::Perhaps(perhaps)
    }
}

/// Whether a name begins with what was typed, in any of its parts, is the
/// beginning of it, or differs by one letter.
fn may_be(name: &str, own: &str, key: &str) -> bool {
    let begins = own.starts_with(key) || loose(own).starts_with(&loose(key));
    let of_part = name
        .split(['-', ' '])
        .skip(1)
        .any(|part| search_key(part).starts_with(key));
    let longer = own.len() >= LEAST_FOR_A_SLIP && key.starts_with(own);
    let slip = own.len() >= LEAST_FOR_A_SLIP && one_apart(own, key);
    begins || of_part || longer || slip
}

/// A name without the genitive's s, which some municipalities have for good.
fn nominative(key: &str) -> String {
    key.strip_suffix('s').unwrap_or(key).to_owned()
}

/// A name as those write it who have no æ, ø and å and do not spell them out.
fn loose(key: &str) -> String {
    key.replace("aa", "a").replace("oe", "o").replace("ae", "a")
}

/// Whether two keys differ by one letter that was left out, added, changed, or
/// changed places with its neighbour.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], []) => true,
        _ if a.len() == b.len() => {
            let swapped = a.len() >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
            a[1..] == b[1..] || swapped
        }
        _ if a.len() == b.len() + 1 => a[1..] == *b,
        _ if b.len() == a.len() + 1 => b[1..] == *a,
        _ => false,
    }
}

fn is_latin(c: char) -> bool {
    // Up to the end of Latin Extended-B, and the marks that combine with it.
    c <= '\u{24f}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// A text that was written as UTF-8 and read as Windows-1252, read rightly;
/// none for a text that cannot have been.
fn mended(text: &str) -> Option<String> {
    if !text.contains(['Ã', 'Â']) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(windows_1252).collect();
    String::from_utf8(bytes?).ok().filter(|it| it != text)
}

/// The byte that Windows-1252 has for a character, as far as Danish letters need it.
fn windows_1252(c: char) -> Option<u8> {
    match c {
        '†' => Some(0x86),
        '˜' => Some(0x98),
        '…' => Some(0x85),
        '¦' => Some(0xa6),
        c => u8::try_from(u32::from(c)).ok(),
    }
}

#[cfg(test)]
mod tests;
