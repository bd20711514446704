mod commit;
mod inspect;
#[cfg(debug_assertions)]
mod kill;
mod list;
mod log;
mod outbox;
mod people;
mod world;
