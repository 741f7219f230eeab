import assert from "node:assert/strict";
import { test } from "node:test";
import { parseInline, parseMarkdown } from "../src/text/markdown";
import type { Inline } from "../src/text/markdown";
import { safeUrl } from "../src/text/urls";

function links(nodes: Inline[]): string[] {
  return nodes.flatMap((node) =>
    typeof node === "string" || node.kind === "cite" || node.kind === "break" ? [] :
    node.kind === "link" ? [node.href, ...links(node.children)] : links(node.children));
}

test("paragraphs, headings, lists and tables are told apart", () => {
  const kinds = parseMarkdown("一\n二\n\n# 标题\n- 甲\n- 乙\n\n3. 丙\n4. 丁\n\n| a | b |\n|---|---|\n| 1 | 2 |").map((block) => block.kind);
  assert.deepEqual(kinds, ["paragraph", "heading", "list", "list", "table"]);
});

test("a heading never outranks the page's own", () => {
  const [block] = parseMarkdown("# 大标题");
  assert.equal(block?.kind === "heading" && block.level, 3);
});

test("an ordered list keeps its first number", () => {
  const [block] = parseMarkdown("3. 丙\n4. 丁");
  assert.equal(block?.kind === "list" && block.start, 3);
});

test("bold, citations and links are read inside one line", () => {
  assert.deepEqual(parseInline("在 **60 日** 内[^1]，见 [条例](/k/x#y)。"), [
    "在 ", { kind: "bold", children: ["60 日"] }, " 内", { kind: "cite", n: 1 }, "，见 ",
    { kind: "link", href: "/k/x#y", children: ["条例"] }, "。",
  ]);
});

test("nested brackets and parentheses leave no stray sign", () => {
  assert.deepEqual(parseInline("[附件[一]](https://example.org/a_(b))后"), [
    { kind: "link", href: "https://example.org/a_(b)", children: ["附件[一]"] }, "后",
  ]);
});

test("an address that must not be opened leaves its words", () => {
  for (const url of ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "/\\evil", " vbscript:x", "https:evil", "file:///etc"]) {
    assert.deepEqual(links(parseInline(`[看](${url})`)), [], url);
    assert.equal(safeUrl(url), null, url);
  }
});

test("what is not closed stays as it was typed", () => {
  for (const text of ["**没有收尾", "[没有地址]", "[坏](没有收尾", "a * b * c", "1 < 2 > 0"]) assert.deepEqual(parseInline(text), [text]);
});

test("no text makes the parser throw or loop", () => {
  const alphabet = ["*", "[", "]", "(", ")", "|", "-", "#", "\n", "字", "1.", "^", "\\", "https://a"];
  let seed = 7;
  for (let round = 0; round < 2000; round += 1) {
    let text = "";
    for (let at = 0; at < 30; at += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      text += alphabet[seed % alphabet.length];
    }
    for (const block of parseMarkdown(text)) {
      if (block.kind === "paragraph") for (const href of links(block.children)) assert.ok(safeUrl(href));
    }
  }
  parseMarkdown("[".repeat(20000));
  parseMarkdown("**".repeat(20000));
});
