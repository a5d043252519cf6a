//! What people and programs outside rely on: the commands, their output and their exit codes.

use std::path::Path;

use crate::program::bluelamp;
use crate::source::root;

struct Ran {
    right: bool,
    out: String,
    all: String,
}

fn run(args: &[&str]) -> Ran {
    let output = bluelamp()
        .args(args)
        .current_dir(root())
        .output()
        .expect("the program runs");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let all = format!("{out}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!all.contains("panicked"), "{args:?}: {all}");
    Ran {
        right: output.status.success(),
        out,
        all,
    }
}

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.all))
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("a file");
    file.to_str().expect("a path").to_owned()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn a_form_that_is_right_is_counted_and_one_that_is_not_is_named_with_its_page() {
    let right = run(&["forms", "check", "forms/theft.yaml", "forms/assault.yaml"]);
    assert!(right.right, "{}", right.all);
    assert_eq!(right.out.lines().count(), 2);
    for line in right.out.lines() {
        assert!(
            line.starts_with("ok forms/") && line.contains(" pages=") && line.contains(" components="),
            "{line}"
        );
    }
    let folder = folder();
    let bad = write(
        folder.path(),
        "bad.json",
        r#"{"schema": 2, "engine": "V2", "name": "Bad", "pages": [
            {"path": "/one", "title": "One", "components": [{"type": "Spaceship", "name": "ship", "title": "Which?"}]},
            {"path": "/summary", "title": "Check", "controller": "SummaryPageController"}]}"#,
    );
    let wrong = run(&["forms", "check", "forms/theft.yaml", &bad, "absent.yaml"]);
    assert!(!wrong.right);
    assert!(wrong.out.contains("ok forms/theft.yaml"), "{}", wrong.out);
    assert!(
        wrong.out.contains(&format!("{bad}: /one: ship: ")),
        "{}",
        wrong.out
    );
    assert!(wrong.out.contains("absent.yaml"), "{}", wrong.out);
}

#[test]
fn a_force_s_own_forms_are_checked_with_the_program_s_own_that_they_build_on() {
    let inside = run(&["forms", "check", "forms/equality/about-you.yaml"]);
    assert!(inside.right, "{}", inside.all);
    let folder = folder();
    let short = |spine: &str, after: &str, omit: &str| {
        format!(
            "name: Own\nengine: V2\nschema: 2\npages: []\nmetadata:\n  bluelamp:\n    spine: {spine}\n    after: {after}\n    omit: [{omit}]\n"
        )
    };
    let about = write(
        folder.path(),
        "about-you.yaml",
        &short("about-you.yaml", "/age", "/victim, /carer"),
    );
    let flow = write(
        folder.path(),
        "own.yaml",
        &short("spine.yaml", "/what-happened", ""),
    );
    let right = run(&["forms", "check", &about, &flow]);
    assert!(right.right, "{}", right.all);
    let lost = write(folder.path(), "lost.yaml", &short("nobody-s.yaml", "/age", ""));
    let wrong = run(&["forms", "check", &lost]);
    assert!(
        !wrong.right && wrong.out.contains("the spine nobody-s.yaml is not there"),
        "{}",
        wrong.out
    );
}

#[test]
fn a_form_whose_names_are_ours_is_right_and_told_why_it_cannot_be_a_report() {
    let folder = folder();
    let form = write(
        folder.path(),
        "own.json",
        r#"{"schema": 2, "engine": "V2", "name": "Own", "pages": [
            {"path": "/send", "title": "One", "components": [{"type": "TextField", "name": "one", "title": "One?"}]},
            {"path": "/summary", "title": "Check", "controller": "SummaryPageController"}]}"#,
    );
    let ran = run(&["forms", "check", &form]);
    assert!(ran.right && ran.out.lines().count() == 1, "{}", ran.all);
    let told =
        format!("{form}: cannot be filled in under /report: page /send: this path is an address of ours");
    assert!(ran.all.contains(&told), "{}", ran.all);
}

