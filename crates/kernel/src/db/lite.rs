//! The embedded engine: SQLite in WAL mode, `synchronous=FULL`, one writer that groups commits.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, types::ValueRef};
use tokio::sync::{OwnedMutexGuard, oneshot};

use super::{DbError, Row, Value};

/// More waiting transactions than this are never put off for the sake of one commit.
const LARGEST_GROUP: usize = 64;

/// So many who wait for their turn are a crowd.
const CROWD: usize = 8;

/// After so many transactions what they wrote is moved from the log into the database file, beside the writer and
/// not in its way: a draft's pages are written over many times before, and moved once.
const MOVE_AFTER: usize = 1_000;
/// Pages of the log at which the writer moves them itself, should that ever lag behind.
const LONGEST_LOG: i64 = 20_000;

#[derive(Clone)]
pub(super) struct Lite(Arc<Inner>);

struct Inner {
    path: PathBuf,
    writer: Arc<tokio::sync::Mutex<Writer>>,
    /// Transactions that wait for their turn: while there are any, a commit can wait for them.
    queued: AtomicUsize,
    readers: Mutex<Vec<Connection>>,
    mover: Mutex<Option<Connection>>,
}

struct Writer {
    conn: Connection,
    file: Whereabouts,
    open: bool,
    /// Those who have finished their part and wait for the commit that makes it durable.
    kept: Vec<oneshot::Sender<Result<(), DbError>>>,
    unmoved: usize,
}

impl Lite {
    /// Opens the file; `make` says whether one that is not there is made.
    pub(super) fn open(path: &Path, make: bool) -> Result<Self, DbError> {
        let mut flags = OpenFlags::default();
        if !make {
            flags.remove(OpenFlags::SQLITE_OPEN_CREATE);
        }
        let conn = Connection::open_with_flags(path, flags).map_err(|e| explain(&e))?;
        prepare(&conn)?;
        conn.pragma_update(None, "journal_mode", "WAL")
            .map_err(|e| explain(&e))?;
        conn.pragma_update(None, "synchronous", "FULL")
            .map_err(|e| explain(&e))?;
        conn.pragma_update(None, "foreign_keys", "ON")
            .map_err(|e| explain(&e))?;
        conn.pragma_update(None, "wal_autocheckpoint", LONGEST_LOG)
            .map_err(|e| explain(&e))?;
        Ok(Self(Arc::new(Inner {
            path: path.to_owned(),
            writer: Arc::new(tokio::sync::Mutex::new(Writer {
                file: Whereabouts::of(path),
                conn,
                open: false,
                kept: Vec::new(),
                unmoved: 0,
            })),
            queued: AtomicUsize::new(0),
            readers: Mutex::new(Vec::new()),
            mover: Mutex::new(None),
        })))
    }

    /// Reads run where they are called: a look-up by key takes microseconds, less than a hop to another thread.
    pub(super) fn read(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let idle = self
            .0
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let conn = match idle {
            Some(conn) => conn,
            None => self.new_reader()?,
        };
        let rows = run(&conn, sql, args);
        self.0
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(conn);
        rows
    }

    fn new_reader(&self) -> Result<Connection, DbError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&self.0.path, flags).map_err(|e| explain(&e))?;
        prepare(&conn)?;
        Ok(conn)
    }

    pub(super) async fn begin(&self) -> Result<LiteTx, DbError> {
        let turn = Turn::new(self);
        let mut writer = Arc::clone(&self.0.writer).lock_owned().await;
        turn.taken();
        if !writer.open {
            say(&writer.conn, "BEGIN IMMEDIATE")?;
            writer.open = true;
        }
        say(&writer.conn, "SAVEPOINT one")?;
        Ok(LiteTx {
            db: self.clone(),
            writer: Some(writer),
            failed: false,
        })
    }

    pub(super) fn copy_to(&self, file: &Path) -> Result<(), DbError> {
        let from = self.new_reader()?;
        let mut to = Connection::open(file).map_err(|e| explain(&e))?;
        let backup = rusqlite::backup::Backup::new(&from, &mut to).map_err(|e| explain(&e))?;
        backup
            .run_to_completion(1_000, Duration::from_millis(2), None)
            .map_err(|e| explain(&e))
    }

    /// Moves what the log holds into the database file. One at a time; a failure is tried again with the next
    /// batch, and the log keeps everything meanwhile.
    fn move_log(&self) {
        let Ok(mut mover) = self.0.mover.try_lock() else {
            return;
        };
        let conn = match mover.take() {
            Some(conn) => conn,
            None => match Connection::open(&self.0.path) {
                Ok(conn) => conn,
                Err(_) => return,
            },
        };
        let moved = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(e) = moved {
            tracing::warn!(error = %e, "The log could not be moved into the database file");
            return;
        }
        *mover = Some(conn);
    }

    /// Every page of the file reads as it was written.
    pub(super) fn is_whole(&self) -> Result<(), DbError> {
        let found = self.read("PRAGMA quick_check(1)", &[])?;
        let said: String = found.first().map(Row::only).transpose()?.unwrap_or_default();
        match said.as_str() {
            "ok" => Ok(()),
            _ => Err(DbError::Broken(format!("it is damaged: {said}"))),
        }
    }

    pub(super) fn is_crowded(&self) -> bool {
        self.0.queued.load(Ordering::SeqCst) >= CROWD
    }

    fn nobody_waits(&self) -> bool {
        self.0.queued.load(Ordering::SeqCst) == 0
    }
}

