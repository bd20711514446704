use lustrum_domain::samples::Story;
use serde_json::json;

use super::*;

#[test]
fn the_texts_of_an_event_are_found_wherever_they_stand() {
    let id = TextId(uuid::Uuid::from_u128(7));
    let text = json!({ "id": id, "digest": Digest::ZERO });
    let event = json!({
        "kind": "scoping_recorded",
        "participants": text,
        "focus": [["KA-1.01", text]],
        "assignment": { "id": "asg_00000000000000000000000000000007" },
    });
    let mut found = Vec::new();
    texts_in(&event, &mut found);
    assert_eq!(found, [id, id]);
}

#[test]
fn every_event_of_every_story_is_read_from_the_log() {
    for (name, story) in Story::all() {
        for entry in story.entries {
            let body = lustrum_domain::canonical_json(&entry);
            let read: LoggedEntry = serde_json::from_str(&body).unwrap();
            assert_eq!(read.at, entry.at, "{name}");
            let kind = read.event["kind"].as_str().unwrap();
            for locale in lustrum_domain::Locale::ALL {
                assert!(!words::label(locale, "event", kind).contains('<'), "{kind}");
            }
        }
    }
}

#[test]
fn a_list_is_ordered_by_a_word_that_is_known() {
    assert!(matches!(sorting("deadline"), Ok(CaseSort::Deadline)));
    assert!(sorting("size").is_err());
}
