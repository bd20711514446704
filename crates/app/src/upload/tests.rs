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
