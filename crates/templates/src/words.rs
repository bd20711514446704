//! Words for what the domain can say: states, commands, refusals, roles, findings.

use lustrum_domain::{CommandName, CriterionId, Locale, Refusal, StateName, command_fields};
use lustrum_text::{known, text};

/// The label of `word` among the words of `family`: `label(locale, "state", "self_assessment")`.
///
/// Keys are spelt with hyphens where the domain's words have underscores.
pub fn label(locale: Locale, family: &str, word: &str) -> String {
    text(locale, &key(family, word), &[])
}

/// The label of a state.
pub fn state(locale: Locale, state: StateName) -> String {
    label(locale, "state", state.as_str())
}

/// One sentence on what happens in a state, and who has the ball.
pub fn state_help(locale: Locale, state: StateName) -> String {
    text(locale, &(key("state", state.as_str()) + "-help"), &[])
}

/// The label of a command, as on its button.
pub fn command(locale: Locale, command: CommandName) -> String {
    label(locale, "command", command.as_str())
}

/// The questions that a form for `command` asks, in order: a field each, but
/// for a judgement, which is asked for in pieces, and a document.
pub fn questions(command: CommandName) -> Vec<&'static str> {
    command_fields(command)
        .iter()
        .flat_map(|field| match field.name {
            "verdict" => vec![
                "verdict.status",
                "verdict.reason",
                "verdict.remark",
                "verdict.text",
                "verdict.due",
            ],
            "plan" => vec!["plan", "plan.other"],
            name => vec![name],
        })
        .collect()
}

/// What the form for `command` calls the question `name`: the words of that
/// command, or else those that all commands share.
pub fn question(locale: Locale, command: CommandName, name: &str) -> String {
    text(locale, &asked(command, name, ""), &[])
}

/// What helps to answer the question, where something does.
pub fn question_hint(locale: Locale, command: CommandName, name: &str) -> Option<String> {
    let key = asked(command, name, "-hint");
    known(&key).then(|| text(locale, &key, &[]))
}

/// The key of what is said of a question.
pub(crate) fn asked(command: CommandName, name: &str, ending: &str) -> String {
    let name = name.replace('.', "_");
    let own = key("input", &format!("{}_{name}", command.as_str())) + ending;
    if known(&own) {
        own
    } else {
        key("input", &name) + ending
    }
}

/// A refusal as a sentence: why, and what would help.
pub fn refusal(locale: Locale, refusal: &Refusal) -> String {
    let first_known = |families: [&str; 2], word: &str| {
        families
            .iter()
            .map(|family| key(family, word))
            .find(|key| known(key))
            .map_or_else(|| word.to_owned(), |key| text(locale, &key, &[]))
    };
    let state = first_known(
        ["state", "absent"],
        &match refusal.state.as_ref() {
            // A case that does not exist has no state of its own.
            "absent" => "state".into(),
            _ => refusal.state.clone(),
        },
    );
    let command = first_known(["command", "birth"], &refusal.command);
    text(
        locale,
        &key("refusal", refusal.code.as_str()),
        &[
            ("state", state.into()),
            ("command", command.into()),
            ("criteria", listed(&refusal.criteria).into()),
        ],
    )
}

/// A municipality's name as people write it, from its place name or its full
/// name: "Odder" becomes "Odder Kommune", and two have a name of their own.
pub fn municipality(locale: Locale, name: &str) -> String {
    let name = name.trim();
    let place = match name {
        "Københavns Kommune" => "København",
        "Bornholms Regionskommune" => "Bornholm",
        _ => name.strip_suffix(" Kommune").unwrap_or(name),
    };
    match (locale, place) {
        (_, place) if place.ends_with("ommune") => place.to_owned(),
        (Locale::Da, "København") => "Københavns Kommune".to_owned(),
        (Locale::Da, "Bornholm") => "Bornholms Regionskommune".to_owned(),
        (Locale::Da, place) => format!("{place} Kommune"),
        (Locale::En, "København") => "City of Copenhagen".to_owned(),
        (Locale::En, place) => format!("{place} Municipality"),
    }
}

/// Criteria by their names, one after the other.
fn listed(criteria: &[CriterionId]) -> String {
    if criteria.is_empty() {
        return "–".to_owned();
    }
    let names: Vec<&str> = criteria.iter().map(|id| id.0.as_str()).collect();
    names.join(", ")
}

/// The catalogue's key for `word` in `family`.
pub(crate) fn key(family: &str, word: &str) -> String {
    format!("{family}-{}", word.replace('_', "-"))
}

#[cfg(test)]
mod tests;
