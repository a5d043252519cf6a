//! Proposals against every subset there is, and against what was proved elsewhere.

use super::*;
use crate::at::At;
use crate::base::Base;
use crate::law::{base as plain_base, site, stamp};
use crate::people::{Area, Group};
use crate::way::Way;

/// Thirty points in two boroughs and four wards, seven places of which three are open; those in the north are older.
fn town() -> Base {
    let points: Vec<(f64, f64, u16)> = (0..30_u16)
        .map(|i| {
            let (row, column) = (f64::from(i / 6), f64::from(i % 6));
            (51.40 + row * 0.05, -0.30 + column * 0.05, 50 + (i * 37) % 90)
        })
        .collect();
    let spots = [
        (51.41, -0.28),
        (51.43, -0.12),
        (51.50, -0.29),
        (51.51, -0.17),
        (51.50, -0.06),
        (51.59, -0.26),
        (51.58, -0.10),
    ];
    let sites = spots
        .iter()
        .enumerate()
        .map(|(i, at)| {
            let mut s = site(i, *at, "24/7", None);
            s.open = i < 3;
            s.cost = Some(10.0 + i as f64);
            s.borough = Some(if at.0 < 51.5 { "B0" } else { "B1" }.to_owned());
            s
        })
        .collect();
    let mut base = plain_base(&points, sites);
    let area = |code: &str, borough| Area {
        code: code.to_owned(),
        name: code.to_owned(),
        borough,
    };
    let people = &mut base.people;
    people.boroughs = vec![area("B0", None), area("B1", None)];
    people.wards = (0..4).map(|w| area(&format!("W{w}"), Some(w / 2))).collect();
    people.borough = points.iter().map(|p| Some(u32::from(p.0 >= 51.5))).collect();
    people.ward = points
        .iter()
        .map(|p| Some(2 * u32::from(p.0 >= 51.5) + u32::from(p.1 > -0.2)))
        .collect();
    people.groups = vec![(
        Group::Aged65,
        points
            .iter()
            .map(|p| if p.0 > 51.52 { f64::from(p.2) } else { 1.0 })
            .collect(),
    )];
    assert!(base.people.is_whole());
    base
}

fn ask(base: &Base, text: &str) -> Proposal {
    let wish = Wish::parse("wish", text).unwrap();
    solve(base, &wish, stamp(), Effort::default()).unwrap()
}

fn subsets(m: usize) -> impl Iterator<Item = Vec<usize>> {
    (1_u32..1 << m).map(move |bits| (0..m).filter(|j| bits >> j & 1 == 1).collect())
}

fn nearest(base: &Base, open: &[usize], way: Way) -> Vec<f64> {
    let table = base.table(way, At::USUAL, &travel::Progress::none()).unwrap();
    (0..base.people.len())
        .map(|i| {
            open.iter()
                .map(|j| f64::from(table.row(i)[*j]))
                .fold(f64::INFINITY, f64::min)
        })
        .collect()
}

fn mean(minutes: &[f64], weights: &[f64]) -> f64 {
    let all: f64 = weights.iter().sum();
    minutes.iter().zip(weights).map(|(m, w)| m * w).sum::<f64>() / all
}

fn both_boroughs(base: &Base, open: &[usize]) -> bool {
    ["B0", "B1"]
        .iter()
        .all(|b| open.iter().any(|j| base.sites[*j].borough.as_deref() == Some(*b)))
}

#[test]
fn the_fewest_places_for_a_share_are_as_few_as_any_subset() {
    let base = town();
    let all: f64 = base.people.all();
    for share in [0.6, 0.8, 0.9, 0.95] {
        let p = ask(
            &base,
            &format!(
                r#"{{"ask":"fewest","share":{share},"rules":{{"each_borough":1,"round_the_clock":true}}}}"#
            ),
        );
        // An estimate within ten minutes of 45 decides nothing: 35 is what counts.
        let within = |open: &[usize]| -> f64 {
            let m = nearest(&base, open, Way::USUAL);
            m.iter()
                .zip(&base.people.people)
                .filter(|(m, _)| **m <= 35.0)
                .map(|(_, w)| w)
                .sum()
        };
        let fewest = subsets(7)
            .filter(|o| both_boroughs(&base, o) && within(o) >= share * all)
            .map(|o| o.len())
            .min();
        match fewest {
            Some(n) => {
                assert!(p.found && p.proved, "{share}: {p:?}");
                assert_eq!(p.objective, Some(n as f64));
                assert_eq!(p.bound, p.objective);
                let nights = p.nights.as_ref().unwrap();
                assert_eq!(nights.open.len(), 2);
                assert!(nights.proved);
                // They are open day and night already: nothing of their hours changes.
                assert!(!p.edits.iter().any(|e| matches!(e, Edit::Hours { .. })));
            }
            None => assert!(!p.found && !p.conflict.is_empty(), "{share}: {p:?}"),
        }
        assert!(p.estimate && !p.notes.is_empty());
    }
}

