//! What this slice is told by whoever keeps the posts of officers: who is away or has left, and who covers where.
//! Without anyone who tells, nobody is away and nobody covers.

use std::pin::Pin;

use jiff::civil::Date;
use kernel::account::{Role, Staff, StaffId};
use kernel::db::DbError;
use kernel::site::Site;

use crate::session::Officer;

type Answer<T> = Pin<Box<dyn Future<Output = Result<Vec<T>, DbError>> + Send>>;

/// Who is to be at sessions of a ward on these days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub ward: String,
    pub officers: Vec<Officer>,
    pub days: Vec<Date>,
}

/// Someone who will not be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    pub officer: StaffId,
    pub day: Date,
    /// For good; otherwise away.
    pub left: bool,
}

/// Handed to the program by the feature that knows.
#[derive(Clone, Copy)]
pub struct Rota {
    pub gone: fn(Site, Asked) -> Answer<Gone>,
    /// The wards in which someone covers for another on this day.
    pub covers: fn(Site, StaffId, Date) -> Answer<String>,
}

impl std::fmt::Debug for Rota {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rota")
    }
}

/// Who of them will not be there, and on which day.
pub async fn gone(site: &Site, asked: Asked) -> Result<Vec<Gone>, DbError> {
    if asked.officers.is_empty() {
        return Ok(Vec::new());
    }
    match site.part::<Rota>() {
        Ok(rota) => (rota.gone)(site.clone(), asked).await,
        Err(_) => Ok(Vec::new()),
    }
}

/// The wards that an officer keeps for someone who is away.
pub async fn covers(site: &Site, staff: &Staff, today: Date) -> Result<Vec<String>, DbError> {
    match site.part::<Rota>() {
        Ok(rota) if staff.role == Role::Officer => (rota.covers)(site.clone(), staff.id.clone(), today).await,
        _ => Ok(Vec::new()),
    }
}
