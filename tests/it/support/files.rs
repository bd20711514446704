//! Files as people bring them, made by hand so that each fault is exactly one.

use axum::body::Bytes;
use futures_util::{Stream, stream};
use serde_json::{Value, json};

use super::TestApp;

/// The stream of an upload, in pieces as a network brings them.
pub(crate) fn chunks(
    bytes: &[u8],
) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send + Unpin + 'static {
    let pieces: Vec<_> = bytes
        .chunks(7_000)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    stream::iter(pieces)
}

/// A PDF of one page that says `text`.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
    assemble(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> >> >>"
                .to_owned(),
            format!(
                "<< /Length {} >>\nstream\n{content}\nendstream",
                content.len()
            ),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        ],
        "",
    )
}

/// A PDF whose page is a picture: no font, no text.
pub(crate) fn scanned_pdf() -> Vec<u8> {
    let content = "q 595 0 0 842 0 0 cm Q";
    assemble(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << >> >>"
                .to_owned(),
            format!(
                "<< /Length {} >>\nstream\n{content}\nendstream",
                content.len()
            ),
        ],
        "",
    )
}

/// A PDF that wants a password.
pub(crate) fn encrypted_pdf() -> Vec<u8> {
    let key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    assemble(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
            format!("<< /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>"),
        ],
        "/Encrypt 3 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
    )
}

fn assemble(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    file
}

/// A word-processor file with a macro project in it.
pub(crate) fn docx_with_macros() -> Vec<u8> {
    office_file("word/document.xml", "word/vbaProject.bin")
}

/// A workbook with `part` in it.
pub(crate) fn xlsx_with(part: &str) -> Vec<u8> {
    office_file("xl/workbook.xml", part)
}

/// A stored (uncompressed) archive with the names that tell what it is, in the
/// order in which office programs write them.
fn office_file(main: &str, last: &str) -> Vec<u8> {
    let mut file = Vec::new();
    for name in ["[Content_Types].xml", "_rels/.rels", main, last] {
        let body = [b'x'; 200];
        file.extend(b"PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x21\x00");
        file.extend(0x8cdc_1683_u32.to_le_bytes());
        file.extend(200_u32.to_le_bytes());
        file.extend(200_u32.to_le_bytes());
        file.extend((name.len() as u16).to_le_bytes());
        file.extend(0_u16.to_le_bytes());
        file.extend(name.as_bytes());
        file.extend(body);
    }
    file.extend(b"PK\x05\x06");
    file.extend([0; 18]);
    file
}

/// The shipped example plan as the plan of Ærø, every number of it as shipped.
pub(crate) fn example_plan() -> Value {
    let text = include_str!("../../../criteria/cctf-ka/0.1/examples/0727-odder.json");
    let mut plan: Value = serde_json::from_str(text).expect("the example is JSON");
    plan["municipality"]["code"] = json!("0492");
    plan["municipality"]["name"] = json!("Ærø");
    plan
}

/// The same with two checks that are not met.
pub(crate) fn failing_plan() -> Value {
    let text = include_str!("../../../criteria/cctf-ka/0.1/examples/0727-odder.failing.patch.json");
    let patch: Value = serde_json::from_str(text).expect("the patch is JSON");
    let mut plan = example_plan();
    lustrum_criteria::merge_patch(&mut plan, &patch);
    plan
}

/// How many files the object store holds.
pub(crate) fn stored_files(app: &TestApp) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return 0;
        };
        entries
            .flatten()
            .map(|entry| {
                let path = entry.path();
                if path.is_dir() { count(&path) } else { 1 }
            })
            .sum()
    }
    count(&app.folder().join("files"))
}
