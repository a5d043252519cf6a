//! What a proposal says is what would be so: what stays open counts, what is not asked for does not change, and whoever
//! serves nobody is not proposed.

use super::*;
use crate::measure::round2;
use crate::scenario::Edit;

/// The mean over everyone once a proposal's edits are made, as any scenario is measured.
fn mean_after(base: &Base, p: &Proposal) -> f64 {
    let spots = base.apply(&p.edits).unwrap();
    let reach = base
        .reach(&spots, Way::USUAL, At::USUAL, &travel::Progress::none())
        .unwrap();
    let minutes: Vec<f64> = reach.minutes.iter().map(|m| f64::from(*m)).collect();
    mean(&minutes, &base.people.people)
}

fn says(p: &Proposal, what: &str) -> bool {
    p.notes
        .iter()
        .chain(&p.conflict)
        .any(|n| n.to_string().contains(what))
}

#[test]
fn places_of_other_kinds_stay_open_and_count() {
    let mut base = town();
    for s in base.sites.iter_mut().skip(3) {
        s.kind = "library".to_owned();
    }
    let p = ask(
        &base,
        r#"{"ask":"best","places":2,"rules":{"kinds":["library"]}}"#,
    );
    assert!(p.found && p.proved && p.closes.is_empty(), "{p:?}");
    assert_eq!(p.objective, Some(round2(mean_after(&base, &p))), "{p:?}");
    assert!(
        says(&p, "3 places that are open today are of other kinds"),
        "{p:?}"
    );
    let best = subsets(7)
        .filter(|o| o.len() == 2 && o.iter().all(|j| *j >= 3))
        .map(|o| {
            mean(
                &nearest(&base, &[&[0, 1, 2], o.as_slice()].concat(), Way::USUAL),
                &base.people.people,
            )
        })
        .fold(f64::INFINITY, f64::min);
    assert!((p.objective.unwrap() - best).abs() < 0.006, "{p:?} {best}");
    // Whoever is near a place that stays is within the limit already.
    let within = nearest(&base, &[0, 1, 2], Way::USUAL)
        .iter()
        .zip(&base.people.people)
        .filter(|(m, _)| **m <= 35.0)
        .map(|(_, w)| w)
        .sum::<f64>();
    let share = (within / base.people.all() * 100.0).floor() / 100.0;
    let text = format!(r#"{{"ask":"fewest","share":{share},"rules":{{"kinds":["library"]}}}}"#);
    assert_eq!(ask(&base, &text).objective, Some(1.0));
}

#[test]
fn a_borough_without_a_place_is_named_and_places_without_a_borough_lie_where_their_neighbours_live() {
    let mut base = town();
    for s in base.sites.iter_mut() {
        s.borough = None;
    }
    let p = ask(&base, r#"{"ask":"best","places":2,"rules":{"each_borough":1}}"#);
    let north = |id: &str| base.sites.iter().any(|s| s.id == id && s.at.lat >= 51.48);
    assert_eq!(p.open.iter().filter(|o| north(&o.id)).count(), 1, "{p:?}");
    base.people.boroughs.push(crate::people::Area {
        code: "B2".to_owned(),
        name: "Farborough".to_owned(),
        borough: None,
    });
    base.people.borough[29] = Some(2);
    for s in base.sites.iter_mut() {
        s.borough = Some("B0".to_owned());
    }
    let p = ask(&base, r#"{"ask":"best","places":2,"rules":{"each_borough":1}}"#);
    assert!(
        says(&p, "one in each borough cannot be kept in B1, Farborough"),
        "{p:?}"
    );
}

#[test]
fn a_share_that_the_rules_forbid_is_explained_by_them() {
    let base = town();
    for rules in [
        r#""budget":11"#,
        r#""close":["s0","s1","s3","s4","s5","s6"]"#,
        r#""keep":["s0"],"not_together":[["s0","s1","s2","s3","s4","s5","s6"]]"#,
    ] {
        let p = ask(
            &base,
            &format!(r#"{{"ask":"fewest","share":0.9,"rules":{{{rules}}}}}"#),
        );
        assert!(
            !p.found && says(&p, "90 % of the people within 45 minutes"),
            "{rules}: {p:?}"
        );
        assert!(says(&p, "under these rules at most"), "{rules}: {p:?}");
        assert!(p.conflict.len() > 2, "{rules}: {p:?}");
    }
}

#[test]
fn what_serves_nobody_is_not_proposed() {
    let mut base = town();
    for s in base.sites.iter_mut().skip(3) {
        s.hours = "Mo-Fr 20:00-22:00".to_owned();
    }
    let p = ask(&base, r#"{"ask":"best","places":6}"#);
    assert!(p.found && p.open.len() == 3 && p.opens.is_empty(), "{p:?}");
    assert!(says(&p, "3 places fewer than asked for"), "{p:?}");
    // A rule that needs one of them keeps it.
    let p = ask(&base, r#"{"ask":"best","places":6,"rules":{"keep":["s5"]}}"#);
    assert_eq!(p.opens, ["s5"], "{p:?}");
}

#[test]
fn sessions_are_no_more_than_help_and_last_two_hours() {
    let mut base = town();
    for s in base.sites.iter_mut().skip(3) {
        s.kind = "library".to_owned();
    }
    // Two beside each other: one of them is enough.
    base.sites[4].at = base.sites[3].at;
    let none = ask(&base, r#"{"ask":"sessions","sessions":3,"beyond":35,"walk":0.2}"#);
    assert!(
        !none.found && none.edits.is_empty() && says(&none, "no session would help"),
        "{none:?}"
    );
    let p = ask(&base, r#"{"ask":"sessions","sessions":4,"beyond":35,"walk":100}"#);
    assert!(
        p.found && p.open.len() < 4 && says(&p, "fewer than asked for"),
        "{p:?}"
    );
    let hours: Vec<&Edit> = p
        .edits
        .iter()
        .filter(|e| matches!(e, Edit::Hours { .. }))
        .collect();
    assert_eq!(hours.len(), p.open.len());
    assert!(
        matches!(hours[0], Edit::Hours { hours, .. } if hours == "Tu 10:00-12:00"),
        "{hours:?}"
    );
    base.apply(&p.edits).unwrap();
}

#[test]
fn hubs_close_hubs_and_nothing_else() {
    let mut base = town();
    for s in base.sites.iter_mut().skip(5) {
        s.kind = "hub".to_owned();
        s.open = true;
    }
    let p = ask(&base, r#"{"ask":"hubs","mode":"drive","minutes":60,"most":2}"#);
    assert!(p.found && p.open.len() <= 2, "{p:?}");
    let hub = |id: &str| base.sites.iter().any(|s| s.id == id && s.kind == "hub");
    assert!(p.closes.iter().all(|id| hub(id)), "{p:?}");
    let closed = |e: &Edit| matches!(e, Edit::Close { site } if !hub(site));
    assert!(!p.edits.iter().any(closed), "{p:?}");
}

/// Every kind of wish tells what is nearly as good, or that no single exchange keeps what was wished.
#[test]
fn every_proposal_tells_its_alternatives_and_they_hold_what_was_wished() {
    let base = town();
    for text in [
        r#"{"ask":"best","places":3}"#,
        r#"{"ask":"best","places":3,"rules":{"no_group_worse":["aged_65"]}}"#,
        r#"{"ask":"fewest","share":0.8}"#,
        r#"{"ask":"fewest","minutes":60,"share":1}"#,
        r#"{"ask":"fewest","share":0.7,"rules":{"no_group_worse":["aged_65"]}}"#,
        r#"{"ask":"hubs","mode":"drive","minutes":60}"#,
        r#"{"ask":"hubs","mode":"drive","minutes":20,"most":2}"#,
        r#"{"ask":"handlers","lines":[{"name":"101","calls":[30,60],"handle_seconds":240,"patience_seconds":90,"share":0.8,"seconds":30}]}"#,
    ] {
        let p = ask(&base, text);
        assert!(p.found, "{text}: {p:?}");
        assert!(
            !p.alternatives.is_empty() || says(&p, "no other answer is so near"),
            "{text}: {p:?}"
        );
        let number = |id: &str| base.sites.iter().position(|s| s.id == id).unwrap();
        for other in p.alternatives.iter().filter(|a| a.what.is_none()) {
            let open: Vec<usize> = p
                .open
                .iter()
                .map(|o| {
                    number(if o.id == other.instead_of {
                        &other.open
                    } else {
                        &o.id
                    })
                })
                .collect();
            assert!(!p.open.iter().any(|o| o.id == other.open), "{text}: {other:?}");
            if p.ask == "best" {
                let minutes = nearest(&base, &open, Way::USUAL);
                let own = mean(&minutes, &base.people.people);
                assert!((own - other.objective).abs() < 0.006, "{text}: {other:?} {own}");
                assert!(
                    other.objective >= p.objective.unwrap() - 0.006,
                    "{text}: {other:?}"
                );
            }
            if let (Some(people), Wish::Fewest(w)) = (other.people, &p.wish) {
                let sure = w.minutes - crate::measure::margin_of(w.minutes);
                let minutes = nearest(&base, &open, Way::USUAL);
                let within = minutes
                    .iter()
                    .zip(&base.people.people)
                    .filter(|(m, _)| **m <= sure);
                let within: f64 = within.map(|(_, n)| n).sum();
                assert!(within >= w.share * base.people.all() - 1e-6, "{text}: {other:?}");
                assert!((within - people).abs() < 0.01, "{text}: {other:?} {within}");
            }
            if text.contains("no_group_worse") {
                let aged = &base.people.groups[0].1;
                let before = mean(&nearest(&base, &[0, 1, 2], Way::USUAL), aged);
                let after = mean(&nearest(&base, &open, Way::USUAL), aged);
                assert!(after <= before + 1e-6, "{text}: {other:?} {before} {after}");
            }
        }
    }
}

#[test]
fn custody_tells_other_suites_and_other_numbers_with_how_full_they_get() {
    let mut base = town();
    for (j, s) in base.sites.iter_mut().enumerate() {
        s.kind = "custody".to_owned();
        s.open = true;
        s.cells = Some(14 + u32::try_from(j).unwrap());
    }
    let text = r#"{"ask":"custody","close":4,"minutes":90,"most_full":0.05,
        "arrivals":{"a_day":16},"stay":{"hours":[6,10,14,20,24]},"rules":{"keep":["s2"]}}"#;
    let p = ask(&base, text);
    let objective = p.objective.unwrap();
    let (swaps, numbers): (Vec<_>, Vec<_>) = p.alternatives.iter().partition(|a| a.what.is_none());
    assert!(!swaps.is_empty(), "{p:?}");
    for other in swaps {
        assert!(
            other.instead_of != "s2" && p.closes.contains(&other.open),
            "{other:?}"
        );
        assert!(
            other.fullest.unwrap() <= 0.05 && other.furthest.unwrap() <= 90.0,
            "{other:?}"
        );
        if p.proved {
            assert!(other.objective >= objective - 0.01, "{other:?} {objective}");
        }
        // Asked for by name it is the same answer.
        let then: Vec<&str> = p
            .open
            .iter()
            .map(|o| o.id.as_str())
            .filter(|id| *id != other.instead_of)
            .collect();
        let keep: Vec<String> = then
            .iter()
            .copied()
            .chain([other.open.as_str()])
            .map(|id| format!("\"{id}\""))
            .collect();
        let own = ask(&base, &text.replace("\"s2\"", &keep.join(",")));
        assert!(
            (own.objective.unwrap() - other.objective).abs() < 0.02,
            "{other:?} {own:?}"
        );
    }
    assert!(
        numbers.len()
            + p.notes
                .iter()
                .filter(|n| n.to_string().contains("no answer was found with"))
                .count()
            == 2,
        "{p:?}"
    );
    let three = numbers
        .iter()
        .find(|a| a.what.as_ref().unwrap().to_string() == "3 closed");
    let own = ask(&base, &text.replace("\"close\":4", "\"close\":3"));
    assert!(
        (three.unwrap().objective - own.objective.unwrap()).abs() < 0.02,
        "{three:?}"
    );
}
