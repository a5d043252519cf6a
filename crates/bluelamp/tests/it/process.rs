//! The real program: it starts, answers, stops, refuses what is wrong, and starts again.

use crate::program::{Program, bluelamp};
use crate::resident::Resident;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn output(args: &[&str]) -> (bool, String) {
    let output = bluelamp().args(args).output().expect("the program runs");
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

const DEMO: &[&str] = &["demo", "--listen", "127.0.0.1:0"];
const SERVE: &[&str] = &["serve", "--listen", "127.0.0.1:0"];

#[test]
fn a_demo_says_how_to_sign_in_and_is_ready_when_it_says_so() {
    let folder = folder();
    let demo = Program::start(DEMO, folder.path());
    assert_eq!(demo.get("/health/ready").status, 200);
    assert_eq!(demo.get("/health/live").body, "live\n");
    assert!(demo.get("/metrics").body.contains("# EOF"));
    let said = demo.said.join("\n");
    assert!(said.contains("hana") && said.contains("/mailbox"), "{said}");
}

#[test]
fn asked_to_stop_it_stops_cleanly_and_starts_again_on_the_same_folder() {
    let folder = folder();
    for signal in ["-TERM", "-INT"] {
        let running = Program::start(SERVE, folder.path());
        running.signal(signal);
        assert!(running.ended().success(), "{signal}");
    }
    let data = folder.path().to_str().expect("a path");
    let (right, text) = output(&["audit", "verify", "--data", data]);
    assert!(right, "{text}");
    let (right, text) = output(&["check", "--data", data]);
    assert!(right && text.contains("21 questions about the person"), "{text}");
    // A force's own questions are looked at too, and are no kind of report.
    let own = folder.path().join("forms/equality");
    std::fs::create_dir_all(&own).expect("a folder");
    let file = own.join("about-you.yaml");
    let inside = include_str!("../../../../forms/equality/about-you.yaml");
    let forced = inside.replacen("required: false", "required: true", 1);
    std::fs::write(&file, forced).expect("a file");
    let (right, text) = output(&["check", "--data", data]);
    let named = text.contains("forms/equality/about-you.yaml: /age: age: every question must be");
    assert!(
        !right && named && text.contains("ok     forms     15 forms"),
        "{text}"
    );
}

#[test]
fn killed_in_the_middle_it_starts_again() {
    let folder = folder();
    Program::start(SERVE, folder.path()).kill();
    let again = Program::start(SERVE, folder.path());
    assert_eq!(again.get("/health/ready").status, 200);
}

#[test]
fn keys_are_changed_under_a_report_that_is_still_being_written_and_the_old_one_can_go() {
    let folder = folder();
    let data = folder.path().to_str().expect("a path");
    let no_wait = || panic!("the program answers");
    let running = Program::start(SERVE, folder.path());
    let mut resident = Resident::new(&running.address, "ada@example.com", &no_wait);
    let check = resident.up_to_check();
    running.signal("-TERM");
    assert!(running.ended().success());

    let (right, text) = output(&["keys", "rotate", "--data", data]);
    assert!(right && text.starts_with("Key 2 seals from now on"), "{text}");
    let (right, text) = output(&["keys", "reseal", "--data", data]);
    assert!(right && text.contains("sealed anew with key 2"), "{text}");
    let (_, text) = output(&["keys", "reseal", "--data", data]);
    assert!(
        text.starts_with("0 of "),
        "a second time there is nothing to do: {text}"
    );
    let file = folder.path().join("keys.toml");
    let keys = std::fs::read_to_string(&file).expect("the keys");
    let parts: Vec<&str> = keys.split("[[sealing]]").collect();
    let kept: Vec<&str> = parts
        .into_iter()
        .filter(|part| !part.starts_with("\nnumber = 1\n"))
        .collect();
    let without = kept.join("[[sealing]]");
    assert_ne!(keys, without, "the first key was there: {keys}");
    std::fs::write(&file, without).expect("the keys without the first");

    let running = Program::start(SERVE, folder.path());
    resident.moves_to(&running.address);
    assert!(resident.send_report(&check).starts_with("BL-"));
}

#[test]
fn what_belongs_together_is_not_begun_anew_when_half_of_it_is_gone() {
    let folder = folder();
    let data = folder.path().to_str().expect("a path");
    let ended = Program::start(SERVE, folder.path());
    let stop = |running: Program| {
        // The head of the record is written a second after the first entry.
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        running.signal("-TERM");
        assert!(running.ended().success());
    };
    let mut resident = Resident::new(&ended.address, "ada@example.com", &|| {
        panic!("the program answers")
    });
    let check = resident.up_to_check();
    assert!(resident.send_report(&check).starts_with("BL-"));
    stop(ended);
    for file in ["keys.toml", "bluelamp.db"] {
        let (there, away) = (folder.path().join(file), folder.path().join("away"));
        std::fs::rename(&there, &away).expect("moved");
        for command in [SERVE, &["reconcile"], &["check"], &["audit", "verify"]] {
            let (right, said) = output(&[command, &["--data", data]].concat());
            let looks_elsewhere = file == "keys.toml" && command.first() == Some(&"audit");
            assert!(!right || looks_elsewhere, "{command:?} without {file}: {said}");
            assert!(!there.exists(), "{command:?} made {file}");
        }
        std::fs::rename(&away, &there).expect("moved back");
    }
    let (right, said) = output(&["reconcile", "--data", data]);
    assert!(right && said.starts_with("1 accepted, 1 with an owner"), "{said}");
}

#[test]
fn a_backup_is_whole_and_its_owners_alone() {
    let folder = folder();
    let data = folder.path().join("data");
    let running = Program::start(SERVE, &data);
    let file = folder.path().join("copy.db");
    let backup = |from: &std::path::Path| {
        let (from, to) = (from.to_str().expect("a path"), file.to_str().expect("a path"));
        output(&["backup", to, "--data", from])
    };
    let elsewhere = folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let (right, said) = backup(&elsewhere);
    assert!(!right && said.contains("no database"), "{said}");
    assert_eq!(std::fs::read_dir(&elsewhere).expect("a folder").count(), 0);
    let (right, said) = backup(&data);
    assert!(right && said.contains("files"), "{said}");
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().expect("a file").permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 3);
    drop(running);
}

