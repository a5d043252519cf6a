//! What goes into a statement and what comes out of a row, the same on both engines.

use std::sync::Arc;

use crate::clock::Moment;

use super::DbError;

/// The portable column types: TEXT, BIGINT, DOUBLE PRECISION, BOOLEAN, BLOB.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

macro_rules! value_from {
    ($($t:ty => |$v:ident| $e:expr),* $(,)?) => { $(impl From<$t> for Value { fn from($v: $t) -> Self { $e } })* };
}
value_from! {
    i64 => |v| Value::Int(v),
    i32 => |v| Value::Int(v.into()),
    u32 => |v| Value::Int(v.into()),
    usize => |v| Value::Int(i64::try_from(v).unwrap_or(i64::MAX)),
    bool => |v| Value::Int(v.into()),
    f64 => |v| Value::Real(v),
    &str => |v| Value::Text(v.to_owned()),
    String => |v| Value::Text(v),
    &String => |v| Value::Text(v.clone()),
    Vec<u8> => |v| Value::Blob(v),
    &[u8] => |v| Value::Blob(v.to_vec()),
    Moment => |v| Value::Int(v.millis()),
    &Moment => |v| Value::Int(v.millis()),
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Null, Into::into)
    }
}

/// The values of a statement's `$1`, `$2`, …
#[macro_export]
macro_rules! args {
    ($($v:expr),* $(,)?) => { vec![$($crate::db::Value::from($v)),*] };
}

/// One row, its columns found by name.
#[derive(Debug, Clone)]
pub struct Row {
    pub(super) columns: Arc<[String]>,
    pub(super) values: Vec<Value>,
}

impl Row {
    /// The value of a column, refused when the column is missing or of another type.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, DbError> {
        let at = self.columns.iter().position(|c| c == column);
        let value = at
            .and_then(|i| self.values.get(i))
            .ok_or_else(|| DbError::Shape(column.to_owned()))?;
        T::from_value(value).ok_or_else(|| DbError::Shape(column.to_owned()))
    }

    /// The first column, for `SELECT count(*) …`.
    pub fn only<T: FromValue>(&self) -> Result<T, DbError> {
        self.values
            .first()
            .and_then(T::from_value)
            .ok_or_else(|| DbError::Shape("the only column".to_owned()))
    }

    /// A column read through a parser of the domain; what it does not know is refused.
    pub fn parse<T>(&self, column: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, DbError> {
        let text: String = self.get(column)?;
        parse(&text).ok_or_else(|| DbError::Shape(column.to_owned()))
    }
}

pub trait FromValue: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($t:ty => $p:pat => $e:expr),* $(,)?) => { $(impl FromValue for $t {
        fn from_value(value: &Value) -> Option<Self> { match value { $p => $e, _ => None } }
    })* };
}
from_value! {
    i64 => Value::Int(v) => Some(*v),
    bool => Value::Int(v) => Some(*v != 0),
    String => Value::Text(v) => Some(v.clone()),
    Vec<u8> => Value::Blob(v) => Some(v.clone()),
    Moment => Value::Int(v) => Some(Moment::from_millis(*v)),
}
impl FromValue for f64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Real(v) => Some(*v),
            Value::Int(v) => i32::try_from(*v).ok().map(Self::from),
            _ => None,
        }
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// A struct that a row can become.
pub trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, DbError>;
}
impl FromRow for Row {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(row.clone())
    }
}
