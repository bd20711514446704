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

#[test]
fn links_begin_where_the_service_listens_unless_something_else_is_set() {
    let mut config = Config::read(None).unwrap();
    assert_eq!(config.http.base_url(), "http://127.0.0.1:8080");
    config.http.addr = ([127, 0, 0, 1], 9000).into();
    assert_eq!(config.http.base_url(), "http://127.0.0.1:9000");
    "https://lustrum.example.dk/".clone_into(&mut config.http.base_url);
    assert_eq!(config.http.base_url(), "https://lustrum.example.dk");
}

/// Settings that `text` names as variables of the environment, `LUSTRUM_A__B`,
/// and that do not exist.
fn unknown_variables(text: &str) -> Vec<String> {
    let defaults: toml::Table = toml::from_str(DEFAULT).unwrap();
    let variables = text
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .filter_map(|word| word.strip_prefix("LUSTRUM_"));
    let unknown = variables.filter(|variable| {
        let known = variable
            .to_lowercase()
            .split_once("__")
            .and_then(|(section, setting)| defaults.get(section)?.get(setting).map(|_| ()));
        known.is_none()
    });
    unknown.map(str::to_owned).collect()
}

#[test]
fn what_is_deployed_sets_only_settings_that_exist() {
    let deployed = [
        ("Dockerfile", include_str!("../../../../deploy/Dockerfile")),
        (
            "compose.yaml",
            include_str!("../../../../deploy/compose.yaml"),
        ),
        (
            "lustrum.service",
            include_str!("../../../../deploy/lustrum.service"),
        ),
        ("config.default.toml", DEFAULT),
        ("README.md", include_str!("../../../../README.md")),
    ];
    for (name, text) in deployed {
        assert_eq!(unknown_variables(text), Vec::<String>::new(), "{name}");
    }
    assert!(deployed[1].1.contains("LUSTRUM_"), "compose.yaml sets some");
}

#[test]
fn a_variable_of_no_setting_is_found() {
    let planted = "ENV LUSTRUM_HTTP__ADDR=x LUSTRUM_HTTP__ADDRESS=y LUSTRUM_ADDR=z\n";
    assert_eq!(unknown_variables(planted), ["HTTP__ADDRESS", "ADDR"]);
}

/// Every stop that waits for the service waits longer than the service does.
#[test]
fn whoever_stops_the_service_gives_it_time_to_finish() {
    let seconds = |text: &str, before: &str| -> u64 {
        let rest = text.split_once(before).unwrap().1;
        let number = rest.chars().take_while(char::is_ascii_digit);
        number.collect::<String>().parse().unwrap()
    };
    let unit = include_str!("../../../../deploy/lustrum.service");
    let compose = include_str!("../../../../deploy/compose.yaml");
    let soft = crate::serve::SOFT_STOP.as_secs();
    assert!(seconds(unit, "TimeoutStopSec=") > soft);
    assert!(seconds(compose, "stop_grace_period: ") > soft);
}
