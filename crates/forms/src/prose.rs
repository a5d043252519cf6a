//! Markdown and the format's HTML, to HTML that can do no harm.

use std::borrow::Cow;
use std::fmt::Write as _;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::component::{Prose, ProseFormat};
use crate::definition::Definition;
use crate::text::{Lang, Template};

/// Writes text so that it is text in HTML, in an element or a quoted attribute.
pub(crate) fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, b) in text.bytes().enumerate() {
        let entity = match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

impl Definition {
    /// Renders what needs no answers once, so that showing a page only copies it.
    pub(crate) fn prepare_prose(&mut self) {
        let langs: Vec<Lang> = self
            .languages
            .iter()
            .enumerate()
            .map(|(index, code)| Lang {
                index,
                words: crate::words::Words::of(code),
            })
            .collect();
        for c in &mut self.components {
            for prose in [&mut c.content, &mut c.instruction].into_iter().flatten() {
                prose.ready = langs
                    .iter()
                    .map(|lang| match prose.text.get(*lang) {
                        Template::Plain(text) => Some(render(prose.format, text).into()),
                        Template::Parts(_) => None,
                    })
                    .collect();
            }
        }
    }
}

impl Prose {
    /// The HTML in a language. An earlier answer put into Markdown is put in as words: its stars and
    /// brackets mean nothing.
    pub fn html(&self, lang: Lang, answer: &dyn Fn(&str) -> String) -> Cow<'_, str> {
        if let Some(Some(ready)) = self.ready.get(lang.index) {
            return Cow::Borrowed(ready);
        }
        let plain = |name: &str| match self.format {
            ProseFormat::Markdown => escape_markdown(&answer(name)),
            ProseFormat::Html => {
                let mut out = String::new();
                escape(&mut out, &answer(name));
                out
            }
        };
        Cow::Owned(render(self.format, &self.text.get(lang).fill(&plain)))
    }
}

fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            c if c.is_ascii_punctuation() => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn render(format: ProseFormat, text: &str) -> String {
    match format {
        ProseFormat::Markdown => markdown(text),
        ProseFormat::Html => clean_html(text),
    }
}

/// Where a link may lead.
fn is_safe_link(href: &str) -> bool {
    let lower = href.trim().to_ascii_lowercase();
    if lower.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return false;
    }
    let scheme = lower.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme.split_once(':') {
        None => true,
        Some((scheme, _)) => matches!(scheme, "http" | "https" | "mailto" | "tel" | "sms"),
    }
}

/// Markdown with the classes of GOV.UK Frontend; raw HTML in it is dropped, its words are kept.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut in_table_head = false;
    // Whether the link or picture whose end comes next was written.
    let mut links: Vec<bool> = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(tag) => match tag {
                Tag::Paragraph => out.push_str("<p class=\"govuk-body\">"),
                Tag::Heading { level, .. } => {
                    let (tag, size) = heading(level);
                    let _ = write!(out, "<{tag} class=\"govuk-heading-{size}\">");
                }
                Tag::List(None) => out.push_str("<ul class=\"govuk-list govuk-list--bullet\">"),
                Tag::List(Some(1)) => out.push_str("<ol class=\"govuk-list govuk-list--number\">"),
                Tag::List(Some(start)) => {
                    let _ = write!(
                        out,
                        "<ol class=\"govuk-list govuk-list--number\" start=\"{start}\">"
                    );
                }
                Tag::Item => out.push_str("<li>"),
                Tag::Emphasis => out.push_str("<em>"),
                Tag::Strong => out.push_str("<strong>"),
                Tag::BlockQuote(_) => out.push_str("<div class=\"govuk-inset-text\">"),
                Tag::CodeBlock(_) => out.push_str("<pre class=\"govuk-body\"><code>"),
                Tag::Link { dest_url, .. } => {
                    let safe = is_safe_link(&dest_url);
                    if safe {
                        out.push_str("<a class=\"govuk-link\" href=\"");
                        escape(&mut out, &dest_url);
                        // An answer half given should not be lost to a link.
                        let elsewhere = dest_url.starts_with("http:") || dest_url.starts_with("https:");
                        out.push_str(if elsewhere {
                            "\" target=\"_blank\" rel=\"noreferrer noopener\">"
                        } else {
                            "\">"
                        });
                    }
                    links.push(safe);
                }
                Tag::Table(_) => out.push_str("<table class=\"govuk-table\">"),
                Tag::TableHead => {
                    in_table_head = true;
                    out.push_str("<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">");
                }
                Tag::TableRow => out.push_str("<tr class=\"govuk-table__row\">"),
                Tag::TableCell => out.push_str(if in_table_head {
                    "<th scope=\"col\" class=\"govuk-table__header\">"
                } else {
                    "<td class=\"govuk-table__cell\">"
                }),
                // A picture from elsewhere would tell its owner who reads this; its description stays.
                _ => {}
            },
            Event::End(tag) => match tag {
                TagEnd::Paragraph => out.push_str("</p>\n"),
                TagEnd::Heading(level) => {
                    let _ = writeln!(out, "</{}>", heading(level).0);
                }
                TagEnd::List(false) => out.push_str("</ul>\n"),
                TagEnd::List(true) => out.push_str("</ol>\n"),
                TagEnd::Item => out.push_str("</li>\n"),
                TagEnd::Emphasis => out.push_str("</em>"),
                TagEnd::Strong => out.push_str("</strong>"),
                TagEnd::BlockQuote(_) => out.push_str("</div>\n"),
                TagEnd::CodeBlock => out.push_str("</code></pre>\n"),
                TagEnd::Link if links.pop() == Some(true) => out.push_str("</a>"),
                TagEnd::Table => out.push_str("</tbody></table>\n"),
                TagEnd::TableHead => {
                    in_table_head = false;
                    out.push_str("</tr></thead><tbody class=\"govuk-table__body\">");
                }
                TagEnd::TableRow => out.push_str("</tr>"),
                TagEnd::TableCell => out.push_str(if in_table_head { "</th>" } else { "</td>" }),
                _ => {}
            },
            Event::Text(text) => escape(&mut out, &text),
            Event::Code(text) => {
                out.push_str("<code>");
                escape(&mut out, &text);
                out.push_str("</code>");
            }
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br>"),
            Event::Rule => out.push_str(
                "<hr class=\"govuk-section-break govuk-section-break--m govuk-section-break--visible\">\n",
            ),
            Event::Html(_) | Event::InlineHtml(_) => {}
            _ => {}
        }
    }
    out
}

