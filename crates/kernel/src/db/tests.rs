use super::*;
use crate::args;

/// A database of its own: a file, or a schema of the server that the tests were given.
async fn fresh() -> (Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = match std::env::var("BLUELAMP_TEST_DB") {
        Ok(url) if !url.is_empty() => {
            let schema = format!("t_{}", crate::seal::hex(&crate::seal::random::<8>()));
            let first = Db::connect(&url, None).await.unwrap();
            let mut tx = first.begin().await.unwrap();
            tx.exec(&format!("CREATE SCHEMA {schema}"), vec![]).await.unwrap();
            tx.commit().await.unwrap();
            Db::connect(&url, Some(&schema)).await.unwrap()
        }
        _ => Db::open_file(&folder.path().join("test.db")).unwrap(),
    };
    let mut tx = db.begin().await.unwrap();
    tx.script(
        "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, name TEXT, weight DOUBLE PRECISION, data BLOB)",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (db, folder)
}

async fn many(db: &Db) -> i64 {
    db.read()
        .one("SELECT count(*) FROM thing", args![])
        .await
        .unwrap()
}

async fn add(db: &Db, id: i64) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    tx.exec("INSERT INTO thing (id, name) VALUES ($1, $2)", args![id, "x"])
        .await?;
    tx.commit().await
}

