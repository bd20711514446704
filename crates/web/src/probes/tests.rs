use chrono::TimeDelta;
use lustrum_app::MailStatus;
use lustrum_domain::StateName;

use super::*;

#[test]
fn counts_are_written_as_the_format_wants_them() {
    let now = Timestamp::UNIX_EPOCH;
    let mut counts = Counts::default();
    counts
        .cases
        .insert(("a\"b".to_owned(), StateName::Review), 3);
    counts.mails.insert(MailStatus::Failed, 2);
    counts.oldest_queued = Some(now - TimeDelta::seconds(40));
    let mut text = String::new();
    exposed(&mut text, &counts, now);
    assert!(text.contains("lustrum_cases{programme=\"a\\\"b\",state=\"review\"} 3\n"));
    assert!(text.contains("lustrum_mails{status=\"failed\"} 2\n"));
    assert!(text.contains("lustrum_mails{status=\"queued\"} 0\n"));
    assert!(text.contains("lustrum_mail_oldest_queued_seconds 40\n"));
}
