//! Nothing that was accepted is ever lost: whatever is killed, locked or away meanwhile.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::post::PostOffice;
use crate::program::{Program, Visitor, bluelamp};
use crate::resident::Resident;

/// What a killed worker had begun is taken up again after its lease of a minute.
const PATIENCE: Duration = Duration::from_secs(240);

fn reconciled(data: &Path) -> serde_json::Value {
    let output = bluelamp()
        .args(["reconcile", "--json", "--data"])
        .arg(data)
        .output()
        .expect("reconcile runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"))
}

/// Asks again and again (each takes a while by itself) until it is as it should be.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::yield_now();
    }
}

struct Worker(Child);

impl Worker {
    fn start(data: &Path, mail: &str) -> Self {
        let child = bluelamp()
            .args(["work", "--data"])
            .arg(data)
            .env("BLUELAMP_MAIL__SMTP", mail)
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .spawn()
            .expect("a worker");
        Self(child)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

#[test]
fn killed_at_random_during_two_hundred_reports_nothing_is_lost_and_nothing_doubled() {
    const RESIDENTS: usize = 8;
    const EACH: usize = 25;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let office = PostOffice::open(0);
    let mail = format!("smtp://127.0.0.1:{}", office.port);
    let address = format!("127.0.0.1:{}", free_port());
    let env = [
        ("BLUELAMP_MAIL__SMTP", mail.as_str()),
        ("BLUELAMP_SERVER__POSTS_A_MINUTE", "1000000"),
        ("RUST_LOG", "error"),
    ];
    let serve = || Program::start_with(&["serve", "--no-work", "--listen", &address], data, &env);
    let server = Mutex::new(serve());
    let mut workers = vec![Worker::start(data, &mail), Worker::start(data, &mail)];
    let done = AtomicUsize::new(0);
    // Who got no answer waits until whoever killed the server has started it again.
    let wait = || drop(server.lock().expect("the server"));

    let shown: Vec<String> = std::thread::scope(|scope| {
        let residents: Vec<_> = (0..RESIDENTS)
            .map(|r| {
                let (address, done, wait) = (&address, &done, &wait);
                scope.spawn(move || {
                    let mut shown = Vec::new();
                    for n in 0..EACH {
                        let email = format!("resident-{r}-{n}@example.com");
                        shown.push(Resident::new(address, &email, wait).reports());
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                    shown
                })
            })
            .collect();
        // Every few reports something is killed, in the middle of whatever the residents do then.
        let (mut next, mut step) = (3, 7_usize);
        loop {
            let so_far = done.load(Ordering::SeqCst);
            if so_far >= RESIDENTS * EACH || residents.iter().all(std::thread::ScopedJoinHandle::is_finished)
            {
                break;
            }
            if so_far < next {
                std::thread::yield_now();
                continue;
            }
            step = (step * 5 + 3) % 17;
            next = so_far + 4 + step;
            if step.is_multiple_of(3) {
                workers.remove(0);
                workers.push(Worker::start(data, &mail));
            } else {
                let mut held = server.lock().expect("the server");
                held.kill_now();
                *held = serve();
            }
        }
        residents
            .into_iter()
            .flat_map(|r| r.join().expect("a resident"))
            .collect()
    });

    let references: HashSet<&String> = shown.iter().collect();
    assert_eq!(references.len(), RESIDENTS * EACH, "a reference was shown twice");
    until("all receipts sent", || {
        reconciled(data)["mailed"] == RESIDENTS * EACH
    });
    let found = reconciled(data);
    assert_eq!(found["accepted"], RESIDENTS * EACH, "{found}");
    assert_eq!(found["owned"], RESIDENTS * EACH, "{found}");
    assert_eq!(found["missing"].as_array().map(Vec::len), Some(0), "{found}");

    // A letter that the server got twice (killed between its answer and our note) is the same message.
    let mut letters: HashMap<String, HashSet<String>> = HashMap::new();
    for message in office.taken() {
        for reference in &references {
            if message.subject.contains(reference.as_str()) {
                letters
                    .entry((*reference).clone())
                    .or_default()
                    .insert(message.id.clone());
            }
        }
    }
    assert_eq!(letters.len(), references.len(), "a report without its receipt");
    assert!(
        letters.values().all(|ids| ids.len() == 1),
        "a report with two receipts"
    );
    drop(workers);
    let verified = bluelamp()
        .args(["audit", "verify", "--data"])
        .arg(data)
        .output()
        .expect("audit verify");
    assert!(verified.status.success(), "{verified:?}");
}

#[test]
fn letters_wait_while_the_mail_server_is_away_and_leave_when_it_is_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let port = free_port();
    let mail = format!("smtp://127.0.0.1:{port}");
    let env = [("BLUELAMP_MAIL__SMTP", mail.as_str()), ("RUST_LOG", "off")];
    let server = Program::start_with(&["serve", "--listen", "127.0.0.1:0"], folder.path(), &env);
    let give_up = || panic!("no answer");
    let reference = Resident::new(&server.address, "ada@example.com", &give_up).reports();
    until("a letter tried in vain", || {
        let metrics = server.get("/metrics").body;
        assert!(!metrics.is_empty());
        reconciled(folder.path())["accepted"] == 1
    });
    assert_eq!(reconciled(folder.path())["mailed"], 0);
    let office = PostOffice::open(port);
    until("the receipt", || {
        office
            .taken()
            .iter()
            .any(|m| m.subject.contains(&reference) && m.to.contains("ada@example.com"))
    });
    until("the note that it was sent", || {
        reconciled(folder.path())["mailed"] == 1
    });
}

#[test]
fn while_the_database_is_locked_the_answer_is_a_clear_page_and_the_same_press_works_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Program::start_with(
        &["serve", "--no-work", "--listen", "127.0.0.1:0"],
        folder.path(),
        &[("RUST_LOG", "off")],
    );
    let give_up = || panic!("no answer");
    let mut resident = Resident::new(&server.address, "ada@example.com", &give_up);
    let check = resident.up_to_check();
    let other = rusqlite::Connection::open(folder.path().join("bluelamp.db")).expect("the database");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let csrf = check
        .body
        .split("name=\"csrf\" value=\"")
        .nth(1)
        .and_then(|t| t.split('"').next());
    let body = format!("csrf={}", csrf.expect("a token"));
    let refused = resident
        .visitor
        .try_send("POST", "/report/theft/send", &body)
        .expect("an answer");
    assert_eq!(refused.status, 503);
    assert!(refused.header("retry-after").is_some());
    assert!(
        refused.body.contains("Nothing you sent before is lost"),
        "{}",
        refused.body
    );
    // Reading goes on meanwhile.
    assert_eq!(Visitor::new(&server.address).get("/report").status, 200);
    other.execute_batch("ROLLBACK").expect("let go");
    let reference = resident.send_report(&check);
    assert!(reference.starts_with("BL-"), "{reference}");
    assert_eq!(reconciled(folder.path())["accepted"], 1);
}