#[tokio::test]
async fn every_type_comes_back_as_it_was_kept() {
    let (db, _folder) = fresh().await;
    let mut tx = db.begin().await.unwrap();
    let blob = vec![0_u8, 255, 7];
    tx.exec(
        "INSERT INTO thing (weight, id, data, name) VALUES ($3, $1, $4, $2)",
        args![i64::MAX, "Zażółć 🚲", 0.1, blob.clone()],
    )
    .await
    .unwrap();
    tx.exec(
        "INSERT INTO thing (id, name) VALUES ($1, $2)",
        args![2_i64, None::<String>],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let rows = db
        .read()
        .rows(
            "SELECT id, name, weight, data FROM thing ORDER BY id DESC",
            args![],
        )
        .await
        .unwrap();
    assert_eq!(rows[0].get::<i64>("id").unwrap(), i64::MAX);
    assert_eq!(rows[0].get::<String>("name").unwrap(), "Zażółć 🚲");
    assert!((rows[0].get::<f64>("weight").unwrap() - 0.1).abs() < f64::EPSILON);
    assert_eq!(rows[0].get::<Vec<u8>>("data").unwrap(), blob);
    assert_eq!(rows[1].get::<Option<String>>("name").unwrap(), None);
    assert!(
        matches!(rows[1].get::<String>("name"), Err(DbError::Shape(_))),
        "a missing value is never a default"
    );
    assert!(matches!(rows[0].get::<i64>("nmae"), Err(DbError::Shape(_))));
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_no_trace() {
    let (db, _folder) = fresh().await;
    let mut tx = db.begin().await.unwrap();
    tx.exec("INSERT INTO thing (id) VALUES ($1)", args![1_i64])
        .await
        .unwrap();
    drop(tx);
    add(&db, 2).await.unwrap();
    assert_eq!(many(&db).await, 1);
}

#[tokio::test]
async fn a_transaction_in_which_a_statement_failed_is_never_said_to_be_kept() {
    let (db, _folder) = fresh().await;
    add(&db, 1).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.exec("INSERT INTO thing (id) VALUES ($1)", args![2_i64])
        .await
        .unwrap();
    assert!(
        tx.exec("INSERT INTO thing (id) VALUES ($1)", args![1_i64])
            .await
            .is_err()
    );
    assert!(tx.commit().await.is_err());
    assert_eq!(many(&db).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_those_that_fail_take_nobody_with_them() {
    let (db, _folder) = fresh().await;
    add(&db, 7).await.unwrap();
    let tasks: Vec<_> = (0..200_i64)
        .map(|i| {
            let db = db.clone();
            // Every tenth wants a key that is taken.
            tokio::spawn(async move { add(&db, if i % 10 == 0 { 7 } else { 1_000 + i }).await })
        })
        .collect();
    let mut kept = 1;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => kept += 1,
            Err(e) => assert!(matches!(e, DbError::Conflict(_)), "{e}"),
        }
    }
    assert_eq!(kept, 181);
    assert_eq!(many(&db).await, kept);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_who_goes_away_while_waiting_holds_nobody_up() {
    let (db, _folder) = fresh().await;
    for round in 0..50_i64 {
        let first = {
            let db = db.clone();
            tokio::spawn(async move { add(&db, round).await })
        };
        // Waits for its turn and is gone before it comes.
        let leaving = {
            let db = db.clone();
            tokio::spawn(async move { db.begin().await.map(drop) })
        };
        leaving.abort();
        let _ = leaving.await;
        let kept = tokio::time::timeout(std::time::Duration::from_secs(5), first).await;
        kept.expect("a commit is not held up").unwrap().unwrap();
    }
    assert_eq!(many(&db).await, 50);
}

#[tokio::test]
async fn a_full_disk_is_said_and_what_was_kept_before_stays() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_file(&folder.path().join("small.db")).unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.script("CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, name TEXT)")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    add(&db, 1).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.rows("SELECT 1 AS one", args![]).await.unwrap();
    drop(tx);
    // The engine's own limit stands for the disk's.
    let mut tx = db.begin().await.unwrap();
    tx.rows("PRAGMA max_page_count = 8", args![]).await.unwrap();
    tx.commit().await.unwrap();
    let big = "x".repeat(100_000);
    let mut tx = db.begin().await.unwrap();
    let full = tx
        .exec(
            "INSERT INTO thing (id, name) VALUES ($1, $2)",
            args![2_i64, big.as_str()],
        )
        .await;
    assert!(matches!(full, Err(DbError::Full(_))), "{full:?}");
    drop(tx);
    assert_eq!(many(&db).await, 1);
    // With room again it goes on by itself.
    let mut tx = db.begin().await.unwrap();
    tx.rows("PRAGMA max_page_count = 100000", args![]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.exec(
        "INSERT INTO thing (id, name) VALUES ($1, $2)",
        args![2_i64, big.as_str()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(many(&db).await, 2);
}

#[tokio::test]
async fn migrations_are_taken_once() {
    let (db, _folder) = fresh().await;
    assert!(!migrate(&db).await.unwrap().is_empty());
    assert!(migrate(&db).await.unwrap().is_empty());
    assert!(pending(&db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_copy_taken_while_in_use_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_file(&folder.path().join("test.db")).unwrap();
    migrate(&db).await.unwrap();
    let copy = folder.path().join("copy.db");
    db.copy_to(&copy).unwrap();
    assert!(pending(&Db::open_file(&copy).unwrap()).await.unwrap().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_was_moved_away_takes_nothing_more_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let db = Db::open_file(&path).unwrap();
    migrate(&db).await.unwrap();
    let write = || async {
        let mut tx = db.begin().await?;
        tx.exec(
            "INSERT INTO event (id, name, payload, at) VALUES ($1, 'x', '', 1)",
            args![crate::seal::hex(&crate::seal::random::<8>())],
        )
        .await?;
        tx.commit().await
    };
    write().await.unwrap();
    let moved = folder.path().join("moved.db");
    std::fs::rename(&path, &moved).unwrap();
    assert!(matches!(write().await, Err(DbError::Busy(_))));
    // Another file under the name is not the one that was opened.
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(write().await, Err(DbError::Busy(_))));
    std::fs::rename(&moved, &path).unwrap();
    write().await.unwrap();
    assert_eq!(
        db.read()
            .one::<i64>("SELECT count(*) FROM event", args![])
            .await
            .unwrap(),
        2
    );
}

#[tokio::test]
async fn a_command_that_looks_makes_nothing_and_finds_what_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    assert!(Db::open_there(&path).is_err());
    assert!(!path.exists());
    let db = Db::open_file(&path).unwrap();
    migrate(&db).await.unwrap();
    db.is_whole().unwrap();
    let copy = folder.path().join("copy.db");
    db.copy_to(&copy).unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xA5);
    std::fs::write(&copy, bytes).unwrap();
    assert!(Db::open_there(&copy).and_then(|db| db.is_whole()).is_err());
}

#[tokio::test]
async fn a_step_of_a_newer_program_is_known_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_file(&folder.path().join("test.db")).unwrap();
    assert!(unknown(&db).await.unwrap().is_empty());
    migrate(&db).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.exec(
        "INSERT INTO migration (name, sha256) VALUES ('9999_later', 'x')",
        args![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(unknown(&db).await.unwrap(), ["9999_later"]);
}