/// A place in the queue. If the one who waits goes away, a commit that waited for it must still happen.
struct Turn {
    db: Lite,
    waiting: bool,
}

impl Turn {
    fn new(db: &Lite) -> Self {
        db.0.queued.fetch_add(1, Ordering::SeqCst);
        Self {
            db: db.clone(),
            waiting: true,
        }
    }

    fn taken(mut self) {
        self.db.0.queued.fetch_sub(1, Ordering::SeqCst);
        self.waiting = false;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.waiting {
            return;
        }
        self.db.0.queued.fetch_sub(1, Ordering::SeqCst);
        let db = self.db.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let mut writer = Arc::clone(&db.0.writer).lock_owned().await;
                if db.nobody_waits() {
                    writer.finish();
                }
            });
        }
    }
}

/// Which file was opened. A file that is moved away or taken out can still be written to, and nobody would find
/// again what is in it.
#[derive(Debug)]
struct Whereabouts {
    path: PathBuf,
    opened: Option<(u64, u64)>,
}

impl Whereabouts {
    fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            opened: identity(path),
        }
    }

    fn is_there(&self) -> bool {
        identity(&self.path) == self.opened
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

/// Elsewhere an open file cannot be moved.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

impl Writer {
    /// One durable commit for all who are waiting for it.
    fn finish(&mut self) {
        if !self.open {
            return;
        }
        self.open = false;
        let result = match self.file.is_there() {
            true => say(&self.conn, "COMMIT"),
            false => Err(DbError::Busy(
                "its file was moved away or taken out: what is written now would be lost".to_owned(),
            )),
        };
        if result.is_err() && !self.conn.is_autocommit() {
            // Whatever stopped the commit, the next transaction starts on a clean connection.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
        self.unmoved += self.kept.len();
        self.tell(&result);
    }

    /// Whether it is time to move the log.
    fn is_long(&mut self) -> bool {
        let long = self.unmoved >= MOVE_AFTER;
        if long {
            self.unmoved = 0;
        }
        long
    }

    fn tell(&mut self, result: &Result<(), DbError>) {
        for kept in self.kept.drain(..) {
            let _ = kept.send(result.clone());
        }
    }

    /// A full disk makes the engine roll back everything, also the work of those who wait for the commit.
    fn notice_lost(&mut self) {
        if self.open && self.conn.is_autocommit() {
            self.open = false;
            self.tell(&Err(DbError::Full("the transaction was rolled back".to_owned())));
        }
    }
}

pub(super) struct LiteTx {
    db: Lite,
    writer: Option<OwnedMutexGuard<Writer>>,
    /// A statement failed. This engine would go on; the other does not, so neither keeps what is left.
    failed: bool,
}

impl LiteTx {
    fn with<T>(&mut self, work: impl FnOnce(&Connection) -> Result<T, DbError>) -> Result<T, DbError> {
        let Some(writer) = self.writer.as_mut() else {
            return Err(DbError::Broken("the transaction is over".to_owned()));
        };
        if !writer.open {
            return Err(DbError::Full("the transaction was rolled back".to_owned()));
        }
        let result = work(&writer.conn);
        if result.is_err() {
            self.failed = true;
            writer.notice_lost();
        }
        result
    }

    pub(super) fn rows(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.with(|conn| run(conn, sql, args))
    }

    pub(super) fn exec(&mut self, sql: &str, args: &[Value]) -> Result<usize, DbError> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(sql).map_err(|e| explain(&e))?;
            bind(&mut statement, args)?;
            statement.raw_execute().map_err(|e| explain(&e))
        })
    }

    pub(super) fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.with(|conn| conn.execute_batch(sql).map_err(|e| explain(&e)))
    }

    pub(super) async fn commit(mut self) -> Result<(), DbError> {
        if self.failed {
            return Err(DbError::Broken(
                "a statement of this transaction had failed".to_owned(),
            ));
        }
        self.with(|conn| say(conn, "RELEASE one"))?;
        let Some(mut writer) = self.writer.take() else {
            return Err(DbError::Broken("the transaction is over".to_owned()));
        };
        let (kept, done) = oneshot::channel();
        writer.kept.push(kept);
        if writer.kept.len() >= LARGEST_GROUP || self.db.nobody_waits() {
            // The fsync takes milliseconds: not on a thread that serves others meanwhile.
            let db = self.db.clone();
            tokio::task::spawn_blocking(move || {
                writer.finish();
                let long = writer.is_long();
                drop(writer);
                if long {
                    db.move_log();
                }
            });
        } else {
            drop(writer);
        }
        done.await
            .unwrap_or_else(|_| Err(DbError::Broken("the writer is gone".to_owned())))
    }
}

