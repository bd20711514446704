use super::*;

#[test]
fn the_shipped_defaults_can_be_used() {
    let config = Config::read(None).unwrap();
    assert_eq!(config.http.addr.port(), 8080);
}

#[test]
fn an_unknown_setting_is_refused_by_name() {
    let directory = std::env::temp_dir().join("lustrum-config-test");
    std::fs::create_dir_all(&directory).unwrap();
    let file = directory.join("unknown.toml");
    std::fs::write(&file, "[http]\naddress = \"x\"\n").unwrap();
    let error = Config::read(Some(&file)).unwrap_err().to_string();
    assert!(error.contains("address"), "{error}");
}

#[test]
fn passwords_are_not_shown() {
    let shown = hide_password("postgres://lustrum:s3cret@db.example.dk/lustrum");
    assert_eq!(shown, "postgres://lustrum:***@db.example.dk/lustrum");
    assert_eq!(
        hide_password("sqlite:a.sqlite?mode=rwc"),
        "sqlite:a.sqlite?mode=rwc"
    );
}
