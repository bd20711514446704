//! The tables as rows: what sea-orm reads and writes. Nothing of it leaves the store.
//!
//! Plain entities without relations: joins are written where they are needed,
//! and a change of a column costs seconds of compile time and not a minute.

#![expect(
    unreachable_pub,
    reason = "the derive makes public items, and the module keeps them inside"
)]

pub(crate) mod organisation {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub code: Option<String>,
        pub name: String,
        pub search: String,
        pub sort: String,
        pub parent: Option<Uuid>,
        pub mailbox: Option<String>,
        pub locale: String,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub successor: Option<Uuid>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod affiliation {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "affiliation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub municipality: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub valid_from: Date,
        pub valid_to: Option<Date>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod person {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: Option<String>,
        pub email: Option<String>,
        pub locale: String,
        pub password: Option<String>,
        pub invited_at: DateTimeUtc,
        pub activated_at: Option<DateTimeUtc>,
        pub erased_at: Option<DateTimeUtc>,
        pub version: i64,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod membership {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person: Uuid,
        pub organisation: Uuid,
        pub role: String,
        pub principal: Option<Uuid>,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub programme: Option<String>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod conflict_of_interest {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conflict_of_interest")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub municipality: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub valid_from: Date,
        pub valid_to: Option<Date>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod access_token {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person: Uuid,
        pub kind: String,
        pub hash: Vec<u8>,
        pub label: String,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub revoked_at: Option<DateTimeUtc>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod idempotency {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub principal: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub request: Vec<u8>,
        pub status: i32,
        pub response: String,
        pub at: DateTimeUtc,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod cycle {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cycle")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: String,
        pub municipality: Uuid,
        pub edition: i32,
        pub version: i64,
        pub content_seq: i64,
        pub head: Vec<u8>,
        pub next_due_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub body: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod case_summary {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_summary")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cycle: Uuid,
        pub programme: String,
        pub municipality: Uuid,
        pub code: String,
        pub edition: i32,
        pub state: String,
        pub stage: Option<String>,
        pub on_hold: bool,
        pub lapsed: bool,
        pub handed_in: bool,
        pub deadline: Option<String>,
        pub deadline_on: Option<Date>,
        pub period_end: Option<Date>,
        pub criteria: Option<String>,
        pub round: i32,
        pub changed_at: DateTimeUtc,
        pub version: i64,
        pub asks_for_time: bool,
        pub undated: bool,
        pub unreached: bool,
        pub rounds: i32,
        pub read_again: bool,
        pub vacant: bool,
        pub awaited: i32,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod saved_view {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_view")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub query: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod case_judge {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_judge")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cycle: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation: Uuid,
        pub stages: i32,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod assignment {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "assignment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle: Uuid,
        pub programme: String,
        pub stage: String,
        pub organisation: Uuid,
        pub reviewer: Uuid,
        pub status: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod finding {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "finding")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cycle: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub stage: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub criterion: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub round: i32,
        pub programme: String,
        pub status: String,
        pub reason: Option<String>,
        pub remark: Option<Uuid>,
        pub person: Option<Uuid>,
        pub at: DateTimeUtc,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod opinion {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "opinion")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cycle: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub stage: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub criterion: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub round: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: Uuid,
        pub status: String,
        pub reason: Option<String>,
        pub remark: Option<Uuid>,
        pub at: DateTimeUtc,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod event {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: DateTimeUtc,
        pub kind: String,
        pub kind_version: i32,
        pub person: Option<Uuid>,
        pub previous: Vec<u8>,
        pub hash: Vec<u8>,
        pub body: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod register {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "register")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        pub head: Vec<u8>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod erasable_text {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "erasable_text")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle: Uuid,
        pub salt: Option<Vec<u8>>,
        pub body: Option<String>,
        pub created_at: DateTimeUtc,
        pub erased_at: Option<DateTimeUtc>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod part {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "part")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cycle: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub version: i64,
        pub person: Uuid,
        pub at: DateTimeUtc,
        pub body: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod submission {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "submission")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle: Uuid,
        pub digest: Vec<u8>,
        pub at: DateTimeUtc,
        pub document: String,
        pub results: String,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod upload {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "upload")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle: Uuid,
        pub name: String,
        pub media_type: String,
        pub size: i64,
        pub digest: Vec<u8>,
        pub remark: Option<String>,
        pub person: Uuid,
        pub at: DateTimeUtc,
        pub removed: bool,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod comment {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle: Uuid,
        pub part: String,
        pub person: Uuid,
        pub body: String,
        pub at: DateTimeUtc,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod judgement_draft {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "judgement_draft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cycle: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub stage: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub round: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub criterion: String,
        pub body: String,
        pub at: DateTimeUtc,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod certificate {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "certificate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle: Uuid,
        pub programme: String,
        pub number: String,
        pub municipality: Uuid,
        pub plan: Vec<u8>,
        pub criteria: String,
        pub trial: bool,
        pub decided_on: Date,
        pub conditions: i32,
        pub valid_from: Date,
        pub valid_to: Date,
        pub status: String,
        pub status_at: DateTimeUtc,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod notice {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle: Uuid,
        pub programme: String,
        pub municipality: Uuid,
        pub body: Uuid,
        pub kind: String,
        pub state: String,
        pub releases_on: Option<Date>,
        pub drafted_at: DateTimeUtc,
        pub title_da: Option<String>,
        pub title_en: Option<String>,
        pub text_da: Option<String>,
        pub text_en: Option<String>,
        pub rendered_at: Option<DateTimeUtc>,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod outbox {
    use sea_orm::entity::prelude::*;

    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: String,
        pub kind: String,
        pub cycle: Option<Uuid>,
        pub reason: Option<String>,
        pub dedupe_key: String,
        pub person: Option<Uuid>,
        pub organisation: Option<Uuid>,
        pub recipient: String,
        pub locale: String,
        pub template_version: i32,
        pub subject: String,
        pub text: String,
        pub html: String,
        pub not_before: DateTimeUtc,
        pub queued_at: DateTimeUtc,
        pub status: String,
        pub attempts: i32,
        pub claimed_by: Option<Uuid>,
        pub claimed_until: Option<DateTimeUtc>,
        pub sent_at: Option<DateTimeUtc>,
        pub last_error: Option<String>,
        pub reason_gone: bool,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
