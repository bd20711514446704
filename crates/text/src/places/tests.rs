use super::*;

/// The 98 municipalities, from the data of the tile map.
fn names() -> Vec<(&'static str, &'static str)> {
    include_str!("../../../templates/data/tiles.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            (cells.next().unwrap(), cells.next().unwrap())
        })
        .collect()
}

fn read(input: &str) -> String {
    let mut text = String::new();
    let mut rest = input;
    while let Some(at) = rest.find("\\u{") {
        text.push_str(&rest[..at]);
        let end = rest[at..].find('}').unwrap() + at;
        let code = u32::from_str_radix(&rest[at + 3..end], 16).unwrap();
        text.push(char::from_u32(code).unwrap());
        rest = &rest[end + 1..];
    }
    text + rest
}

/// What is wrong with what came of an input, if something is.
fn fault(places: &[Place<'_>], expected: &str, code: &str, input: &str) -> Option<String> {
    let found = find(places, input);
    let one = |index: usize| places[index].code == code;
    let fits = match (expected, &found) {
        ("match" | "match_or_suggest", Found::One(index)) => one(*index),
        ("match_or_suggest", Found::Perhaps(list)) => list.iter().any(|it| one(*it)),
        ("no_match_or_suggest", Found::Perhaps(list)) => list.iter().any(|it| one(*it)),
        ("no_match_or_suggest" | "no_match", Found::Nothing | Found::Unreadable) => true,
        ("ambiguous", Found::Perhaps(list)) => list.len() > 1,
        _ => false,
    };
    (!fits).then(|| format!("{input:?}: {expected} {code}, but {found:?}"))
}

#[test]
fn what_people_type_for_a_municipality_finds_it() {
    let names = names();
    let places: Vec<Place> = names
        .iter()
        .map(|(code, name)| Place { code, name })
        .collect();
    let mut faults = Vec::new();
    let mut rows = 0;
    for line in include_str!("names.csv")
        .lines()
        .filter(|it| !it.starts_with('#'))
        .skip(1)
    {
        let mut cells = line.split(';');
        let (expected, code) = (cells.next().unwrap(), cells.next().unwrap());
        let input = read(cells.next().unwrap());
        rows += 1;
        faults.extend(fault(&places, expected, code, &input));
    }
    assert_eq!(rows, 80);
    assert!(faults.is_empty(), "{faults:#?}");
    // The check itself can fail.
    assert!(fault(&places, "match", "0101", "Odense").is_some());
    assert!(fault(&places, "no_match", "", "Odense").is_some());
    assert!(fault(&places, "ambiguous", "", "Odense").is_some());
}

#[test]
fn the_prefixes_name_each_municipality_that_begins_so() {
    let names = names();
    let places: Vec<Place> = names
        .iter()
        .map(|(code, name)| Place { code, name })
        .collect();
    let told = |asked: &str| -> Vec<&str> {
        match find(&places, asked) {
            Found::Perhaps(list) => list.into_iter().map(|it| places[it].name).collect(),
            other => panic!("{asked}: {other:?}"),
        }
    };
    assert_eq!(told("Her"), ["Herlev", "Herning"]);
    assert_eq!(told("Vej"), ["Vejen", "Vejle"]);
    assert_eq!(told("Taastrup"), ["Høje-Taastrup"]);
    assert_eq!(told("Odnese"), ["Odense"]);
}

#[test]
fn both_words_for_the_plan_are_understood_and_say_nothing_by_themselves() {
    let places = [
        Place {
            code: "0727",
            name: "Odder",
        },
        Place {
            code: "0461",
            name: "Odense",
        },
    ];
    for asked in [
        "klimahandleplan Odder",
        "Odder Kommunes klimahandlingsplan",
        "odder, klimaplan",
    ] {
        assert_eq!(find(&places, asked), Found::One(0), "{asked}");
    }
    for asked in ["klimahandleplan", "Klimahandlingsplan", " ", ""] {
        assert_eq!(find(&places, asked), Found::All, "{asked}");
    }
}

#[test]
fn names_stand_in_the_order_that_danes_expect() {
    let names = names();
    let mut sorted: Vec<&str> = names.iter().map(|(_, name)| *name).collect();
    sorted.sort_by_key(|name| crate::collation::sort_key(name));
    let wanted: Vec<&str> = include_str!("order.txt").lines().collect();
    assert_eq!(sorted, wanted);
}
