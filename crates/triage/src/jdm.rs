//! Reads decision files in the GoRules JDM format: an input, decision tables, an output, and edges between.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Flaw, Problems};

pub(crate) const BIGGEST_FILE: usize = 2 * 1024 * 1024;
const MOST_NODES: usize = 64;
const MOST_EDGES: usize = 512;
const MOST_COLUMNS: usize = 64;
const MOST_RULES: usize = 2_000;

#[derive(Deserialize)]
struct RawGraph {
    #[serde(default)]
    version: Option<Value>,
    nodes: Vec<RawNode>,
    #[serde(default)]
    edges: Vec<RawEdge>,
}

#[derive(Deserialize)]
struct RawNode {
    id: String,
    #[serde(default)]
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    content: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawEdge {
    #[serde(default)]
    id: String,
    source_id: String,
    target_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawTable {
    hit_policy: String,
    #[serde(default)]
    inputs: Vec<RawColumn>,
    #[serde(default)]
    outputs: Vec<RawColumn>,
    #[serde(default)]
    rules: Vec<BTreeMap<String, Value>>,
    #[serde(default)]
    pass_through: Option<bool>,
    #[serde(default)]
    input_field: Option<String>,
    #[serde(default)]
    output_path: Option<String>,
    #[serde(default)]
    execution_mode: Option<String>,
}

#[derive(Deserialize)]
struct RawColumn {
    id: String,
    #[serde(default)]
    field: Option<String>,
}

/// Which rows of a table count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HitPolicy {
    First,
    Collect,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) id: String,
    /// An answer's name; `None` makes the cells whole expressions.
    pub(crate) field: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// One source text for each input column, then one for each output column.
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct RawDecisionTable {
    pub(crate) name: String,
    pub(crate) policy: HitPolicy,
    pub(crate) inputs: Vec<Column>,
    pub(crate) outputs: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) pass_through: bool,
    pub(crate) output_path: Option<String>,
    pub(crate) version: String,
    /// Places, in the file's order of evaluation, of the tables that feed this one.
    pub(crate) fed_by: Vec<usize>,
    pub(crate) fed_by_input: bool,
    pub(crate) feeds_table: bool,
}

/// Reads one file into its tables, in the order in which they are asked.
pub(crate) fn read(text: &str, problems: &mut Problems<'_>) -> Vec<RawDecisionTable> {
    let graph: RawGraph = match serde_json::from_str(text) {
        Ok(graph) => graph,
        Err(e) => {
            problems.add(Flaw::NotJson(e.to_string()));
            return Vec::new();
        }
    };
    if graph.nodes.len() > MOST_NODES || graph.edges.len() > MOST_EDGES {
        problems.add(Flaw::TooMany(
            "nodes or edges",
            graph.nodes.len().max(graph.edges.len()),
            MOST_NODES,
        ));
        return Vec::new();
    }
    let Some(order) = order(&graph, problems) else {
        return Vec::new();
    };
    let version = match &graph.version {
        Some(Value::String(s)) => s.trim().to_owned(),
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    };
    let edges = |from: usize, to: usize| {
        let (from, to) = (graph.nodes.get(from), graph.nodes.get(to));
        matches!((from, to), (Some(f), Some(t))
            if graph.edges.iter().any(|e| e.source_id == f.id && e.target_id == t.id))
    };
    let input = graph
        .nodes
        .iter()
        .position(|n| n.kind == "inputNode")
        .unwrap_or(usize::MAX);
    let mut tables = Vec::new();
    for &node in &order {
        let fed_by = order
            .iter()
            .take_while(|&&other| other != node)
            .enumerate()
            .filter(|(_, other)| edges(**other, node))
            .map(|(place, _)| place)
            .collect();
        let Some(raw) = graph.nodes.get(node) else {
            continue;
        };
        let Some(mut table) = read_table(raw, &version, problems) else {
            return Vec::new();
        };
        table.fed_by = fed_by;
        table.fed_by_input = edges(input, node);
        table.feeds_table = order.iter().any(|&other| edges(node, other));
        if table.feeds_table && table.policy == HitPolicy::Collect && table.output_path.is_none() {
            problems.in_table(&table.name, Flaw::CollectNeedsPath);
        }
        tables.push(table);
    }
    tables
}