#[test]
fn two_processes_share_a_folder() {
    let folder = folder();
    let one = Program::start(SERVE, folder.path());
    let two = Program::start(SERVE, folder.path());
    assert_eq!(one.get("/health/ready").status, 200);
    assert_eq!(two.get("/health/ready").status, 200);
}

#[test]
fn what_is_wrong_with_the_configuration_is_named() {
    let folder = folder();
    let file = folder.path().join("bluelamp.toml");
    let data = folder.path().to_str().expect("a path");
    for (text, name) in [
        ("[server]\nport = 80\n", "port"),
        ("[force]\ntime_zone = 'Atlantis/Harbour'\n", "Atlantis/Harbour"),
        ("[mail]\nfrom = 'nobody'\n", "mail.from"),
        ("[server]\nlisten = 'nowhere'\n", "nowhere"),
        ("[server\n", "bluelamp.toml"),
    ] {
        std::fs::write(&file, text).expect("a file");
        let (right, said) = output(&["serve", "--data", data]);
        assert!(!right, "{text} was taken");
        assert!(said.contains(name), "{text}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn an_address_that_is_taken_is_named_and_nothing_is_touched() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let folder = folder();
    let data = folder.path().join("not-yet");
    let (right, said) = output(&[
        "serve",
        "--listen",
        &address,
        "--data",
        data.to_str().expect("a path"),
    ]);
    assert!(!right && said.contains(&address), "{said}");
    assert!(!data.exists());
}

#[test]
fn commands_that_look_make_nothing() {
    let folder = folder();
    let data = folder.path().join("absent");
    let path = data.to_str().expect("a path");
    for command in [
        &["audit", "verify"][..],
        &["check"],
        &["backup", "copy.db"],
        &["keys", "rotate"],
    ] {
        let mut args = command.to_vec();
        args.extend(["--data", path]);
        if command[0] == "keys" {
            args = vec!["keys", "--data", path, "rotate"];
        }
        let (right, said) = output(&args);
        assert!(!right && said.contains("absent"), "{command:?}: {said}");
    }
    assert!(!data.exists());
}

#[test]
fn a_backup_of_a_running_force_is_whole_and_never_overwrites() {
    let folder = folder();
    let running = Program::start(SERVE, folder.path());
    let data = folder.path().to_str().expect("a path");
    let copy = folder.path().join("copy.db");
    let copy_path = copy.to_str().expect("a path");
    let (right, said) = output(&["backup", copy_path, "--data", data]);
    assert!(right, "{said}");
    let (right, said) = output(&["backup", copy_path, "--data", data]);
    assert!(!right && said.contains("there already"), "{said}");
    drop(running);
    // The copy, with the keys, is a force again.
    let other = tempfile::tempdir().expect("a folder");
    std::fs::rename(&copy, other.path().join("bluelamp.db")).expect("moved");
    std::fs::copy(folder.path().join("keys.toml"), other.path().join("keys.toml")).expect("copied");
    let (right, said) = output(&["check", "--data", other.path().to_str().expect("a path")]);
    assert!(right, "{said}");
}

#[test]
fn every_route_is_listed_with_who_may_come() {
    let (right, said) = output(&["routes"]);
    assert!(right, "{said}");
    assert!(
        said.lines()
            .any(|l| l.starts_with("GET") && l.contains("anyone") && l.ends_with("/desk/sign-in"))
    );
    assert!(
        said.lines()
            .any(|l| l.contains("supervisor") && l.ends_with("/desk/jobs")),
        "{said}"
    );
}
