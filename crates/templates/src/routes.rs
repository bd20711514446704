//! Every path that people follow, shared by mails, pages and the router.
//!
//! A constant is the router's pattern; a function of the same name fills it.

use std::fmt::{Display, Write as _};

/// The front page: what this is, or what the reader must do.
pub const HOME: &str = "/";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Signing in as one of a demo's people; a form posts to it.
pub const DEMO_SIGN_IN: &str = "/sign-in/demo";
/// Signing out; a form posts to it.
pub const SIGN_OUT: &str = "/sign-out";
/// Choosing the language: a link, since nothing but the reader's own view changes.
pub const LANGUAGE: &str = "/language";
/// The reader's own account.
pub const ACCOUNT: &str = "/account";
/// Changing name and language; a form posts to it.
pub const ACCOUNT_NAME: &str = "/account/name";
/// Changing the password; a form posts to it.
pub const ACCOUNT_PASSWORD: &str = "/account/password";
/// Making a token for a program; a form posts to it.
pub const ACCOUNT_TOKEN: &str = "/account/token";
/// Ending a session or token; a form posts to it.
pub const ACCOUNT_REVOKE: &str = "/account/revoke";
/// What a clerk's bodies received.
pub const NOTICES: &str = "/notices";
/// Taking up an invitation.
pub const INVITATION: &str = "/invitations/{token}";
/// The public register.
pub const REGISTER: &str = "/register";
/// The register as a map of tiles.
pub const REGISTER_MAP: &str = "/register/map";
/// A municipality in the register, by its code.
pub const MUNICIPALITY: &str = "/register/{code}";
/// The plan document that a certificate names.
pub const PLAN: &str = "/plans/{number}";
/// How long things take, what waits, what is returned.
pub const FIGURES: &str = "/figures";
/// How often each criterion is returned, on that page.
pub const FIGURES_RETURNED: &str = "/figures#returned";
/// Open data.
pub const DATA: &str = "/data";
/// A table of open data, for example `register.csv`.
pub const DATASET: &str = "/data/{file}";
/// The accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility";
/// The criteria sets.
pub const CRITERIA: &str = "/criteria";
/// One version of a criteria set.
pub const CRITERIA_SET: &str = "/criteria/{set}";
/// A certificate by its number.
pub const CERTIFICATE: &str = "/certificates/{number}";
/// Looking a certificate up by its number.
pub const CERTIFICATES: &str = "/certificates";
/// The cases that the reader may see.
pub const CASES: &str = "/cases";
/// A case.
pub const CASE: &str = "/cases/{case}";
/// Giving a case a command that carries nothing; a form posts to it.
pub const CASE_COMMAND: &str = "/cases/{case}/commands";
/// Giving a case a command with what it carries; a form is asked for there and
/// posts to it.
pub const CASE_COMMAND_FORM: &str = "/cases/{case}/commands/{command}";
/// What waits for a reviewer or a lead.
pub const REVIEWS: &str = "/reviews";
/// A stage of a case as those who judge it see it.
pub const REVIEW: &str = "/cases/{case}/review/{stage}";
/// Handing in the drafted judgements of a stage; a form posts to it.
pub const REVIEW_SHEET: &str = "/cases/{case}/review/{stage}/sheet";
/// Answering, leaving or handing over an assignment; forms post to it.
pub const REVIEW_ASSIGNMENT: &str = "/cases/{case}/review/{stage}/assignment";
/// What concluding a stage leads to; a form there does it.
pub const REVIEW_CONCLUDE: &str = "/cases/{case}/review/{stage}/conclude";
/// The summary of a stage in English.
pub const REVIEW_SUMMARY: &str = "/cases/{case}/review/{stage}/summary";
/// A criterion of a stage with all that is to be read about it.
pub const REVIEW_CRITERION: &str = "/cases/{case}/review/{stage}/{criterion}";
/// Keeping a draft of a judgement; a script posts to it.
pub const REVIEW_DRAFT: &str = "/cases/{case}/review/{stage}/{criterion}/draft";
/// A file of a case; a PDF opens in the browser.
pub const FILE: &str = "/files/{upload}";
/// The draft of a case.
pub const DRAFT: &str = "/cases/{case}/draft";
/// The criteria of a case that were returned.
pub const DRAFT_RETURNED: &str = "/cases/{case}/draft/returned";
/// What is open before a draft can be handed in.
pub const DRAFT_READY: &str = "/cases/{case}/draft/ready";
/// The files of a draft; a form brings one.
pub const DRAFT_FILES: &str = "/cases/{case}/draft/files";
/// Making a file of a draft the plan, or removing it; a form posts to it.
pub const DRAFT_FILE: &str = "/cases/{case}/draft/files/{upload}";
/// Importing whole plan data; a form brings a file to look at first.
pub const DRAFT_IMPORT: &str = "/cases/{case}/draft/import";
/// The whole plan data of a draft; a form writes what was imported.
pub const DRAFT_PLAN: &str = "/cases/{case}/draft/plan.json";
/// Commenting on a draft; a form posts to it.
pub const DRAFT_COMMENTS: &str = "/cases/{case}/draft/comments";
/// A section of the plan data.
pub const DRAFT_SECTION: &str = "/cases/{case}/draft/data/{section}";
/// A section as a spreadsheet; a form brings one back.
pub const DRAFT_SHEET: &str = "/cases/{case}/draft/data/{section}/sheet";
/// A criterion of a draft.
pub const DRAFT_CRITERION: &str = "/cases/{case}/draft/{criterion}";
/// Something that a case handed in, as it was frozen: a file.
pub const SUBMISSION: &str = "/cases/{case}/submissions/{submission}";
/// A notice to a political body.
pub const NOTICE: &str = "/cases/{case}/notices/{notice}";
/// The desk of leads and secretariat: all cases as a table.
pub const DESK: &str = "/desk";
/// The same list as a wall of deadlines by month.
pub const DESK_DEADLINES: &str = "/desk/deadlines";
/// The same as a map.
pub const DESK_MAP: &str = "/desk/map";
/// The same list as a file, for example `cases.xlsx`.
pub const DESK_EXPORT: &str = "/desk/export/{file}";
/// Keeping a filter of the list, or giving one up; a form posts to it.
pub const DESK_VIEWS: &str = "/desk/views";
/// Who has how much to judge, and a proposal for who should be asked.
pub const DESK_REVIEWERS: &str = "/desk/reviewers";
/// People and what they hold.
pub const DESK_PEOPLE: &str = "/desk/people";
/// A person.
pub const DESK_PERSON: &str = "/desk/people/{person}";
/// Political bodies with their terms.
pub const DESK_BODIES: &str = "/desk/bodies";
/// A political body.
pub const DESK_BODY: &str = "/desk/bodies/{body}";
/// Where the secretariat begins cases: the form for a plan that was approved before.
pub const DESK_BEGIN: &str = "/desk/begin";
/// The form that enrols a municipality with its letter.
pub const DESK_ENROL: &str = "/desk/begin/enrol";
/// The outbox.
pub const DESK_MAILS: &str = "/desk/mails";
/// Whether the log is whole.
pub const DESK_AUDIT: &str = "/desk/audit";
/// The mails of a demo.
pub const MAILBOX: &str = "/mailbox";
/// One mail of a demo.
pub const MAIL: &str = "/mailbox/{mail}";
/// A file that pages load.
pub const ASSET: &str = "/assets/{file}";
/// A file of the official design system, where an operator keeps one.
pub const DESIGN_SYSTEM: &str = "/assets/dkfds/{*file}";
/// The stylesheet of the official design system.
pub const DESIGN_SYSTEM_STYLESHEET: &str = "/assets/dkfds/css/dkfds.min.css";
/// The default look.
pub const LOOK: &str = "/assets/look.css";
/// The stylesheet of our own components.
pub const STYLESHEET: &str = "/assets/lustrum.css";
/// The script.
pub const SCRIPT: &str = "/assets/lustrum.js";
/// The sign that browsers show beside a page's title.
pub const ICON: &str = "/assets/lustrum.svg";
/// The description of the programming interface.
pub const OPENAPI: &str = "/api/v1/openapi.json";