#[test]
fn a_form_is_walked_with_answers() {
    let folder = folder();
    let form = write(
        folder.path(),
        "name.json",
        r#"{"schema": 2, "engine": "V2", "name": "Name", "pages": [
            {"path": "/name", "title": "", "components": [
                {"type": "TextField", "name": "fullName", "title": "What is your name?", "shortDescription": "Your name"}]},
            {"path": "/summary", "title": "Check", "controller": "SummaryPageController"}]}"#,
    );
    let answers = write(folder.path(), "answers.json", r#"{"fullName": "Ada Example"}"#);
    let walked = run(&["forms", "walk", &form, "--answers", &answers, "--json"]);
    assert!(walked.right, "{}", walked.all);
    let found = json(&walked);
    assert_eq!(found["pages"], serde_json::json!(["/name", "/summary"]));
    assert_eq!(found["answers"]["fullName"], "Ada Example");
    let nothing = write(folder.path(), "nothing.json", "{}");
    let stopped = run(&["forms", "walk", &form, "--answers", &nothing, "--json"]);
    assert!(!stopped.right);
    assert_eq!(json(&stopped)["problems"][0]["component"], "fullName");
}

#[test]
fn the_scenarios_that_come_with_the_tables_are_graded_as_they_say() {
    let ran = run(&["triage", "check", "forms/triage/scenarios.csv", "--json"]);
    assert!(ran.right, "{}", ran.all);
    let found = json(&ran);
    assert_eq!(found["scenarios"], found["right"]);
    assert!(found["scenarios"].as_u64().expect("a number") >= 120);
    let folder = folder();
    let low = write(
        folder.path(),
        "low.csv",
        "id,kind,expect_grade,answers\none,theft,I,\"{}\"\n",
    );
    let ran = run(&["triage", "check", &low]);
    assert!(!ran.right && ran.out.contains("Too low: one"), "{}", ran.all);
}

#[test]
fn sites_are_chosen_and_the_choice_is_verified_from_the_raw_input() {
    let folder = folder();
    let mut matrix = "from,to,minutes\n".to_owned();
    for (from, row) in [("a", [1, 9, 4]), ("b", [8, 2, 5]), ("c", [7, 3, 6])] {
        for (to, minutes) in ["x", "y", "z"].iter().zip(row) {
            matrix.push_str(&format!("{from},{to},{minutes}\n"));
        }
    }
    let matrix = write(folder.path(), "matrix.csv", &matrix);
    let weights = write(folder.path(), "weights.csv", "id,weight\na,10\nb,1\nc,1\n");
    let question = [
        "--model",
        "p-median",
        "--matrix",
        &matrix,
        "--weights",
        &weights,
        "--p",
        "2",
    ];
    let mut solve = vec!["siting", "solve"];
    solve.extend(question);
    solve.push("--json");
    let solved = run(&solve);
    assert!(solved.right, "{}", solved.all);
    assert_eq!(json(&solved)["objective"], 15.0);
    assert_eq!(json(&solved)["proved"], true);
    let answer = write(folder.path(), "answer.json", &solved.out);
    let mut verify = vec!["siting", "verify"];
    verify.extend(question);
    verify.extend([answer.as_str(), "--json"]);
    let verified = run(&verify);
    assert!(
        verified.right && json(&verified)["agrees"] == true,
        "{}",
        verified.all
    );
    let better = write(folder.path(), "better.json", &solved.out.replace("15.0", "14.0"));
    let mut verify = vec!["siting", "verify"];
    verify.extend(question);
    verify.push(&better);
    assert!(!run(&verify).right, "an objective that is too good was believed");
}

