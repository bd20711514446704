//! The outbox: queued once, claimed by one, cancelled with its reason.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use lustrum_domain::{
    CycleId, DeadlineKey, Locale, MailId, MailKind, Reason, Timestamp, samples::Who,
};
use uuid::Uuid;

use super::world::{enrolled, populate, register, time};
use crate::{
    MailFilter, MailOutcome, MailStatus, OutboxMail, RegisterWrite, SendOutcome, Store, StoredMail,
    WriteSet, for_each_backend,
};

fn mail(number: u128, cycle: Option<CycleId>, reason: Option<Reason>) -> OutboxMail {
    OutboxMail {
        id: MailId(Uuid::from_u128(number)),
        programme: "sample".to_owned(),
        kind: MailKind::Reminder,
        cycle,
        reason,
        dedupe_key: format!("key/{number}"),
        person: Some(Who::Approver.id()),
        organisation: None,
        recipient: "åse@ærø.example.dk".to_owned(),
        locale: Locale::Da,
        template_version: 1,
        subject: "Påmindelse".to_owned(),
        text: "Hej".to_owned(),
        html: "<p>Hej</p>".to_owned(),
        not_before: start() + TimeDelta::seconds(i64::try_from(number).unwrap()),
        queued_at: start(),
    }
}

fn start() -> Timestamp {
    time("2028-12-01T10:00:00.000001Z")
}

fn queued(mails: Vec<OutboxMail>) -> WriteSet {
    WriteSet {
        outbox: mails,
        ..WriteSet::default()
    }
}

fn outcome(mail: &StoredMail, outcome: SendOutcome) -> WriteSet {
    WriteSet {
        sent: vec![MailOutcome {
            id: mail.mail.id,
            claimed_by: mail.claimed_by.unwrap(),
            outcome,
            at: start() + TimeDelta::hours(1),
        }],
        ..WriteSet::default()
    }
}

async fn status(store: &Store, number: u128) -> MailStatus {
    let id = MailId(Uuid::from_u128(number));
    store.mail(id).await.unwrap().unwrap().status
}

const LEASE: TimeDelta = TimeDelta::minutes(2);

