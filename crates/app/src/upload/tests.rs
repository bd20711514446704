use super::*;

#[test]
fn a_name_keeps_its_danish_letters_and_loses_its_path() {
    for (name, kept) in [
        ("../../etc/Klimaplan Ærø.pdf", "Klimaplan Ærø.pdf"),
        ("C:\\planer\\Høring på åen.pdf", "Høring på åen.pdf"),
        ("a\u{0}b\r\n.pdf", "ab.pdf"),
    ] {
        assert_eq!(clean_name(name).unwrap(), kept);
    }
    assert!(clean_name("planer/").is_err());
    assert!(clean_name("..").is_err());
}

#[test]
fn text_is_told_from_bytes_even_when_a_letter_is_cut_at_the_end() {
    assert_eq!(sniff("Ærø;Fanø;Samsø;1".as_bytes()), "text/plain");
    assert_eq!(sniff(&"prosa på dansk æ".as_bytes()[..16]), "text/plain");
    assert_eq!(sniff(&[0xff, 0xfe, 0x00, 0x01]), "application/octet-stream");
    assert_eq!(sniff(b"%PDF-1.7"), "application/pdf");
}

#[test]
fn a_pdf_that_is_none_is_refused() {
    assert_eq!(
        inspect_pdf(b"%PDF-1.7 and nothing else"),
        Err("file-broken-pdf")
    );
}

#[test]
fn the_name_of_macros_is_found_in_any_case_and_wherever_it_is_torn_apart() {
    for name in [&b"PK xl/vbaProject.bin PK"[..], b"PK xl/VBAPROJECT.BIN PK"] {
        for cut in 0..name.len() {
            let mut search = MacroSearch::default();
            let (before, after) = name.split_at(cut);
            assert!(
                search.finds_in(before) | search.finds_in(after),
                "cut at {cut}"
            );
        }
        let mut search = MacroSearch::default();
        assert!(name.chunks(1).any(|byte| search.finds_in(byte)));
    }
    let mut search = MacroSearch::default();
    assert!(!search.finds_in(b"xl/vbaProject"));
    assert!(!search.finds_in(b"xl/styles.bin"));
}
