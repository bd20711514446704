//! A section of the plan data as a form.

use serde::Serialize;

use super::{
    Comments, DraftHead, Fault, OpenItem, Saved, SectionLink, closed_head, faults, head, saved,
};
use crate::{
    page::{Page, nasty},
    plot::PlanPlots,
};

/// The page of a section, or of one row of its table.
#[derive(Debug, Clone, Serialize)]
pub struct SectionPage {
    /// The top of the page.
    pub head: DraftHead,
    /// Its name in paths.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// The version that was read; 0 for none.
    pub version: i64,
    /// When it was saved last.
    pub saved: Option<Saved>,
    /// Whether the reader may change it now.
    pub open: bool,
    /// Under which name the browser keeps what was typed until it is saved.
    pub kept: String,
    /// The row that is shown alone.
    pub row: Option<RowPlace>,
    /// Which page of long tables is shown, from 1.
    pub page: usize,
    /// The form's pieces in order.
    pub form: Vec<FormPiece>,
    /// Values to choose from that several fields share.
    pub lists: Vec<ListView>,
    /// What is wrong with the fields that the form shows.
    pub faults: Vec<Fault>,
    /// Faults and findings of places that the form does not show.
    pub elsewhere: Vec<OpenItem>,
    /// How many more there are.
    pub elsewhere_more: usize,
    /// The criteria that look at it.
    pub criteria: Vec<String>,
    /// What was written about it.
    pub comments: Comments,
    /// What shows the section, where there is a plot of it.
    pub plots: PlanPlots,
    /// Why rows that were pasted were not taken.
    pub refused: Vec<Fault>,
    /// The rows that were pasted and not taken, so that they are not lost.
    pub pasted: String,
    /// What became of rows that were pasted a moment ago.
    pub taken: Option<Taken>,
    /// Sections before and after.
    pub previous: Option<SectionLink>,
    /// The section after.
    pub next: Option<SectionLink>,
}

/// What became of rows that were pasted.
#[derive(Debug, Clone, Serialize)]
pub struct Taken {
    /// How many are new.
    pub added: usize,
    /// How many took the place of a row with the same key.
    pub replaced: usize,
}

/// Which row of a table is shown.
#[derive(Debug, Clone, Serialize)]
pub struct RowPlace {
    /// Its name within the form, `/rows/3`.
    pub name: String,
    /// Its number, from 1.
    pub number: usize,
    /// How many rows there are.
    pub count: usize,
    /// What it is called.
    pub title: String,
    /// The row before, for a link.
    pub before: Option<String>,
    /// The row after.
    pub after: Option<String>,
}

/// A piece of a form.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum FormPiece {
    /// A group of fields begins.
    Open {
        /// What it is called.
        label: String,
        /// How to fill it in.
        hint: Option<String>,
    },
    /// It ends.
    Close,
    /// A field.
    Field(FieldView),
    /// A table whose rows are typed side by side.
    Grid(Grid),
    /// A table whose rows have pages of their own.
    Rows(RowList),
}

/// A field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// Its id on the page.
    pub id: String,
    /// Its name in the form.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How to fill it in.
    pub hint: Option<String>,
    /// What a number is counted in.
    pub unit: Option<String>,
    /// `text`, `lines`, `number`, `date`, `select` or `ticks`.
    pub input: &'static str,
    /// What stands in it.
    pub value: String,
    /// What there is to choose from.
    pub options: Vec<OptionView>,
    /// The id of a shared list of values.
    pub list: Option<String>,
    /// What its value is called, where the field shows only the value.
    pub called: Option<String>,
    /// What is wrong with it.
    pub faults: Vec<String>,
    /// What the checks say of it.
    pub advice: Vec<String>,
    /// Whether it must be filled in.
    pub required: bool,
}

/// Something to choose.
#[derive(Debug, Clone, Serialize)]
pub struct OptionView {
    /// The value.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl OptionView {
    /// Something to choose.
    pub fn of(value: &str, label: &str, chosen: bool) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            chosen,
        }
    }
}

/// Values that several fields share.
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    /// Its id on the page.
    pub id: String,
    /// The values.
    pub options: Vec<OptionView>,
}

/// A table typed side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Grid {
    /// Its id on the page.
    pub id: String,
    /// Its name in the form; empty for a section that is a table.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its columns.
    pub columns: Vec<GridColumn>,
    /// The rows of this page.
    pub rows: Vec<GridRow>,
    /// Where these rows stand among all.
    pub pages: Option<Pages>,
    /// Whether rows can be pasted into it: not into a table within a row.
    pub pastes: bool,
}

/// A column of a grid.
#[derive(Debug, Clone, Serialize)]
pub struct GridColumn {
    /// What it is called.
    pub label: String,
    /// What its numbers are counted in.
    pub unit: Option<String>,
    /// How to fill it in.
    pub hint: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
}

/// A row of a grid.
#[derive(Debug, Clone, Serialize)]
pub struct GridRow {
    /// Its name in the form, `/rows/3`.
    pub name: String,
    /// Its number, from 1.
    pub number: usize,
    /// Its key when the form was made.
    pub was: Option<String>,
    /// A field for each column; more where it holds what the form does not know.
    pub cells: Vec<FieldView>,
}

/// Where rows stand among all rows of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Pages {
    /// The number of the first shown.
    pub first: usize,
    /// The number of the last shown.
    pub last: usize,
    /// How many there are.
    pub total: usize,
    /// The page shown.
    pub page: usize,
    /// How many pages there are.
    pub count: usize,
}

