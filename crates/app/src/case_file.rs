//! A case with all that belongs to it, as its page shows it to one reader: read once
//! and together, in a fixed number of statements however much has happened.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_domain::{
    CycleId, Entry, Event, Matter, PersonId, TextId, UploadId, is_told, may_see_open_findings,
    time::local_date,
};
use lustrum_store::{CertificateFilter, CertificateRow, Comment, FindingRow, Page, Upload};

use crate::{App, AppError, Caller, CaseView, MailLine, MailQuery, entries_of, read::parted};

/// A case with what its reader may know of it. Nobody else comes by one.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The case, with what the reader may do.
    pub view: CaseView,
    /// The latest events, the oldest first.
    pub entries: Vec<Entry>,
    /// Findings of all rounds, the oldest first.
    pub findings: Vec<FindingRow>,
    /// Certificates that the case led to.
    pub certificates: Vec<CertificateRow>,
    /// The latest mails about it, for those who see its draft.
    pub mails: Page<MailLine>,
    /// Comments on the draft, the oldest first, for the same.
    pub comments: Vec<Comment>,
    /// Remarks that the reader may not read.
    hidden: BTreeSet<TextId>,
}

impl App {
    /// A case with at most so many of its latest events and mails. When a member of
    /// the municipality opens a returned case, they know now: see [`App::view`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] when hidden or absent.
    pub async fn case_file(
        &self,
        caller: &Caller,
        id: CycleId,
        events: u64,
        mails: u64,
    ) -> Result<CaseFile, AppError> {
        let view = self.view(caller, id).await?;
        let cycle = &view.cycle;
        let today = local_date(self.clock.now());
        let from = cycle.version.saturating_sub(events) + 1;
        let mut entries = entries_of(&self.store.events(id.0, from, events).await?)?;
        if !may_see_open_findings(cycle, &caller.actor, today) {
            entries.retain(|entry| is_told(cycle, Matter::Event(entry)));
        }
        let all = self.store.findings(id).await?;
        let (findings, hidden) = parted(cycle, caller, today, all);
        let filter = CertificateFilter {
            cycle: Some(id),
            ..CertificateFilter::default()
        };
        let certificates = self.store.certificates(&filter).await?;
        // Whose draft it is, theirs are the mails and what colleagues wrote.
        let (mails, comments) = if caller.scope().contains_draft(cycle) {
            let query = MailQuery {
                cycle: Some(id),
                limit: mails,
                ..MailQuery::default()
            };
            let mails = self.mails_about(caller, &query, Some(cycle)).await?;
            (mails, self.store.comments(id).await?)
        } else {
            (Page::default(), Vec::new())
        };
        Ok(CaseFile {
            entries,
            findings,
            certificates,
            mails,
            comments,
            hidden,
            view,
        })
    }

    /// The texts behind references of a case, as far as its reader may read them.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn texts_in_file(
        &self,
        file: &CaseFile,
        ids: &[TextId],
    ) -> Result<BTreeMap<TextId, String>, AppError> {
        let mut found = self.store.texts_of(file.view.cycle.id, ids).await?;
        found.retain(|id, _| !file.hidden.contains(id));
        Ok(found)
    }

    /// The names of all people whom a case file names. One that was erased is absent.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn people_in_file(
        &self,
        file: &CaseFile,
    ) -> Result<BTreeMap<PersonId, String>, AppError> {
        let mut ids: Vec<PersonId> = file
            .view
            .cycle
            .assignments()
            .map(|it| it.reviewer)
            .collect();
        ids.extend(file.comments.iter().map(|it| it.by));
        ids.extend(file.mails.rows.iter().filter_map(|it| it.person));
        for entry in &file.entries {
            ids.extend(entry.by.person);
            if let Event::AssignmentOffered { reviewer, .. } = &entry.event {
                ids.push(*reviewer);
            }
        }
        Ok(self.store.names(&ids).await?)
    }

    /// Those of some files that belong to a case.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn uploads_in_file(
        &self,
        file: &CaseFile,
        ids: &[UploadId],
    ) -> Result<Vec<Upload>, AppError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut uploads = self.store.uploads(file.view.cycle.id).await?;
        uploads.retain(|upload| ids.contains(&upload.id));
        Ok(uploads)
    }
}