#[test]
fn places_are_imported_and_rows_that_cannot_be_used_are_named() {
    let folder = folder();
    let data = folder.path().join("data");
    let data = data.to_str().expect("a path");
    let square = |code: &str, name: &str, parent: &str, west: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{name}","parent":"{parent}"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[{west},54.0],[{0},54.0],[{0},54.1],[{west},54.1],[{west},54.0]]]}}}}"#,
            west + 0.1
        )
    };
    let areas = format!(
        r#"{{"type":"FeatureCollection","features":[{},{},{}]}}"#,
        square("E09000990", "Northbank", "", 2.0),
        square("E05000991", "Lantern", "E09000990", 2.0),
        r#"{"type":"Feature","properties":{"code":"E05000992","name":"Nowhere"},"geometry":null}"#,
    );
    let areas = write(folder.path(), "areas.geojson", &areas);
    let first = run(&["import", "postcodes", &areas, "--data", data]);
    assert!(!first.right && first.all.contains("areas first"), "{}", first.all);
    let ran = run(&["import", "areas", &areas, "--data", data]);
    assert!(!ran.right, "a row without a shape was taken: {}", ran.all);
    assert!(ran.out.contains("areas.geojson: row 3: "), "{}", ran.out);
    assert!(ran.out.contains("1 boroughs and 1 wards in all"), "{}", ran.out);
    // Boundaries that changed are not laid over the old ones.
    let changed = format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        square("E09000990", "Northbank", "", 2.0),
        square("E05000993", "Lantern and Kiln", "E09000990", 2.0),
    );
    let changed = write(folder.path(), "changed.geojson", &changed);
    let over = run(&["import", "areas", &changed, "--data", data]);
    assert!(
        !over.right && over.all.contains("E05000991 Lantern") && over.all.contains("--anew"),
        "{}",
        over.all
    );
    let anew = run(&["import", "areas", &changed, "--data", data, "--anew"]);
    assert!(anew.right && anew.out.contains("1 wards ended"), "{}", anew.all);
    let postcodes = write(
        folder.path(),
        "postcodes.csv",
        "postcode,lat,long\nAB1 1AA,54.05,2.05\nnonsense,54.05,2.05\n",
    );
    let ran = run(&["import", "postcodes", &postcodes, "--data", data, "--json"]);
    assert_eq!(json(&ran)[0]["added"], 1, "{}", ran.all);
    assert_eq!(json(&ran)[0]["refused"], 1, "{}", ran.all);
    assert_eq!(json(&ran)[0]["problems"][0]["row"], 3, "{}", ran.all);
}

#[test]
fn the_codes_of_the_demonstration_are_of_this_moment() {
    let ran = run(&["demo", "--codes"]);
    assert!(ran.right, "{}", ran.all);
    for line in ran.out.lines() {
        let (_, code) = line.split_once(' ').expect("a name and a code");
        assert!(
            code.trim().len() == 6 && code.trim().bytes().all(|b| b.is_ascii_digit()),
            "{line}"
        );
    }
}

#[test]
fn files_that_are_absent_or_hostile_are_named_and_nothing_stops_in_the_middle() {
    let folder = folder();
    let noise: String = (0..4_000_u32)
        .map(|n| char::from_u32(n * 7 % 55_000).unwrap_or('x'))
        .collect();
    let bad = write(folder.path(), "noise.bin", &noise);
    let out = folder.path().join("out.net");
    let out = out.to_str().expect("a path");
    for args in [
        vec!["forms", "check", &bad],
        vec!["forms", "walk", &bad, "--answers", &bad],
        vec!["triage", "check", &bad],
        vec!["siting", "solve", "--orlib", &bad],
        vec!["siting", "solve", "--tsplib", &bad, "--p", "3"],
        vec!["siting", "solve", "--matrix", &bad, "--p", "3"],
        vec!["travel", "build", "--osm", &bad, "--out", out],
        vec![
            "travel", "reach", "--net", &bad, "--at", "51,0", "--mode", "walk", "--out", out,
        ],
    ] {
        let ran = run(&args);
        assert!(!ran.right, "{args:?} was taken: {}", ran.all);
        assert!(!ran.all.trim().is_empty(), "{args:?} says nothing");
    }
}

