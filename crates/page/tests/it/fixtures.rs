//! The components against the examples that the design system ships with: same options, same HTML. Skipped
//! where npm has not fetched the design system.

use std::fs;
use std::path::Path;

use askama::Template;
use page::{Choice, Chrome, Lang, Problems, Row, Words};
use serde_json::Value;

/// One call of one component.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "govuk.html" as govuk %}
{%- if component == "input" %}{% call govuk::input(chrome, name, label, value, hint=hint, error=error, kind=kind, width=width, autocomplete=autocomplete, inputmode=inputmode, heading=heading, prefix=prefix, suffix=suffix, spellcheck=spellcheck) %}{% endcall %}
{%- else if component == "textarea" %}{% call govuk::textarea(chrome, name, label, value, hint=hint, error=error, rows=rows, heading=heading) %}{% endcall %}
{%- else if component == "radios" %}{% call govuk::radios(chrome, name, label, choices, hint=hint, error=error, heading=heading, inline=inline, small=small) %}{% endcall %}
{%- else if component == "checkboxes" %}{% call govuk::checkboxes(chrome, name, label, choices, hint=hint, error=error, heading=heading, small=small) %}{% endcall %}
{%- else if component == "select" %}{% call govuk::select(chrome, name, label, choices, hint=hint, error=error, heading=heading) %}{% endcall %}
{%- else if component == "file-upload" %}{% call govuk::file_upload(chrome, name, label, hint=hint, error=error, multiple=multiple, heading=heading) %}{% endcall %}
{%- else if component == "button" %}{% if href.is_empty() %}{% call govuk::button(text, name=name, value=value, kind=kind, id=id) %}{% endcall %}{% else %}{% call govuk::button_link(text, href, kind=kind, start=start) %}{% endcall %}{% endif %}
{%- else if component == "error-summary" %}{% call govuk::error_summary(chrome, problems) %}{% endcall %}
{%- else if component == "inset-text" %}{% call govuk::inset(text) %}{% endcall %}
{%- else if component == "warning-text" %}{% call govuk::warning(chrome, text) %}{% endcall %}
{%- else if component == "tag" %}{% call govuk::tag(text, colour=kind) %}{% endcall %}
{%- else if component == "details" %}{% call govuk::details(label) %}{{ text }}{% endcall %}
{%- else if component == "back-link" %}{% call govuk::back_link(chrome, href) %}{% endcall %}
{%- else if component == "panel" %}{% call govuk::panel(label, text) %}{% endcall %}
{%- else if component == "summary-list" %}{% call govuk::summary_list(chrome, list) %}{% endcall %}
{%- endif %}"#
)]
struct Called<'a> {
    chrome: &'a Chrome,
    component: &'a str,
    name: String,
    id: String,
    label: String,
    value: String,
    hint: String,
    error: String,
    kind: String,
    width: String,
    autocomplete: String,
    inputmode: String,
    prefix: String,
    suffix: String,
    text: String,
    href: String,
    rows: i64,
    heading: bool,
    spellcheck: bool,
    inline: bool,
    small: bool,
    multiple: bool,
    start: bool,
    choices: Vec<Choice>,
    problems: Problems,
    list: Vec<Row>,
}

impl<'a> Called<'a> {
    fn new(chrome: &'a Chrome, component: &'a str) -> Self {
        Self {
            chrome,
            component,
            name: String::new(),
            id: String::new(),
            label: String::new(),
            value: String::new(),
            hint: String::new(),
            error: String::new(),
            kind: String::new(),
            width: String::new(),
            autocomplete: String::new(),
            inputmode: String::new(),
            prefix: String::new(),
            suffix: String::new(),
            text: String::new(),
            href: String::new(),
            rows: 5,
            heading: false,
            spellcheck: true,
            inline: false,
            small: false,
            multiple: false,
            start: false,
            choices: Vec::new(),
            problems: Problems::default(),
            list: Vec::new(),
        }
    }
}

