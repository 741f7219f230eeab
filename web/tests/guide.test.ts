import assert from "node:assert/strict";
import { test } from "node:test";
import type { CardContent } from "../src/contract/messages";
import { guideLines, guideText, longFacts, shortFacts } from "../src/text/guide";
import { folded, parseMarkdown } from "../src/text/markdown";
import { wrap } from "../src/views/picture";

const CARD: CardContent = {
  style: "guide", title: "身份证丢失补领",
  facts: [
    { key: "materials", label: "要带的材料", items: [{ text: "户口簿", note: "交验", required: true }, { text: "照片" }] },
    { key: "time_limit", label: "要多久", text: "60 日" },
    { key: "fee", label: "费用", text: "免费" },
    { key: "channels", label: "去哪里办", items: [{ text: "派出所", address: "一号路", hours: "工作日" }] },
  ],
  source: { title: "身份证法", publisher: "全国人大", updated: "2026-11-21" },
};
const WORDS = { source: "来源", updated: "核对日期 2026-11-21", label: "AI 生成" };

test("fee comes first, then the time limit, whatever order they came in", () => {
  assert.deepEqual(shortFacts(CARD).map((fact) => fact.key), ["fee", "time_limit"]);
  assert.deepEqual(longFacts(CARD).map((fact) => fact.key), ["materials", "channels"]);
});

test("a card without facts or source still makes a text", () => {
  assert.equal(guideText(guideLines({ title: "无" }, new Set(), WORDS)), "无\nAI 生成");
});

test("what is copied has ticks, the place, the source with its date, and the label at the end", () => {
  assert.equal(guideText(guideLines(CARD, new Set([1]), WORDS)), [
    "身份证丢失补领", "费用：免费", "要多久：60 日", "", "要带的材料", "□ 户口簿（交验）", "☑ 照片", "", "去哪里办", "派出所", "一号路 · 工作日",
    "来源：身份证法 · 全国人大 · 核对日期 2026-11-21", "AI 生成",
  ].join("\n"));
});

test("lines of the picture are never wider than the paper, lose nothing, and begin with no comma", () => {
  const width = (text: string): number => [...text].length;
  let seed = 11;
  const alphabet = ["字", "，", "。", "word", " ", "12345", "（", "）", "https://www.example.org/a?b=1", "𠮷"];
  for (let round = 0; round < 300; round += 1) {
    let text = "";
    for (let at = 0; at < 20; at += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      text += alphabet[seed % alphabet.length];
    }
    const lines = wrap(text, 12, width);
    assert.equal(lines.join("").replace(/ /g, ""), text.replace(/ /g, ""));
    for (const line of lines) assert.ok(width(line.replace(/[\s，。）]+$/u, "")) <= 12, line);
  }
  assert.deepEqual(wrap("一二三四，五", 4, width), ["一二三四，", "五"]);
});

test("only a long text that says what stays in sight is folded, and only where that saves something", () => {
  const blocks = (count: number) => parseMarkdown(Array.from({ length: count }, () => "字".repeat(60)).join("\n\n"));
  assert.deepEqual(folded(blocks(6), 2, 1), [2, 5]);
  assert.deepEqual(folded(blocks(6), 0, 0), [6, 6]);
  assert.deepEqual(folded(blocks(4), 2, 1), [3, 3]);
  assert.deepEqual(folded(blocks(5), 3, 1), [4, 4]);
  assert.deepEqual(folded(parseMarkdown("短\n\n短\n\n短\n\n短"), 1, 1), [3, 3]);
  assert.deepEqual(folded(blocks(1), 2, 3), [0, 0]);
  const latin = parseMarkdown(Array.from({ length: 6 }, () => "word ".repeat(16).trim()).join("\n\n"));
  assert.deepEqual(folded(latin, 2, 1), [5, 5]);
});
