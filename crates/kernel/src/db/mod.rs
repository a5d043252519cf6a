//! The database door: one SQL text for the embedded engine and for PostgreSQL.
//!
//! A store writes plain statements with `$1` placeholders in the portable subset (TEXT, BIGINT,
//! DOUBLE PRECISION, BOOLEAN as 0/1 in BIGINT, BLOB; ON CONFLICT, RETURNING, CTEs, window functions,
//! partial indexes) and reads rows by column name. Nothing outside this folder knows which engine runs.
//!
//! On the embedded engine there is one writer. Transactions take turns on it, each in a savepoint, and
//! share one durable commit: nobody is told "kept" before the commit that holds their rows is on disk.

mod lite;
mod migrate;
mod pg;
mod value;

use std::future::Future;
use std::path::Path;

pub use migrate::{MIGRATIONS, migrate, pending, unknown};
pub use value::{FromRow, FromValue, Row, Value};

/// Why a statement or a commit did not work. Never carries the values of a statement.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    #[error("the database is busy or cannot be reached: {0}")]
    Busy(String),
    #[error("the database has no room left: {0}")]
    Full(String),
    #[error("a rule of the database was broken: {0}")]
    Conflict(String),
    #[error("the database answered in an unexpected shape: column {0}")]
    Shape(String),
    #[error("the database failed: {0}")]
    Broken(String),
}

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db(Engine);

#[derive(Clone)]
enum Engine {
    Lite(lite::Lite),
    Pg(pg::Pg),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.engine())
    }
}

impl Db {
    /// Opens (and makes, if it is not there) the embedded database in this file.
    pub fn open_file(path: &Path) -> Result<Self, DbError> {
        Ok(Self(Engine::Lite(lite::Lite::open(path, true)?)))
    }

    /// Opens the embedded database in this file, which must be there: for commands that look.
    pub fn open_there(path: &Path) -> Result<Self, DbError> {
        Ok(Self(Engine::Lite(lite::Lite::open(path, false)?)))
    }

    /// Connects to a PostgreSQL server: `postgres://user@host:port/name?…`; `schema` keeps tests apart.
    pub async fn connect(url: &str, schema: Option<&str>) -> Result<Self, DbError> {
        Ok(Self(Engine::Pg(pg::Pg::connect(url, schema).await?)))
    }

    /// The engine's name, for people: start-up lines, `check`, benchmarks.
    pub fn engine(&self) -> &'static str {
        match &self.0 {
            Engine::Lite(_) => "SQLite (embedded)",
            Engine::Pg(_) => "PostgreSQL",
        }
    }

    /// Reads outside a transaction: each statement sees what was committed before it.
    pub fn read(&self) -> Reader {
        Reader(self.clone())
    }

    /// Begins a transaction. Dropped without `commit`, it leaves no trace.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        Ok(Tx(match &self.0 {
            Engine::Lite(db) => EngineTx::Lite(db.begin().await?),
            Engine::Pg(db) => EngineTx::Pg(Box::new(db.begin().await?)),
        }))
    }

    /// Whether many wait for their turn to write. A server has turns for all its connections.
    pub fn is_crowded(&self) -> bool {
        match &self.0 {
            Engine::Lite(db) => db.is_crowded(),
            Engine::Pg(_) => false,
        }
    }

    /// Whether the embedded database can be read to its last page. A server looks after its own files.
    pub fn is_whole(&self) -> Result<(), DbError> {
        match &self.0 {
            Engine::Lite(db) => db.is_whole(),
            Engine::Pg(_) => Ok(()),
        }
    }

    /// A consistent copy of the embedded database while it is in use.
    pub fn copy_to(&self, file: &Path) -> Result<(), DbError> {
        match &self.0 {
            Engine::Lite(db) => db.copy_to(file),
            Engine::Pg(_) => Err(DbError::Broken(
                "on PostgreSQL a backup is taken with the server's own tools (pg_dump or base backups)"
                    .to_owned(),
            )),
        }
    }
}

