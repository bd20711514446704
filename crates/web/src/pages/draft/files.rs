//! The files of a draft: the plan, and what answers point at.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use lustrum_app::{Answer as Given, App, AppError, Evidence, Workspace};
use lustrum_domain::{CriterionId, CycleId, UploadId};
use lustrum_templates::{
    page::draft::{Fault, FileView, Files},
    routes,
};
use serde::Deserialize;
use serde_json::json;

use super::{
    answer::{self, Typed},
    head, saved, told, told_at,
};
use crate::{
    extract::Path,
    pages::{
        Answer,
        fault::PageError,
        form::{ProtectedFile, ProtectedForm},
        see,
        visitor::Visitor,
    },
};

/// The part that names the plan document.
const PLAN: &str = "plan";

pub(super) async fn page(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let page = view(&visitor, &app, &workspace, Vec::new()).await?;
    visitor.show(&app, &page).await
}

async fn view(
    visitor: &Visitor,
    app: &App,
    workspace: &Workspace,
    faults: Vec<Fault>,
) -> Result<Files, PageError> {
    let files = workspace
        .uploads
        .iter()
        .map(|file| FileView {
            id: file.id.to_string(),
            name: file.name.clone(),
            // A tenth of a megabyte is as exact as anybody needs.
            megabytes: (file.size as f64 / 100_000.0).ceil() / 10.0,
            remark: file.remark.clone(),
            is_plan: workspace
                .plan
                .as_ref()
                .is_some_and(|plan| plan.upload == file.id),
            can_be_plan: file.media_type == "application/pdf",
            used_by: workspace
                .answers
                .iter()
                .filter(|(_, answer)| answer.evidence.iter().any(|it| it.upload == file.id))
                .map(|(criterion, _)| criterion.to_string())
                .collect(),
            saved: saved(workspace, visitor.locale(), file.by, file.at),
        })
        .collect();
    Ok(Files {
        head: head(app, visitor, workspace),
        files,
        open: workspace.may_upload,
        faults,
    })
}

pub(super) async fn bring(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
    form: ProtectedFile,
) -> Answer {
    let sent = match form.stored(&app, visitor.caller(), case).await {
        Ok(sent) => sent,
        Err(error) => return refused(&visitor, &app, case, error).await,
    };
    let Some(file) = &sent.file else {
        let error = AppError::field("/file", "–", "draft-import-missing");
        return refused(&visitor, &app, case, error.into()).await;
    };
    if sent.field("plan").is_some() {
        let made = name_plan(&visitor, &app, case, file.id).await;
        if let Err(AppError::Invalid(errors)) = &made {
            let workspace = app.workspace(visitor.caller(), case).await?;
            let faults = told_at(errors, visitor.locale(), "file");
            let page = view(&visitor, &app, &workspace, faults).await?;
            let shown = visitor.show(&app, &page).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
        made?;
    }
    let Some(criterion) = sent.field("criterion").filter(|it| !it.is_empty()) else {
        return Ok(see(&routes::draft_files(case)));
    };
    let criterion = CriterionId(criterion.to_owned());
    let (page, passage) = (sent.field("page_number"), sent.field("passage"));
    let (page, passage) = (page.unwrap_or_default(), passage.unwrap_or_default());
    let place = Typed::pointing_at(None, file.id, page, passage);
    if let Ok(alone) = place.answer(&criterion, visitor.locale()) {
        for evidence in alone.evidence {
            point_at(&visitor, &app, case, &criterion, evidence).await?;
        }
        return Ok(see(&routes::draft_criterion(case, &criterion)));
    }
    // The file has come in. The place in it stands in the answer's form, to be mended.
    let workspace = app.workspace(visitor.caller(), case).await?;
    let answer = workspace.answers.get(&criterion);
    let typed = Typed::pointing_at(answer, file.id, page, passage);
    let faults = typed.answer(&criterion, visitor.locale()).err();
    let faults = faults.unwrap_or_default();
    answer::again(&visitor, &app, case, &criterion, &typed, faults).await
}

/// Adds a place in a file to an answer. Somebody may be writing the same answer:
/// then it is read again.
async fn point_at(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    criterion: &CriterionId,
    evidence: Evidence,
) -> Result<(), AppError> {
    let key = format!("answer/{criterion}");
    // What was replied to an earlier remark must not look like a reply to this one.
    let workspace = app.workspace(visitor.caller(), case).await?;
    let is_old = workspace.is_older_than_return(criterion);
    let mut tries = 0;
    loop {
        let part = match app.part(visitor.caller(), case, &key).await {
            Ok(part) => Some(part),
            Err(AppError::NotFound) => None,
            Err(error) => return Err(error),
        };
        let mut answer = match &part {
            Some(part) => serde_json::from_str(&part.body).map_err(AppError::internal)?,
            None => Given {
                text: String::new(),
                evidence: Vec::new(),
                explanation: None,
                reply: None,
            },
        };
        if is_old {
            answer.reply = None;
        }
        answer.evidence.push(evidence.clone());
        let bytes = serde_json::to_vec(&answer).map_err(AppError::internal)?;
        let expected = part.map(|part| part.version);
        match app
            .put_part(visitor.caller(), case, &key, &bytes, expected)
            .await
        {
            Err(AppError::Stale { .. }) if tries < 3 => tries += 1,
            written => return written.map(|_| ()),
        }
    }
}

/// Why a file was not taken, on the page where it can be tried again.
async fn refused(visitor: &Visitor, app: &App, case: CycleId, error: PageError) -> Answer {
    let Some(errors) = error.fields() else {
        return Err(error.back_to(routes::draft_files(case)));
    };
    let faults = told(errors, visitor.locale(), |place| {
        (place == "/file").then(|| "file".to_owned())
    });
    let workspace = app.workspace(visitor.caller(), case).await?;
    let page = view(visitor, app, &workspace, faults).await?;
    let shown = visitor.show(app, &page).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

async fn name_plan(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    upload: UploadId,
) -> Result<(), AppError> {
    let part = match app.part(visitor.caller(), case, PLAN).await {
        Ok(part) => Some(part.version),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let body = json!({ "upload": upload }).to_string();
    app.put_part(visitor.caller(), case, PLAN, body.as_bytes(), part)
        .await?;
    Ok(())
}

/// What is to be done with a file.
#[derive(Deserialize)]
pub(super) struct Asked {
    r#do: String,
}

pub(super) async fn change(
    visitor: Visitor,
    Path((case, upload)): Path<(CycleId, UploadId)>,
    State(app): State<App>,
    ProtectedForm(asked): ProtectedForm<Asked>,
) -> Answer {
    let done = match asked.r#do.as_str() {
        "plan" => name_plan(&visitor, &app, case, upload).await,
        "remove" => app.remove_upload(visitor.caller(), case, upload).await,
        _ => Err(AppError::NotFound),
    };
    match done {
        Ok(()) => Ok(see(&routes::draft_files(case))),
        Err(error) => refused(&visitor, &app, case, error.into()).await,
    }
}
