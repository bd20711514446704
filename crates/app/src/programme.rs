//! The programmes that come with Lustrum, each version known by its hash.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use lustrum_criteria::CriteriaSet;
use lustrum_domain::{Cycle, CycleId, Digest, Programme, SetPin};

use crate::AppError;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../criteria/programmes");

/// Every version of every programme. A case runs by the version it pinned.
#[derive(Debug, Clone)]
pub struct Programmes {
    versions: BTreeMap<Digest, Programme>,
}

/// A programme file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct ProgrammeError {
    /// The file.
    pub file: String,
    /// What is wrong, with line and column where they are known.
    pub fault: String,
}

impl Programmes {
    /// The shipped programmes.
    ///
    /// # Errors
    /// The first file that cannot be used.
    pub fn shipped() -> Result<Self, ProgrammeError> {
        let files = FILES.files().map(|file| {
            let name = file.path().display().to_string();
            (name, file.contents_utf8().unwrap_or_default())
        });
        Self::read(files)
    }

    /// Reads programme files.
    ///
    /// # Errors
    /// The first file that cannot be used.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (String, &'a str)>,
    ) -> Result<Self, ProgrammeError> {
        let mut versions = BTreeMap::new();
        for (file, text) in files {
            let fault = |fault: String| ProgrammeError {
                file: file.clone(),
                fault,
            };
            let mut programme: Programme =
                serde_saphyr::from_str(text).map_err(|error| fault(error.to_string()))?;
            programme.digest = Digest::of(text);
            check(&programme).map_err(fault)?;
            versions.insert(programme.digest, programme);
        }
        Ok(Self { versions })
    }

    /// The newest version of the programme known by `key`.
    pub fn newest(&self, key: &str) -> Option<&Programme> {
        self.versions
            .values()
            .filter(|programme| programme.key == key)
            .max_by_key(|programme| programme.version)
    }

    /// The newest version of every programme.
    pub fn all(&self) -> impl Iterator<Item = &Programme> {
        self.versions
            .values()
            .filter(|programme| self.newest(&programme.key) == Some(programme))
    }

    /// The version that `cycle` runs by: the pinned one, or before it opens the
    /// newest.
    ///
    /// # Errors
    /// An internal error when a pinned version is no longer shipped.
    pub fn of(&self, cycle: &Cycle) -> Result<&Programme, AppError> {
        let found = match &cycle.pins {
            Some(pins) => self.versions.get(&pins.programme),
            None => self.newest(&cycle.programme),
        };
        found.ok_or_else(|| missing(cycle.id, &cycle.programme))
    }
}

fn missing(cycle: CycleId, programme: &str) -> AppError {
    AppError::internal(format!(
        "{cycle} runs by a version of {programme} that is not shipped"
    ))
}

/// The criteria set that a case pinned.
///
/// # Errors
/// An internal error when it is not shipped, or was changed since: a running
/// case is never judged by another content than it pinned.
pub fn criteria_set(pin: &SetPin) -> Result<&'static CriteriaSet, AppError> {
    let set = newest_set(&pin.to_string())?;
    if set.pin().digest == pin.digest {
        Ok(set)
    } else {
        Err(AppError::internal(format!(
            "the content of {pin} was changed after a case pinned it"
        )))
    }
}

/// The shipped criteria set known by `set@version`.
///
/// # Errors
/// An internal error when it is not shipped: a pinned set is never removed.
pub(crate) fn newest_set(name: &str) -> Result<&'static CriteriaSet, AppError> {
    lustrum_criteria::find(name)
        .ok_or_else(|| AppError::internal(format!("the criteria set {name} is not shipped")))
}

/// What the types cannot say of a programme.
fn check(programme: &Programme) -> Result<(), String> {
    let keys: Vec<&String> = programme.stages.iter().map(|stage| &stage.key).collect();
    if keys.is_empty() {
        return Err("stages: a programme needs one stage at least".to_owned());
    }
    for stage in &programme.stages {
        if !(1..=2).contains(&stage.reviewers) {
            return Err(format!(
                "stages/{}/reviewers: expected 1 or 2, found {}",
                stage.key, stage.reviewers
            ));
        }
        if let Some(unknown) = stage.recorded_by.iter().find(|key| !keys.contains(key)) {
            return Err(format!(
                "stages/{}/recorded_by: no stage is called {unknown}",
                stage.key
            ));
        }
    }
    for route in &programme.routes {
        if let Some(unknown) = route.stages.iter().find(|key| !keys.contains(key)) {
            return Err(format!(
                "routes/{}: no stage is called {unknown}",
                route.municipality
            ));
        }
    }
    let lead = programme.months_before_end;
    if !(lead.opens > lead.self_assessment && lead.self_assessment > lead.submission) {
        return Err(format!(
            "months_before_end: expected opens > self_assessment > submission, found {} / {} / {}",
            lead.opens, lead.self_assessment, lead.submission
        ));
    }
    if lead.opens > programme.period_years * 12 {
        return Err(format!(
            "months_before_end/opens: expected at most the period of {} months, found {}",
            programme.period_years * 12,
            lead.opens
        ));
    }
    if lustrum_criteria::find(&programme.criteria).is_none() {
        return Err(format!("criteria: no set is called {}", programme.criteria));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