/// Anything that runs statements: a [`Reader`] or a [`Tx`].
pub trait Query: Send {
    /// Runs a statement and gives all its rows.
    fn rows(&mut self, sql: &str, args: Vec<Value>)
    -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;

    /// Text that, after a SELECT's ORDER BY and LIMIT, skips rows that another process has locked.
    fn skip_locked(&self) -> &'static str;

    fn all<T: FromRow + Send>(
        &mut self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<T>, DbError>> + Send {
        async move { self.rows(sql, args).await?.iter().map(T::from_row).collect() }
    }

    fn opt<T: FromRow + Send>(
        &mut self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Option<T>, DbError>> + Send {
        async move { self.rows(sql, args).await?.first().map(T::from_row).transpose() }
    }

    /// The only value of the first row, as of `SELECT count(*) …`.
    fn one<T: FromValue + Send>(
        &mut self,
        sql: &str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<T, DbError>> + Send {
        async move {
            let rows = self.rows(sql, args).await?;
            rows.first()
                .ok_or_else(|| DbError::Shape("no row".to_owned()))?
                .only()
        }
    }
}

/// Reads outside a transaction.
#[derive(Debug, Clone)]
pub struct Reader(Db);

impl Query for Reader {
    async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>, DbError> {
        match &self.0.0 {
            Engine::Lite(db) => db.read(sql, &args),
            Engine::Pg(db) => db.read(sql, &args).await,
        }
    }

    fn skip_locked(&self) -> &'static str {
        ""
    }
}

/// A transaction.
pub struct Tx(EngineTx);

enum EngineTx {
    Lite(lite::LiteTx),
    Pg(Box<pg::PgTx>),
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl Query for Tx {
    async fn rows(&mut self, sql: &str, args: Vec<Value>) -> Result<Vec<Row>, DbError> {
        match &mut self.0 {
            EngineTx::Lite(tx) => tx.rows(sql, &args),
            EngineTx::Pg(tx) => tx.rows(sql, &args).await,
        }
    }

    fn skip_locked(&self) -> &'static str {
        match &self.0 {
            EngineTx::Lite(_) => "",
            EngineTx::Pg(_) => " FOR UPDATE SKIP LOCKED",
        }
    }
}

impl Tx {
    /// Runs a statement and says how many rows it changed.
    pub async fn exec(&mut self, sql: &str, args: Vec<Value>) -> Result<usize, DbError> {
        match &mut self.0 {
            EngineTx::Lite(tx) => tx.exec(sql, &args),
            EngineTx::Pg(tx) => tx.exec(sql, &args).await,
        }
    }

    /// Waits until no other transaction has this, and has it until the end: what is counted then stays counted. The
    /// embedded engine has one writer, so a transaction on it is alone already.
    pub async fn alone_with(&mut self, what: &str) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Lite(_) => Ok(()),
            EngineTx::Pg(tx) => {
                let hash = crate::seal::sha256(&[what.as_bytes()]);
                let key = hash.first_chunk().map_or(0, |b| i64::from_be_bytes(*b));
                let sql = "SELECT CAST(1 AS BIGINT) AS one FROM pg_advisory_xact_lock($1)";
                tx.rows(sql, &[Value::Int(key)]).await.map(drop)
            }
        }
    }

    /// Keeps everything. When this returns `Ok`, it is on disk.
    pub async fn commit(self) -> Result<(), DbError> {
        match self.0 {
            EngineTx::Lite(tx) => tx.commit().await,
            EngineTx::Pg(tx) => tx.commit().await,
        }
    }

    /// Runs several statements, for migrations.
    async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Lite(tx) => tx.script(sql),
            EngineTx::Pg(tx) => tx.script(sql).await,
        }
    }
}

#[cfg(test)]
mod tests;
