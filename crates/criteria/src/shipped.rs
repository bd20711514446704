//! The sets that come with Lustrum, embedded at compile time.

use std::{collections::BTreeMap, sync::LazyLock};

use include_dir::{Dir, DirEntry, include_dir};

use crate::CriteriaSet;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../criteria");

static SETS: LazyLock<Vec<CriteriaSet>> = LazyLock::new(|| {
    directories()
        .map(|dir| {
            CriteriaSet::load(&files(dir)).unwrap_or_else(|errors| {
                let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
                panic!("{}: {}", dir.path().display(), errors.join("; "))
            })
        })
        .collect()
});

/// Every shipped set.
///
/// # Panics
/// When a shipped set is broken, which a test of this crate finds first.
pub fn shipped() -> &'static [CriteriaSet] {
    &SETS
}

/// A shipped set by name and version, for example `cctf-ka@0.1`.
pub fn find(name: &str) -> Option<&'static CriteriaSet> {
    shipped().iter().find(|set| set.pin().to_string() == name)
}

/// The files of a shipped set with its cases and examples, each named
/// relative to the set's directory.
pub fn shipped_files(name: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    let (set, version) = name.split_once('@')?;
    FILES.get_dir(format!("{set}/{version}")).map(files)
}

/// A set is a directory with a `set.yaml`; other data may lie beside them.
fn directories() -> impl Iterator<Item = &'static Dir<'static>> {
    FILES
        .dirs()
        .flat_map(|set| set.dirs())
        .filter(|dir| dir.get_file(dir.path().join("set.yaml")).is_some())
}

fn files(dir: &Dir) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<_> = dir.entries().iter().collect();
    while let Some(entry) = open.pop() {
        match entry {
            DirEntry::Dir(below) => open.extend(below.entries()),
            DirEntry::File(file) => {
                let name = file
                    .path()
                    .strip_prefix(dir.path())
                    .ok()
                    .and_then(|path| path.to_str());
                let name = name.expect("a file below a directory has a path below it, in UTF-8");
                found.insert(name.replace('\\', "/"), file.contents().to_vec());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