#[test]
fn a_plan_is_loaded_measured_changed_compared_solved_and_exported() {
    let folder = folder();
    let data = folder.path().join("data");
    let data = data.to_str().expect("a path");
    let mut people = "id,lat,lon,people,aged_65,ward_code,borough_code\n".to_owned();
    for i in 0..12 {
        people.push_str(&format!(
            "p{i},{},-0.1,100,{},W{},B{}\n",
            51.4 + f64::from(i) * 0.03,
            i * 5,
            i / 3,
            i / 6
        ));
    }
    let people = write(folder.path(), "people.csv", &people);
    let places = write(
        folder.path(),
        "places.csv",
        "id,name,lat,lon,hours,state,borough_code\nsouth,South,51.4,-0.1,24/7,open,B0\n\
         north,North,51.73,-0.1,Mo-Su 08:00-22:00,open,B1\nmiddle,Middle,51.55,-0.1,24/7,candidate,B0\n",
    );
    let none = run(&["plan", "measure", "--data", data]);
    assert!(!none.right && none.all.contains("no data folder"), "{}", none.all);
    let bad = write(folder.path(), "bad.csv", "id,lat,lon\np,51,0\n");
    let ran = run(&[
        "plan", "load", "--people", &bad, "--places", &places, "--data", data, "--json",
    ]);
    assert!(
        !ran.right && ran.all.contains("bad.csv, row 1: there is no column people"),
        "{}",
        ran.all
    );
    let none = run(&["plan", "measure", "--data", data]);
    assert!(
        !none.right && none.all.contains("nothing has been loaded yet"),
        "{}",
        none.all
    );
    let loaded = run(&[
        "plan", "load", "--people", &people, "--places", &places, "--data", data, "--json",
    ]);
    assert!(loaded.right, "{}", loaded.all);
    assert_eq!(
        json(&loaded)["datasets"][0]["checksum"].as_str().map(str::len),
        Some(64)
    );
    let day = run(&[
        "plan",
        "measure",
        "--mode",
        "transit",
        "--at",
        "Tue 10:00",
        "--data",
        data,
        "--json",
    ]);
    let again = run(&[
        "plan",
        "measure",
        "--mode",
        "transit",
        "--at",
        "Tue 10:00",
        "--data",
        data,
        "--json",
    ]);
    assert_eq!(day.out, again.out, "the same question gives the same bytes");
    assert_eq!(json(&day)["all"]["people"], 1200.0);
    assert_eq!(json(&day)["estimate"], true);
    // What stands after a place that moves is not taken for another.
    let moved = run(&[
        "plan",
        "change",
        "--name",
        "Moved",
        "--move",
        "north=51.7,-0.11",
        "--data",
        data,
    ]);
    assert!(moved.right, "{}", moved.all);
    let changed = run(&[
        "plan",
        "change",
        "--name",
        "Try",
        "--close",
        "north",
        "--open",
        "middle",
        "--hours",
        "south=Mo-Fr 10:00-16:00",
        "--data",
        data,
        "--json",
    ]);
    assert!(changed.right, "{}", changed.all);
    let id = json(&changed)["scenario"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let measured = run(&[
        "plan",
        "measure",
        "--scenario",
        &id,
        "--at",
        "Tue 02:00",
        "--data",
        data,
        "--json",
    ]);
    assert_eq!(json(&measured)["places"], 1, "{}", measured.all);
    let compared = run(&["plan", "compare", "today", &id, "--data", data, "--json"]);
    assert_eq!(
        json(&compared)["all"]["change"],
        json(&changed)["compared"]["all"]["change"]
    );
    let wish = write(
        folder.path(),
        "wish.json",
        r#"{"ask": "fewest", "minutes": 60, "share": 0.9, "rules": {"each_borough": 1}}"#,
    );
    let solved = run(&["plan", "solve", "--goal", &wish, "--data", data, "--json"]);
    assert!(solved.right, "{}", solved.all);
    assert_eq!(json(&solved)["proved"], true, "{}", solved.all);
    assert!(json(&solved)["bound"].is_number() && json(&solved)["alternatives"].is_array());
    let wish = write(folder.path(), "none.json", r#"{"ask": "fewest", "minutes": 1}"#);
    let none = run(&["plan", "solve", "--goal", &wish, "--data", data, "--json"]);
    assert!(!none.right && !json(&none)["conflict"].as_array().expect("a list").is_empty());
    let many = write(folder.path(), "many.json", "{\"ask\": \"best\",\n\"places\": 99}");
    let two = write(
        folder.path(),
        "two.json",
        r#"{"ask": "best", "places": 2, "rules": {"keep": ["middle"]}}"#,
    );
    let lines = write(
        folder.path(),
        "lines.json",
        r#"{"ask": "handlers", "lines": [{"name": "999", "calls": [20, 40], "handle_seconds": 150, "patience_seconds": 60,
            "share": 0.9, "seconds": 10}]}"#,
    );
    let (csv, map) = (folder.path().join("out.csv"), folder.path().join("out.geojson"));
    let (csv, map) = (csv.to_str().expect("a path"), map.to_str().expect("a path"));
    let out = run(&[
        "plan",
        "export",
        &id,
        "--csv",
        csv,
        "--geojson",
        map,
        "--data",
        data,
    ]);
    assert!(out.right, "{}", out.all);
    assert!(
        std::fs::read_to_string(csv)
            .expect("a table")
            .starts_with("scenario,against,mode,at")
    );
    assert!(
        std::fs::read_to_string(map)
            .expect("a map")
            .contains("FeatureCollection")
    );
    let pdf = folder.path().join("today.pdf");
    let pdf = pdf.to_str().expect("a path");
    let out = run(&["plan", "export", "today", "--pdf", pdf, "--data", data]);
    assert!(
        out.right && std::fs::read(pdf).expect("a report").starts_with(b"%PDF"),
        "{}",
        out.all
    );
    // What could not be written is named, and nothing is written where something cannot be made.
    let nowhere = folder.path().join("nowhere/out.geojson");
    let nowhere = nowhere.to_str().expect("a path");
    let out = run(&[
        "plan",
        "export",
        &id,
        "--csv",
        csv,
        "--geojson",
        nowhere,
        "--pdf",
        pdf,
        "--data",
        data,
    ]);
    assert!(
        !out.right
            && out.out.contains("out.csv")
            && out.all.contains("not written: ")
            && out.all.contains("out.geojson, ")
            && out.all.contains("today.pdf"),
        "{}",
        out.all
    );
    for (args, said) in [
        (
            vec!["plan", "measure", "--data", data],
            vec![
                "too near 45",
                "People aged 65 and over",
                "made from people (people.csv of",
                "seed 1",
                "licence not stated",
            ],
        ),
        (
            vec!["plan", "compare", "today", &id, "--data", data],
            vec![
                "newly over 60 minutes:",
                "p11 (W3, B1): 100 people",
                "no cost or saving is known",
                "method",
            ],
        ),
        (
            vec![
                "plan", "solve", "--goal", &two, "--seed", "7", "--keep", "Two", "--data", data,
            ],
            vec![
                "Middle (middle)",
                "nearly as good: ",
                "who pays for it and who gains",
                "seed 7",
                "kept as scn_",
                "closes (1):",
            ],
        ),
        (
            vec!["plan", "solve", "--goal", &lines, "--data", data],
            vec!["999: 90.00 % of calls", "00:30", "made from the calls"],
        ),
        (
            vec!["plan", "solve", "--goal", &wish, "--data", data],
            vec!["cannot be done: these rules cannot hold together:"],
        ),
        (
            vec!["plan", "solve", "--goal", "nowhere.json", "--data", data],
            vec!["nowhere.json: is not there"],
        ),
        (
            vec!["plan", "solve", "--goal", &many, "--data", data],
            vec!["many.json, row 2: places is 99"],
        ),
    ] {
        let ran = run(&args);
        for text in said {
            assert!(ran.all.contains(text), "{args:?}: {text}: {}", ran.all);
        }
    }
    let kept = run(&["plan", "compare", "today", "Two", "--data", data, "--json"]);
    assert_eq!(json(&kept)["evidence_b"]["stamp"]["seed"], 7, "{}", kept.all);
    for (args, why) in [
        (
            vec!["plan", "measure", "--at", "noon", "--data", data],
            "Tue 10:00",
        ),
        (
            vec!["plan", "measure", "--mode", "broom", "--data", data],
            "no way to travel",
        ),
        (
            vec!["plan", "measure", "--scenario", "nobody", "--data", data],
            "there is no scenario nobody",
        ),
        (
            vec![
                "plan", "change", "--name", "X", "--close", "nowhere", "--data", data,
            ],
            "no place nowhere",
        ),
        (
            vec!["plan", "change", "--name", "X", "--data", data],
            "say what changes",
        ),
    ] {
        let ran = run(&args);
        assert!(!ran.right && ran.all.contains(why), "{args:?}: {}", ran.all);
    }
}

