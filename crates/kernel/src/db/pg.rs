//! PostgreSQL: a pool of connections, ordinary transactions.

use std::sync::Arc;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use tokio_postgres::NoTls;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut};

use tokio_postgres_rustls::MakeRustlsConnect;

use super::{DbError, Row, Value};

/// Connections a process keeps. More than this made commits slower on two cores.
const POOL: usize = 16;

#[derive(Clone)]
pub(super) struct Pg {
    pool: Pool,
}

impl Pg {
    pub(super) async fn connect(url: &str, schema: Option<&str>) -> Result<Self, DbError> {
        let mut config: tokio_postgres::Config = url
            .parse()
            .map_err(|_| DbError::Broken("the address of the database cannot be read".to_owned()))?;
        if let Some(schema) = schema {
            config.options(format!("-c search_path={schema}"));
        }
        let manager = manager(config)?;
        let pool = Pool::builder(manager)
            .max_size(POOL)
            .wait_timeout(Some(std::time::Duration::from_secs(5)))
            .create_timeout(Some(std::time::Duration::from_secs(5)))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|e| DbError::Broken(e.to_string()))?;
        let db = Self { pool };
        let _ = db.client().await?;
        Ok(db)
    }

    async fn client(&self) -> Result<Object, DbError> {
        self.pool.get().await.map_err(|e| DbError::Busy(e.to_string()))
    }

    pub(super) async fn read(&self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        query(&self.client().await?, sql, args).await
    }

    pub(super) async fn begin(&self) -> Result<PgTx, DbError> {
        let client = self.client().await?;
        client.batch_execute("BEGIN").await.map_err(|e| explain(&e))?;
        Ok(PgTx {
            client: Some(client),
            failed: false,
        })
    }
}

/// Encrypted to any server that is not on this machine, by the certificates that the machine trusts; with
/// `sslmode=require` also to one that is, with `sslmode=disable` to none.
fn manager(config: tokio_postgres::Config) -> Result<Manager, DbError> {
    let how = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let here = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        Host::Unix(_) => true,
    });
    match config.get_ssl_mode() {
        SslMode::Require => {}
        SslMode::Prefer if !here => {}
        _ => return Ok(Manager::from_config(config, NoTls, how)),
    }
    crate::use_ring();
    let (tls, _) = MakeRustlsConnect::with_native_certs().map_err(|_| {
        DbError::Broken("this machine has no certificates to check the database's by".to_owned())
    })?;
    Ok(Manager::from_config(config, tls, how))
}

pub(super) struct PgTx {
    client: Option<Object>,
    /// A statement failed: the server would answer COMMIT with a silent ROLLBACK.
    failed: bool,
}

impl PgTx {
    fn client(&self) -> Result<&Object, DbError> {
        self.client
            .as_ref()
            .ok_or_else(|| DbError::Broken("the transaction is over".to_owned()))
    }

    pub(super) async fn rows(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let result = query(self.client()?, sql, args).await;
        self.failed |= result.is_err();
        result
    }

    pub(super) async fn exec(&mut self, sql: &str, args: &[Value]) -> Result<usize, DbError> {
        let result = execute(self.client()?, sql, args).await;
        self.failed |= result.is_err();
        result
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        let portable = sql.replace(" BLOB", " BYTEA");
        self.client()?
            .batch_execute(&portable)
            .await
            .map_err(|e| explain(&e))
    }

    pub(super) async fn commit(mut self) -> Result<(), DbError> {
        if self.failed {
            return Err(DbError::Broken(
                "a statement of this transaction had failed".to_owned(),
            ));
        }
        self.client()?
            .batch_execute("COMMIT")
            .await
            .map_err(|e| explain(&e))?;
        self.client = None;
        Ok(())
    }
}

impl Drop for PgTx {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if client.batch_execute("ROLLBACK").await.is_err() {
                    // A connection in an unknown state is closed, not given to the next one.
                    drop(Object::take(client));
                }
            });
        } else {
            drop(Object::take(client));
        }
    }
}

async fn execute(client: &Object, sql: &str, args: &[Value]) -> Result<usize, DbError> {
    let statement = client.prepare_cached(sql).await.map_err(|e| explain(&e))?;
    let changed = client
        .execute(&statement, &borrow(args))
        .await
        .map_err(|e| explain(&e))?;
    Ok(usize::try_from(changed).unwrap_or(usize::MAX))
}

async fn query(client: &Object, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
    let statement = client.prepare_cached(sql).await.map_err(|e| explain(&e))?;
    let columns: Arc<[String]> = statement.columns().iter().map(|c| c.name().to_owned()).collect();
    let rows = client
        .query(&statement, &borrow(args))
        .await
        .map_err(|e| explain(&e))?;
    rows.iter()
        .map(|row| {
            let values = (0..columns.len())
                .map(|i| read(row, i))
                .collect::<Result<_, _>>()?;
            Ok(Row {
                columns: Arc::clone(&columns),
                values,
            })
        })
        .collect()
}

fn borrow(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|v| v as &(dyn ToSql + Sync)).collect()
}

fn read(row: &tokio_postgres::Row, i: usize) -> Result<Value, DbError> {
    let column = row
        .columns()
        .get(i)
        .ok_or_else(|| DbError::Shape(i.to_string()))?;
    let value = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(i).map(|v| v.map(Value::Int)),
        Type::INT4 => row
            .try_get::<_, Option<i32>>(i)
            .map(|v| v.map(|v| Value::Int(v.into()))),
        Type::BOOL => row
            .try_get::<_, Option<bool>>(i)
            .map(|v| v.map(|v| Value::Int(v.into()))),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(i).map(|v| v.map(Value::Real)),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i).map(|v| v.map(Value::Blob)),
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN => {
            row.try_get::<_, Option<String>>(i).map(|v| v.map(Value::Text))
        }
        _ => {
            return Err(DbError::Shape(format!(
                "{} is of a type outside the portable subset",
                column.name()
            )));
        }
    };
    value
        .map(|v| v.unwrap_or(Value::Null))
        .map_err(|_| DbError::Shape(column.name().to_owned()))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) => match *ty {
                Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
                Type::BOOL => (*v != 0).to_sql(ty, out),
                #[allow(clippy::cast_precision_loss)]
                Type::FLOAT8 => (*v as f64).to_sql(ty, out),
                _ => v.to_sql(&Type::INT8, out),
            },
            Self::Real(v) => v.to_sql(ty, out),
            // PostgreSQL has no room for the zero character in text.
            Self::Text(v) if v.contains('\0') => v.replace('\0', "\u{fffd}").to_sql(ty, out),
            Self::Text(v) => v.to_sql(ty, out),
            Self::Blob(v) => v.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

fn explain(error: &tokio_postgres::Error) -> DbError {
    let Some(db) = error.as_db_error() else {
        return DbError::Busy(error.to_string());
    };
    // The detail line of a message can hold the values of a row: only the message itself is kept.
    let text = db.message().to_owned();
    match db.code() {
        c if c.code().starts_with("23") => DbError::Conflict(db.constraint().unwrap_or(&text).to_owned()),
        c if *c == SqlState::DISK_FULL || *c == SqlState::OUT_OF_MEMORY => DbError::Full(text),
        c if c.code().starts_with("40") || c.code().starts_with("57") || c.code().starts_with("55") => {
            DbError::Busy(text)
        }
        _ => DbError::Broken(text),
    }
}