/// See [`LANGUAGE`]; `next` is the path to come back to, which the receiver
/// must check to be one of ours.
pub fn language(to: impl Display, next: impl Display) -> String {
    format!("{LANGUAGE}?to={}&next={}", segment(to), segment(next))
}

/// See [`SIGN_IN`]; `next` is the path to come back to, checked as in [`language`].
pub fn sign_in(next: impl Display) -> String {
    format!("{SIGN_IN}?next={}", segment(next))
}

/// The same after the password was changed, which ends every session.
pub fn sign_in_anew(next: impl Display) -> String {
    format!("{}&done=password", sign_in(next))
}

/// See [`INVITATION`].
pub fn invitation(token: impl Display) -> String {
    format!("/invitations/{}", segment(token))
}

/// See [`ACCOUNT`], after something was done there.
pub fn account_done(what: impl Display) -> String {
    format!("{ACCOUNT}?done={}", segment(what))
}

/// The register of those that stand so.
pub fn standing(standing: impl Display) -> String {
    format!("{REGISTER}?standing={}", segment(standing))
}

/// See [`MUNICIPALITY`].
pub fn municipality(code: impl Display) -> String {
    format!("{REGISTER}/{}", segment(code))
}

/// See [`PLAN`].
pub fn plan(number: impl Display) -> String {
    format!("/plans/{}", segment(number))
}