/// The options of an example, each taken once; an example with more than our component offers is passed over.
struct Options(serde_json::Map<String, Value>);

impl Options {
    fn of(value: &Value) -> Option<Self> {
        let mut map = value.as_object()?.clone();
        map.retain(|_, v| !v.is_null());
        Some(Self(map))
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.0.remove(key) {
            None => Some(String::new()),
            Some(Value::String(text)) => Some(text),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(_) => None,
        }
    }

    fn flag(&mut self, key: &str) -> bool {
        self.0.remove(key).and_then(|v| v.as_bool()).unwrap_or(false)
    }

    /// `{ text }` and nothing else.
    fn inner(&mut self, key: &str) -> Option<String> {
        let Some(value) = self.0.remove(key) else {
            return Some(String::new());
        };
        let mut inner = Self::of(&value)?;
        let text = inner.text("text")?;
        inner.done().then_some(text)
    }

    /// A label or legend: its text, and whether it is the page's heading.
    fn label(&mut self, key: &str) -> Option<(String, bool)> {
        let value = self.0.remove(key)?;
        let mut inner = Self::of(&value)?;
        let (text, heading, classes) = (
            inner.text("text")?,
            inner.flag("isPageHeading"),
            inner.text("classes")?,
        );
        (inner.done()
            && classes.ends_with("--l") == heading
            && (heading || classes.is_empty())
            && !text.is_empty())
        .then_some((text, heading))
    }

    fn list(&mut self, key: &str) -> Option<Vec<Value>> {
        match self.0.remove(key)? {
            Value::Array(list) => Some(list.into_iter().filter(Value::is_object).collect()),
            _ => None,
        }
    }

    fn done(&self) -> bool {
        self.0
            .values()
            .all(|v| v.as_bool() == Some(false) || v.as_object().is_some_and(serde_json::Map::is_empty))
    }
}

fn choices(options: &mut Options, chosen: &[Value]) -> Option<Vec<Choice>> {
    let mut out = Vec::new();
    let mut divider = String::new();
    for item in options.list("items")? {
        let mut item = Options::of(&item)?;
        if let Some(word) = item.0.remove("divider") {
            divider = word.as_str()?.to_owned();
            continue;
        }
        item.0.contains_key("value").then_some(())?;
        let value = item.text("value")?;
        let mut choice = Choice::new(value.clone(), item.text("text")?).divider(std::mem::take(&mut divider));
        choice.hint = item.inner("hint")?;
        choice.checked = match item.0.remove("checked").or_else(|| item.0.remove("selected")) {
            Some(said) => said.as_bool()?,
            None => chosen.contains(&Value::String(value)),
        };
        if !item.done() || choice.label.is_empty() {
            return None;
        }
        out.push(choice);
    }
    Some(out)
}

