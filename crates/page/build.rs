//! Gathers the design system, our own styles and scripts and the pictures into one table that is compiled in.
//! The design system and the pictures come from npm at the versions of `package-lock.json`;
//! `BLUELAMP_ASSETS=DIR` names a ready `node_modules` folder instead.
#![allow(clippy::print_stdout)] // How a build script speaks to cargo.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The parts of the design system that no page of ours uses. Their rules are left out, which halves the styles.
const UNUSED_GOVUK: &[&str] = &[
    "accordion",
    "accordion-nav",
    "cookie-banner",
    "feedback",
    "file-upload-button",
    "footer",
    "generic-header",
    "header",
    "language-navigation",
    "logo",
    "logo-dot",
    "password-input",
    "service-navigation",
    "tabs",
    "task-list",
];

/// The parts of the Ministry of Justice's additions that pages do use.
const USED_MOJ: &[&str] = &[
    "badge",
    "message-item",
    "message-list",
    "messages-container",
    "notification-badge",
    "scrollable-pane",
    "timeline",
];

/// What others wrote and only some pages load: our name for it, and where it is among the packages.
const FETCHED: &[(&str, &str)] = &[
    (
        "govuk-frontend.js",
        "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    ),
    ("maplibre-gl.js", "maplibre-gl/dist/maplibre-gl.mjs"),
    ("maplibre-gl-worker.js", "maplibre-gl/dist/maplibre-gl-worker.mjs"),
    ("maplibre-gl.css", "maplibre-gl/dist/maplibre-gl.css"),
];

/// Our id for each picture and its OpenMoji code.
const PICTURES: &[(&str, &str)] = &[
    ("ambulance", "1F691"),
    ("baby", "1F476"),
    ("bag", "1F392"),
    ("bicycle", "1F6B2"),
    ("broken", "26D3-FE0F-200D-1F4A5"),
    ("calendar", "1F4C5"),
    ("camera", "1F4F7"),
    ("car", "1F697"),
    ("child", "1F9D2"),
    ("clock", "1F552"),
    ("computer", "1F4BB"),
    ("cross", "274C"),
    ("dog", "1F415"),
    ("ear", "1F442"),
    ("eye", "1F441"),
    ("fire", "1F525"),
    ("fist", "270A"),
    ("flag", "1F6A9"),
    ("hand", "270B"),
    ("heart", "2764"),
    ("help", "1F198"),
    ("house", "1F3E0"),
    ("hurt", "1F915"),
    ("key", "1F511"),
    ("letter", "2709"),
    ("lock", "1F512"),
    ("man", "1F468"),
    ("map", "1F5FA"),
    ("music", "1F3B5"),
    ("night", "1F303"),
    ("old-person", "1F9D3"),
    ("pencil", "270F"),
    ("people", "1F465"),
    ("person", "1F9D1"),
    ("phone", "1F4DE"),
    ("pill", "1F48A"),
    ("police", "1F46E"),
    ("prayer", "1F64F"),
    ("question", "2753"),
    ("rainbow", "1F308"),
    ("rubbish", "1F5D1"),
    ("school", "1F3EB"),
    ("shop", "1F3EA"),
    ("sign-language", "1F91F"),
    ("speech", "1F4AC"),
    ("spray", "E0B1"),
    ("tick", "2705"),
    ("train", "1F686"),
    ("tree", "1F333"),
    ("wallet", "1F45B"),
    ("warning", "26A0"),
    ("wheelchair", "1F9BD"),
    ("woman", "1F469"),
];

/// One file of the table: its plain name and content.
type Files = BTreeMap<String, Vec<u8>>;

fn main() -> Result<(), String> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let root = here.join("../..");
    println!("cargo:rerun-if-changed=build.rs");
    println!(
        "cargo:rerun-if-changed={}",
        root.join("package-lock.json").display()
    );
    println!("cargo:rerun-if-changed={}", root.join("assets").display());
    println!("cargo:rerun-if-env-changed=BLUELAMP_ASSETS");

    let modules = modules(&root)?;
    let mut files = Files::new();
    files.insert("bluelamp.css".into(), styles(&modules, &root)?.into_bytes());
    for (name, from) in FETCHED {
        let whole = text(&modules.join(from))?;
        files.insert((*name).into(), without_map(&whole).into_bytes());
    }
    for file in sorted(&root.join("assets"))? {
        let name = file
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default()
            .to_owned();
        if name != "bluelamp.css" && content_type(&name).is_some() {
            files.insert(name, bytes(&file)?);
        }
    }
    // Scripts ask for what others wrote by name, late and only where it is needed; the name they need has the fingerprint.
    for script in ["bluelamp.js", "map.js"] {
        let Some(mut named) = files.get(script).map(|s| String::from_utf8_lossy(s).into_owned()) else {
            continue;
        };
        for (name, _) in FETCHED {
            if let Some(content) = files.get(*name) {
                named = named.replace(
                    &format!("./{name}"),
                    &format!("./{}", fingerprinted(name, content)),
                );
            }
        }
        files.insert(script.into(), named.into_bytes());
    }
    for (id, code) in PICTURES {
        let svg = text(&modules.join(format!("openmoji/color/svg/{code}.svg")))?;
        files.insert(format!("pictures/{id}.svg"), svg.into_bytes());
    }
    write_table(&files, Path::new(&variable("OUT_DIR")?))
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|why| format!("{name}: {why}"))
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.is_file())
        .collect();
    files.sort();
    Ok(files)
}

