//! Who may keep which sessions: an officer those of their own ward, supervisors and administrators all.

use atlas::Areas;
use kernel::account::{Role, Staff};

use crate::area;

/// A member of staff, as this slice sees them.
#[derive(Debug, Clone)]
pub struct Keeper {
    actor: String,
    name: String,
    reach: Reach,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reach {
    All,
    /// Wards and boroughs by their codes: their own, and those where they cover.
    Areas(Vec<String>),
    Nowhere,
}

/// Proof that someone may keep the sessions of one ward: made only by [`Keeper::of_ward`].
#[derive(Debug, Clone)]
pub struct Keeping {
    actor: String,
    name: String,
    ward: String,
}

impl Keeper {
    pub fn of(staff: &Staff) -> Self {
        let reach = match (staff.role, &staff.area) {
            (Role::Supervisor | Role::Admin, _) => Reach::All,
            (Role::Officer, Some(area)) => Reach::Areas(vec![area.clone()]),
            _ => Reach::Nowhere,
        };
        Self {
            actor: staff.actor(),
            name: staff.name.clone(),
            reach,
        }
    }

    /// The same, who covers in these wards too.
    #[must_use]
    pub(crate) fn covering(mut self, wards: Vec<String>) -> Self {
        self.reach = match self.reach {
            Reach::Areas(mut areas) => {
                areas.extend(wards);
                Reach::Areas(areas)
            }
            Reach::Nowhere if !wards.is_empty() => Reach::Areas(wards),
            other => other,
        };
        self
    }

    /// The codes of the wards whose sessions they keep, in the order of the areas.
    pub fn wards<'a>(&'a self, areas: &'a Areas) -> impl Iterator<Item = &'a atlas::Ward> + 'a {
        areas
            .wards()
            .iter()
            .filter(move |w| self.keeps(areas, w.code.as_str()))
    }

    pub fn keeps(&self, areas: &Areas, ward: &str) -> bool {
        match &self.reach {
            Reach::All => true,
            Reach::Areas(own) => {
                let borough = area::borough_of(areas, ward).map(|b| b.code.as_str());
                own.iter().any(|area| area == ward || borough == Some(area))
            }
            Reach::Nowhere => false,
        }
    }

    pub fn keeps_all(&self) -> bool {
        self.reach == Reach::All
    }

    pub fn keeps_none(&self) -> bool {
        self.reach == Reach::Nowhere
    }

    /// For someone who keeps every ward, of whichever ward.
    pub fn of_any_ward(&self, ward: &str) -> Option<Keeping> {
        self.keeps_all().then(|| Keeping {
            actor: self.actor.clone(),
            name: self.name.clone(),
            ward: ward.to_owned(),
        })
    }

    pub fn of_ward(&self, areas: &Areas, ward: &str) -> Option<Keeping> {
        self.keeps(areas, ward).then(|| Keeping {
            actor: self.actor.clone(),
            name: self.name.clone(),
            ward: ward.to_owned(),
        })
    }
}

impl Keeping {
    /// The program itself, for a ward: an import or the demonstration.
    pub fn by_program(ward: &str) -> Self {
        Self {
            actor: "system".to_owned(),
            name: String::new(),
            ward: ward.to_owned(),
        }
    }

    pub fn actor(&self) -> &str {
        &self.actor
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn ward(&self) -> &str {
        &self.ward
    }
}