/// The call that an example stands for and the HTML it should give; `None` if our component has no such option.
fn call<'a>(chrome: &'a Chrome, component: &'a str, example: &Value) -> Option<(Called<'a>, String)> {
    let mut options = Options::of(&example["options"])?;
    let mut html = example["html"].as_str()?.to_owned();
    let mut call = Called::new(chrome, component);
    match component {
        "input" | "textarea" | "select" | "file-upload" | "radios" | "checkboxes" => {
            let name = options.text("name")?;
            let id = options.text("id")?;
            let prefix = options.text("idPrefix")?;
            call.name = [id, prefix]
                .into_iter()
                .find(|id| !id.is_empty())
                .unwrap_or_else(|| name.clone());
            html = html.replace(&format!(" name=\"{name}\""), &format!(" name=\"{}\"", call.name));
            if let Some(fieldset) = options.0.remove("fieldset") {
                let mut fieldset = Options::of(&fieldset)?;
                (call.label, call.heading) = fieldset.label("legend")?;
                if !fieldset.done() {
                    return None;
                }
            } else {
                (call.label, call.heading) = options.label("label")?;
            }
            call.hint = options.inner("hint")?;
            call.error = options.inner("errorMessage")?;
            call.multiple = options.flag("multiple");
            let classes = options.text("classes")?;
            match classes.split_once("--") {
                None if classes.is_empty() => {}
                Some(("govuk-input", width)) => call.width = width.strip_prefix("width-")?.to_owned(),
                Some((_, "inline")) => call.inline = true,
                Some((_, "small")) => call.small = true,
                _ => return None,
            }
            match component {
                "input" => {
                    call.kind = Some(options.text("type")?)
                        .filter(|k| !k.is_empty())
                        .unwrap_or("text".into());
                    call.autocomplete = options.text("autocomplete")?;
                    call.inputmode = options.text("inputmode")?;
                    call.prefix = options.inner("prefix")?;
                    call.suffix = options.inner("suffix")?;
                    call.value = options.text("value")?;
                    if let Some(spellcheck) = options.0.remove("spellcheck") {
                        call.spellcheck = spellcheck.as_bool()?;
                        html = html.replace(" spellcheck=\"true\"", "");
                    }
                }
                "textarea" => {
                    call.value = options.text("value")?;
                    call.rows = options.0.remove("rows").and_then(|r| r.as_i64()).unwrap_or(5);
                    options.0.get("spellcheck").is_none().then_some(())?;
                }
                "file-upload" => {}
                _ => {
                    let mut chosen: Vec<Value> = options.0.remove("value").into_iter().collect();
                    if let Some(Value::Array(many)) = options.0.remove("values") {
                        chosen.extend(many);
                    }
                    call.choices = choices(&mut options, &chosen)?;
                    // There a divider takes a number, here only what can be chosen.
                    for at in 1..call.choices.len() {
                        if call
                            .choices
                            .iter()
                            .take(at + 1)
                            .any(|choice| !choice.divider.is_empty())
                        {
                            let (there, here) = (
                                format!("{}-{}\"", call.name, at + 2),
                                format!("{}-{}\"", call.name, at + 1),
                            );
                            html = html.replace(&there, &here);
                        }
                    }
                }
            }
        }
        "button" => {
            call.text = options.text("text")?;
            call.href = options.text("href")?;
            call.id = options.text("id")?;
            call.name = options.text("name")?;
            call.start = options.flag("isStartButton");
            (options.0.remove("preventDoubleClick") != Some(Value::Bool(false))).then_some(())?;
            let classes = options.text("classes")?;
            if !classes.is_empty() {
                call.kind = classes
                    .strip_prefix("govuk-button--")
                    .filter(|k| !k.contains(' '))?
                    .to_owned();
            }
            if !call.name.is_empty() {
                html = html.replace(
                    &format!(" name=\"{}\"", call.name),
                    &format!(" name=\"{}\" value=\"\"", call.name),
                );
            }
            if call.start && call.href.is_empty() {
                return None;
            }
        }
        "error-summary" => {
            (options.text("titleText")? == "There is a problem").then_some(())?;
            for item in options.list("errorList")? {
                let mut item = Options::of(&item)?;
                let href = item.text("href")?;
                let text = item.text("text")?;
                if !item.done() || text.is_empty() {
                    return None;
                }
                call.problems.add(href.trim_start_matches('#'), text);
            }
        }
        "inset-text" => call.text = options.text("text")?,
        "warning-text" => {
            (options.text("iconFallbackText")? == "Warning").then_some(())?;
            call.text = options.text("text")?;
        }
        "tag" => {
            call.text = options.text("text")?;
            call.kind = options.text("classes")?.replace("govuk-tag--", "");
        }
        "details" => {
            call.label = options.text("summaryText")?;
            call.text = options.text("text")?;
        }
        "back-link" => {
            call.href = Some(options.text("href")?)
                .filter(|h| !h.is_empty())
                .unwrap_or("#".into());
            options.0.get("text").is_none().then_some(())?;
        }
        "panel" => {
            call.label = options.text("titleText")?;
            call.text = options.text("text")?;
            (!call.text.is_empty()).then_some(())?;
        }
        "summary-list" => {
            for row in options.list("rows")? {
                let mut row = Options::of(&row)?;
                let mut made = Row::new(row.inner("key")?, row.inner("value")?);
                if let Some(actions) = row.0.remove("actions") {
                    let mut actions = Options::of(&actions)?;
                    let list = actions.list("items")?;
                    let [one] = list.as_slice() else { return None };
                    let mut one = Options::of(one)?;
                    (one.text("text")? == "Change").then_some(())?;
                    made = made.change(one.text("href")?, one.text("visuallyHiddenText")?);
                    if !one.done() || !actions.done() || made.about.is_empty() {
                        return None;
                    }
                }
                if !row.done() || made.key.is_empty() || made.lines.is_empty() {
                    return None;
                }
                call.list.push(made);
            }
            // Where no row has an action the design system leaves out the class that says so.
            if call.list.iter().all(|row| row.href.is_empty()) {
                html = html.replace("__row\"", "__row govuk-summary-list__row--no-actions\"");
            }
        }
        _ => return None,
    }
    options.done().then_some((call, html))
}

