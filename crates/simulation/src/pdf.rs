//! A tiny PDF with a text layer: what the demo, the walkthrough and the tests
//! hand in as a plan.

use lopdf::{
    Document, Object, Stream,
    content::{Content, Operation},
    dictionary,
};

/// Characters in a line at most: what fits on A4 in this size.
const LINE: usize = 88;
/// Lines on a page at most.
const LINES: usize = 54;

/// A PDF with `title` as its heading and `text` below it, on as many pages as
/// it takes. The same words give the same bytes.
///
/// Letters outside Latin-1 are written as question marks: the standard font
/// that every reader has knows no others.
pub fn small(title: &str, text: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages_id = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let resources = document.add_object(dictionary! {
        "Font" => dictionary! { "F1" => font },
    });
    let lines = wrap(text);
    let mut chunks: Vec<&[String]> = lines.chunks(LINES).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    let kids: Vec<Object> = chunks
        .iter()
        .map(|lines| {
            let content = page(title, lines);
            let encoded = content
                .encode()
                .expect("operators and strings can always be written");
            let content = document.add_object(Stream::new(dictionary! {}, encoded));
            document
                .add_object(dictionary! {
                    "Type" => "Page",
                    "Parent" => pages_id,
                    "Contents" => content,
                })
                .into()
        })
        .collect();
    let pages = dictionary! {
        "Type" => "Pages",
        "Count" => i64::try_from(kids.len()).unwrap_or(i64::MAX),
        "Kids" => kids,
        "Resources" => resources,
        // A4, in points.
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(pages_id, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog",
        "Pages" => pages_id,
        "Lang" => Object::string_literal("da-DK"),
    });
    let info = document.add_object(dictionary! {
        "Title" => Object::string_literal(latin(title)),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .expect("memory can always be written to");
    bytes
}

fn page(title: &str, lines: &[String]) -> Content<Vec<Operation>> {
    let show = |text: &str| Operation::new("Tj", vec![Object::string_literal(latin(text))]);
    let font = |size: i64| Operation::new("Tf", vec!["F1".into(), size.into()]);
    let mut operations = vec![
        Operation::new("BT", vec![]),
        font(16),
        Operation::new("Td", vec![56.into(), 780.into()]),
        show(title),
        font(10),
        Operation::new("TL", vec![13.into()]),
        Operation::new("Td", vec![0.into(), (-28).into()]),
    ];
    for line in lines {
        operations.push(show(line));
        operations.push(Operation::new("T*", vec![]));
    }
    operations.push(Operation::new("ET", vec![]));
    Content { operations }
}

/// Lines of words; an empty line stays one.
fn wrap(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > LINE {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}

#[cfg(test)]
mod tests;
