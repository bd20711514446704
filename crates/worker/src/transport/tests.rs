use lustrum_domain::{Locale, MailId, MailKind, time::at_hour};

use super::*;

fn mail(recipient: &str, subject: &str) -> OutboxMail {
    let now = at_hour("2026-11-23".parse().unwrap(), 12);
    OutboxMail {
        id: MailId(uuid::Uuid::from_u128(9)),
        programme: "klimaalliancen".to_owned(),
        kind: MailKind::Opened,
        cycle: None,
        reason: None,
        dedupe_key: "key".to_owned(),
        person: None,
        organisation: None,
        recipient: recipient.to_owned(),
        locale: Locale::Da,
        template_version: 1,
        subject: subject.to_owned(),
        text: "Kære Søren\n\nRevisionen på Ærø er åbnet.\n".to_owned(),
        html: "<p>Kære Søren</p>".to_owned(),
        not_before: now,
        queued_at: now,
    }
}

fn formatted(mail: &OutboxMail) -> String {
    let sender = Sender {
        from: "Lustrum <noreply@example.dk>".parse().unwrap(),
        reply_to: None,
        host: "lustrum.example.dk".to_owned(),
    };
    let message = message(mail, &sender, mail.queued_at).unwrap();
    String::from_utf8(message.formatted()).unwrap()
}

#[test]
fn the_message_id_is_made_from_the_outbox_id_and_stays_the_same() {
    let mail = mail("a@example.dk", "Revisionen er åbnet");
    let wanted = "Message-ID: <out_00000000000000000000000000000009@lustrum.example.dk>";
    assert!(formatted(&mail).contains(wanted));
    assert!(formatted(&mail).contains(wanted));
    assert!(formatted(&mail).contains("Auto-Submitted: auto-generated"));
}

#[test]
fn a_danish_domain_travels_in_ascii() {
    assert_eq!(
        address("klima@ærøkommune.dk").unwrap().domain(),
        "xn--rkommune-i0a5p.dk"
    );
    assert!(address("no address").is_err());
}

#[test]
fn a_line_break_in_a_subject_injects_no_header() {
    let text = formatted(&mail("a@example.dk", "Hej\r\nBcc: all@example.dk"));
    assert!(!text.lines().any(|line| line.starts_with("Bcc:")));
}
