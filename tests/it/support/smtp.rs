//! A real mail server in the test's own process: it speaks SMTP over TCP, keeps
//! what it took, and answers as it is told to, down to cutting the connection.

use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// What the server answers to one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It takes the mail.
    Accept,
    /// Come again later.
    Later,
    /// Never.
    Never,
    /// It does not know whom the mail is for, and says so before it comes.
    NoMailbox,
    /// It says nothing, until it is told to go on; then the mail is refused.
    Hang,
    /// It takes the mail, and the connection ends before it can say so.
    AcceptAndBreak,
}

/// Whom the server lets in, whatever mail they bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Door {
    /// Everybody.
    #[default]
    Open,
    /// Nobody: it says so instead of a greeting.
    NoService,
    /// Nobody: it takes the connection and says nothing, until it is told to go on.
    Silent,
    /// Nobody who gives a password.
    NoLogin,
    /// Everybody, but it takes no mail: whoever brings one is told to sign in.
    NoSender,
}

/// A mail that the server took.
#[derive(Debug, Clone, Default)]
pub(crate) struct Received {
    /// The envelope's recipients.
    pub(crate) to: Vec<String>,
    /// Header and body.
    pub(crate) data: String,
}

impl Received {
    /// The unfolded value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let head = self.data.split("\r\n\r\n").next()?;
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let prefix = format!("{}:", name.to_lowercase());
        let line = unfolded
            .split("\r\n")
            .find(|line| line.to_lowercase().starts_with(&prefix))?;
        Some(line[prefix.len()..].trim().to_owned())
    }

    /// The Message-ID.
    pub(crate) fn message_id(&self) -> String {
        self.header("Message-ID").expect("every mail has one")
    }
}

#[derive(Default)]
struct Shared {
    door: Mutex<Door>,
    script: Mutex<VecDeque<Answer>>,
    received: Mutex<Vec<Received>>,
    gate: Mutex<bool>,
    opened: Condvar,
}

/// The server. It takes everything unless its script says otherwise.
#[derive(Clone)]
pub(crate) struct Sink {
    shared: Arc<Shared>,
    /// The address for a transport.
    pub(crate) url: String,
}

impl Sink {
    /// Starts a server on a free port. It ends with the process.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        let shared = Arc::new(Shared::default());
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&served);
                // A connection that breaks is the client's affair.
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self {
            shared,
            url: format!("smtp://127.0.0.1:{port}"),
        }
    }

    /// The same server, at whose address one signs in.
    pub(crate) fn with_password(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            url: self.url.replace("smtp://", "smtp://lustrum:secret@"),
        }
    }

    /// Whom the server lets in from now on.
    pub(crate) fn door(&self, door: Door) {
        *lock(&self.shared.door) = door;
    }

    /// The answers to the next mails, in the order in which they come.
    pub(crate) fn script(&self, answers: &[Answer]) {
        lock(&self.shared.script).extend(answers);
    }

    /// The mails that the server took.
    pub(crate) fn received(&self) -> Vec<Received> {
        lock(&self.shared.received).clone()
    }

    /// Lets hanging answers go on.
    pub(crate) fn go_on(&self) {
        *lock(&self.shared.gate) = true;
        self.shared.opened.notify_all();
    }
}

/// One connection, from greeting to farewell.
fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut answers = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    let mut say = |text: &str| answers.write_all(format!("{text}\r\n").as_bytes());
    let door = *lock(&shared.door);
    match door {
        Door::NoService => return say("554 no mail service here"),
        Door::Silent => {
            hang(shared);
            return Ok(());
        }
        _ => say("220 sink.example.dk ready")?,
    }
    let mut mail = Received::default();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let command = line.trim_end();
        let upper = command.to_uppercase();
        if upper.starts_with("EHLO") {
            say("250-sink.example.dk")?;
            say("250-AUTH PLAIN")?;
            say("250 8BITMIME")?;
        } else if upper.starts_with("AUTH") && door == Door::NoLogin {
            say("535 authentication failed")?;
        } else if upper.starts_with("AUTH") {
            say("235 come in")?;
        } else if upper.starts_with("MAIL FROM:") && door == Door::NoSender {
            say("530 authentication required")?;
        } else if upper.starts_with("MAIL FROM:") {
            mail = Received::default();
            say("250 go on")?;
        } else if upper.starts_with("RCPT TO:") {
            let address = command["RCPT TO:".len()..].trim();
            mail.to.push(address.trim_matches(['<', '>']).to_owned());
            if knows_the_mailbox(shared) {
                say("250 go on")?;
            } else {
                say("550 no such mailbox")?;
            }
        } else if upper == "DATA" {
            say("354 end with a full stop on a line of its own")?;
            mail.data = body(&mut lines)?;
            match answer(shared, &mail) {
                Answer::Accept => say("250 taken")?,
                Answer::Later => say("451 try again later")?,
                Answer::Never | Answer::NoMailbox => say("550 no such mailbox")?,
                Answer::AcceptAndBreak => return Ok(()),
                Answer::Hang => {
                    hang(shared);
                    say("451 that took too long")?;
                }
            }
        } else if upper == "QUIT" {
            return say("221 farewell");
        } else {
            say("250 fine")?;
        }
    }
}

/// Waits until it is told to go on.
fn hang(shared: &Shared) {
    let gate = lock(&shared.gate);
    // Longer than any test; one that forgets to go on leaves the thread to the
    // end of the process.
    let waited = shared
        .opened
        .wait_timeout_while(gate, Duration::from_secs(120), |open| !*open);
    drop(waited);
}

/// Whether the script lets the next mail past its recipient.
fn knows_the_mailbox(shared: &Shared) -> bool {
    let mut script = lock(&shared.script);
    let unknown = script.front() == Some(&Answer::NoMailbox);
    if unknown {
        script.pop_front();
    }
    !unknown
}

/// The lines of a mail up to the full stop, with doubled stops undone.
fn body(lines: &mut impl BufRead) -> io::Result<String> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 || line == b".\r\n" {
            return Ok(String::from_utf8_lossy(&data).into_owned());
        }
        data.extend(line.strip_prefix(b".").unwrap_or(&line));
    }
}

/// What the script says to `mail`, which is kept if it was taken.
fn answer(shared: &Shared, mail: &Received) -> Answer {
    let answer = lock(&shared.script).pop_front().unwrap_or(Answer::Accept);
    if matches!(answer, Answer::Accept | Answer::AcceptAndBreak) {
        lock(&shared.received).push(mail.clone());
    }
    answer
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
