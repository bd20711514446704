//! People, organisations, tokens, erasure, certificates and notices.

use lustrum_domain::{
    CertificateId, Digest, MembershipId, OrganisationId, OrganisationKind as Kind, Role, TokenId,
    certificate::CertificateStep,
    notice::NoticeState,
    samples::{self, Story, Who},
};
use uuid::Uuid;

use super::world::{
    account, day, enrolled, municipality, organisation, populate, register, time, told,
};
use crate::{
    Affiliation, CertificateFilter, CertificateRow, CertificateStatus, CertificateWrite,
    CommitError, JudgementDraft, JudgementDraftWrite, Membership, NoticeDocument, NoticeFilter,
    Organisation, OrganisationFilter, RegisterWrite, Token, TokenKind, WriteSet, for_each_backend,
};

fn id(number: u128) -> OrganisationId {
    OrganisationId(Uuid::from_u128(number))
}

fn names(organisations: &[Organisation]) -> Vec<&str> {
    organisations.iter().map(|it| it.name.as_str()).collect()
}

for_each_backend! {
    async fn a_person_comes_with_all_that_they_hold(database) {
        let store = database.store();
        populate(store).await;
        let who = Who::Reviewer.id();
        let found = store.person(who).await.unwrap().unwrap();
        assert_eq!(found.account.version, 2, "an account and a membership");
        assert_eq!(found.account.name, account(who).name);
        assert_eq!(found.account.invited_at, account(who).invited_at);
        let end = RegisterWrite::EndMembership {
            id: found.memberships[0].id,
            person: who,
            on: day("2029-01-01"),
        };
        store.commit(register(vec![end])).await.unwrap();
        let email = account(who).email.unwrap();
        let later = store.person_by_email(&email).await.unwrap().unwrap();
        assert_eq!(later.account.version, 3);
        assert_eq!(later.memberships[0].to, Some(day("2029-01-01")));
        let held = async |on: &str| {
            let places = [samples::CONCITO, samples::C40];
            let roles = [Role::Reviewer, Role::Lead];
            store.members(&places, &roles, day(on)).await.unwrap().len()
        };
        assert_eq!(held("2029-01-01").await, 5);
        assert_eq!(held("2029-01-02").await, 4);
        assert_eq!(held("2027-12-31").await, 0);
        let before = store.statements();
        let people = store.people(&[who, Who::LeadC40.id(), Who::Clerk.id()]).await.unwrap();
        assert_eq!((people.len(), store.statements() - before), (3, 3));
        assert_eq!(store.memberships_at(samples::CONCITO).await.unwrap().len(), 3);
    }

    async fn an_account_is_compared_and_swapped_and_an_address_is_unique(database) {
        let store = database.store();
        populate(store).await;
        let mut mine = store.person(Who::Clerk.id()).await.unwrap().unwrap().account;
        let expected = Some(mine.version);
        mine.password = Some("$argon2id$".to_owned());
        let write = |account: &crate::Account, expected| {
            register(vec![RegisterWrite::Account { account: account.clone(), expected }])
        };
        store.commit(write(&mine, expected)).await.unwrap();
        let stale = store.commit(write(&mine, expected)).await;
        assert!(matches!(stale, Err(CommitError::Stale { .. })));
        let stored = store.person(mine.id).await.unwrap().unwrap().account;
        assert_eq!(stored.password, mine.password);
        mine.email = account(Who::Auditor.id()).email;
        let taken = store.commit(write(&mine, Some(stored.version))).await;
        assert!(matches!(taken, Err(CommitError::Conflict { constraint })
            if constraint == "person_email"));
    }

    async fn tokens_are_found_by_hash_and_revoked(database) {
        let store = database.store();
        populate(store).await;
        let token = |number: u128, kind| Token {
            id: TokenId(Uuid::from_u128(number)),
            person: Who::Approver.id(),
            kind,
            hash: Digest::of(number.to_string()),
            label: "Åses maskine".to_owned(),
            created_at: time("2028-12-01T10:00:00.000001Z"),
            expires_at: time("2028-12-02T10:00:00.000001Z"),
            revoked_at: None,
        };
        let all = [token(1, TokenKind::Session), token(2, TokenKind::Api)];
        let writes = all.iter().cloned().map(RegisterWrite::Token).collect();
        store.commit(register(writes)).await.unwrap();
        let found = async |number: usize, kind| {
            store.token(all[number].hash, kind).await.unwrap()
        };
        assert_eq!(found(0, TokenKind::Session).await.as_ref(), Some(&all[0]));
        assert_eq!(found(0, TokenKind::Api).await, None);
        assert_eq!(store.tokens_of(Who::Approver.id()).await.unwrap().len(), 2);
        let at = time("2028-12-01T11:00:00Z");
        let later = time("2028-12-01T12:00:00Z");
        store.commit(register(vec![RegisterWrite::RevokeToken(all[0].id, at)])).await.unwrap();
        store.commit(register(vec![RegisterWrite::RevokeAll(Who::Approver.id(), later)])).await.unwrap();
        let revoked = found(0, TokenKind::Session).await.unwrap();
        assert_eq!(revoked.revoked_at, Some(at), "the first time stays");
        assert_eq!(found(1, TokenKind::Api).await.unwrap().revoked_at, Some(later));
    }

    async fn an_erased_person_leaves_an_id_and_a_log(database) {
        let store = database.store();
        populate(store).await;
        let who = Who::Approver.id();
        let at = time("2030-01-01T00:00:00Z");
        let mail = crate::OutboxMail {
            id: Uuid::from_u128(1).into(),
            programme: "sample".to_owned(),
            kind: lustrum_domain::MailKind::Invitation,
            cycle: None,
            reason: None,
            dedupe_key: "1".to_owned(),
            person: Some(who),
            organisation: None,
            recipient: "a@example.dk".to_owned(),
            locale: lustrum_domain::Locale::En,
            template_version: 1,
            subject: "Welcome".to_owned(),
            text: "Åse".to_owned(),
            html: "Åse".to_owned(),
            not_before: at,
            queued_at: at,
        };
        store.commit(WriteSet { outbox: vec![mail.clone()], ..WriteSet::default() }).await.unwrap();
        store.commit(register(vec![RegisterWrite::Erase(who, at)])).await.unwrap();
        let found = store.person(who).await.unwrap().unwrap();
        assert_eq!((found.account.name, found.account.email), (None, None));
        assert_eq!(found.account.erased_at, Some(at));
        assert_eq!(found.memberships.len(), 1);
        let stored = store.mail(mail.id).await.unwrap().unwrap();
        assert_eq!(stored.status, crate::MailStatus::Cancelled);
        assert_eq!((stored.mail.recipient, stored.mail.text), (String::new(), String::new()));
        let requeue = register(vec![RegisterWrite::Requeue(mail.id, at)]);
        assert!(store.commit(requeue).await.is_err());
        let rows = store.events(lustrum_domain::log::REGISTER, 1, 10_000).await.unwrap();
        let examined = lustrum_domain::log::examine(lustrum_domain::log::REGISTER, &rows);
        assert_eq!(examined.faults, []);
        // The address is free again.
        let mut next = account(Uuid::from_u128(5_000).into());
        next.email = account(who).email;
        let write = RegisterWrite::Account { account: next, expected: None };
        store.commit(register(vec![write])).await.unwrap();
    }

    async fn a_private_draft_is_kept_replaced_forgotten_and_erased(database) {
        let store = database.store();
        populate(store).await;
        let told = told(Story::review_accepted(), 1, municipality(1));
        store.commit(told.write()).await.unwrap();
        let (cycle, at) = (told.cycle.id, time("2030-01-01T00:00:00Z"));
        let keep = |who: Who, criterion: &str, body: &str| {
            JudgementDraftWrite::Keep(JudgementDraft {
                cycle,
                stage: "concito".to_owned(),
                criterion: criterion.into(),
                round: 1,
                person: who.id(),
                body: body.to_owned(),
                at,
            })
        };
        let commit = async |judgement_drafts: Vec<JudgementDraftWrite>| {
            let set = WriteSet { judgement_drafts, ..WriteSet::default() };
            store.commit(set).await.unwrap();
        };
        let kept = async |who: Who| -> Vec<(String, String)> {
            let found = store.judgement_drafts(cycle, "concito", who.id(), 1).await.unwrap();
            found.into_iter().map(|it| (it.criterion.0, it.body)).collect()
        };
        let pair = |criterion: &str, body: &str| (criterion.to_owned(), body.to_owned());
        commit(vec![
            keep(Who::Reviewer, "S-2", "{}"),
            keep(Who::Reviewer, "S-1", "{\"text\":\"æøå\"}"),
            keep(Who::OtherReviewer, "S-1", "{}"),
            keep(Who::LeadC40, "S-1", "{}"),
        ]).await;
        commit(vec![keep(Who::Reviewer, "S-2", "[]")]).await;
        let wanted = [pair("S-1", "{\"text\":\"æøå\"}"), pair("S-2", "[]")];
        assert_eq!(kept(Who::Reviewer).await, wanted);
        assert_eq!(store.judgement_drafts(cycle, "concito", Who::Reviewer.id(), 2).await.unwrap(), []);
        assert_eq!(store.judgement_drafts(cycle, "c40", Who::Reviewer.id(), 1).await.unwrap(), []);
        commit(vec![JudgementDraftWrite::Forget {
            cycle,
            stage: "concito".to_owned(),
            person: Who::Reviewer.id(),
            criteria: vec!["S-1".into(), "S-3".into()],
        }]).await;
        assert_eq!(kept(Who::Reviewer).await, [pair("S-2", "[]")]);
        assert_eq!(kept(Who::OtherReviewer).await.len(), 1, "somebody else's stays");
        let erase = RegisterWrite::Erase(Who::LeadC40.id(), at);
        store.commit(register(vec![erase])).await.unwrap();
        assert_eq!(kept(Who::LeadC40).await, []);
        assert_eq!(kept(Who::OtherReviewer).await.len(), 1, "so it does at an erasure");
        let stage = JudgementDraftWrite::ForgetStage { cycle, stage: "c40".to_owned() };
        commit(vec![stage]).await;
        assert_eq!(kept(Who::OtherReviewer).await.len(), 1, "another stage");
        let stage = JudgementDraftWrite::ForgetStage { cycle, stage: "concito".to_owned() };
        commit(vec![stage]).await;
        assert_eq!((kept(Who::OtherReviewer).await, kept(Who::Reviewer).await), (vec![], vec![]));
    }

    async fn organisations_are_found_by_kind_day_code_and_affiliation(database) {
        let store = database.store();
        populate(store).await;
        let region = |number: u128, name: &str, from: &str, to: Option<&str>, successor| Organisation {
            code: Some(number.to_string()),
            valid_from: day(from),
            valid_to: to.map(day),
            successor,
            ..organisation(id(number), Kind::Region, name, None)
        };
        let changes = vec![
            RegisterWrite::Organisation(region(1086, "Østdanmark", "2027-01-01", None, None)),
            RegisterWrite::Organisation(region(
                1085, "Sjælland", "2007-01-01", Some("2026-12-31"), Some(id(1086)),
            )),
            RegisterWrite::Affiliation(Affiliation {
                municipality: municipality(1),
                organisation: id(1085),
                from: day("2007-01-01"),
                to: Some(day("2026-12-31")),
            }),
            RegisterWrite::Affiliation(Affiliation {
                municipality: municipality(1),
                organisation: id(1086),
                from: day("2027-01-01"),
                to: None,
            }),
        ];
        store.commit(register(changes)).await.unwrap();
        let regions = async |on: &str| {
            let found = store.organisations(&[Kind::Region], Some(day(on))).await.unwrap();
            found.into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(regions("2026-12-31").await, ["Sjælland"]);
        assert_eq!(regions("2027-01-01").await, ["Østdanmark"]);
        let found = store.organisation_by_code(Kind::Region, "1085").await.unwrap().unwrap();
        assert_eq!(found.successor, Some(id(1086)));
        assert_eq!(store.organisation_by_code(Kind::Kkr, "1085").await.unwrap(), None);
        let served = store.served_by(id(1086), day("2027-01-01")).await.unwrap();
        assert_eq!(served, [municipality(1)]);
        assert!(store.served_by(id(1085), day("2027-01-01")).await.unwrap().is_empty());
        let both = store.served_by_any(&[id(1085), id(1086)], day("2027-01-01")).await.unwrap();
        let both: Vec<_> = both.iter().map(|it| (it.organisation, it.municipality)).collect();
        assert_eq!(both, [(id(1086), municipality(1))]);
        assert!(store.served_by_any(&[], day("2027-01-01")).await.unwrap().is_empty());
        let affiliations = store.affiliations(municipality(1), day("2026-06-01")).await.unwrap();
        assert_eq!(affiliations[0].organisation, id(1085));
        let page = async |named: Option<&str>, ids: Option<Vec<OrganisationId>>, offset| {
            let filter = OrganisationFilter {
                kinds: vec![Kind::Region],
                on: None,
                ids,
                named: named.map(|key| (key.to_owned(), vec![id(1085)])),
                limit: 1,
                offset,
            };
            let page = store.organisations_page(&filter).await.unwrap();
            let names: Vec<String> = page.rows.into_iter().map(|it| it.name).collect();
            (names, page.total)
        };
        assert_eq!(page(None, None, 0).await, (vec!["Sjælland".to_owned()], 2));
        assert_eq!(page(None, None, 1).await, (vec!["Østdanmark".to_owned()], 2));
        assert_eq!(page(None, Some(vec![id(1086)]), 0).await.1, 1);
        assert_eq!(page(None, Some(Vec::new()), 0).await.1, 0);
        // One is meant by its name, the other was found in another way.
        assert_eq!(page(Some("danmark"), None, 0).await.1, 2);
        assert_eq!(page(Some("danmark"), Some(vec![id(1086)]), 0).await.1, 1);
        let by_id = store.organisations_by_id(&[id(1085), samples::C40]).await.unwrap();
        assert_eq!(names(&by_id), ["C40", "Sjælland"]);
        let same_code = Organisation { id: id(99), ..found };
        let outcome = store.commit(register(vec![RegisterWrite::Organisation(same_code)])).await;
        assert!(matches!(outcome, Err(CommitError::Conflict { constraint })
            if constraint == "organisation_kind_code"));
    }

    async fn the_bodies_of_a_municipality_follow_terms_mergers_and_parents(database) {
        let store = database.store();
        populate(store).await;
        let home = Some(municipality(1));
        let ended = |organisation: Organisation, to: &str, successor| Organisation {
            valid_to: Some(day(to)),
            successor,
            ..organisation
        };
        let from = |organisation: Organisation, from: &str| Organisation {
            valid_from: day(from),
            ..organisation
        };
        let region = organisation(id(300), Kind::Region, "Midt", None);
        let bodies = vec![
            region.clone(),
            from(organisation(id(301), Kind::Council, "Byråd 2030", home), "2030-01-01"),
            ended(organisation(id(302), Kind::Council, "Byråd 2026", home), "2029-12-31", Some(id(301))),
            organisation(id(303), Kind::Committee, "Klima og Miljø", home),
            ended(organisation(id(304), Kind::Committee, "Klima", home), "2028-06-30", Some(id(303))),
            ended(organisation(id(305), Kind::Committee, "§17", home), "2028-06-30", None),
            organisation(id(306), Kind::RegionalCouncil, "Regionsråd Midt", Some(region.id)),
            organisation(id(307), Kind::SteeringGroup, "Styregruppen", Some(samples::ALLIANCE)),
            organisation(id(308), Kind::Council, "Et andet byråd", Some(municipality(2))),
            organisation(id(309), Kind::RegionalOrganisation, "DGO Midt", None),
        ];
        let mut writes: Vec<_> = bodies.into_iter().map(RegisterWrite::Organisation).collect();
        for organisation in [region.id, samples::KKR, id(309)] {
            writes.push(RegisterWrite::Affiliation(Affiliation {
                municipality: municipality(1),
                organisation,
                from: day("2007-01-01"),
                to: None,
            }));
        }
        store.commit(register(writes)).await.unwrap();
        let found = store.bodies(municipality(1), day("2028-12-01")).await.unwrap();
        assert_eq!(
            names(&found),
            ["Byråd 2026", "KKR Midtjylland", "Klima og Miljø", "Regionsråd Midt", "Styregruppen"]
        );
        let found = store.bodies(municipality(1), day("2030-01-01")).await.unwrap();
        assert_eq!(names(&found)[0], "Byråd 2030");
        let receives = async |body: u128, on: &str| {
            let found = store.body_in_force(id(body), day(on)).await.unwrap();
            found.map(|it| it.name)
        };
        assert_eq!(receives(304, "2028-12-01").await.as_deref(), Some("Klima og Miljø"));
        assert_eq!(receives(305, "2028-12-01").await.as_deref(), Some("Byråd 2026"));
        assert_eq!(receives(305, "2031-12-01").await.as_deref(), Some("Byråd 2030"));
        assert_eq!(receives(302, "2031-12-01").await.as_deref(), Some("Byråd 2030"));
        assert_eq!(receives(999, "2031-12-01").await, None);
        // The same, asked for many at once and from the other side.
        let all = [301, 302, 303, 304, 305, 999].map(id);
        let at = day("2031-12-01");
        let wanted = [(302, 301), (304, 303), (305, 301)].map(|(gone, it)| (id(gone), id(it)));
        let answering = store.answering(&all, at).await.unwrap();
        assert_eq!(answering.into_iter().collect::<Vec<_>>(), wanted);
        let answered = store.answered_by(&[id(301)], at).await.unwrap();
        assert_eq!(answered.into_iter().collect::<Vec<_>>(), [wanted[0], wanted[2]]);
        assert!(store.answered_by(&[id(308)], at).await.unwrap().is_empty(), "the control");
    }

    async fn certificates_change_and_have_unique_numbers(database) {
        let store = database.store();
        populate(store).await;
        store.commit(enrolled(1).write()).await.unwrap();
        let certificate = |number: u128| CertificateRow {
            id: CertificateId(Uuid::from_u128(number)),
            cycle: enrolled(1).cycle.id,
            programme: "sample".to_owned(),
            number: format!("KA-0727-{number}"),
            municipality: municipality(1),
            plan: Digest::of("plan"),
            criteria: "sample@1".to_owned(),
            trial: true,
            decided_on: day("2029-01-01"),
            conditions: 2,
            valid_from: day("2029-01-01"),
            valid_to: day("2033-12-31"),
            status: CertificateStatus::Valid,
            status_at: time("2029-01-01T10:00:00.000001Z"),
        };
        let write = |write| WriteSet { certificates: vec![write], ..WriteSet::default() };
        store.commit(write(CertificateWrite::Issue(certificate(1)))).await.unwrap();
        let again = CertificateRow { id: CertificateId(Uuid::from_u128(2)), ..certificate(1) };
        let outcome = store.commit(write(CertificateWrite::Issue(again))).await;
        assert!(matches!(outcome, Err(CommitError::Conflict { constraint })
            if constraint == "certificate_number"));
        let found = store.certificate_by_number("KA-0727-1").await.unwrap();
        assert_eq!(found, Some(certificate(1)));
        let at = time("2034-01-01T10:00:00.000001Z");
        let lapse = CertificateWrite::Change(certificate(1).id, CertificateStep::Lapse, at);
        store.commit(write(lapse)).await.unwrap();
        let lapsed = CertificateFilter {
            status: Some(CertificateStatus::Lapsed),
            programme: Some("sample".to_owned()),
            ..CertificateFilter::default()
        };
        let found = store.certificates(&lapsed).await.unwrap();
        assert_eq!((found.len(), found[0].status_at), (1, at));
        let unknown = CertificateId(Uuid::from_u128(9));
        let revoke = CertificateWrite::Change(unknown, CertificateStep::Revoke, at);
        let outcome = store.commit(write(revoke)).await;
        assert!(matches!(outcome, Err(CommitError::Stale { .. })));
        let register = store.public_register("sample").await.unwrap();
        assert_eq!(register[0].certificate.as_ref().unwrap().number, "KA-0727-1");
    }

    async fn a_notice_carries_its_document_and_follows_the_case(database) {
        let store = database.store();
        populate(store).await;
        let mut story = Story::concluded();
        let command = story.command(lustrum_domain::CommandName::ReleaseNotice);
        story.give(Who::Approver, &command).unwrap();
        let told = told(story, 1, municipality(1));
        let [first, second] = told.steps(1);
        let before = first.cycles[0].cycle.clone();
        let lustrum_domain::Event::NoticeReleased { notice: released } =
            told.entries.last().unwrap().event
        else {
            panic!("the last entry releases a notice");
        };
        let document = |text: &str| {
            let body = before.notices.iter().find(|it| it.id == released).unwrap().body;
            let both = |text: &str| lustrum_domain::Bilingual {
                da: text.to_owned(),
                en: text.to_owned(),
            };
            NoticeDocument {
                id: released,
                cycle: before.id,
                body,
                title: both("Orientering"),
                text: both(text),
                at: time("2029-01-01T10:00:00.000001Z"),
            }
        };
        let first = WriteSet { notices: vec![document("Et")], ..first };
        store.commit(first).await.unwrap();
        let drafted = store.notice(released).await.unwrap().unwrap();
        assert_eq!(drafted.state, NoticeState::Drafted);
        assert_eq!(drafted.document, Some(document("Et")));
        let edit = |text: &str| WriteSet { notices: vec![document(text)], ..WriteSet::default() };
        store.commit(edit("To")).await.unwrap();
        store.commit(WriteSet { notices: vec![document("Tre")], ..second }).await.unwrap();
        let late = store.commit(edit("Fire")).await;
        assert!(matches!(late, Err(CommitError::Stale { .. })), "{late:?}");
        let after = store.notice(released).await.unwrap().unwrap();
        assert_eq!(after.state, NoticeState::Released);
        assert_eq!(after.document, Some(document("Tre")));
        assert_eq!(after.drafted_at, drafted.drafted_at);
        let all = store.notices(before.id).await.unwrap();
        assert_eq!(all.len(), told.cycle.notices.len());
        for notice in &told.cycle.notices {
            let stored = all.iter().find(|it| it.id == notice.id).unwrap();
            assert_eq!((stored.kind, stored.state), (notice.kind, notice.state));
            assert_eq!(stored.releases_on, notice.releases_on);
        }
        let body = store.notices_for_bodies(&[samples::COUNCIL]).await.unwrap();
        assert!(!body.is_empty() && body.len() < all.len());
        // A page of them, within a programme and among some states.
        let page = async |programme: Option<&str>, states: &[NoticeState], offset| {
            let filter = NoticeFilter {
                to: vec![(programme.map(str::to_owned), vec![samples::COUNCIL])],
                states: states.to_vec(),
                limit: 1,
                offset,
            };
            store.notices_page(&filter).await.unwrap()
        };
        let first = page(None, NoticeState::ALL, 0).await;
        assert_eq!(first.total, u64::try_from(body.len()).unwrap());
        assert_eq!(first.rows.len(), 1);
        assert_eq!(page(Some(before.programme.as_str()), NoticeState::ALL, 0).await, first);
        assert_eq!(page(Some("another"), NoticeState::ALL, 0).await.total, 0);
        assert!(page(None, NoticeState::ALL, first.total).await.rows.is_empty());
        let drafted = body.iter().filter(|it| it.state == NoticeState::Drafted).count();
        let found = page(None, &[NoticeState::Drafted], 0).await;
        assert_eq!(found.total, u64::try_from(drafted).unwrap());
        let nobody = NoticeFilter { limit: 1, ..NoticeFilter::default() };
        assert_eq!(store.notices_page(&nobody).await.unwrap().total, 0);
    }

    async fn a_membership_of_a_stranger_is_refused(database) {
        let store = database.store();
        populate(store).await;
        let membership = RegisterWrite::Membership(Membership {
            id: MembershipId(Uuid::from_u128(1)),
            person: Uuid::from_u128(123_456).into(),
            organisation: samples::C40,
            role: Role::Lead,
            principal: None,
            programme: None,
            from: day("2029-01-01"),
            to: None,
        });
        let outcome = store.commit(register(vec![membership])).await;
        assert!(matches!(outcome, Err(CommitError::Conflict { constraint })
            if constraint == "foreign_key"));
    }
}
