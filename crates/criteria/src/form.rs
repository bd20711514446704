//! A form made from the schema: what may be typed where, what was typed, and
//! the plan data that it makes.
//!
//! Every field has the JSON Pointer of its place as its name. What was typed is
//! laid over the data that stand there: a field that was not sent stays as it
//! is, so that a form may show a part of a section only. Nothing typed is lost:
//! what is not what the schema wants is kept as text, and
//! [`CriteriaSet::validate_section`] says what is wrong with it.

mod build;
mod compare;
mod order;
mod paste;
mod typed;

pub(crate) use order::Order;

pub use compare::{Choose, Difference, differences, merge};
pub use paste::{Pasted, paste};
pub use typed::{Typed, number, show};

use lustrum_domain::Bilingual;

use crate::{CriteriaSet, Path};

/// One field of a form, or a group or table of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The last step of its place.
    pub name: String,
    /// What people call it.
    pub label: Bilingual,
    /// How to fill it in.
    pub help: Option<Bilingual>,
    /// What a number is counted in.
    pub unit: Option<Bilingual>,
    /// Whether the schema asks for it.
    pub required: bool,
    /// The tables whose row ids it may name.
    pub refs: Vec<Path>,
    /// What may be typed.
    pub kind: FieldKind,
}

/// What may be typed into a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// A text; a long one has room for several lines.
    Text {
        /// Whether it is a long one.
        long: bool,
    },
    /// The key of a row, or of another table's row.
    Key,
    /// A number with a fraction.
    Number,
    /// A number without one.
    Whole,
    /// A year.
    Year,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// One of a few values.
    Choice(Vec<FieldChoice>),
    /// Several values: of the choices, or typed where there are none.
    List(Vec<FieldChoice>),
    /// Fields that belong together.
    Group(Vec<Field>),
    /// Rows of fields.
    Table(Table),
    /// Something that no form can show: typed as JSON.
    Json,
}

/// A table of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The fields of a row.
    pub columns: Vec<Field>,
    /// How many rows it holds at most.
    pub most: Option<u64>,
}

/// One of the values of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChoice {
    /// What the plan data say.
    pub value: String,
    /// What the form says.
    pub label: Bilingual,
}

impl Table {
    /// Whether rows carry an id of their own, by which they are known when
    /// others are added or removed.
    pub fn has_ids(&self) -> bool {
        self.columns.iter().any(|column| column.name == ID)
    }

    /// Whether a row holds tables of its own.
    pub fn is_nested(&self) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(column.kind, FieldKind::Table(_) | FieldKind::Group(_)))
    }
}

/// The field that names a row.
pub(crate) const ID: &str = "id";

impl CriteriaSet {
    /// The sections of the plan data, in the order of the schema.
    pub fn sections(&self) -> &[Field] {
        self.schema.form()
    }

    /// The form of one section; `None` for a section that the schema does not know.
    pub fn section(&self, name: &str) -> Option<Field> {
        self.schema.form_of(name)
    }
}

#[cfg(test)]
mod tests;
