//! From text to a tree of values, JSON or YAML, with limits that hold whatever the text says.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

/// A definition larger than this is refused before it is read. Bytes.
pub const LARGEST_FILE: usize = 2 * 1024 * 1024;
/// Objects in objects, deeper than this, are refused.
pub const DEEPEST: usize = 40;
/// What a YAML file may grow to once its aliases are written out: nodes plus bytes of text.
const LARGEST_EXPANDED: usize = 4 * 1024 * 1024;

/// Reads the text as JSON when the name ends in `.json` or the first character is `{`, else as YAML.
pub(crate) fn read(file_name: &str, text: &str) -> Result<Value, String> {
    if text.len() > LARGEST_FILE {
        return Err(format!(
            "the file has {} bytes; the most is {LARGEST_FILE}",
            text.len()
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = file_name.to_ascii_lowercase().ends_with(".json") || text.trim_start().starts_with('{');
    let value = if is_json {
        // serde_json stops at 128 levels by itself; ours is the narrower limit.
        serde_json::from_str(text).map_err(|e| format!("this is not JSON: {e}"))?
    } else {
        read_yaml(text)?
    };
    if deeper_than(&value, DEEPEST) {
        return Err(format!("nested more than {DEEPEST} levels deep"));
    }
    Ok(value)
}

fn deeper_than(value: &Value, left: usize) -> bool {
    let Some(left) = left.checked_sub(1) else {
        return true;
    };
    match value {
        Value::Array(items) => items.iter().any(|v| deeper_than(v, left)),
        Value::Object(map) => map.values().any(|v| deeper_than(v, left)),
        _ => false,
    }
}

/// A collection that is still open while the events of its members arrive.
enum Open {
    List(Vec<Value>, usize),
    Map(Map<String, Value>, Option<String>, usize),
}

/// Builds the value by hand from parser events, because then every alias is paid for as it is used:
/// a file of nested aliases stops at the budget instead of filling the memory.
fn read_yaml(text: &str) -> Result<Value, String> {
    let mut anchors: HashMap<usize, (Value, usize)> = HashMap::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut root: Option<Value> = None;
    let mut spent = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| format!("this is not YAML: {e}"))?;
        let line = span.start.line();
        let done = match event {
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentEnd
            | Event::DocumentStart(_) => {
                continue;
            }
            Event::Alias(id) => {
                let (value, cost) = anchors
                    .get(&id)
                    .cloned()
                    .ok_or_else(|| format!("line {line}: an alias to something that is not finished"))?;
                (value, 0, cost)
            }
            Event::Scalar(text, style, anchor, _) => {
                let cost = 1 + text.len();
                (scalar(&text, style), anchor, cost)
            }
            Event::SequenceStart(anchor, _) => {
                stack.push(Open::List(Vec::new(), anchor));
                too_deep(&stack, line)?;
                continue;
            }
            Event::MappingStart(anchor, _) => {
                stack.push(Open::Map(Map::new(), None, anchor));
                too_deep(&stack, line)?;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop() {
                Some(Open::List(items, anchor)) => (Value::Array(items), anchor, 1),
                Some(Open::Map(map, None, anchor)) => (Value::Object(map), anchor, 1),
                _ => return Err(format!("line {line}: a key without a value")),
            },
        };
        let (value, anchor, cost) = done;
        spent = spent.saturating_add(cost);
        if spent > LARGEST_EXPANDED {
            return Err("the file grows too large once its aliases are written out".into());
        }
        if anchor > 0 {
            let cost = weight(&value);
            anchors.insert(anchor, (value.clone(), cost));
            spent = spent.saturating_add(cost);
        }
        match stack.last_mut() {
            None if root.is_some() => return Err("the file holds more than one document".into()),
            None => root = Some(value),
            Some(Open::List(items, _)) => items.push(value),
            Some(Open::Map(map, key, _)) => match key.take() {
                None => *key = Some(key_text(value, line)?),
                Some(name) => {
                    if map.contains_key(&name) {
                        return Err(format!("line {line}: the key {name} is there twice"));
                    }
                    map.insert(name, value);
                }
            },
        }
    }
    root.ok_or_else(|| "the file is empty".into())
}

fn too_deep(stack: &[Open], line: usize) -> Result<(), String> {
    if stack.len() > DEEPEST {
        return Err(format!("line {line}: nested more than {DEEPEST} levels deep"));
    }
    Ok(())
}

fn weight(value: &Value) -> usize {
    match value {
        Value::String(s) => 1 + s.len(),
        Value::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Value::Object(map) => 1 + map.iter().map(|(k, v)| k.len() + weight(v)).sum::<usize>(),
        _ => 1,
    }
}

fn key_text(value: Value, line: usize) -> Result<String, String> {
    match value {
        Value::String(s) => Ok(s),
        Value::Number(n) => Ok(n.to_string()),
        Value::Bool(b) => Ok(b.to_string()),
        Value::Null => Ok(String::new()),
        _ => Err(format!("line {line}: a key must be a plain word")),
    }
}

/// The YAML 1.2 core schema: only a plain scalar can be anything but text.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let first = text.bytes().next().unwrap_or_default();
    if first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.') {
        if let Ok(whole) = text.parse::<i64>() {
            return Value::Number(whole.into());
        }
        let numeric = text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
        if numeric
            && let Ok(real) = text.parse::<f64>()
            && let Some(number) = Number::from_f64(real)
        {
            return Value::Number(number);
        }
    }
    Value::String(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn yaml_scalars_follow_the_core_schema() {
        let read =
            read_yaml("a: yes\nb: true\nc: '1'\nd: 1\ne: 1.5\nf: 2020-01-01\ng:\nh: >\n  one\n  two\n")
                .unwrap();
        assert_eq!(
            read,
            json!({"a": "yes", "b": true, "c": "1", "d": 1, "e": 1.5, "f": "2020-01-01", "g": null, "h": "one two\n"})
        );
    }

    #[test]
    fn an_alias_bomb_stops_at_the_budget() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..30 {
            let p = i - 1;
            text.push_str(&format!(
                "a{i}: &a{i} [*a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}]\n"
            ));
        }
        assert!(read_yaml(&text).unwrap_err().contains("aliases"));
    }

    #[test]
    fn an_alias_used_once_is_read() {
        let read = read_yaml("a: &x [1, 2]\nb: *x\n").unwrap();
        assert_eq!(read, json!({"a": [1, 2], "b": [1, 2]}));
    }

    #[test]
    fn an_alias_inside_its_own_anchor_is_refused() {
        assert!(read_yaml("a: &x [1, *x]\n").is_err());
    }

    #[test]
    fn depth_is_limited_in_both_notations() {
        let deep = "[".repeat(100) + &"]".repeat(100);
        assert!(read("x.yaml", &deep).is_err());
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100), "]".repeat(100));
        assert!(read("x.json", &deep).is_err());
    }

    #[test]
    fn a_key_twice_is_refused() {
        assert!(read_yaml("a: 1\na: 2\n").unwrap_err().contains("twice"));
    }
}
