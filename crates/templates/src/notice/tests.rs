use super::*;

fn all() -> impl Iterator<Item = (NoticeKind, NoticeContext, NoticeText)> {
    let templates = Templates::embedded();
    NoticeKind::ALL
        .iter()
        .flat_map(|kind| {
            NoticeContext::samples()
                .into_iter()
                .map(move |context| (*kind, context))
        })
        .map(move |(kind, context)| {
            let notice = templates.notice(kind, &context).unwrap();
            (kind, context, notice)
        })
}

#[test]
fn every_notice_is_complete_and_has_the_parts_of_an_agenda_item() {
    for (kind, context, notice) in all() {
        for text in [
            &notice.title.da,
            &notice.title.en,
            &notice.text.da,
            &notice.text.en,
        ] {
            assert!(!text.contains("{$"), "{kind}: {text}");
            assert!(!text.contains("<agenda-"), "{kind}: {text}");
            assert!(!text.contains("&lt;"), "{kind}: {text}");
            assert!(
                context.body.contains('<') || !text.contains("{{"),
                "{kind}: {text}"
            );
        }
        assert_ne!(notice.title.da, notice.title.en);
        assert_ne!(notice.text.da, notice.text.en);
        assert!(!notice.title.da.contains('\n'));
        let parts = [
            "Kort resumé",
            "Sagens gang",
            "indstiller, at",
            "Beskrivelse af sagen",
            "Bilag",
            "Beslutning",
        ];
        let places: Vec<usize> = parts
            .iter()
            .map(|part| {
                notice
                    .text
                    .da
                    .find(part)
                    .unwrap_or_else(|| panic!("{kind}: {part}"))
            })
            .collect();
        assert!(places.is_sorted(), "{kind}: {}", notice.text.da);
    }
}

#[test]
fn only_the_municipality_s_own_bodies_are_asked_to_adopt() {
    for (kind, context, notice) in all() {
        let asked = notice.text.da.contains("vedtage den certificerede")
            || notice.text.da.contains("vedtager den certificerede");
        let own = matches!(
            context.body_kind,
            OrganisationKind::Council | OrganisationKind::Committee
        );
        assert_eq!(asked, kind == NoticeKind::ReadyForAdoption && own, "{kind}");
        assert!(
            notice
                .text
                .da
                .contains("orienteringen tages til efterretning"),
            "{kind}"
        );
    }
}

#[test]
fn a_notice_reads_like_an_agenda_item() {
    let templates = Templates::embedded();
    let context = NoticeContext::samples().remove(1);
    let notice = templates
        .notice(NoticeKind::ReadyForAdoption, &context)
        .unwrap();
    assert_eq!(
        notice.title.da,
        "Vedtagelse af Odder Kommunes reviderede klimahandlingsplan"
    );
    assert_eq!(
        notice.text.da,
        "\
PRØVE: Punktet hører til et prøveforløb. Intet her er en rigtig certificering.

Sagsnummer: 00.01.00-P00-9-26
Forvaltning: Teknik og Miljø
Lukket punkt

Kort resumé
Den reviderede klimahandlingsplan er certificeret og lægges hermed frem til vedtagelse. Når kommunalbestyrelsen har vedtaget præcis den udgave, udstedes certifikatet, og planen gælder.

Sagens gang
Klimaudvalget – Økonomiudvalget – Byrådet.

Teknik og Miljø indstiller, at
1. udvalget anbefaler kommunalbestyrelsen at vedtage den certificerede klimahandlingsplan i den udgave, der er vedlagt.
2. orienteringen tages til efterretning.

Beskrivelse af sagen
Planen er vurderet efter kriterierne og certificeret. Certificeringen gælder netop den udgave, der er vedlagt; en ændring, som ikke kun er redaktionel, betyder, at de berørte kriterier skal vurderes igen.

Begrundelsen lyder:
Regnskabet er for gammelt.

Vilkår, der endnu ikke er opfyldt:
- KA-5.01: Tidsplan for indsatserne (senest 1. juni 2027)

Sagen kan ses her: https://lustrum.example/cases/case_01

Bilag
1. Klimahandlingsplanen

Beslutning"
    );
}

#[test]
fn a_fact_stands_only_in_the_notices_it_matters_to() {
    let templates = Templates::embedded();
    let context = NoticeContext::samples().remove(1);
    let text = |kind| templates.notice(kind, &context).unwrap().text.da;
    let returned = text(NoticeKind::Returned);
    assert!(returned.contains("Kriterierne er:\n- KA-3.02 Drivhusgasregnskab"));
    assert!(returned.contains("Frist for svar på de returnerede kriterier: 15. januar 2027."));
    assert!(!returned.contains("KA-0727-2") && !returned.contains("KA-5.01"));
    assert!(text(NoticeKind::Reinstated).contains("Certifikatets nummer er KA-0727-2."));
    assert!(!text(NoticeKind::Revoked).contains("KA-0727-2"));
}
