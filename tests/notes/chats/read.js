// Reads messages as a chat does: from standard input {chat, sources}, to standard output a list of {text, kinds}:
// the text that is seen, and every kind of node in it that is more than text, line ends and bare addresses.
"use strict";

// Each parser takes its time to load, so only the one that is asked for is.
const parsers = {
  discord: () => require("discord-markdown").parser,
  slack: () => {
    // The parser that slack-markdown brings its rules to; it does not hand it out.
    const markdown = require(require.resolve("simple-markdown", { paths: [require.resolve("slack-markdown")] }));
    // Any two backticks are code to this parser, whatever stands between or around them; no text could hold two. What
    // is pasted into Slack's message box keeps its backticks, and without this rule all between them is looked at too.
    const { inlineCode, ...rules } = require("slack-markdown").rules;
    const parse = markdown.parserFor(rules);
    return (source) => parse(source, { inline: true, inQuote: false });
  },
};

function read(nodes, seen) {
  for (const node of nodes) {
    if (node.type === "br" || node.type === "newline") {
      seen.text += "\n";
      continue;
    }
    if (node.type !== "text" && node.type !== "url" && !(node.type === "emoji" && !node.isEmoji)) {
      seen.kinds.push(node.type);
    }
    if (Array.isArray(node.content)) read(node.content, seen);
    else if (typeof node.content === "string") seen.text += node.content;
  }
  return seen;
}

const { chat, sources } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const parse = parsers[chat]();
process.stdout.write(JSON.stringify(sources.map((source) => read(parse(source), { text: "", kinds: [] }))));
