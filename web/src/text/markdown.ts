// The part of Markdown that answers use, read into a tree: paragraphs, bold, lists, tables, h3–h6, links, [^n].
// There is no HTML in it and no way to make any: what isn't understood stays text.

import { safeUrl } from "./urls";

export type Inline =
  | string
  | { kind: "bold"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] }
  | { kind: "cite"; n: number }
  | { kind: "break" };

export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "heading"; level: number; children: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] };

const HEADING = /^(#{1,6})\s+(.*)$/;
const BULLET = /^\s{0,3}[-*•]\s+(.*)$/;
const NUMBER = /^\s{0,3}(\d{1,3})[.)、]\s*(.*)$/;
const RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const DEPTH_LIMIT = 6;

/** The blocks of a Markdown text; never throws. */
export function parseMarkdown(source: string): Block[] {
  const lines = source.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (!line.trim()) {
      at += 1;
      continue;
    }
    const heading = HEADING.exec(line);
    if (heading) {
      const level = Math.max(3, heading[1]!.length);
      blocks.push({ kind: "heading", level, children: parseInline(heading[2]!) });
      at += 1;
    } else if (line.includes("|") && RULE.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-")) {
      const head = cells(line);
      const rows: Inline[][][] = [];
      for (at += 2; at < lines.length && lines[at]!.includes("|"); at += 1) rows.push(cells(lines[at]!));
      blocks.push({ kind: "table", head, rows });
    } else if (BULLET.test(line) || NUMBER.test(line)) {
      const ordered = !BULLET.test(line);
      const pattern = ordered ? NUMBER : BULLET;
      const start = ordered ? Number(NUMBER.exec(line)![1]) : 1;
      const items: Inline[][] = [];
      for (; at < lines.length; at += 1) {
        const match = pattern.exec(lines[at]!);
        if (!match) break;
        items.push(parseInline(match[match.length - 1]!));
      }
      blocks.push({ kind: "list", ordered, start, items });
    } else {
      const kept: string[] = [];
      for (; at < lines.length && lines[at]!.trim(); at += 1) {
        const next = lines[at]!;
        if (kept.length && (HEADING.test(next) || BULLET.test(next) || NUMBER.test(next))) break;
        kept.push(next.trim());
      }
      blocks.push({ kind: "paragraph", children: parseInline(kept.join("\n")) });
    }
  }
  return blocks;
}

function cells(row: string): Inline[][] {
  return row.trim().replace(/^\||\|$/g, "").split("|").map((cell) => parseInline(cell.trim()));
}

/** The inline parts of one run of text. */
export function parseInline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let plain = "";
  const push = (node: Inline): void => {
    if (plain) out.push(plain);
    plain = "";
    out.push(node);
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (char === "\\" && /[\\*[\]()|#]/.test(text[at + 1] ?? "")) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    if (char === "\n") {
      push({ kind: "break" });
      at += 1;
      continue;
    }
    if (text.startsWith("**", at) && depth < DEPTH_LIMIT) {
      const end = text.indexOf("**", at + 2);
      if (end > at + 2) {
        push({ kind: "bold", children: parseInline(text.slice(at + 2, end), depth + 1) });
        at = end + 2;
        continue;
      }
    }
    if (char === "[") {
      const cite = /^\[\^(\d{1,2})\]/.exec(text.slice(at, at + 6));
      if (cite) {
        push({ kind: "cite", n: Number(cite[1]) });
        at += cite[0].length;
        continue;
      }
      const link = depth < DEPTH_LIMIT ? linkAt(text, at) : null;
      if (link) {
        const href = safeUrl(link.url);
        const children = parseInline(link.label, depth + 1);
        if (href) push({ kind: "link", href, children });
        else children.forEach((child) => (typeof child === "string" ? (plain += child) : push(child)));
        at = link.end;
        continue;
      }
    }
    plain += char;
    at += 1;
  }
  if (plain) out.push(plain);
  return out;
}

function linkAt(text: string, from: number): { label: string; url: string; end: number } | null {
  const close = matching(text, from, "[", "]");
  if (close < 0 || text[close + 1] !== "(") return null;
  const end = matching(text, close + 1, "(", ")");
  if (end < 0) return null;
  return { label: text.slice(from + 1, close), url: text.slice(close + 2, end), end: end + 1 };
}

function matching(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  const stop = Math.min(text.length, from + 2000);
  for (let at = from; at < stop; at += 1) {
    if (text[at] === "\n") return -1;
    if (text[at] === open) depth += 1;
    else if (text[at] === close && --depth === 0) return at;
  }
  return -1;
}

const FOLD_FROM = 260;
const WORTH_FOLDING = 90;

/** Which blocks a long text leaves out until asked: from the first index up to the second; the same twice when none. */
export function folded(blocks: readonly Block[], lead: number, tail: number): [number, number] {
  const end = Math.max(0, blocks.length - tail);
  const length = (some: readonly Block[]): number => some.reduce((sum, block) => sum + lengthOf(block), 0);
  const fold = lead > 0 && end > lead && length(blocks) > FOLD_FROM && length(blocks.slice(lead, end)) > WORTH_FOLDING;
  return fold ? [lead, end] : [end, end];
}

/** In Chinese characters; a Latin letter takes less than half the room of one. */
function widthOf(text: string): number {
  const han = text.match(/[\u2e80-\uffef]/g)?.length ?? 0;
  return han + (text.length - han) * 0.4;
}

function lengthOf(block: Block): number {
  const inline = (nodes: Inline[]): number =>
    nodes.reduce((sum, node) => sum + (typeof node === "string" ? widthOf(node) : "children" in node ? inline(node.children) : 1), 0);
  if (block.kind === "list") return block.items.reduce((sum, item) => sum + inline(item), 0);
  if (block.kind === "table") return [block.head, ...block.rows].flat().reduce((sum, cell) => sum + inline(cell), 0);
  return inline(block.children);
}