/// The page has its own `h1`, so a first-level heading in a text is a second-level one.
fn heading(level: HeadingLevel) -> (&'static str, &'static str) {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => ("h2", "m"),
        HeadingLevel::H3 => ("h3", "s"),
        _ => ("h4", "s"),
    }
}

/// What the format's `Html` component may hold. All else is dropped, its words are kept.
const TAGS: [&str; 30] = [
    "a", "b", "br", "code", "div", "dd", "dl", "dt", "em", "h2", "h3", "h4", "h5", "hr", "i", "li", "ol",
    "p", "pre", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
];

/// Keeps the tags above with their class (and a link's address when it is safe), and nothing else; every
/// tag is closed again.
fn clean_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<&'static str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        escape_keeping_entities(&mut out, before);
        if let Some(after) = from.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, r)| r);
            continue;
        }
        let after = from.get(1..).unwrap_or_default();
        let starts_tag =
            after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!' || c == '?');
        if !starts_tag {
            out.push_str("&lt;");
            rest = after;
            continue;
        }
        let Some(end) = tag_end(after) else {
            // An unclosed tag: nothing after it can be trusted to be words.
            rest = "";
            break;
        };
        let inside = after.get(..end).unwrap_or_default();
        rest = after.get(end + 1..).unwrap_or_default();
        let closing = inside.starts_with('/');
        let inside = inside.trim_start_matches('/');
        let name_end = inside
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_end);
        let name = name.to_ascii_lowercase();
        if matches!(
            name.as_str(),
            "script"
                | "style"
                | "template"
                | "noscript"
                | "iframe"
                | "object"
                | "svg"
                | "math"
                | "textarea"
                | "title"
                | "select"
        ) && !closing
        {
            // Its content is not words.
            rest = skip_past(rest, &name);
            continue;
        }
        // The page's own heading is elsewhere.
        let name = match name.as_str() {
            "h1" => "h2",
            "ul" => "ul",
            n => match TAGS.iter().find(|t| **t == n) {
                Some(tag) => tag,
                None => continue,
            },
        };
        if matches!(name, "br" | "hr") {
            if !closing {
                let _ = write!(out, "<{name}>");
            }
        } else if closing {
            if let Some(at) = open.iter().rposition(|t| *t == name) {
                for tag in open.drain(at..).rev() {
                    let _ = write!(out, "</{tag}>");
                }
            }
        } else if open.len() < 50 {
            open.push(name);
            out.push('<');
            out.push_str(name);
            write_attributes(&mut out, name, attributes);
            out.push('>');
        }
    }
    escape_keeping_entities(&mut out, rest);
    for tag in open.into_iter().rev() {
        let _ = write!(out, "</{tag}>");
    }
    out
}

/// Where the `>` of a tag is, past any in quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, b) in text.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    None
}

fn skip_past<'t>(text: &'t str, name: &str) -> &'t str {
    let lower = text.to_ascii_lowercase();
    let close = format!("</{name}");
    match lower.find(&close) {
        Some(at) => {
            let after = text.get(at..).unwrap_or_default();
            after.split_once('>').map_or("", |(_, r)| r)
        }
        None => "",
    }
}