/// The folder with the packages, fetched first if it is not there.
fn modules(root: &Path) -> Result<PathBuf, String> {
    if let Ok(ready) = env::var("BLUELAMP_ASSETS") {
        return Ok(PathBuf::from(ready));
    }
    let modules = root.join("node_modules");
    let there = |package: &&str| modules.join(package).join("package.json").is_file();
    if !["govuk-frontend", "maplibre-gl", "openmoji"].iter().all(there) {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let ran = Command::new(npm)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(root)
            .output()
            .map_err(|why| {
                format!(
                    "npm could not be started ({why}). The styles and pictures come from npm: install Node.js 20 or \
                     later, or set BLUELAMP_ASSETS to a node_modules folder that has the packages of package.json."
                )
            })?;
        if !ran.status.success() {
            return Err(format!(
                "npm ci failed:\n{}",
                String::from_utf8_lossy(&ran.stderr)
            ));
        }
    }
    Ok(modules)
}

fn styles(modules: &Path, root: &Path) -> Result<String, String> {
    let govuk = text(&modules.join("govuk-frontend/dist/govuk/govuk-frontend.min.css"))?;
    let moj = text(&modules.join("@ministryofjustice/frontend/moj/moj-frontend.min.css"))?;
    let own = text(&root.join("assets/bluelamp.css"))?;
    let mut out = String::from(
        "@charset \"UTF-8\";\n/* GOV.UK Frontend and MoJ Frontend, Crown copyright, MIT licence, less their typeface and emblem; \
         then Bluelamp's own. */\n",
    );
    for sheet in [&govuk, &moj] {
        // The typeface may be used on gov.uk only; what is said for its sake goes with it.
        let mut sheet = uncommented(sheet);
        for typeface in [
            "GDS Transport,",
            "\"GDS Transport\",",
            "-webkit-font-smoothing:antialiased;",
            "-moz-osx-font-smoothing:grayscale;",
            ";-webkit-font-smoothing:antialiased",
            ";-moz-osx-font-smoothing:grayscale",
        ] {
            sheet = sheet.replace(typeface, "");
        }
        out.push_str(&kept_rules(&sheet));
        out.push('\n');
    }
    out.extend(uncommented(&own).lines().map(str::trim));
    Ok(out)
}

fn uncommented(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..]
            .find("*/")
            .map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    out
}