for_each_backend! {
    async fn what_is_queued_once_is_not_queued_again(database) {
        let store = database.store();
        populate(store).await;
        let first = mail(1, None, None);
        store.commit(queued(vec![first.clone(), mail(2, None, None)])).await.unwrap();
        let again = OutboxMail { id: MailId(Uuid::from_u128(9)), ..first.clone() };
        store.commit(queued(vec![again])).await.unwrap();
        let page = store.mails(&MailFilter::default()).await.unwrap();
        assert_eq!(page.total, 2);
        let stored = store.mail(first.id).await.unwrap().unwrap();
        assert_eq!(stored.mail, first);
        assert_eq!((stored.status, stored.attempts), (MailStatus::Queued, 0));
        assert_eq!(store.next_mail_at().await.unwrap(), Some(first.not_before));
        let counts = store.counts().await.unwrap();
        assert_eq!(counts.mails[&MailStatus::Queued], 2);
        assert_eq!(counts.oldest_queued, Some(first.not_before));
    }

    async fn thousands_of_mails_are_queued_at_once(database) {
        let store = database.store();
        let mails = (1..=3000).map(|number| mail(number, None, None)).collect();
        store.commit(queued(mails)).await.unwrap();
        let page = store.mails(&MailFilter { limit: Some(1), ..MailFilter::default() }).await.unwrap();
        assert_eq!((page.rows.len(), page.total), (1, 3000));
    }

    async fn a_gone_reason_cancels_what_is_queued_and_stops_what_is_being_sent(database) {
        let store = database.store();
        populate(store).await;
        store.commit(enrolled(1).write()).await.unwrap();
        let cycle = enrolled(1).cycle.id;
        let reason = Reason::Deadline(DeadlineKey::Answer);
        let answer = Some(reason.clone());
        let submission = Some(Reason::Deadline(DeadlineKey::Submission));
        let mails = vec![
            mail(1, Some(cycle), answer.clone()),
            mail(2, Some(cycle), answer.clone()),
            mail(3, Some(cycle), submission),
            mail(4, None, answer.clone()),
        ];
        store.commit(queued(mails)).await.unwrap();
        let now = start() + TimeDelta::seconds(1);
        let claimed = store.claim(Uuid::from_u128(1), now, LEASE, 1).await.unwrap();
        assert_eq!(claimed[0].mail.id.0.as_u128(), 1);
        let cancel = WriteSet {
            cancels: vec![(cycle, reason)],
            // Queued in the same write set, it is the new reason's.
            outbox: vec![mail(5, Some(cycle), Some(Reason::Deadline(DeadlineKey::Answer)))],
            ..WriteSet::default()
        };
        store.commit(cancel).await.unwrap();
        assert_eq!(status(store, 1).await, MailStatus::Sending);
        assert_eq!(status(store, 2).await, MailStatus::Cancelled);
        assert_eq!(status(store, 3).await, MailStatus::Queued);
        assert_eq!(status(store, 4).await, MailStatus::Queued);
        assert_eq!(status(store, 5).await, MailStatus::Queued);
        let retry = SendOutcome::Retry { at: now, error: "451 later".to_owned() };
        store.commit(outcome(&claimed[0], retry)).await.unwrap();
        assert_eq!(status(store, 1).await, MailStatus::Cancelled);
    }

    async fn eight_workers_claim_each_mail_once(database) {
        let store = database.store();
        populate(store).await;
        store.commit(queued((1..=200).map(|number| mail(number, None, None)).collect())).await.unwrap();
        let now = start() + TimeDelta::hours(1);
        let workers = (1..=8).map(|worker| {
            let store = store.clone();
            tokio::spawn(async move {
                let worker = Uuid::from_u128(worker);
                let mut mine = Vec::new();
                loop {
                    let claimed = store.claim(worker, now, LEASE, 7).await.unwrap();
                    if claimed.is_empty() {
                        return mine;
                    }
                    assert!(claimed.len() <= 7);
                    assert!(claimed.iter().all(|it| it.claimed_by == Some(worker)));
                    mine.extend(claimed.iter().map(|it| it.mail.id));
                }
            })
        });
        let mut all = Vec::new();
        for claimed in futures_util::future::join_all(workers).await {
            all.extend(claimed.unwrap());
        }
        assert_eq!(all.len(), 200);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 200);
    }

    async fn a_mail_is_claimed_in_its_turn_and_again_when_the_lease_is_over(database) {
        let store = database.store();
        populate(store).await;
        let mails = vec![mail(3, None, None), mail(1, None, None), mail(90, None, None)];
        store.commit(queued(mails)).await.unwrap();
        let now = start() + TimeDelta::seconds(10);
        let one = store.claim(Uuid::from_u128(1), now, LEASE, 9).await.unwrap();
        assert_eq!(one.iter().map(|it| it.mail.id.0.as_u128()).collect::<Vec<_>>(), [1, 3]);
        assert!(one.iter().all(|it| it.attempts == 1 && it.status == MailStatus::Sending));
        let again = store.claim(Uuid::from_u128(2), now + LEASE, LEASE, 9).await.unwrap();
        assert_eq!(again.len(), 1, "the third is due, the lease of the first two holds");
        let next = store.next_mail_at().await.unwrap();
        assert_eq!(next, Some(now + LEASE));
        let late = now + LEASE + TimeDelta::microseconds(1);
        let two = store.claim(Uuid::from_u128(2), late, LEASE, 9).await.unwrap();
        assert_eq!(two.len(), 2);
        assert!(two.iter().all(|it| it.attempts == 2));
        // The first worker wakes up: its outcome is void.
        let failed = SendOutcome::Failed { error: "550".to_owned() };
        store.commit(outcome(&one[0], failed.clone())).await.unwrap();
        assert_eq!(status(store, 1).await, MailStatus::Sending);
        store.commit(outcome(&two[0], SendOutcome::Sent)).await.unwrap();
        let sent = store.mail(two[0].mail.id).await.unwrap().unwrap();
        assert_eq!(sent.status, MailStatus::Sent);
        assert_eq!(sent.sent_at, Some(start() + TimeDelta::hours(1)));
        // Once sent, always sent.
        store.commit(outcome(&two[0], failed)).await.unwrap();
        assert_eq!(status(store, 1).await, MailStatus::Sent);
    }

    async fn a_mail_whose_reason_went_while_a_worker_had_it_is_not_claimed_again(database) {
        let store = database.store();
        populate(store).await;
        store.commit(enrolled(1).write()).await.unwrap();
        let case = enrolled(1).cycle.id;
        let reason = Reason::Deadline(DeadlineKey::Submission);
        let mails = vec![mail(1, Some(case), Some(reason)), mail(2, None, None)];
        store.commit(queued(mails)).await.unwrap();
        let now = start() + TimeDelta::minutes(1);
        let dies = store.claim(Uuid::from_u128(1), now, LEASE, 9).await.unwrap();
        assert_eq!(dies.len(), 2);
        let over = WriteSet {
            cancels: vec![(case, Reason::Deadline(DeadlineKey::Submission))],
            ..WriteSet::default()
        };
        store.commit(over).await.unwrap();
        assert_eq!(status(store, 1).await, MailStatus::Sending, "somebody has it");
        let late = now + LEASE + TimeDelta::seconds(1);
        let again = store.claim(Uuid::from_u128(2), late, LEASE, 9).await.unwrap();
        // The control: the other one, whose reason stands, comes again.
        assert_eq!(again.iter().map(|it| it.mail.id.0.as_u128()).collect::<Vec<_>>(), [2]);
        assert_eq!(status(store, 1).await, MailStatus::Cancelled);
        assert_eq!(store.next_mail_at().await.unwrap(), Some(late + LEASE));
    }

    async fn whatever_is_queued_to_somebody_who_lost_access_is_cancelled(database) {
        let store = database.store();
        populate(store).await;
        store.commit(enrolled(1).write()).await.unwrap();
        let case = enrolled(1).cycle.id;
        let mut mails = vec![
            mail(1, Some(case), None),
            mail(2, None, None),
            mail(3, Some(case), None),
        ];
        mails[2].person = Some(Who::LeadConcito.id());
        mails[1].kind = MailKind::Invitation;
        store.commit(queued(mails)).await.unwrap();
        let gone = |cycle| WriteSet {
            cancels_for: vec![(cycle, Who::Approver.id())],
            ..WriteSet::default()
        };
        store.commit(gone(Some(case))).await.unwrap();
        let told = async |number| status(store, number).await;
        assert_eq!(told(1).await, MailStatus::Cancelled);
        assert_eq!(told(3).await, MailStatus::Queued, "the control: somebody else's");
        store.commit(gone(None)).await.unwrap();
        assert_eq!(told(2).await, MailStatus::Queued, "an invitation is no news of a case");
    }

    async fn outcomes_lead_where_they_say(database) {
        let store = database.store();
        populate(store).await;
        store.commit(queued((1..=3).map(|number| mail(number, None, None)).collect())).await.unwrap();
        let now = start() + TimeDelta::minutes(1);
        let claimed = store.claim(Uuid::from_u128(1), now, LEASE, 9).await.unwrap();
        let at = now + TimeDelta::minutes(5);
        let retry = SendOutcome::Retry { at, error: "connection refused".to_owned() };
        store.commit(outcome(&claimed[0], retry)).await.unwrap();
        let stored = store.mail(claimed[0].mail.id).await.unwrap().unwrap();
        assert_eq!(stored.status, MailStatus::Queued);
        assert_eq!(stored.mail.not_before, at);
        assert_eq!(stored.last_error.as_deref(), Some("connection refused"));
        let failed = SendOutcome::Failed { error: "550 no such user".to_owned() };
        store.commit(outcome(&claimed[1], failed)).await.unwrap();
        store.commit(outcome(&claimed[2], SendOutcome::Cancelled)).await.unwrap();
        assert_eq!(status(store, 2).await, MailStatus::Failed);
        assert_eq!(status(store, 3).await, MailStatus::Cancelled);
        let failed = MailFilter { status: Some(MailStatus::Failed), ..MailFilter::default() };
        assert_eq!(store.mails(&failed).await.unwrap().total, 1);
        let requeue = |number| register(vec![RegisterWrite::Requeue(MailId(Uuid::from_u128(number)), at)]);
        store.commit(requeue(2)).await.unwrap();
        assert_eq!(status(store, 2).await, MailStatus::Queued);
        assert!(store.commit(requeue(1)).await.is_err(), "it waits already");
        let mine = MailFilter {
            person: Some(Who::Approver.id()),
            limit: Some(2),
            ..MailFilter::default()
        };
        let page = store.mails(&mine).await.unwrap();
        assert_eq!((page.rows.len(), page.total), (2, 3));
    }
}
