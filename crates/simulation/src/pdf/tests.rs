use super::*;

#[test]
fn a_small_pdf_holds_its_words_danish_letters_among_them() {
    let bytes = small("Klimaplan for Ærø", "Blåbærgrød på øen.\n\nOg mere.");
    assert!(bytes.starts_with(b"%PDF-1.5"));
    let document = Document::load_mem(&bytes).unwrap();
    assert_eq!(document.get_pages().len(), 1);
    let text = document.extract_text(&[1]).unwrap();
    assert!(text.contains("Klimaplan for Ærø"), "{text}");
    assert!(text.contains("Blåbærgrød på øen."), "{text}");
}

#[test]
fn the_same_words_give_the_same_bytes_and_other_words_others() {
    assert_eq!(small("a", "b"), small("a", "b"));
    assert_ne!(small("a", "b"), small("a", "c"));
}

#[test]
fn a_long_text_runs_over_several_pages_and_an_empty_one_has_one() {
    let long = "ord ".repeat(4000);
    let document = Document::load_mem(&small("Lang", &long)).unwrap();
    assert!(document.get_pages().len() > 1);
    let document = Document::load_mem(&small("Tom", "")).unwrap();
    assert_eq!(document.get_pages().len(), 1);
}
