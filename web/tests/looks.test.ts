import assert from "node:assert/strict";
import { test } from "node:test";
import tokens from "../src/styles/tokens.css";
import { faults, draftOf } from "../src/text/forms";
import type { FormField } from "../src/contract/messages";
import { CATALOGUES } from "../src/words/all";

function tokensOf(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1]!, match[2]!]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: [string, string[]][] = [
  ["ink", ["ground", "panel", "bubble", "wash", "hero-top"]],
  ["soft", ["ground", "panel", "bubble", "wash", "hero-top"]],
  ["link", ["bubble", "ground"]],
  ["brand-text", ["ground", "panel", "bubble", "wash"]],
  ["brand-ink", ["brand"]],
  ["mine-ink", ["mine"]],
  ["accent", ["accent-wash", "bubble"]],
  ["danger", ["danger-wash", "bubble", "ground"]],
];

const [light, dark] = tokens.split('[data-theme="dark"]').map(tokensOf) as [Record<string, string>, Record<string, string>];

for (const [theme, colours] of [["light", light], ["dark", { ...light, ...dark }]] as const) {
  test(`every pair of colours used for text reads well in the ${theme} theme`, () => {
    for (const [ink, grounds] of TEXT) {
      for (const ground of grounds) {
        const ratio = contrast(colours[ink]!, colours[ground]!);
        assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
    for (const ground of ["bubble", "panel"]) assert.ok(contrast(colours["edge"]!, colours[ground]!) >= 3, `edge on ${ground}`);
  });
}

test("the three catalogues have the same words, none empty, with the same blanks to fill", () => {
  const blanks = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  const hans = CATALOGUES["zh-Hans"] as Record<string, string>;
  for (const lang of ["zh-Hant", "en"] as const) {
    const other = CATALOGUES[lang] as Record<string, string>;
    assert.deepEqual(Object.keys(other).sort(), Object.keys(hans).sort());
    for (const key of Object.keys(hans)) {
      assert.ok(other[key], key);
      assert.deepEqual(blanks(other[key]!), blanks(hans[key]!), key);
      if (key === "sizeNames") assert.equal(other[key]!.split(",").length, hans[key]!.split(",").length);
    }
  }
});

const FIELDS: FormField[] = [
  { id: "text", input: "textarea", label: "事情", required: true, min_length: 5, max_length: 10 },
  { id: "phone", input: "tel", label: "手机", pattern: "^1\\d{10}$", error: "请输入 11 位手机号", sensitive: true },
  { id: "mail", input: "email", label: "邮箱" },
  { id: "agree", input: "consent", label: "同意", required: true },
];

test("a form's faults are told in the order of its fields", () => {
  assert.deepEqual([...faults(FIELDS, { phone: "138", mail: "x@" }, "zh-Hans")], [
    ["text", "请填写“事情”"], ["phone", "请输入 11 位手机号"], ["mail", "“邮箱”的格式不对"], ["agree", "请先勾选同意"],
  ]);
  assert.deepEqual([...faults(FIELDS, { text: "油烟太大了", phone: "13800138000", agree: true }, "en")], []);
});

test("letters outside the basic plane count once", () => {
  assert.equal(faults([FIELDS[0]!], { text: "𠮷𠮷𠮷𠮷" }, "zh-Hans").size, 1);
  assert.equal(faults([FIELDS[0]!], { text: "𠮷𠮷𠮷𠮷𠮷" }, "zh-Hans").size, 0);
});

test("a pattern that is no pattern refuses nobody", () => {
  assert.equal(faults([{ id: "x", input: "text", label: "x", pattern: "(" }], { x: "y" }, "en").size, 0);
});

test("a draft leaves out what is sensitive", () => {
  assert.deepEqual(draftOf(FIELDS, { text: "油烟", phone: "13800138000", agree: true }), { text: "油烟" });
});