fn write_attributes(out: &mut String, name: &str, attributes: &str) {
    let mut rest = attributes;
    while let Some((key, value, after)) = next_attribute(rest) {
        rest = after;
        match key.to_ascii_lowercase().as_str() {
            "class"
                if value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b' ' | b'!')) =>
            {
                let _ = write!(out, " class=\"{value}\"");
            }
            "href" if name == "a" && is_safe_link(value) && !value.contains('&') => {
                out.push_str(" href=\"");
                escape(out, value);
                out.push_str("\" rel=\"noreferrer noopener\"");
            }
            "href" if name == "a" => {
                let plain = value.replace("&amp;", "&");
                // Any other entity could spell a scheme that is not the one read here.
                if is_safe_link(&plain)
                    && !plain.contains("&#")
                    && !plain.to_ascii_lowercase().contains("&colon")
                {
                    out.push_str(" href=\"");
                    escape(out, &plain);
                    out.push_str("\" rel=\"noreferrer noopener\"");
                }
            }
            _ => {}
        }
    }
}

fn next_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    if text.is_empty() {
        return None;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || c == '=')
        .unwrap_or(text.len());
    // A stray sign is stepped over, so that this always goes on.
    let end = if end == 0 {
        text.chars().next().map_or(1, char::len_utf8)
    } else {
        end
    };
    let (key, rest) = text.split_at(end);
    let Some(rest) = rest.trim_start().strip_prefix('=') else {
        return Some((key, "", rest));
    };
    let rest = rest.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = rest.strip_prefix(quote) {
            let (value, after) = inside.split_once(quote).unwrap_or((inside, ""));
            return Some((key, value, after));
        }
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (value, after) = rest.split_at(end);
    Some((key, value, after))
}

/// Words of an HTML text: `&amp;` and the like stay what they are.
fn escape_keeping_entities(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        escape(out, before);
        let name = from.get(1..).unwrap_or_default();
        let end = name.bytes().take(10).position(|b| b == b';');
        let is_entity = end.is_some_and(|end| {
            end > 0
                && name
                    .bytes()
                    .take(end)
                    .all(|b| b.is_ascii_alphanumeric() || b == b'#')
        });
        if is_entity {
            out.push('&');
        } else {
            out.push_str("&amp;");
        }
        rest = name;
    }
    escape(out, rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markdown_has_the_classes_and_no_raw_html() {
        let html = markdown(
            "# Hello\n\n* a <b onclick=x>bold</b>\n\n[away](https://example.com) [bad](javascript:alert(1)) ![p](https://x/y.png)",
        );
        assert!(
            html.contains("<h2 class=\"govuk-heading-m\">Hello</h2>"),
            "{html}"
        );
        assert!(html.contains("govuk-list--bullet"), "{html}");
        assert!(
            !html.contains("onclick") && !html.contains("javascript") && !html.contains("<img"),
            "{html}"
        );
        assert!(
            html.contains("href=\"https://example.com\" target=\"_blank\""),
            "{html}"
        );
    }

    #[test]
    fn html_keeps_its_paragraphs_and_loses_what_could_act() {
        let html = clean_html(
            "<p class=\"govuk-body\" onclick='x'>A &amp; B<script>alert(1)</script> <img src=x onerror=y><a href='javascript:x'>l</a><a href=\"/ok\">k</a>",
        );
        assert_eq!(
            html,
            "<p class=\"govuk-body\">A &amp; B <a>l</a><a href=\"/ok\" rel=\"noreferrer noopener\">k</a></p>"
        );
    }

    #[test]
    fn a_spelled_out_scheme_is_no_way_round() {
        for href in [
            "java&#115;cript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:x",
            "data:text/html,x",
            "java\tscript:x",
            "javascript&colon;x",
        ] {
            let html = clean_html(&format!("<a href=\"{href}\">x</a>"));
            assert!(!html.contains("href"), "{href}: {html}");
        }
    }

    #[test]
    fn an_answer_put_into_markdown_is_only_words() {
        assert_eq!(
            markdown(&escape_markdown("*a* [x](y) <b> # ok")).trim(),
            "<p class=\"govuk-body\">*a* [x](y) &lt;b&gt; # ok</p>"
        );
    }

    proptest! {
        #[test]
        fn no_text_becomes_an_active_element(text in "(<|>|/|a|script|img|svg|style| |=|\"|'|href|javascript:|on|&|#|;|!--|-->|\\PC){0,40}") {
            for html in [clean_html(&text), markdown(&text)] {
                let lower = html.to_ascii_lowercase();
                for bad in ["<script", "<img", "<svg", "<style", "href=\"javascript"] {
                    prop_assert!(!lower.contains(bad), "{text:?} gave {html:?}");
                }
            }
        }
    }
}