#[test]
fn a_damaged_network_stops_no_command_and_is_named_by_check() {
    let folder = folder();
    let data = folder.path().to_str().expect("a path");
    let travel = folder.path().join("travel");
    std::fs::create_dir_all(&travel).expect("a folder");
    write(&travel, "town.net", "half of a network");
    let added = run(&[
        "staff",
        "add",
        "amara",
        "--name",
        "Amara Finch",
        "--role",
        "supervisor",
        "--data",
        data,
    ]);
    assert!(added.right, "{}", added.all);
    let check = run(&["check", "--data", data]);
    assert!(
        !check.right && check.out.contains("wrong  travel") && check.out.contains("town.net"),
        "{}",
        check.all
    );
    // All the rest is looked at and right.
    assert_eq!(check.out.matches("wrong  ").count(), 1, "{}", check.out);
    assert!(check.out.contains("ok     routes"), "{}", check.out);
}

#[test]
fn staff_are_added_with_a_password_listed_and_leave() {
    let folder = folder();
    let data = folder.path().to_str().expect("a path");
    let add = |login: &str, role: &str, area: &[&str]| {
        let mut args = vec!["staff", "add", login, "--name", "Amara Finch", "--role", role];
        args.extend_from_slice(area);
        args.extend(["--data", data]);
        run(&args)
    };
    let added = add("Amara", "supervisor", &[]);
    assert!(added.right, "{}", added.all);
    assert!(
        added.out.contains("password  ") && added.out.contains("secret    "),
        "{}",
        added.out
    );
    let again = add("amara", "officer", &[]);
    assert!(
        !again.right && again.all.contains("signs in as amara already"),
        "{}",
        again.all
    );
    let nowhere = add("bola", "officer", &["--area", "E05999999"]);
    assert!(
        !nowhere.right && nowhere.all.contains("not on the map"),
        "{}",
        nowhere.all
    );
    let unknown = add("bola", "wizard", &[]);
    assert!(
        !unknown.right && unknown.all.contains("handler"),
        "{}",
        unknown.all
    );
    let list = run(&["staff", "list", "--data", data]);
    assert!(
        list.right && list.out.contains("amara") && list.out.contains("supervisor"),
        "{}",
        list.all
    );
    let moved = run(&["staff", "area", "amara", "E05999999", "--data", data]);
    assert!(
        !moved.right && moved.all.contains("not on the map"),
        "{}",
        moved.all
    );
    let left = run(&["staff", "leave", "amara", "--data", data]);
    assert!(left.right, "{}", left.all);
    let none = run(&["staff", "list", "--data", data]);
    assert!(none.right && none.out.is_empty(), "{}", none.all);
    let gone = run(&["staff", "leave", "amara", "--data", data]);
    assert!(
        !gone.right && gone.all.contains("nobody signs in as amara"),
        "{}",
        gone.all
    );
}
