//! Places that are open, and those that could be.

use std::collections::HashMap;

use atlas::Areas;
use places::Holidays;

use super::{Column, Read1, Sheet, Where, figure, judge, short, table, ward_at};
use crate::error::{PlanError, Result};
use crate::hours::{self, Hours};
use crate::said::{Said, said};
use crate::scenario::Known;
use crate::site::{CUSTODY, Site, is_id, slug};

const MOST_PLACES: usize = 20_000;

/// Places. With the force's areas, one that lies in no ward is refused.
pub fn places(
    file: &str,
    bytes: &[u8],
    areas: Option<&Areas>,
    holidays: &Holidays,
) -> Result<Read1<Vec<Site>>> {
    let table = table(file, bytes)?;
    if table.len() > MOST_PLACES {
        return Err(PlanError::file(
            file,
            said!("planner-said-file-places", most = MOST_PLACES),
        ));
    }
    let mut sheet = Sheet::new(file, &table);
    let id = sheet.column(&["id", "site", "code"]);
    let name = sheet.needed(&["name", "title", "id"])?;
    let lies = Where::of(&mut sheet)?;
    let kind = sheet.column(&["kind", "type"]);
    let hours = sheet.column(&["hours", "opening_hours"]);
    let state = sheet.column(&["state", "status", "open"]);
    let step_free = sheet.column(&["step_free", "wheelchair", "accessible"]);
    let address = sheet.column(&["address"]);
    let ward = sheet.column(&["ward_code", "ward"]);
    let borough = sheet.column(&["borough_code", "borough"]);
    let cost = sheet.column(&["cost", "cost_a_year"]);
    let receipt = sheet.column(&["receipt", "worth"]);
    let cells = sheet.column(&["cells"]);
    let mut found: Vec<Site> = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut row_of = Vec::new();
    for line in table.rows() {
        let row = line.number();
        let text = |at: Option<Column>| at.map_or("", |a| line.get(a));
        let read = (|| {
            let name = short_name(text(Some(name)));
            if name.is_empty() {
                return Err(Said::new("planner-said-row-no-name"));
            }
            let (at, grid) = lies.read(line)?;
            let id = match text(id) {
                // Without ids of its own a place goes by its name; the second of that name gets a number.
                "" => {
                    let base = slug(&name);
                    let mut id = base.clone();
                    let mut n = 2;
                    while seen.contains_key(&id) {
                        id = format!("{base}-{n}");
                        n += 1;
                    }
                    id
                }
                t if is_id(t) => t.to_owned(),
                t => return Err(said!("planner-said-row-no-id", found = short(t))),
            };
            if let Some(first) = seen.get(&id) {
                return Err(said!("planner-said-row-twice", id = &id, first = *first));
            }
            let hours = text(hours).to_owned();
            Hours::parse(&hours, holidays)
                .map_err(|why| said!("planner-said-row-hours", hours = short(&hours), why = why.said()))?;
            let money = |at: Option<Column>, what: &str| match text(at) {
                "" => Ok(None),
                t => figure(t)
                    .filter(|n| (0.0..=1e12).contains(n))
                    .map(Some)
                    .ok_or_else(|| said!("planner-said-row-no-amount", what = what, found = short(t))),
            };
            let cells = match text(cells) {
                "" => None,
                t => Some(
                    t.parse::<u32>()
                        .ok()
                        .filter(|c| *c <= 10_000)
                        .ok_or_else(|| said!("planner-said-row-no-cells", found = short(t)))?,
                ),
            };
            let open = match text(state).to_lowercase().as_str() {
                "" | "open" | "yes" | "true" | "1" => true,
                "candidate" | "closed" | "possible" | "no" | "false" | "0" => false,
                other => return Err(said!("planner-said-row-no-state", found = short(other))),
            };
            let step_free = match text(step_free).to_lowercase().as_str() {
                "" | "unknown" => None,
                "yes" | "true" | "1" => Some(true),
                "no" | "false" | "0" | "limited" => Some(false),
                other => return Err(said!("planner-said-row-no-steps", found = short(other))),
            };
            let code = |t: &str| (!t.is_empty()).then(|| short(t));
            let (mut w, mut b) = (code(text(ward)), code(text(borough)));
            if let Some(areas) = areas {
                (w, b) =
                    ward_at(areas, at).ok_or_else(|| said!("planner-said-row-in-water", name = &name))?;
            }
            Ok(Site {
                id,
                name,
                kind: slug(match text(kind) {
                    "" => "counter",
                    t => t,
                }),
                at,
                grid,
                hours,
                open,
                step_free,
                address: text(address).chars().take(200).collect(),
                ward: w,
                borough: b,
                cost: money(cost, "cost")?,
                cost_source: String::new(),
                receipt: money(receipt, "receipt")?,
                cells,
            })
        })();
        match read {
            Ok(site) => {
                seen.insert(site.id.clone(), row);
                row_of.push(row);
                found.push(site);
            }
            Err(why) => sheet.refuse(row, why),
        }
    }
    judge(&sheet.file, sheet.rows(), sheet.refused_in_all, &sheet.refused)?;
    let mut warnings = Vec::new();
    let known = Known::of(&found);
    let mut unsaid = |unknown: fn(&Site) -> bool, known: bool, key: &str| {
        let places = found.iter().filter(|s| s.kind != CUSTODY && unknown(s)).count();
        if places > 0 {
            let key = if known {
                key.to_owned()
            } else {
                format!("{key}-of-any")
            };
            let [from, to] = hours::unsaid();
            warnings.push(said!(&key, file = file, places = places, from = from, to = to));
        }
    };
    unsaid(|s| s.hours.is_empty(), known.hours, "planner-said-warn-no-hours");
    unsaid(
        |s| s.step_free.is_none(),
        known.steps,
        "planner-said-warn-no-steps",
    );
    Ok(sheet.finish(found, row_of, warnings))
}

fn short_name(text: &str) -> String {
    let name: String = text.chars().filter(|c| !c.is_control()).take(120).collect();
    name.trim().to_owned()
}