/// The table nodes' places such that each comes after all that feed it.
fn order(graph: &RawGraph, problems: &mut Problems<'_>) -> Option<Vec<usize>> {
    let mut sound = true;
    let (mut inputs, mut outputs, mut tables) = (0, 0, Vec::new());
    for (place, node) in graph.nodes.iter().enumerate() {
        match node.kind.as_str() {
            "inputNode" => inputs += 1,
            "outputNode" => outputs += 1,
            "decisionTableNode" => tables.push(place),
            other => {
                problems.add(Flaw::OtherNode(shown(node), other.chars().take(40).collect()));
                sound = false;
            }
        }
        if graph.nodes.iter().take(place).any(|n| n.id == node.id) {
            problems.add(Flaw::Twice(node.id.clone()));
            sound = false;
        }
    }
    if inputs != 1 || outputs != 1 {
        problems.add(Flaw::InputOutput(inputs, outputs));
        sound = false;
    }
    if tables.is_empty() {
        problems.add(Flaw::NoTable);
        sound = false;
    }
    let place_of = |id: &str| graph.nodes.iter().position(|n| n.id == id);
    let mut links = Vec::with_capacity(graph.edges.len());
    for edge in &graph.edges {
        match (place_of(&edge.source_id), place_of(&edge.target_id)) {
            (Some(from), Some(to)) => links.push((from, to)),
            _ => {
                problems.add(Flaw::LooseEdge(edge.id.clone()));
                sound = false;
            }
        }
    }
    if !sound {
        return None;
    }
    let reach = |start: &str, forward: bool| {
        let mut seen: Vec<usize> = graph
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, n)| n.kind == start)
            .map(|(p, _)| p)
            .collect();
        let mut at = 0;
        while let Some(&node) = seen.get(at) {
            for &(from, to) in &links {
                let (here, next) = if forward { (from, to) } else { (to, from) };
                if here == node && !seen.contains(&next) {
                    seen.push(next);
                }
            }
            at += 1;
        }
        seen
    };
    let (from_input, to_output) = (reach("inputNode", true), reach("outputNode", false));
    for &table in &tables {
        if (!from_input.contains(&table) || !to_output.contains(&table))
            && let Some(node) = graph.nodes.get(table)
        {
            problems.in_table(&shown(node), Flaw::Unconnected);
            sound = false;
        }
    }
    let mut done: Vec<usize> = Vec::with_capacity(tables.len());
    while done.len() < tables.len() {
        let ready = tables.iter().find(|t| {
            !done.contains(t)
                && links
                    .iter()
                    .all(|(from, to)| to != *t || !tables.contains(from) || done.contains(from))
        });
        let Some(&next) = ready else {
            problems.add(Flaw::Circle);
            return None;
        };
        done.push(next);
    }
    sound.then_some(done)
}

fn shown(node: &RawNode) -> String {
    let name = if node.name.is_empty() {
        &node.id
    } else {
        &node.name
    };
    name.chars().take(80).collect()
}

fn read_table(node: &RawNode, version: &str, problems: &mut Problems<'_>) -> Option<RawDecisionTable> {
    let (name, own_version) = match node.name.rsplit_once(" @ ") {
        Some((name, version)) => (name.trim().to_owned(), version.trim()),
        None => (shown(node), ""),
    };
    let raw: RawTable = match RawTable::deserialize(&node.content) {
        Ok(raw) => raw,
        Err(e) => {
            problems.in_table(&name, Flaw::NotJson(e.to_string()));
            return None;
        }
    };
    let policy = match raw.hit_policy.as_str() {
        "first" => HitPolicy::First,
        "collect" => HitPolicy::Collect,
        other => {
            problems.in_table(&name, Flaw::HitPolicy(other.chars().take(40).collect()));
            return None;
        }
    };
    for (what, most, is) in [
        ("columns", MOST_COLUMNS, raw.inputs.len().max(raw.outputs.len())),
        ("rules", MOST_RULES, raw.rules.len()),
    ] {
        if is > most {
            problems.in_table(&name, Flaw::TooMany(what, is, most));
            return None;
        }
    }
    if raw.input_field.as_deref().is_some_and(|f| !f.is_empty()) {
        problems.in_table(&name, Flaw::NotSupported("inputField"));
    }
    if raw.execution_mode.as_deref().is_some_and(|m| m != "single") {
        problems.in_table(&name, Flaw::NotSupported("executionMode"));
    }
    let version = if own_version.is_empty() {
        version
    } else {
        own_version
    };
    if version.is_empty() {
        problems.in_table(&name, Flaw::NoVersion);
    }
    let inputs = columns(raw.inputs, true, &name, problems);
    let outputs = columns(raw.outputs, false, &name, problems);
    let mut rows: Vec<Row> = Vec::with_capacity(raw.rules.len());
    for (place, rule) in raw.rules.iter().enumerate() {
        let text = |id: &str| match rule.get(id) {
            Some(Value::String(s)) => s.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        let mut id = text("_id").trim().to_owned();
        if id.is_empty() || rows.iter().any(|r| r.id == id) {
            let shown = if id.is_empty() {
                format!("row {}", place + 1)
            } else {
                id.clone()
            };
            problems.in_rule(&name, &shown, Flaw::DuplicateId);
            id = format!("row {}", place + 1);
        }
        rows.push(Row {
            id,
            inputs: inputs.iter().map(|c| text(&c.id)).collect(),
            outputs: outputs.iter().map(|c| text(&c.id)).collect(),
        });
    }
    Some(RawDecisionTable {
        name,
        policy,
        inputs,
        outputs,
        rows,
        pass_through: raw.pass_through.unwrap_or(false),
        output_path: raw.output_path.filter(|p| !p.is_empty()),
        version: version.to_owned(),
        fed_by: Vec::new(),
        fed_by_input: false,
        feeds_table: false,
    })
}

fn columns(raw: Vec<RawColumn>, input: bool, table: &str, problems: &mut Problems<'_>) -> Vec<Column> {
    let mut kept: Vec<Column> = Vec::with_capacity(raw.len());
    for column in raw {
        let field = column
            .field
            .map(|f| f.trim().to_owned())
            .filter(|f| !f.is_empty());
        let plain = |f: &str| {
            f.len() <= 120
                && f.split('.').all(|part| {
                    part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                        && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                })
        };
        let sound = field.as_deref().map_or(input, plain);
        if !sound || column.id.is_empty() || kept.iter().any(|c| c.id == column.id) {
            problems.in_table(table, Flaw::BadColumn(column.id.chars().take(80).collect()));
        }
        kept.push(Column { id: column.id, field });
    }
    kept
}