/// See [`DATASET`]; `ending` is `csv` or `json`.
pub fn dataset(name: impl Display, ending: impl Display) -> String {
    format!("{DATA}/{}.{}", segment(name), segment(ending))
}

/// The figures of the cohort of a year.
pub fn cohort(year: impl Display) -> String {
    format!("{FIGURES}?cohort={}#cohort", segment(year))
}

/// See [`CRITERIA_SET`]; `set` is written `cctf-ka@0.1`.
pub fn criteria_set(set: impl Display) -> String {
    format!("/criteria/{}", segment(set))
}

/// The place of a criterion on the page of its set.
pub fn criterion(set: impl Display, criterion: impl Display) -> String {
    format!("{}#{}", criteria_set(set), segment(criterion))
}

/// See [`CERTIFICATE`].
pub fn certificate(number: impl Display) -> String {
    format!("/certificates/{}", segment(number))
}

/// See [`CASE`].
pub fn case(case: impl Display) -> String {
    format!("/cases/{}", segment(case))
}

/// The notices of a case, on its page.
pub fn case_notices(case: impl Display) -> String {
    format!("{}#notices", self::case(case))
}

/// See [`DRAFT`].
pub fn draft(case: impl Display) -> String {
    format!("/cases/{}/draft", segment(case))
}

/// See [`DRAFT_RETURNED`].
pub fn draft_returned(case: impl Display) -> String {
    format!("{}/returned", draft(case))
}

/// See [`DRAFT_READY`].
pub fn draft_ready(case: impl Display) -> String {
    format!("{}/ready", draft(case))
}

/// See [`DRAFT_FILES`].
pub fn draft_files(case: impl Display) -> String {
    format!("{}/files", draft(case))
}

/// See [`DRAFT_FILE`].
pub fn draft_file(case: impl Display, upload: impl Display) -> String {
    format!("{}/files/{}", draft(case), segment(upload))
}

/// See [`DRAFT_IMPORT`].
pub fn draft_import(case: impl Display) -> String {
    format!("{}/import", draft(case))
}

/// See [`DRAFT_PLAN`].
pub fn draft_plan(case: impl Display) -> String {
    format!("{}/plan.json", draft(case))
}

/// See [`DRAFT_COMMENTS`].
pub fn draft_comments(case: impl Display) -> String {
    format!("{}/comments", draft(case))
}

/// See [`DRAFT_SECTION`].
pub fn draft_section(case: impl Display, section: impl Display) -> String {
    format!("{}/data/{}", draft(case), segment(section))
}

/// One row of a section's table; `row` is its name within the form, `/rows/3`.
pub fn draft_row(case: impl Display, section: impl Display, row: impl Display) -> String {
    format!("{}?row={}", draft_section(case, section), segment(row))
}

/// A place within a section, by its name within the form: the page shows the
/// part of a long table where it stands.
pub fn draft_place(case: impl Display, section: impl Display, place: impl Display) -> String {
    format!("{}?at={}", draft_section(case, section), segment(place))
}

/// See [`DRAFT_SHEET`].
pub fn draft_sheet(case: impl Display, section: impl Display) -> String {
    format!("{}/sheet", draft_section(case, section))
}

/// See [`DRAFT_CRITERION`].
pub fn draft_criterion(case: impl Display, criterion: impl Display) -> String {
    format!("{}/{}", draft(case), segment(criterion))
}

/// See [`CASE_COMMAND`].
pub fn case_command(case: impl Display) -> String {
    format!("/cases/{}/commands", segment(case))
}

/// See [`CASE_COMMAND_FORM`]; `filled` is what stands in the form already.
pub fn command_form(
    case: impl Display,
    command: impl Display,
    filled: &[(&str, String)],
) -> String {
    let path = format!("/cases/{}/commands/{}", segment(case), segment(command));
    if filled.is_empty() {
        path
    } else {
        format!("{path}?{}", query(filled))
    }
}

/// See [`DESK_EXPORT`].
pub fn desk_export(file: impl Display) -> String {
    format!("/desk/export/{}", segment(file))
}

/// The people of an organisation.
pub fn desk_people(organisation: impl Display) -> String {
    format!("{DESK_PEOPLE}?at={}", segment(organisation))
}

/// The cases of a reviewer, among the reviewers.
pub fn desk_reviewer(person: impl Display) -> String {
    format!("{DESK_REVIEWERS}?who={}#held", segment(person))
}

/// The people of an organisation, with the form filled in that gives a person one more role there.
pub fn desk_people_more(organisation: impl Display, person: impl Display) -> String {
    format!("{}&person={}", desk_people(organisation), segment(person))
}

/// The people of an organisation, telling that somebody was given a role there.
pub fn desk_people_done(organisation: impl Display) -> String {
    format!("{}&done=invited", desk_people(organisation))
}

