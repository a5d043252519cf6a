//! Who may keep the facts of an area: its own officers, supervisors, administrators, and an import by the operator.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::account::{Role, Staff};

use crate::store::history::Changed;
use crate::store::lent::Lent;

/// What was changed, as it goes along: of each change what it was and which fields.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Change>>>);

/// What a change was, and its fields.
type Change = (String, Vec<Changed>);

impl Log {
    /// Everything since the last time.
    pub fn take(&self) -> Vec<Change> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Proof that someone may change what is known of one area (a ward, or a borough). Only [`Keeper::of`], [`Keeper::lent`] and
/// [`Keeper::import`] make one, and every store function that changes something asks for it.
#[derive(Debug, Clone)]
pub struct Keeper {
    area: String,
    actor: String,
    name: String,
    role: &'static str,
    log: Option<Log>,
}

impl Keeper {
    /// An officer keeps the ward of their own; supervisors and administrators keep all.
    pub fn of(staff: &Staff, area: &str) -> Option<Self> {
        let may = match staff.role {
            Role::Supervisor | Role::Admin => true,
            Role::Officer => staff.area.as_deref() == Some(area),
            Role::Handler | Role::Investigator => false,
        };
        may.then(|| Self::at_the_desk(staff, area))
    }

    /// An officer keeps what is lent to them too: the ward in which they cover, a school that is theirs.
    pub(crate) fn lent(staff: &Staff, area: &str, lent: &Lent) -> Option<Self> {
        let may = staff.role == Role::Officer && lent.areas().iter().any(|a| a == area);
        may.then(|| Self::at_the_desk(staff, area))
    }

    fn at_the_desk(staff: &Staff, area: &str) -> Self {
        Self {
            area: area.to_owned(),
            actor: staff.actor(),
            name: staff.name.clone(),
            role: staff.role.as_str(),
            log: None,
        }
    }

    /// The operator, who has the force's files in their hands: `name` is that of the file.
    pub fn import(area: &str, name: &str) -> Self {
        Self {
            area: area.to_owned(),
            actor: "system".to_owned(),
            name: name.to_owned(),
            role: "import",
            log: None,
        }
    }

    /// The same, and every change is told to this log too.
    #[must_use]
    pub fn telling(mut self, log: &Log) -> Self {
        self.log = Some(log.clone());
        self
    }

    /// The same hands for another area: whoever keeps all, or an import.
    #[must_use]
    pub(crate) fn elsewhere(&self, area: &str) -> Self {
        Self {
            area: area.to_owned(),
            ..self.clone()
        }
    }

    pub(crate) fn tell(&self, what: &str, changes: &[Changed]) {
        if let Some(Log(all)) = &self.log {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            all.push((what.to_owned(), changes.to_vec()));
        }
    }

    pub fn area(&self) -> &str {
        &self.area
    }

    /// The name in audit rows.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The name in the desk's history.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As what they speak to the public: `officer`, `supervisor`, `admin`, `import`.
    pub fn role(&self) -> &'static str {
        self.role
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::account::StaffId;

    fn staff(role: Role, area: Option<&str>) -> Staff {
        Staff {
            id: StaffId::parse("stf_0").unwrap(),
            login: "x".to_owned(),
            name: "X".to_owned(),
            role,
            team: "DH-01-01".to_owned(),
            area: area.map(str::to_owned),
        }
    }

    #[test]
    fn an_officer_keeps_their_own_ward_and_no_other() {
        let officer = staff(Role::Officer, Some("DH-01-01"));
        assert!(Keeper::of(&officer, "DH-01-01").is_some());
        assert!(Keeper::of(&officer, "DH-01-02").is_none());
        assert!(Keeper::of(&officer, "DH-01").is_none());
        assert!(Keeper::of(&staff(Role::Officer, None), "DH-01-01").is_none());
    }

    #[test]
    fn supervisors_keep_all_and_handlers_nothing() {
        for role in Role::ALL {
            let keeps = Keeper::of(&staff(role, None), "DH-07-03").is_some();
            assert_eq!(keeps, role >= Role::Supervisor, "{role:?}");
        }
    }
}