fn without_map(script: &str) -> String {
    script
        .lines()
        .filter(|line| !line.starts_with("//# sourceMappingURL"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The rules of a style sheet that may apply to a page of ours.
fn kept_rules(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['{', ';']) {
        let prelude = rest[..at].trim();
        if rest.as_bytes()[at] == b';' {
            // `@charset` and its like: the whole sheet has its own.
            rest = &rest[at + 1..];
            continue;
        }
        let body_end = at + block_length(&rest[at..]);
        let body = &rest[at + 1..body_end - 1];
        rest = &rest[body_end..];
        if prelude.starts_with("@media") || prelude.starts_with("@supports") {
            let inner = kept_rules(body);
            if !inner.is_empty() {
                let _ = write!(out, "{prelude}{{{inner}}}");
            }
        } else if prelude.starts_with('@') {
            if !prelude.starts_with("@font-face") {
                let _ = write!(out, "{prelude}{{{body}}}");
            }
        } else {
            let kept: Vec<&str> = selectors(prelude).into_iter().filter(|s| is_used(s)).collect();
            if !kept.is_empty() && body != "font-family:sans-serif" && !body.contains("url(/assets/") {
                let _ = write!(out, "{}{{{body}}}", kept.join(","));
            }
        }
    }
    out
}

/// The length of the block that starts with `{`, both braces included.
fn block_length(css: &str) -> usize {
    let mut depth = 0usize;
    for (at, byte) in css.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    css.len()
}

fn selectors(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0usize, 0usize, Vec::new());
    for (at, byte) in list.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                out.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(list[start..].trim());
    out
}

/// Whether every design-system class that a selector asks for is one that pages use.
fn is_used(selector: &str) -> bool {
    // What is inside `:not(…)` is not asked for.
    let outside = selector.split(":not(").next().unwrap_or(selector);
    let blocks = |family: &str| {
        let dotted = format!(".{family}-");
        outside
            .match_indices(&dotted)
            .map(|(at, found)| {
                let name = &outside[at + found.len()..];
                let end = name
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                    .unwrap_or(name.len());
                let name = &name[..end];
                name.split("__")
                    .next()
                    .unwrap_or(name)
                    .split("--")
                    .next()
                    .unwrap_or(name)
                    .to_owned()
            })
            .collect::<Vec<String>>()
    };
    let trimmed = [
        "govuk-\\!-padding",
        "govuk-\\!-static",
        "govuk-summary-card",
        ".probation-",
        "[aria-sort]",
    ];
    !trimmed.iter().any(|name| outside.contains(name))
        && blocks("govuk")
            .iter()
            .all(|block| !UNUSED_GOVUK.contains(&block.as_str()))
        && blocks("moj")
            .iter()
            .all(|block| USED_MOJ.contains(&block.as_str()))
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit('.').next()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        _ => return None,
    })
}

fn hash(content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    format!("{:016x}", hasher.finish())
}

fn fingerprinted(name: &str, content: &[u8]) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{}.{extension}", hash(content)),
        None => name.to_owned(),
    }
}

fn write_table(files: &Files, out: &Path) -> Result<(), String> {
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (name, content)) in files.iter().enumerate() {
        let kind = content_type(name).ok_or_else(|| format!("{name}: no content type is known for it"))?;
        let file = name.replace('/', "-");
        save(&out.join(&file), content)?;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let packed = packer
            .write_all(content)
            .and_then(|()| packer.finish())
            .map_err(|why| format!("{name}: {why}"))?;
        let gzip = if packed.len() + 64 < content.len() {
            save(&out.join(format!("{file}.gz")), &packed)?;
            format!("Some(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}.gz\")))")
        } else {
            "None".to_owned()
        };
        let printed = fingerprinted(name, content);
        let _ = writeln!(
            table,
            "    Asset {{ name: {name:?}, fingerprinted: {printed:?}, bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \
             \"/{file}\")), gzip: {gzip}, content_type: {kind:?}, etag: \"\\\"{}\\\"\", immutable: false }},",
            hash(content)
        );
        names.insert(name.clone(), at);
        names.insert(printed, at);
    }
    table.push_str("];\n/// Plain and fingerprinted names in order, each with its place in `ASSETS`.\nstatic NAMES: &[(&str, usize)] = &[\n");
    for (name, at) in &names {
        let _ = writeln!(table, "    ({name:?}, {at}),");
    }
    table.push_str("];\n");
    save(&out.join("assets.rs"), table.as_bytes())
}

fn save(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|why| format!("{}: {why}", path.display()))
}
