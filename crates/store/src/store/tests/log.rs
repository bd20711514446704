//! The log: append-only, examined, anchored; texts erased from beside it.

use lustrum_domain::{
    KeptText, TextId,
    log::{self, FaultKind},
    samples::Story,
};
use uuid::Uuid;

use super::world::{enrolled, municipality, of, populate, register, time, told, touched};
use crate::{RegisterWrite, WriteSet, for_each_backend};

for_each_backend! {
    async fn the_log_refuses_change_and_removal(database) {
        let store = database.store();
        populate(store).await;
        store.commit(enrolled(1).write()).await.unwrap();
        for statement in [
            "UPDATE event SET body = '{}'",
            "DELETE FROM event",
            "UPDATE event SET seq = seq + 1 WHERE seq = 1",
        ] {
            let refused = database.execute(statement).await.unwrap_err();
            assert!(refused.contains("append-only"), "{refused}");
        }
        database.unguard_log().await;
        assert!(database.execute("UPDATE event SET body = '{}'").await.unwrap() > 0);
        let chain = store.chain(enrolled(1).cycle.id.0).await.unwrap();
        let examined = log::examine(enrolled(1).cycle.id.0, &chain.rows);
        assert_eq!(examined.faults[0].kind, FaultKind::Edited);
    }

    async fn every_chain_holds_the_register_among_them(database) {
        let store = database.store();
        populate(store).await;
        let all = [enrolled(1), told(Story::concluded(), 2, municipality(2))];
        for told in &all {
            store.commit(told.write()).await.unwrap();
        }
        let chains = store.all_chains().await.unwrap();
        assert_eq!(chains.len(), 3);
        assert!(chains.contains(&log::REGISTER));
        let heads = store.heads().await.unwrap();
        assert_eq!(heads.len(), 3);
        for chain in chains {
            let found = store.chain(chain).await.unwrap();
            let examined = log::examine(chain, &found.rows);
            assert_eq!(examined.faults, []);
            assert_eq!(found.head, Some(examined.head));
            assert!(heads.contains(&examined.head));
            if let Some(stored) = found.stored {
                let faults = log::compare(&stored.cycle, stored.head, &found.rows, &examined);
                assert_eq!(faults, []);
            }
        }
        let rows = store.events(all[1].cycle.id.0, 3, 2).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [3, 4]);
    }

    async fn the_chain_of_the_register_holds_no_personal_data(database) {
        let store = database.store();
        populate(store).await;
        let rows = store.events(log::REGISTER, 1, 10_000).await.unwrap();
        assert!(rows.len() > 60);
        for row in rows {
            assert!(!row.body.contains("Åse") && !row.body.contains('@'), "{}", row.body);
            let entry: serde_json::Value = serde_json::from_str(&row.body).unwrap();
            assert_eq!(entry["seq"], row.seq);
            assert_eq!(lustrum_domain::canonical_json(&entry), row.body);
        }
    }

    async fn an_erased_text_leaves_the_log_whole(database) {
        let store = database.store();
        populate(store).await;
        store.commit(enrolled(1).write()).await.unwrap();
        let stored = store.cycle(enrolled(1).cycle.id).await.unwrap().unwrap();
        let text = KeptText {
            id: TextId(Uuid::from_u128(71)),
            salt: [7; 16],
            body: "Fordi".to_owned(),
        };
        let set = WriteSet {
            texts: vec![(stored.cycle.id, text.clone())],
            ..of(touched(&stored))
        };
        store.commit(set).await.unwrap();
        let late = time("2035-01-01T00:00:00Z");
        assert_eq!(
            store.texts_older_than(late, 10).await.unwrap(),
            [],
            "the case is not over, whatever the age of what was said in it"
        );
        assert_eq!(store.texts(&[text.id]).await.unwrap()[&text.id], "Fordi", "the control");
        let erase = || register(vec![RegisterWrite::EraseText(text.id, late)]);
        store.commit(erase()).await.unwrap();
        assert!(store.commit(erase()).await.is_err());
        assert!(store.texts(&[text.id]).await.unwrap().is_empty());
        assert_eq!(store.kept_texts(stored.cycle.id).await.unwrap(), []);
        for chain in store.all_chains().await.unwrap() {
            let found = store.chain(chain).await.unwrap();
            let examined = log::examine(chain, &found.rows);
            assert_eq!(examined.faults, []);
            assert_eq!(found.head, Some(examined.head));
        }
    }
}
