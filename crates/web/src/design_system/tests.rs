use super::*;

const WHOLE: &str = "a{b:c}@font-face{font-display:swap;font-family:F;font-weight:400;\
                     src:url(../fonts/F/complete/woff/F-Bold.woff) format(\"woff\"),\
                     url(../fonts/F/complete/woff2/F-Bold.woff2) format(\"woff2\")}d{e:f}";

#[test]
fn letters_are_served_cut_where_the_package_has_them_cut() {
    let light = with_light_letters(WHOLE, |file| {
        file == "../fonts/F/split/woff2/F-SemiBold-Latin1.woff2"
    });
    assert_eq!(
        light,
        "a{b:c}@font-face{font-display:optional;font-family:F;font-weight:400;\
         src:url(../fonts/F/split/woff2/F-SemiBold-Latin1.woff2) format(\"woff2\")}d{e:f}"
    );
}

#[test]
fn a_stylesheet_without_such_letters_stays_as_it_is() {
    assert_eq!(with_light_letters(WHOLE, |_| false), WHOLE);
    for other in [
        "",
        "a{}",
        "@font-face{",
        "@font-face{src:local(x)}",
        "@font-face{src:url(x)}b{}",
    ] {
        assert_eq!(with_light_letters(other, |_| true), other);
    }
}
