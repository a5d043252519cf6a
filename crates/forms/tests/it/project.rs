//! The forms of this project, in `forms/` at its root.

use forms::{Definition, Ending, html, sample};

use crate::examples::TODAY;

#[test]
fn every_report_flow_loads_and_can_be_finished_in_every_language() {
    let dir = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../forms");
    let Ok(files) = std::fs::read_dir(&dir) else {
        eprintln!("skipped: there are no report flows yet");
        return;
    };
    for entry in files {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        // Other data lies there too.
        if !text.lines().any(|line| line == "pages:") {
            continue;
        }
        let form = match Definition::parse(&name, &text, &|other| {
            std::fs::read_to_string(dir.join(other)).ok()
        }) {
            Ok(form) => form,
            Err(error) => panic!("{:#?}", error.problems()),
        };
        assert!(form.notes().is_empty(), "{:#?}", form.notes());
        for seed in 0..30_usize {
            let mut n = seed;
            let answers = sample::complete(&form, TODAY, &mut |_| {
                n = n
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                n >> 33
            });
            let walk = form.walk(&answers, TODAY);
            for lang in ["en", "cy", "en-simple"] {
                for page in &walk.pages {
                    let _ = html::fragment(&form.view(page.path(), &answers, lang, TODAY).unwrap());
                }
                if walk.ending == Ending::Check {
                    form.finish(&answers, lang, TODAY)
                        .unwrap_or_else(|u| panic!("{name}: {u:?}"));
                }
            }
        }
    }
}