/// See [`DESK_PERSON`].
pub fn desk_person(person: impl Display) -> String {
    format!("{DESK_PEOPLE}/{}", segment(person))
}

/// A person, telling that `done` was done.
pub fn desk_person_done(person: impl Display, done: impl Display) -> String {
    format!("{}?done={}", desk_person(person), segment(done))
}

/// The mails to a person.
pub fn desk_mails_to(person: impl Display) -> String {
    format!("{DESK_MAILS}?person={}", segment(person))
}

/// The bodies of a municipality.
pub fn desk_bodies(municipality: impl Display) -> String {
    format!("{DESK_BODIES}?of={}", segment(municipality))
}

/// See [`DESK_BODY`].
pub fn desk_body(body: impl Display) -> String {
    format!("{DESK_BODIES}/{}", segment(body))
}

/// The same, telling that the body was changed.
pub fn desk_body_done(body: impl Display) -> String {
    format!("{}?done=saved", desk_body(body))
}

/// The query of an address.
pub fn query(pairs: &[(&str, String)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", segment(name), segment(value)));
    pairs.collect::<Vec<String>>().join("&")
}

/// See [`SUBMISSION`].
pub fn submission(case: impl Display, submission: impl Display) -> String {
    format!(
        "/cases/{}/submissions/{}",
        segment(case),
        segment(submission)
    )
}

/// The list of cases whose municipality is called like `text`, from row `from` on.
pub fn cases(text: impl Display, from: u64) -> String {
    format!("{CASES}?text={}&from={from}", segment(text))
}

/// What waits for a reviewer or a lead, a lead's cases from case `from` on.
pub fn reviews(from: u64) -> String {
    format!("{REVIEWS}?from={from}")
}

/// What a clerk's bodies received, from row `from` on.
pub fn notices(from: u64) -> String {
    format!("{NOTICES}?from={from}")
}

/// The list of a demo's mails from row `from` on.
pub fn mailbox(from: u64) -> String {
    format!("{MAILBOX}?from={from}")
}

/// An asset that may be kept for good: another `version` has another address.
pub fn asset(path: &str, version: impl Display) -> String {
    format!("{path}?v={}", segment(version))
}

/// See [`REVIEW`].
pub fn review(case: impl Display, stage: impl Display) -> String {
    format!("/cases/{}/review/{}", segment(case), segment(stage))
}

/// A sheet that shows only some criteria.
pub fn review_filter(case: impl Display, stage: impl Display, show: impl Display) -> String {
    format!("{}?show={}", review(case, stage), segment(show))
}

/// See [`REVIEW_SHEET`].
pub fn review_sheet(case: impl Display, stage: impl Display) -> String {
    format!("{}/sheet", review(case, stage))
}

/// See [`REVIEW_ASSIGNMENT`].
pub fn review_assignment(case: impl Display, stage: impl Display) -> String {
    format!("{}/assignment", review(case, stage))
}

/// See [`REVIEW_CONCLUDE`].
pub fn review_conclude(case: impl Display, stage: impl Display) -> String {
    format!("{}/conclude", review(case, stage))
}

/// See [`REVIEW_SUMMARY`].
pub fn review_summary(case: impl Display, stage: impl Display) -> String {
    format!("{}/summary", review(case, stage))
}

/// See [`REVIEW_CRITERION`].
pub fn review_criterion(
    case: impl Display,
    stage: impl Display,
    criterion: impl Display,
) -> String {
    format!("{}/{}", review(case, stage), segment(criterion))
}

/// See [`REVIEW_DRAFT`].
pub fn review_draft(case: impl Display, stage: impl Display, criterion: impl Display) -> String {
    format!("{}/draft", review_criterion(case, stage, criterion))
}

/// See [`FILE`].
pub fn file(upload: impl Display) -> String {
    format!("/files/{}", segment(upload))
}

/// A page of a PDF, as browsers' own viewers know it.
pub fn file_page(upload: impl Display, page: u32) -> String {
    format!("{}#page={page}", file(upload))
}

/// See [`NOTICE`].
pub fn notice(case: impl Display, notice: impl Display) -> String {
    format!("/cases/{}/notices/{}", segment(case), segment(notice))
}

/// See [`MAIL`].
pub fn mail(mail: impl Display) -> String {
    format!("/mailbox/{}", segment(mail))
}

/// One segment of a path: whatever might mean something in an address is
/// written as percent and two digits.
fn segment(value: impl Display) -> String {
    let mut segment = String::new();
    for byte in value.to_string().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                segment.push(char::from(byte));
            }
            other => write!(segment, "%{other:02X}").expect("a string takes all that is written"),
        }
    }
    segment
}

#[cfg(test)]
mod tests;
