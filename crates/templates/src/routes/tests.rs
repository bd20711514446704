use super::*;

#[test]
fn a_path_carries_its_parts_whatever_they_hold() {
    assert_eq!(case("case_1"), "/cases/case_1");
    assert_eq!(notice("c", "n"), "/cases/c/notices/n");
    assert_eq!(case_notices("c"), "/cases/c#notices");
    assert_eq!(
        command_form(
            "c",
            "hold",
            &[("reason", "a&b".to_owned()), ("next", "/x".to_owned())]
        ),
        "/cases/c/commands/hold?reason=a%26b&next=%2Fx"
    );
    assert_eq!(certificate("KA 2026/ø"), "/certificates/KA%202026%2F%C3%B8");
    assert_eq!(
        criterion("cctf-ka@0.1", "KA-1.02"),
        "/criteria/cctf-ka@0.1#KA-1.02"
    );
}

#[test]
fn a_filled_path_has_the_form_of_its_pattern() {
    let filled = [
        (INVITATION, invitation("x")),
        (CRITERIA_SET, criteria_set("x")),
        (CERTIFICATE, certificate("x")),
        (CASE, case("x")),
        (CASE_COMMAND, case_command("x")),
        (SUBMISSION, submission("x", "x")),
        (DESK_EXPORT, desk_export("x")),
        (DESK_PERSON, desk_person("x")),
        (DESK_BODY, desk_body("x")),
        (CASE_COMMAND_FORM, command_form("x", "x", &[])),
        (NOTICE, notice("x", "x")),
        (MAIL, mail("x")),
    ];
    for (pattern, filled) in filled {
        let parts = |path: &str| {
            path.split('/')
                .map(|part| part.to_owned())
                .collect::<Vec<_>>()
        };
        let (pattern, filled) = (parts(pattern), parts(&filled));
        assert_eq!(pattern.len(), filled.len());
        for (wanted, found) in pattern.iter().zip(&filled) {
            assert!(
                wanted.starts_with('{') || wanted == found,
                "{wanted} {found}"
            );
        }
    }
}