/// HTML as a list of tags with sorted attributes and of texts without needless space.
fn parts(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let text_end = rest.find('<').unwrap_or(rest.len());
        let text = rest[..text_end].split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            out.push(unescaped(&text));
        }
        rest = &rest[text_end..];
        let Some(tag_end) = rest.find('>') else { break };
        out.push(tag(rest[1..tag_end].trim_end_matches('/')));
        rest = &rest[tag_end + 1..];
    }
    out
}

fn tag(inside: &str) -> String {
    let mut attributes: Vec<String> = Vec::new();
    let mut now = String::new();
    let mut quoted = false;
    for letter in inside.chars() {
        match letter {
            '"' => quoted = !quoted,
            _ if letter.is_whitespace() && !quoted => {
                attributes.push(std::mem::take(&mut now));
                continue;
            }
            _ => {}
        }
        now.push(letter);
    }
    attributes.push(now);
    attributes.retain(|a| !a.is_empty() && a != "data-prevent-double-click=\"true\"");
    if let Some(rest) = attributes.get_mut(1..) {
        rest.sort();
    }
    format!("<{}>", unescaped(&attributes.join(" ")))
}

fn unescaped(text: &str) -> String {
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    .replace("&#38;", "&")
    .replace("&amp;", "&")
}

#[test]
fn components_write_what_the_design_system_writes() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/govuk-frontend/dist/govuk/components");
    if !folder.is_dir() {
        println!("skipped: the design system is not in node_modules");
        return;
    }
    let chrome = Chrome::new(Words::load(&[]).unwrap().tongue(Lang::EN), "/");
    let mut differences = Vec::new();
    for (component, at_least) in [
        ("input", 25),
        ("textarea", 7),
        ("radios", 9),
        ("checkboxes", 9),
        ("select", 5),
        ("file-upload", 6),
        ("button", 11),
        ("error-summary", 4),
        ("inset-text", 2),
        ("warning-text", 2),
        ("tag", 9),
        ("details", 2),
        ("back-link", 1),
        ("panel", 2),
        ("summary-list", 1),
    ] {
        let file = fs::read_to_string(folder.join(component).join("fixtures.json")).unwrap();
        let examples: Value = serde_json::from_str(&file).unwrap();
        let mut compared = 0;
        for example in examples["fixtures"].as_array().unwrap() {
            let Some((call, expected)) = call(&chrome, component, example) else {
                continue;
            };
            compared += 1;
            let (ours, theirs) = (parts(&call.render().unwrap()), parts(&expected));
            if ours != theirs {
                let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
                differences.push(format!(
                    "{component} {}: ours {:?}, theirs {:?}",
                    example["name"],
                    ours.get(at..ours.len().min(at + 3)),
                    theirs.get(at..theirs.len().min(at + 3))
                ));
            }
        }
        println!("{component}: {compared} examples");
        if compared < at_least {
            differences.push(format!("{component}: only {compared} examples could be compared"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