impl Drop for LiteTx {
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else {
            return;
        };
        if writer.open {
            let _ = writer.conn.execute_batch("ROLLBACK TO one; RELEASE one");
            writer.notice_lost();
        }
        if self.db.nobody_waits() {
            writer.finish();
        }
    }
}

fn prepare(conn: &Connection) -> Result<(), DbError> {
    conn.busy_timeout(Duration::from_secs(5))
        .map_err(|e| explain(&e))?;
    conn.set_prepared_statement_cache_capacity(256);
    conn.pragma_update(None, "temp_store", "MEMORY")
        .map_err(|e| explain(&e))?;
    conn.pragma_update(None, "cache_size", -16_384)
        .map_err(|e| explain(&e))
}

/// A statement about the transaction itself: compiled once, for it is said with each.
fn say(conn: &Connection, sql: &str) -> Result<(), DbError> {
    let mut statement = conn.prepare_cached(sql).map_err(|e| explain(&e))?;
    statement.raw_execute().map(drop).map_err(|e| explain(&e))
}

const NAMES: [&str; 32] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16",
    "$17", "$18", "$19", "$20", "$21", "$22", "$23", "$24", "$25", "$26", "$27", "$28", "$29", "$30", "$31",
    "$32",
];

/// `$1` is a name to this engine, numbered by first use; so values are bound by name.
fn bind(statement: &mut rusqlite::CachedStatement<'_>, args: &[Value]) -> Result<(), DbError> {
    if args.len() > NAMES.len() {
        return Err(DbError::Broken("more than 32 values in a statement".to_owned()));
    }
    for (name, value) in NAMES.iter().zip(args) {
        let Some(at) = statement.parameter_index(name).map_err(|e| explain(&e))? else {
            return Err(DbError::Broken(format!("the statement has no {name}")));
        };
        match value {
            Value::Null => statement.raw_bind_parameter(at, rusqlite::types::Null),
            Value::Int(v) => statement.raw_bind_parameter(at, v),
            Value::Real(v) => statement.raw_bind_parameter(at, v),
            Value::Text(v) => statement.raw_bind_parameter(at, v.as_str()),
            Value::Blob(v) => statement.raw_bind_parameter(at, v.as_slice()),
        }
        .map_err(|e| explain(&e))?;
    }
    Ok(())
}

fn run(conn: &Connection, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
    let mut statement = conn.prepare_cached(sql).map_err(|e| explain(&e))?;
    let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
    bind(&mut statement, args)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(|e| explain(&e))? {
        let mut values = Vec::with_capacity(columns.len());
        for i in 0..columns.len() {
            values.push(match row.get_ref(i).map_err(|e| explain(&e))? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(v) => Value::Int(v),
                ValueRef::Real(v) => Value::Real(v),
                ValueRef::Text(v) => Value::Text(String::from_utf8_lossy(v).into_owned()),
                ValueRef::Blob(v) => Value::Blob(v.to_vec()),
            });
        }
        found.push(Row {
            columns: Arc::clone(&columns),
            values,
        });
    }
    Ok(found)
}

fn explain(error: &rusqlite::Error) -> DbError {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::CannotOpen) => {
            DbError::Busy(text)
        }
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => DbError::Full(text),
        Some(ErrorCode::ConstraintViolation) => DbError::Conflict(text),
        _ => DbError::Broken(text),
    }
}