/// A table whose rows have pages of their own.
#[derive(Debug, Clone, Serialize)]
pub struct RowList {
    /// Its id on the page.
    pub id: String,
    /// Its name in the form.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// The columns that the list shows.
    pub columns: Vec<String>,
    /// The rows of this page.
    pub rows: Vec<RowLine>,
    /// Where these rows stand among all.
    pub pages: Option<Pages>,
}

/// A row in a list.
#[derive(Debug, Clone, Serialize)]
pub struct RowLine {
    /// Its name in the form.
    pub name: String,
    /// Its number, from 1.
    pub number: usize,
    /// What it is called.
    pub title: String,
    /// What stands in the columns that the list shows.
    pub cells: Vec<String>,
    /// How many faults it has.
    pub faults: usize,
    /// How many checks are not met in it.
    pub advice: usize,
}

fn field(id: &str, input: &'static str) -> FieldView {
    FieldView {
        id: id.to_owned(),
        name: format!("/{id}"),
        label: nasty(),
        hint: Some(nasty()),
        unit: None,
        input,
        value: nasty(),
        options: vec![
            OptionView::of("a", "A", false),
            OptionView::of(&nasty(), &nasty(), true),
        ],
        list: None,
        called: None,
        faults: vec![nasty()],
        advice: vec![nasty()],
        required: true,
    }
}

impl Page for SectionPage {
    const TEMPLATE: &'static str = "pages/draft_section.html";

    fn samples() -> Vec<Self> {
        let plain = |id: &str| FieldView {
            hint: None,
            faults: Vec::new(),
            advice: Vec::new(),
            required: false,
            ..field(id, "text")
        };
        let full = Self {
            head: head(),
            name: "inventory".to_owned(),
            label: nasty(),
            version: 2,
            saved: Some(saved()),
            open: true,
            kept: nasty(),
            row: None,
            page: 1,
            form: vec![
                FormPiece::Open {
                    label: nasty(),
                    hint: Some(nasty()),
                },
                FormPiece::Field(field("f-text", "text")),
                FormPiece::Field(field("f-lines", "lines")),
                FormPiece::Field(FieldView {
                    unit: Some("t CO2e".to_owned()),
                    list: Some("l-1".to_owned()),
                    ..field("f-number", "number")
                }),
                FormPiece::Field(field("f-date", "date")),
                FormPiece::Field(field("f-select", "select")),
                FormPiece::Field(field("f-ticks", "ticks")),
                FormPiece::Field(plain("f-plain")),
                FormPiece::Field(FieldView {
                    called: Some(nasty()),
                    ..plain("f-called")
                }),
                FormPiece::Close,
                FormPiece::Grid(Grid {
                    id: "g-rows".to_owned(),
                    name: "/rows".to_owned(),
                    label: nasty(),
                    columns: vec![
                        GridColumn {
                            label: nasty(),
                            unit: Some("t".to_owned()),
                            hint: Some(nasty()),
                            required: true,
                        },
                        GridColumn {
                            label: "Post".to_owned(),
                            unit: None,
                            hint: None,
                            required: false,
                        },
                    ],
                    rows: vec![GridRow {
                        name: "/rows/0".to_owned(),
                        number: 1,
                        was: Some(nasty()),
                        cells: vec![field("f-rows-0-a", "number"), field("f-rows-0-b", "select")],
                    }],
                    pages: Some(Pages {
                        first: 1,
                        last: 50,
                        total: 300,
                        page: 1,
                        count: 6,
                    }),
                    pastes: true,
                }),
                FormPiece::Rows(RowList {
                    id: "g-actions".to_owned(),
                    name: String::new(),
                    label: nasty(),
                    columns: vec!["Sektor".to_owned()],
                    rows: vec![RowLine {
                        name: "/0".to_owned(),
                        number: 1,
                        title: nasty(),
                        cells: vec![nasty()],
                        faults: 3,
                        advice: 2,
                    }],
                    pages: None,
                }),
            ],
            lists: vec![ListView {
                id: "l-1".to_owned(),
                options: vec![OptionView::of(&nasty(), &nasty(), false)],
            }],
            faults: faults("f-plain"),
            elsewhere: vec![OpenItem {
                link: "/cases/1/draft/data/inventory?at=%2Frows%2F60#f-rows-60".to_owned(),
                text: nasty(),
                criterion: None,
            }],
            elsewhere_more: 1_200,
            criteria: vec!["KA-3.02".to_owned()],
            comments: Comments::sample(true),
            plots: PlanPlots::sample(),
            refused: faults("g-rows-paste"),
            pasted: nasty(),
            taken: Some(Taken {
                added: 300,
                replaced: 2,
            }),
            previous: Some(SectionLink {
                name: "hearing".to_owned(),
                label: nasty(),
            }),
            next: Some(SectionLink {
                name: "pathways".to_owned(),
                label: nasty(),
            }),
        };
        vec![
            full.clone(),
            Self {
                head: closed_head(),
                open: false,
                saved: None,
                previous: None,
                next: None,
                faults: Vec::new(),
                elsewhere: Vec::new(),
                elsewhere_more: 0,
                taken: None,
                comments: Comments::sample(false),
                plots: PlanPlots::default(),
                refused: Vec::new(),
                criteria: Vec::new(),
                lists: Vec::new(),
                form: vec![
                    FormPiece::Field(plain("f-plain")),
                    FormPiece::Grid(Grid {
                        id: "g-rows".to_owned(),
                        name: "/rows".to_owned(),
                        label: nasty(),
                        columns: Vec::new(),
                        rows: Vec::new(),
                        pages: None,
                        pastes: false,
                    }),
                ],
                row: Some(RowPlace {
                    name: "/0".to_owned(),
                    number: 1,
                    count: 2,
                    title: nasty(),
                    before: None,
                    after: Some("/1".to_owned()),
                }),
                ..full
            },
        ]
    }
}