#[test]
fn a_place_that_is_open_day_and_night_already_is_the_one_for_the_night() {
    let mut base = town();
    for (j, s) in base.sites.iter_mut().enumerate() {
        s.hours = if j == 1 { "24/7" } else { "Mo-Su 08:00-22:00" }.to_owned();
    }
    let p = ask(
        &base,
        r#"{"ask":"best","places":7,"rules":{"round_the_clock":true}}"#,
    );
    let nights = p.nights.as_ref().unwrap();
    assert_eq!(nights.open.len(), 2, "{nights:?}");
    assert!(nights.open.iter().any(|o| o.id == "s1"), "{nights:?}");
    let longer: Vec<&str> = p
        .edits
        .iter()
        .filter(|e| matches!(e, Edit::Hours { .. }))
        .map(Edit::site)
        .collect();
    assert!(longer.len() == 1 && longer[0] != "s1", "{longer:?}");
    // Where it closes while another's hours are extended, that is said.
    let p = ask(
        &base,
        r#"{"ask":"best","places":2,"rules":{"round_the_clock":true,"close":["s1"]}}"#,
    );
    assert!(
        p.notes
            .iter()
            .any(|n| n.to_string().contains("Place 1 is open day and night today")),
        "{p:?}"
    );
}

#[test]
fn everyone_within_the_limit_is_a_cover_of_fewest_places() {
    let base = town();
    let p = ask(&base, r#"{"ask":"fewest","minutes":60,"share":1}"#);
    let fewest = subsets(7)
        .filter(|o| nearest(&base, o, Way::USUAL).iter().all(|m| *m <= 50.0))
        .map(|o| o.len())
        .min()
        .unwrap();
    assert_eq!((p.objective, p.proved), (Some(fewest as f64), true), "{p:?}");
    assert!(p.binding.len() + p.alternatives.len() > 0 || p.gap == Some(0.0));
}

#[test]
fn the_best_places_have_the_least_mean_of_any_subset_and_keep_every_rule() {
    let base = town();
    let free = ask(&base, r#"{"ask":"best","places":3}"#);
    let best = subsets(7)
        .filter(|o| o.len() == 3)
        .map(|o| mean(&nearest(&base, &o, Way::USUAL), &base.people.people))
        .fold(f64::INFINITY, f64::min);
    assert!(
        (free.objective.unwrap() - best).abs() < 0.006 && free.proved,
        "{free:?}"
    );
    assert!(!free.alternatives.is_empty() && free.alternatives[0].objective >= free.objective.unwrap());
    let bound = ask(
        &base,
        r#"{"ask":"best","places":3,"rules":{"keep":["s6"],"close":["s3"],"not_together":[["s0","s1"]],"each_borough":1}}"#,
    );
    let best = subsets(7)
        .filter(|o| o.len() == 3 && o.contains(&6) && !o.contains(&3) && both_boroughs(&base, o))
        .filter(|o| !(o.contains(&0) && o.contains(&1)))
        .map(|o| mean(&nearest(&base, &o, Way::USUAL), &base.people.people))
        .fold(f64::INFINITY, f64::min);
    assert!(
        (bound.objective.unwrap() - best).abs() < 0.006 && bound.proved,
        "{bound:?}"
    );
    assert!(bound.open.iter().any(|p| p.id == "s6") && bound.open.iter().all(|p| p.id != "s3"));
    let money = ask(&base, r#"{"ask":"best","rules":{"budget":37}}"#);
    let cost = |o: &[usize]| o.iter().map(|j| 10.0 + *j as f64).sum::<f64>();
    let best = subsets(7)
        .filter(|o| cost(o) <= 37.0)
        .map(|o| mean(&nearest(&base, &o, Way::USUAL), &base.people.people))
        .fold(f64::INFINITY, f64::min);
    assert!(
        (money.objective.unwrap() - best).abs() < 0.006 && money.proved,
        "{money:?}"
    );
    // Who pays for it is told, worst off first.
    assert!(!money.boroughs.is_empty() && money.boroughs.len() == 2 && money.groups.len() == 1);
}

#[test]
fn a_place_that_is_closed_at_the_time_or_has_steps_serves_nobody_in_a_search() {
    let mut base = town();
    for (j, s) in base.sites.iter_mut().enumerate() {
        s.hours = if j % 2 == 0 { "24/7" } else { "Mo-Fr 10:00-17:00" }.to_owned();
        s.step_free = Some(j != 0);
    }
    for (mode, at) in [
        ("transit", "Tue 02:00"),
        ("transit", "Tue 16:30"),
        ("step-free-transit", "Tue 10:00"),
        ("walk", "Sat 14:00"),
    ] {
        let p = ask(
            &base,
            &format!(r#"{{"ask":"best","places":3,"mode":"{mode}","at":"{at}"}}"#),
        );
        assert!(p.found, "{mode} {at}: {p:?}");
        // What is promised is what is measured of the scenario that it makes.
        let spots = base.apply(&p.edits).unwrap();
        let (way, at) = (Way::parse(mode).unwrap(), At::parse(at).unwrap());
        let reach = base.reach(&spots, way, at, &travel::Progress::none()).unwrap();
        let told = crate::measure::told(&base.people, &reach).all;
        assert_eq!(told.mean, p.objective, "{mode} {at:?}: {p:?}");
        assert!((told.not_reached).abs() < 1e-9);
    }
}

#[test]
fn no_group_is_worse_off_when_that_is_asked_and_the_bound_stays_true() {
    let base = town();
    let group = base.people.group(Group::Aged65).unwrap().to_vec();
    let now = mean(&nearest(&base, &[0, 1, 2], Way::USUAL), &group);
    let p = ask(
        &base,
        r#"{"ask":"best","places":2,"rules":{"no_group_worse":["aged_65"]}}"#,
    );
    let best = subsets(7)
        .filter(|o| o.len() == 2 && mean(&nearest(&base, o, Way::USUAL), &group) <= now + 1e-6)
        .map(|o| mean(&nearest(&base, &o, Way::USUAL), &base.people.people))
        .fold(f64::INFINITY, f64::min);
    assert!(p.found, "{p:?}");
    assert!(p.objective.unwrap() >= best - 0.006, "{p:?} {best}");
    assert!(p.bound.unwrap() <= best + 0.006, "{p:?} {best}");
    let aged = p.groups.iter().find(|g| g.code == "aged_65").unwrap();
    assert!(aged.change.unwrap() <= 0.01, "{aged:?}");
}

#[test]
fn the_fewest_places_keep_every_group_as_it_is_when_that_is_asked() {
    let base = town();
    let group = base.people.group(Group::Aged65).unwrap().to_vec();
    let now = mean(&nearest(&base, &[0, 1, 2], Way::USUAL), &group);
    let all: f64 = base.people.all();
    let within = |open: &[usize], limit: f64| -> f64 {
        let m = nearest(&base, open, Way::USUAL);
        let near = m.iter().zip(&base.people.people).filter(|(m, _)| **m <= limit);
        near.map(|(_, w)| w).sum()
    };
    for (minutes, share) in [(45, 0.3), (60, 0.5), (60, 0.9), (90, 1.0)] {
        let limit = f64::from(minutes) - 10.0;
        let plain = format!(r#"{{"ask":"fewest","minutes":{minutes},"share":{share}}}"#);
        let fair = plain.replace('}', r#","rules":{"no_group_worse":["aged_65"]}}"#);
        let (plain, fair) = (ask(&base, &plain), ask(&base, &fair));
        let fewest = subsets(7)
            .filter(|o| within(o, limit) >= share * all - 1e-9)
            .filter(|o| mean(&nearest(&base, o, Way::USUAL), &group) <= now + 1e-6)
            .map(|o| o.len())
            .min()
            .unwrap();
        assert!(fair.found, "{minutes} {share}: {fair:?}");
        assert!(fair.objective >= plain.objective);
        assert!(fair.objective.unwrap() >= fewest as f64, "{fewest} {fair:?}");
        assert!(fair.bound.unwrap() <= fewest as f64, "{fewest} {fair:?}");
        // Small enough that the prices find the best.
        assert_eq!(fair.objective, Some(fewest as f64), "{minutes} {share}: {fair:?}");
        let open: Vec<usize> = (0..7)
            .filter(|j| fair.open.iter().any(|p| p.id == base.sites[*j].id))
            .collect();
        assert!(mean(&nearest(&base, &open, Way::USUAL), &group) <= now + 1e-6);
    }
    // Nothing that may be open is near enough to the group: which limit is in the way is said.
    let p = ask(
        &base,
        r#"{"ask":"fewest","share":0.1,"rules":{"no_group_worse":["aged_65"],"close":["s5","s6","s2","s3","s4","s0"]}}"#,
    );
    assert!(!p.found && p.open.is_empty(), "{p:?}");
    assert!(!p.conflict.is_empty() || !p.notes.is_empty(), "{p:?}");
}

#[test]
fn rules_that_cannot_hold_together_are_named() {
    let base = town();
    let p = ask(&base, r#"{"ask":"best","places":1,"rules":{"keep":["s0","s6"]}}"#);
    assert!(!p.found && p.open.is_empty() && p.edits.is_empty());
    assert!(
        p.conflict.iter().any(|c| c.to_string().contains("Place 0"))
            && p.conflict.iter().any(|c| c.to_string().contains("at most 1")),
        "{p:?}"
    );
    let p = ask(&base, r#"{"ask":"best","places":1,"rules":{"each_borough":1}}"#);
    assert!(
        !p.found
            && p.conflict.iter().map(ToString::to_string).collect::<Vec<_>>()
                == ["1 place", "so many in each borough: together 2"],
        "{p:?}"
    );
    assert!(p.weighs.to_string().contains("mean minutes"), "{p:?}");
    let p = ask(&base, r#"{"ask":"fewest","minutes":5,"share":0.99}"#);
    assert!(!p.found && p.conflict.len() == 2, "{p:?}");
    // All but a few are not all.
    let mut nearly = town();
    let every: Vec<usize> = (0..nearly.sites.len()).collect();
    let far = nearest(&nearly, &every, Way::USUAL);
    let near = far.iter().copied().fold(f64::INFINITY, f64::min) + 0.5;
    let weight = |m: &f64| if *m <= near { 1_000.0 } else { 0.001 };
    nearly.people.people = far.iter().map(weight).collect();
    let p = ask(
        &nearly,
        &format!(r#"{{"ask":"fewest","minutes":{near},"share":1}}"#),
    );
    let said: Vec<String> = p.conflict.iter().map(ToString::to_string).collect();
    assert!(
        far.iter().any(|m| *m > near) && said.iter().any(|s| s.contains("99.99 %")),
        "{said:?}"
    );
    let wish = Wish::parse("w", r#"{"ask":"best","places":2,"rules":{"keep":["nowhere"]}}"#).unwrap();
    let why = solve(&base, &wish, stamp(), Effort::default())
        .unwrap_err()
        .to_string();
    assert!(why.contains("nowhere"), "{why}");
}

#[test]
fn each_team_has_a_hub_within_the_walk_or_as_many_as_can_be() {
    let mut base = town();
    for s in &mut base.sites {
        s.kind = "hub".to_owned();
    }
    let whole = ask(&base, r#"{"ask":"hubs","minutes":150}"#);
    assert!(whole.found && whole.proved, "{whole:?}");
    // Who pays: every team's walk to the hub that is nearest to it then, those with the most more first.
    let more: Vec<f64> = whole
        .further
        .iter()
        .map(|f| f.after.unwrap() - f.before.unwrap_or(0.0))
        .collect();
    assert_eq!(more.len(), base.people.wards.len());
    assert!(more.windows(2).all(|w| w[0] >= w[1]), "{more:?}");
    assert!(
        whole
            .further
            .iter()
            .all(|f| f.after.unwrap() <= 150.0 && !f.to.is_empty())
    );
    let few = ask(&base, r#"{"ask":"hubs","minutes":100,"most":1}"#);
    assert!(few.found && few.open.len() <= 1, "{few:?}");
    assert!(few.larger_is_better || few.objective == Some(1.0));
    let none = ask(&base, r#"{"ask":"hubs","minutes":1}"#);
    assert!(!none.found && !none.conflict.is_empty());
}

#[test]
fn hubs_for_a_longer_walk_are_never_more() {
    let mut base = town();
    for s in &mut base.sites {
        s.kind = "hub".to_owned();
    }
    let mut before = f64::INFINITY;
    // From where every team is within the walk of some hub.
    for minutes in 15..300 {
        let p = ask(&base, &format!(r#"{{"ask":"hubs","minutes":{minutes}}}"#));
        if !p.found || p.notes.iter().any(|n| n.to_string().contains("left out")) {
            assert!(before.is_infinite(), "{minutes}: {p:?}");
            continue;
        }
        let needed = p.objective.unwrap();
        assert!(needed <= before, "{minutes}: {needed} after {before}");
        before = needed;
        if needed <= 1.0 {
            break;
        }
    }
    assert!(before.is_finite());
}

#[test]
fn what_would_be_needed_for_all_says_of_how_many_teams_it_is() {
    let mut base = town();
    for s in base.sites.iter_mut().take(5) {
        s.kind = "hub".to_owned();
    }
    // Teams of the south alone have a hub near.
    for s in base.sites.iter_mut().skip(5) {
        s.kind = "custody".to_owned();
    }
    let mut of_some = 0;
    for minutes in 15..200 {
        let p = ask(
            &base,
            &format!(r#"{{"ask":"hubs","minutes":{minutes},"most":1}}"#),
        );
        let notes: Vec<String> = p.notes.iter().map(ToString::to_string).collect();
        let all_reached = !notes.iter().any(|n| n.contains("left out"));
        for note in notes.iter().filter(|n| n.contains("hubs would be needed")) {
            assert_eq!(note.contains("for all"), all_reached, "{notes:?}");
            assert_eq!(note.contains("of 4 wards"), !all_reached, "{notes:?}");
            of_some += usize::from(!all_reached);
        }
    }
    assert!(of_some > 0);
}

#[test]
fn those_whom_an_estimate_cannot_tell_are_not_called_near() {
    let mut base = town();
    for s in base.sites.iter_mut().skip(3) {
        s.kind = "library".to_owned();
    }
    let now = nearest(&base, &[0, 1, 2], Way::USUAL);
    let furthest = now.iter().copied().fold(0.0, f64::max);
    // The furthest are nearer than the limit, by less than an estimate can tell.
    let ask = |beyond: f64| {
        ask(
            &base,
            &format!(r#"{{"ask":"sessions","sessions":2,"beyond":{beyond},"walk":100}}"#),
        )
    };
    let p = ask((furthest + 5.0).round());
    assert!(crate::measure::margin_of(furthest + 5.0) >= 6.0, "{furthest}");
    assert!(p.found && !p.open.is_empty(), "{p:?}");
    assert!(
        p.notes.iter().any(|n| n.to_string().contains("cannot tell")),
        "{p:?}"
    );
    let none = ask((furthest + 12.0).round());
    assert!(
        !none.found
            && none
                .notes
                .iter()
                .any(|n| n.to_string().contains("no session is needed")),
        "{none:?}"
    );
}

#[test]
fn sessions_are_put_where_most_of_the_far_away_are_within_a_walk() {
    let mut base = town();
    for s in base.sites.iter_mut().skip(3) {
        s.kind = "library".to_owned();
    }
    let p = ask(&base, r#"{"ask":"sessions","sessions":2,"beyond":35,"walk":100}"#);
    assert!(p.found && p.proved && p.larger_is_better, "{p:?}");
    let now = nearest(&base, &[0, 1, 2], Way::USUAL);
    let walk = |o: &[usize]| -> f64 {
        let m = nearest(&base, o, Way::parse("walk").unwrap());
        m.iter()
            .zip(&now)
            .zip(&base.people.people)
            .filter(|((m, now), _)| **m <= 100.0 && **now > 35.0 + crate::measure::margin_of(35.0))
            .map(|(_, w)| w)
            .sum()
    };
    let best = subsets(7)
        .filter(|o| o.len() == 2 && o.iter().all(|j| *j >= 3))
        .map(|o| walk(&o))
        .fold(0.0, f64::max);
    assert_eq!(p.objective, Some(best));
    assert!(
        p.closes.is_empty()
            && p.edits
                .iter()
                .all(|e| matches!(e, Edit::Open { .. } | Edit::Hours { .. }))
    );
}

#[test]
fn custody_suites_close_as_long_as_the_others_hold_everyone() {
    let mut base = town();
    for (j, s) in base.sites.iter_mut().enumerate() {
        s.kind = "custody".to_owned();
        s.open = true;
        s.cells = Some(12 + u32::try_from(j).unwrap() * 2);
    }
    let text = r#"{"ask":"custody","close":4,"minutes":90,"most_full":0.05,
        "arrivals":{"a_day":20},"stay":{"hours":[6,10,14,20,24]}}"#;
    let p = ask(&base, text);
    assert!(p.found, "{p:?}");
    assert!(p.closes.len() == 4 && p.open.len() == 3);
    let told = p.custody.as_ref().unwrap();
    assert!(
        told.suites.iter().all(|s| s.full.max(s.simulated_full) <= 0.05),
        "{told:?}"
    );
    // The formula and the simulation tell the same story.
    assert!(
        told.suites
            .iter()
            .all(|s| (s.full - s.simulated_full).abs() < 0.03),
        "{told:?}"
    );
    assert!(told.furthest <= 90.0 && (told.mean_stay_hours - 14.8).abs() < 1e-9);
    // Who pays: with fewer suites no borough is nearer to one, and the mean over all arrests is the objective.
    assert_eq!(p.further.len(), base.people.boroughs.len());
    assert!(
        p.further
            .iter()
            .all(|f| f.after.unwrap() >= f.before.unwrap() - 1e-9)
    );
    let minutes = p.further.iter().map(|f| f.after.unwrap());
    let (least, most) = minutes.fold((f64::MAX, 0.0_f64), |(l, m), x| (l.min(x), m.max(x)));
    let objective = p.objective.unwrap();
    assert!(
        least <= objective + 0.01 && objective <= most + 0.01,
        "{least} {objective} {most}"
    );
    assert!(p.bound.unwrap() <= p.objective.unwrap() + 1e-9);
    // Where whole boroughs do not fit, they are divided; and where nothing is found that is said.
    let full = ask(
        &base,
        &text
            .replace("\"a_day\":20", "\"a_day\":46")
            .replace("\"close\":4", "\"close\":3"),
    );
    if full.found {
        let told = full.custody.as_ref().unwrap();
        let served: f64 = told.suites.iter().map(|s| s.load).sum();
        assert!(served >= told.held_at_peak - 0.1, "{told:?}");
    } else {
        assert!(!full.conflict.is_empty() || !full.notes.is_empty(), "{full:?}");
    }
    let crowded = text.replace("\"a_day\":20", "\"a_day\":400");
    let p = ask(&base, &crowded);
    assert!(
        !p.found
            && p.conflict
                .iter()
                .any(|c| c.to_string().contains("hold the whole demand")),
        "{p:?}"
    );
    for wished in ["4 suites close and 3 stay", "stays below 5 %"] {
        assert!(p.conflict.iter().any(|c| c.to_string().contains(wished)), "{p:?}");
    }
    let why = solve(
        &base,
        &Wish::parse("w", &text.replace("\"close\":4", "\"close\":7")).unwrap(),
        stamp(),
        Effort::default(),
    );
    assert!(why.unwrap_err().to_string().contains("there are 7 suites"));
}

#[test]
fn the_same_wish_and_seed_give_the_same_bytes() {
    let base = town();
    for text in [
        r#"{"ask":"best","places":3,"rules":{"no_group_worse":["aged_65"]}}"#,
        r#"{"ask":"fewest","share":0.9}"#,
        r#"{"ask":"handlers","lines":[{"name":"101","calls":[30,60],"handle_seconds":240,"patience_seconds":90,"share":0.8,"seconds":30}]}"#,
    ] {
        let [a, b] = [0, 1].map(|_| serde_json::to_string(&ask(&base, text)).unwrap());
        assert_eq!(a, b);
    }
}

mod honest;
