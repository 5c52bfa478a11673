/** Every word that users read stands in message() or counted(). Not in TypeScript: vite's types need those of node. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vite";
import { expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "../../src");
const FILES = readdirSync(SOURCES, { recursive: true }).filter((name) => name.endsWith(".ts"));

const MESSAGES = ["message", "counted"];

/** What takes selectors, names of events and traits, or texts for the console. */
const CALLS = /^(querySelector(All)?|matches|closest|get|set|on|debug|listenTo\w+)$/;

/** Properties whose texts users see, single words too. */
const SHOWN = /^(aria-label|title|label|headline|sentence|problem|text|note|lines)$/;

/** Functions that show a text; `element` shows what follows a tag and its attributes. */
const SHOWING = /^(setText|setStatus|announce|refuse)$/;

/** Texts with a blank that users do not read; "§" stands for a value in a template. */
const OTHERS = [
  /^(§ )?[\w.:>#,()[\]="*\s-]*[.:[>][\w.:>#,()[\]="*\s-]+(§\S*)?$/, // selectors
  /^(hubble|jupyter)-[\w-]+( [\w-]+| §|§)*$/, // classes
  /^[MZvhl§\d\s.-]+z?$/i, // paths
  /^§px §$|^left: |^var\(|^linear-gradient\(/, // CSS
  /^((key|pointer|mouse|touch)\w+ ?)+$|^(input change|scroll resize)$/, // events
  /^ ?--(lr|lr-at|show|start|view|omega-matter|distance-factor)\b/, // the magic line
  /^(closed form|SGD with momentum)$/, // values of the kernel
  /^token §$/, // a header of HTTP
  // Types of messages to the kernel
  /^(knows hands|own canvas|figure event|paints marks|heard nothing|views wanted|what if)$/,
  /^(start dragged|iteration chosen|pointed out|galaxy clicked|stopped at)$/,
];

const nameOf = (node) => node?.name ?? node?.value ?? (node?.property && nameOf(node.property));

/** The text of a literal or a template; null for another node. */
function textOf({ type, value, quasis }) {
  if (type === "Literal") return typeof value === "string" ? value : null;
  if (type !== "TemplateLiteral") return null;
  return quasis.map((part) => part.value.cooked).join("§");
}

/** The texts below a node, outside of messages, each with the name of its property. */
function textsIn(node, property = "") {
  if (Array.isArray(node)) return node.flatMap((each) => textsIn(each, property));
  const { type } = node ?? {};
  if (!type || /^(TS(?!As|Sat|NonNull)|Import|ExportAll)/.test(type)) return [];
  const text = textOf(node);
  const own = text === null ? [] : [{ text, property, start: node.start }];
  if (type === "CallExpression" && MESSAGES.includes(nameOf(node.callee))) {
    return textsIn(node.arguments.filter((each) => textOf(each) === null));
  }
  if (type === "CallExpression" && CALLS.test(nameOf(node.callee))) return textsIn(node.callee);
  if (type === "Property") return textsIn(node.value, nameOf(node.key));
  if (type === "CallExpression") {
    const name = nameOf(node.callee);
    const [tag, attributes, ...children] = node.arguments;
    if (SHOWING.test(name)) return textsIn(node.arguments, "text");
    if (name !== "element") return [...textsIn(node.callee), ...textsIn(node.arguments)];
    return [...textsIn([tag, attributes]), ...textsIn(children, "text")];
  }
  const within = type === "BinaryExpression" ? "" : property; // what is compared is not shown
  return [...own, ...Object.values(node).flatMap((part) => textsIn(part, within))];
}

function isForUsers({ text, property }) {
  if (!/[a-z]{2}/i.test(text)) return false;
  return SHOWN.test(property) || (/\S\s/.test(text) && !OTHERS.some((each) => each.test(text)));
}

const forgotten = (source) =>
  textsIn(parseAst(source, { lang: "ts" }).body)
    .filter(isForUsers)
    .map(({ text, start }) => `${source.slice(0, start).split("\n").length}: ${text}`);

test.each(FILES)("%s", (name) => {
  const source = readFileSync(join(SOURCES, name), "utf8");
  expect(forgotten(source)).toEqual([]);
  // babel, which collects the messages, does not look into a template.
  expect(source).not.toMatch(/`[^`]*\$\{[^`]*\b(message|counted)\(/);
});

test("words outside of messages are found", () => {
  const source = `
    import a from "a b";
    setText(node, isOn ? "Stop" : "One more");
    const title = \`\${name} left out\`;
    element("p", { "aria-label": "Universe", class: "hubble-a hubble-b" });
    message("Two words: {a}", { a: b ? "no age" : message("an age") });
    element("div", {}, element("span", {}, "exact"));
    root.querySelector("a b");`;
  expect(forgotten(source)).toEqual([
    "3: Stop",
    "3: One more",
    "4: § left out",
    "5: Universe",
    "6: no age",
    "7: exact",
  ]);
});
