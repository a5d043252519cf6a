//! To whom a report can be handed over, by name: the ward of the place first.

use atlas::{Gazetteer, WardCode};
use page::{Choice, Tongue};

use crate::place;
use crate::report::Report;

/// Teams under one heading.
pub(super) struct TeamGroup {
    pub(super) title: String,
    pub(super) teams: Vec<Choice>,
}

/// The name of a team: that of its ward, or the words for it.
pub(super) fn name(ground: &Gazetteer, tongue: &Tongue, code: &str) -> String {
    let ward = place::names(ground, Some(code), None);
    match code {
        _ if !ward.is_empty() => format!("{ward} ({code})"),
        "desk" => tongue.t("team-desk").into_owned(),
        "response" => tongue.t("team-response").into_owned(),
        "tdiu" => tongue.t("team-tdiu").into_owned(),
        other => other.to_owned(),
    }
}

fn borough(ground: &Gazetteer, code: &str) -> Option<String> {
    let areas = ground.areas();
    let ward = areas.ward(areas.ward_by_code(&WardCode::parse(code)?)?)?;
    areas.borough(ward.borough).map(|b| b.name.to_string())
}

/// All of them but the one that has it: the ward of the place, teams without a ward, then ward by ward in its borough.
/// Nothing is chosen beforehand.
pub(super) fn groups(
    ground: &Gazetteer,
    tongue: &Tongue,
    report: &Report,
    teams: &[String],
    chosen: &str,
) -> Vec<TeamGroup> {
    let choice = |code: &String| Choice::new(code, name(ground, tongue, code)).checked(code == chosen);
    let others: Vec<&String> = teams.iter().filter(|t| **t != report.team).collect();
    let here = others
        .iter()
        .filter(|t| report.ward.as_deref() == Some(t.as_str()));
    let mut groups = vec![TeamGroup {
        title: tongue.t("team-group-here").into_owned(),
        teams: here.map(|t| choice(t)).collect(),
    }];
    let mut boroughs: Vec<(String, Vec<Choice>)> = Vec::new();
    let mut without = Vec::new();
    for code in others {
        match borough(ground, code) {
            None => without.push(choice(code)),
            Some(name) => match boroughs.iter_mut().find(|(n, _)| *n == name) {
                Some((_, all)) => all.push(choice(code)),
                None => boroughs.push((name, vec![choice(code)])),
            },
        }
    }
    groups.push(TeamGroup {
        title: tongue.t("team-group-force").into_owned(),
        teams: without,
    });
    boroughs.sort_by(|a, b| a.0.cmp(&b.0));
    groups.extend(
        boroughs
            .into_iter()
            .map(|(title, teams)| TeamGroup { title, teams }),
    );
    groups.retain(|g| !g.teams.is_empty());
    groups
}
