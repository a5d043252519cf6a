//! The forms that come with the designer, when they are on this machine.

use forms::Definition;

fn shared() -> Option<std::path::PathBuf> {
    let base = std::env::var_os("BLUELAMP_SHARED").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        std::path::PathBuf::from,
    );
    let dir = base.join("data/08_forms/defra_forms");
    dir.is_dir().then_some(dir)
}

#[test]
fn every_sample_form_loads() {
    let Some(dir) = shared() else {
        eprintln!("skipped: the sample forms are not here");
        return;
    };
    let mut seen = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".json") && !name.ends_with(".yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let form = Definition::parse(&name, &text, &|_| None);
        match form {
            Ok(form) => {
                for note in form.notes() {
                    eprintln!("note: {note}");
                }
            }
            Err(error) => panic!("{:#?}", error.problems()),
        }
        seen += 1;
    }
    assert!(seen > 10);
}
