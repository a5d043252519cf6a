//! The common pages of every report flow, kept once: a flow names a spine and where its own pages go.
//!
//! ```yaml
//! metadata:
//!   bluelamp:
//!     spine: spine.yaml        # a file in the same folder
//!     after: /what-happened    # the flow's pages come after this spine page
//!     omit: [/injuries]        # spine pages that this flow does not use
//! ```
//!
//! Lists, sections, conditions and translations are put together; the same id in both is refused when
//! the definition is loaded, as it would be within one file.

use serde_json::{Map, Value};

use crate::error::LoadProblem;
use crate::load::str_of;
use crate::source;

/// The parts of a definition, each with the file it came from.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub name: String,
    pub engine: String,
    pub v1: bool,
    pub start_page: String,
    pub declaration: String,
    pub language: String,
    pub metadata: Value,
    pub bluelamp: Value,
    pub pages: Vec<(String, Value)>,
    pub lists: Vec<(String, Value)>,
    pub sections: Vec<(String, Value)>,
    pub conditions: Vec<(String, Value)>,
    pub translations: Vec<(String, Map<String, Value>)>,
}

pub(crate) fn gather(
    file_name: &str,
    text: &str,
    resolver: &dyn Fn(&str) -> Option<String>,
) -> Result<Sources, Vec<LoadProblem>> {
    let refuse = |file: &str, page: &str, why: String| vec![LoadProblem::new(file, page, "", why)];
    let value = source::read(file_name, text).map_err(|why| refuse(file_name, "", why))?;
    let mut flow = one_file(file_name, value).map_err(|why| refuse(file_name, "", why))?;
    let spine_name = match flow.bluelamp.get("spine") {
        None | Some(Value::Null) => return Ok(flow),
        Some(Value::String(name)) => name.clone(),
        Some(_) => {
            return Err(refuse(
                file_name,
                "",
                "metadata.bluelamp.spine must be a file name".into(),
            ));
        }
    };
    let plain = !spine_name.is_empty()
        && spine_name.len() <= 100
        && !spine_name.starts_with('.')
        && !spine_name.contains("..")
        && spine_name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if !plain {
        return Err(refuse(
            file_name,
            "",
            format!("the spine {spine_name:?} must be a file in the same folder"),
        ));
    }
    let text = resolver(&spine_name)
        .ok_or_else(|| refuse(file_name, "", format!("the spine {spine_name} is not there")))?;
    let value = source::read(&spine_name, &text).map_err(|why| refuse(&spine_name, "", why))?;
    let mut spine = one_file(&spine_name, value).map_err(|why| refuse(&spine_name, "", why))?;
    if spine.bluelamp.get("spine").is_some_and(|s| !s.is_null()) {
        return Err(refuse(&spine_name, "", "a spine cannot have a spine".into()));
    }
    if flow.v1 != spine.v1 {
        return Err(refuse(
            file_name,
            "",
            "the flow and its spine must have the same schema".into(),
        ));
    }
    let mut problems = Vec::new();
    let mut left_out: Vec<(String, Value)> = Vec::new();
    let spine_has =
        |pages: &[(String, Value)], path: &str| pages.iter().any(|(_, p)| str_of(p, "path") == path);
    for path in flow
        .bluelamp
        .get("omit")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let path = path.as_str().unwrap_or_default();
        if !spine_has(&spine.pages, path) {
            problems.push(LoadProblem::new(
                file_name,
                path,
                "",
                format!("it omits {path}, which the spine {spine_name} does not have"),
            ));
        }
        let (gone, kept) = std::mem::take(&mut spine.pages)
            .into_iter()
            .partition(|(_, p): &(String, Value)| str_of(p, "path") == path);
        spine.pages = kept;
        left_out.extend(gone);
    }
    drop_conditions(&mut spine.conditions, &left_out);
    let after = flow
        .bluelamp
        .get("after")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let at = spine.pages.iter().position(|(_, p)| str_of(p, "path") == after);
    match at {
        Some(at) => {
            let mut pages = std::mem::take(&mut spine.pages);
            let rest = pages.split_off(at + 1);
            pages.append(&mut flow.pages);
            pages.extend(rest);
            flow.pages = pages;
        }
        None => problems.push(LoadProblem::new(
            file_name,
            "",
            "",
            format!("metadata.bluelamp.after is {after:?}, which is no page of the spine {spine_name}"),
        )),
    }
    for (own, of_spine) in [
        (&mut flow.lists, &mut spine.lists),
        (&mut flow.sections, &mut spine.sections),
        (&mut flow.conditions, &mut spine.conditions),
    ] {
        let mut both = std::mem::take(of_spine);
        both.append(own);
        *own = both;
    }
    for (code, of_spine) in std::mem::take(&mut spine.translations) {
        match flow.translations.iter_mut().find(|(c, _)| *c == code) {
            Some((_, own)) => merge_words(own, of_spine, file_name, &code, &mut problems),
            None => flow.translations.push((code, of_spine)),
        }
    }
    if let (Some(own), Some(of_spine)) = (flow.bluelamp.as_object_mut(), spine.bluelamp.as_object()) {
        let pictures = of_spine.get("pictures").and_then(Value::as_object);
        if let Some(pictures) = pictures {
            let slot = own.entry("pictures").or_insert_with(|| Value::Object(Map::new()));
            if let Some(slot) = slot.as_object_mut() {
                for (key, id) in pictures {
                    slot.entry(key.clone()).or_insert_with(|| id.clone());
                }
            }
        }
        // What a spine says for all flows holds for a flow that says nothing else.
        for (key, value) in of_spine {
            if key != "pictures" {
                own.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
    }
    if flow.engine.is_empty() {
        flow.engine = spine.engine;
    }
    if flow.start_page.is_empty() {
        flow.start_page = spine.start_page;
    }
    if flow.declaration.is_empty() {
        flow.declaration = spine.declaration;
    }
    if problems.is_empty() {
        Ok(flow)
    } else {
        Err(problems)
    }
}

/// A condition about a question on a left-out page leaves with it, and so do those built on it. A page
/// that stays and uses one is then refused for naming a condition that is not there.
fn drop_conditions(conditions: &mut Vec<(String, Value)>, left_out: &[(String, Value)]) {
    let mut gone: Vec<String> = left_out
        .iter()
        .filter_map(|(_, p)| p.get("components").and_then(Value::as_array))
        .flatten()
        .flat_map(|c| [str_of(c, "id"), str_of(c, "name")])
        .filter(|k| !k.is_empty())
        .map(str::to_owned)
        .collect();
    if gone.is_empty() {
        return;
    }
    loop {
        let before = conditions.len();
        let mut dropped = Vec::new();
        conditions.retain(|(_, c)| {
            let items = c
                .get("items")
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            let about_gone = items.iter().any(|i| {
                ["componentId", "conditionId"]
                    .iter()
                    .any(|k| gone.iter().any(|g| g == str_of(i, k)))
            });
            if about_gone {
                dropped.push(str_of(c, "id").to_owned());
            }
            !about_gone
        });
        gone.extend(dropped);
        if conditions.len() == before {
            return;
        }
    }
}

/// `pages`, `components`, … of both; the same word in both must say the same.
fn merge_words(
    own: &mut Map<String, Value>,
    other: Map<String, Value>,
    file: &str,
    code: &str,
    problems: &mut Vec<LoadProblem>,
) {
    for (group, value) in other {
        match (own.get_mut(&group), value) {
            (None, value) => {
                own.insert(group, value);
            }
            // The form's own title is the flow's to say.
            (Some(_), _) if group == "form" => {}
            (Some(Value::Object(own)), Value::Object(other)) => {
                for (key, words) in other {
                    match own.get(&key) {
                        Some(mine) if *mine != words => problems.push(LoadProblem::new(
                            file,
                            "",
                            &key,
                            format!("the spine translates it to {code} as well, and differently"),
                        )),
                        _ => {
                            own.insert(key, words);
                        }
                    }
                }
            }
            (Some(mine), value) if *mine != value => problems.push(LoadProblem::new(
                file,
                "",
                &group,
                format!("the spine translates it to {code} as well, and differently"),
            )),
            _ => {}
        }
    }
}

fn one_file(file: &str, value: Value) -> Result<Sources, String> {
    let Value::Object(mut map) = value else {
        return Err("a form definition is an object".into());
    };
    let v1 = match map.get("schema") {
        None | Some(Value::Null) => true,
        Some(v) => match v.as_f64().or_else(|| v.as_str().and_then(|s| s.parse().ok())) {
            Some(1.0) => true,
            Some(2.0) => false,
            _ => return Err(format!("schema {v} is not known; there are 1 and 2")),
        },
    };
    let engine = match map.get("engine") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(e)) if matches!(e.as_str(), "" | "V1" | "V2") => e.clone(),
        Some(other) => return Err(format!("engine {other} is not known; there are V1 and V2")),
    };
    let mut list = |key: &str| match map.remove(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items.into_iter().map(|v| (file.to_owned(), v)).collect()),
        Some(_) => Err(format!("{key} must be a list")),
    };
    let pages = list("pages")?;
    let lists = list("lists")?;
    let sections = list("sections")?;
    let conditions = list("conditions")?;
    let metadata = map.remove("metadata").unwrap_or(Value::Null);
    if !matches!(metadata, Value::Null | Value::Object(_)) {
        return Err("metadata must be an object".into());
    }
    let mut translations = Vec::new();
    match metadata.get("translations") {
        None | Some(Value::Null) => {}
        Some(Value::Object(all)) => {
            for (code, words) in all {
                let plain = !code.is_empty()
                    && code.len() <= 20
                    && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                if !plain {
                    return Err(format!("{code:?} is no language"));
                }
                if translations.len() >= 30 {
                    return Err("more than 30 languages".into());
                }
                match words {
                    Value::Object(words) => translations.push((code.clone(), words.clone())),
                    _ => return Err(format!("the translations to {code} must be an object")),
                }
            }
        }
        Some(_) => return Err("metadata.translations must be an object".into()),
    }
    let text = |map: &Map<String, Value>, key: &str| {
        map.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let language = metadata
        .get("language")
        .and_then(Value::as_str)
        .unwrap_or("en-GB")
        .to_owned();
    let bluelamp = metadata.get("bluelamp").cloned().unwrap_or(Value::Null);
    translations.retain(|(code, _)| *code != language);
    Ok(Sources {
        name: text(&map, "name"),
        engine,
        v1,
        start_page: text(&map, "startPage"),
        declaration: text(&map, "declaration"),
        language,
        metadata,
        bluelamp,
        pages,
        lists,
        sections,
        conditions,
        translations,
    })
}
