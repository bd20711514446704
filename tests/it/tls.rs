//! Encrypted connections to PostgreSQL: what the address asks for is what happens.

use std::{
    path::{Path, PathBuf},
    process::Command as Process,
};

use lustrum_store::{Store, testing::TestDatabase};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::cli::lustrum;

/// Writes an authority of our own and a certificate that it signed for `name`.
fn certificates(folder: &Path, name: &str) {
    let mut authority = CertificateParams::new(Vec::new()).expect("an authority has no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().expect("a key");
    let root = authority.self_signed(&authority_key).expect("a root");
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    let leaf = leaf.signed_by(&key, &issuer).expect("a certificate");
    let write = |file: &str, text: String| {
        std::fs::write(folder.join(file), text).expect("room in the temporary folder");
    };
    write("root.pem", root.pem());
    write("server.pem", leaf.pem());
    write("server-key.pem", key.serialize_pem());
}

/// A server that takes encrypted connections and no others, stopped at the end.
struct Server {
    script: PathBuf,
    directory: PathBuf,
    url: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn with_certificate(certificates: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/postgres");
        let folder = tempfile::tempdir().expect("room in the temporary folder");
        // The owner of the cluster is another user and must walk through it.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o711);
        std::fs::set_permissions(folder.path(), open).expect("the folder is ours");
        let directory = folder.path().join("cluster");
        let started = Process::new(&script)
            .arg("start")
            .arg(&directory)
            .env("PG_TLS", certificates)
            .stderr(std::process::Stdio::inherit())
            .output()
            .expect("the script starts");
        assert!(started.status.success(), "the server did not start");
        let url = String::from_utf8(started.stdout).expect("an address");
        Self {
            script,
            directory,
            url: url.trim().to_owned(),
            _folder: folder,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stop = Process::new(&self.script)
            .arg("stop")
            .arg(&self.directory)
            .status();
        if !stop.is_ok_and(|status| status.success()) {
            tracing::error!("a server of a test was not stopped");
        }
    }
}

/// What stands in the way of a connection; `None` when there is one.
async fn refused(url: &str) -> Option<String> {
    match Store::connect(url).await {
        Ok(store) => {
            store.ping().await.expect("a connection answers");
            store.close().await.expect("a store can be closed once");
            None
        }
        Err(error) => Some(causes(&error)),
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_asks_for_encryption_is_reached_and_its_certificate_is_examined() {
    let known = tempfile::tempdir().expect("room in the temporary folder");
    certificates(known.path(), "127.0.0.1");
    let stranger = tempfile::tempdir().expect("room in the temporary folder");
    certificates(stranger.path(), "127.0.0.1");
    let server = Server::with_certificate(known.path());
    let root = known.path().join("root.pem").display().to_string();
    let other = stranger.path().join("root.pem").display().to_string();
    let url = &server.url;

    assert_eq!(refused(&format!("{url}?sslmode=require")).await, None);
    let examined = format!("{url}?sslmode=verify-full&sslrootcert={root}");
    assert_eq!(refused(&examined).await, None);
    // The tables are made over it as well, by another path of the driver.
    let store = Store::connect(&examined).await.expect("the same address");
    store.migrate().await.expect("the migrations hold");
    store.close().await.expect("a store can be closed once");

    // Controls. The server takes nothing in the clear, ...
    let plain = refused(&format!("{url}?sslmode=disable")).await;
    assert!(plain.is_some_and(|why| why.contains("no encryption")));
    // ... and a certificate of an authority that nobody named is none.
    let unknown = refused(&format!("{url}?sslmode=verify-full&sslrootcert={other}")).await;
    assert!(unknown.is_some_and(|why| why.contains("certificate")));
    let unnamed = refused(&format!("{url}?sslmode=verify-full")).await;
    assert!(unnamed.is_some_and(|why| why.contains("certificate")));
    // A certificate for another name passes for its authority, not for the name.
    let elsewhere = examined.replace("127.0.0.1", "localhost");
    let misnamed = refused(&elsewhere).await;
    assert!(misnamed.is_some_and(|why| why.contains("certificate")));
    let by_authority = elsewhere.replace("verify-full", "verify-ca");
    assert_eq!(refused(&by_authority).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_without_encryption_is_refused_where_it_is_asked_for() {
    let database = TestDatabase::postgres().await;
    let plain = database.url();
    assert_eq!(refused(plain).await, None, "the control: it answers");
    let folder = tempfile::tempdir().expect("room in the temporary folder");
    for mode in ["require", "verify-full"] {
        let url = format!("{plain}?sslmode={mode}");
        let why = refused(&url).await.expect("the server knows no encryption");
        assert!(why.contains("TLS"), "{why}");
        let said = lustrum(&["migrate"])
            .env("LUSTRUM_DATABASE__URL", &url)
            .current_dir(folder.path())
            .output()
            .expect("the program starts");
        let errors = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(2), "{errors}");
        assert!(errors.contains("TLS"), "{errors}");
        assert!(!errors.contains("panicked"), "{errors}");
    }
    database.remove().await;
}
