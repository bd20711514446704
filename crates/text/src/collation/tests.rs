use super::*;

/// The 98 municipalities as a Danish index lists them.
const MUNICIPALITIES: [&str; 98] = [
    "Albertslund",
    "Allerød",
    "Assens",
    "Ballerup",
    "Billund",
    "Bornholm",
    "Brøndby",
    "Brønderslev",
    "Dragør",
    "Egedal",
    "Esbjerg",
    "Fanø",
    "Favrskov",
    "Faxe",
    "Fredensborg",
    "Fredericia",
    "Frederiksberg",
    "Frederikshavn",
    "Frederikssund",
    "Furesø",
    "Faaborg-Midtfyn",
    "Gentofte",
    "Gladsaxe",
    "Glostrup",
    "Greve",
    "Gribskov",
    "Guldborgsund",
    "Haderslev",
    "Halsnæs",
    "Hedensted",
    "Helsingør",
    "Herlev",
    "Herning",
    "Hillerød",
    "Hjørring",
    "Holbæk",
    "Holstebro",
    "Horsens",
    "Hvidovre",
    "Høje-Taastrup",
    "Hørsholm",
    "Ikast-Brande",
    "Ishøj",
    "Jammerbugt",
    "Kalundborg",
    "Kerteminde",
    "Kolding",
    "København",
    "Køge",
    "Langeland",
    "Lejre",
    "Lemvig",
    "Lolland",
    "Lyngby-Taarbæk",
    "Læsø",
    "Mariagerfjord",
    "Middelfart",
    "Morsø",
    "Norddjurs",
    "Nordfyns",
    "Nyborg",
    "Næstved",
    "Odder",
    "Odense",
    "Odsherred",
    "Randers",
    "Rebild",
    "Ringkøbing-Skjern",
    "Ringsted",
    "Roskilde",
    "Rudersdal",
    "Rødovre",
    "Samsø",
    "Silkeborg",
    "Skanderborg",
    "Skive",
    "Slagelse",
    "Solrød",
    "Sorø",
    "Stevns",
    "Struer",
    "Svendborg",
    "Syddjurs",
    "Sønderborg",
    "Thisted",
    "Tønder",
    "Tårnby",
    "Vallensbæk",
    "Varde",
    "Vejen",
    "Vejle",
    "Vesthimmerlands",
    "Viborg",
    "Vordingborg",
    "Ærø",
    "Aabenraa",
    "Aalborg",
    "Aarhus",
];

#[test]
fn the_municipalities_sort_as_a_dane_expects() {
    let mut sorted = MUNICIPALITIES;
    sorted.reverse();
    sorted.sort_by_key(|name| sort_key(name));
    assert_eq!(sorted, MUNICIPALITIES);
}

#[test]
fn case_does_not_disturb_the_order() {
    assert!(sort_key("odder") < sort_key("Odense"));
    assert!(sort_key("ODENSE") < sort_key("odsherred"));
    assert!(sort_key("Århus") > sort_key("Aalborg"));
}

#[test]
fn spellings_of_one_name_share_a_search_key() {
    for (name, spellings) in [
        (
            "Aarhus",
            vec!["Århus", "århus", "A\u{30a}rhus", "AARHUS", " Aarhus "],
        ),
        (
            "Høje-Taastrup",
            vec!["Høje Tåstrup", "Hoeje-Taastrup", "HØJE–TAASTRUP"],
        ),
        (
            "Ringkøbing-Skjern",
            vec!["Ringkøbing\u{ad}Skjern", "Ringkøbing\u{2011}Skjern"],
        ),
        ("Ærø", vec!["Aeroe", "A\u{200b}e\u{200b}roe", "ærö"]),
        ("Faaborg-Midtfyn", vec!["Fåborg Midtfyn"]),
        ("Allerød", vec!["Allero\u{338}d"]),
    ] {
        for spelling in spellings {
            assert_eq!(search_key(spelling), search_key(name), "{spelling:?}");
        }
    }
}

#[test]
fn different_names_keep_different_search_keys() {
    let keys: std::collections::BTreeSet<_> =
        MUNICIPALITIES.iter().map(|name| search_key(name)).collect();
    assert_eq!(keys.len(), MUNICIPALITIES.len());
}
