// A guide card as words to carry away: what the clipboard gets, and the lines that are drawn into the picture.

import type { CardContent, Fact, FactItem } from "../contract/messages";

export type LineKind = "title" | "soft" | "head" | "text" | "tick" | "ticked" | "key";

export interface GuideLine {
  kind: LineKind;
  text: string;
}

/** What the page's own words are on the card that is taken away. */
export interface GuideWords {
  source: string;
  updated: string;
  label: string;
}

const SHORT = ["fee", "time_limit"];

/** Fee and time limit, in this order, as far as they are single words. */
export function shortFacts(content: CardContent): Fact[] {
  return SHORT.flatMap((key) => (content.facts ?? []).filter((fact) => fact.key === key && fact.text));
}

/** All other facts, in the order they came. */
export function longFacts(content: CardContent): Fact[] {
  const short = shortFacts(content);
  return (content.facts ?? []).filter((fact) => !short.includes(fact));
}

function itemText(item: FactItem): string {
  return [item.text, item.note && `（${item.note}）`].filter(Boolean).join("");
}

/** The card line by line: title, fee and time limit, materials with their ticks, channels, source with its date. */
export function guideLines(content: CardContent, ticked: ReadonlySet<number>, words: GuideWords): GuideLine[] {
  const lines: GuideLine[] = [{ kind: "title", text: content.title }];
  if (content.subtitle) lines.push({ kind: "soft", text: content.subtitle });
  for (const fact of shortFacts(content)) lines.push({ kind: "key", text: `${fact.label}：${fact.text}` });
  for (const fact of longFacts(content)) {
    lines.push({ kind: "head", text: fact.label });
    if (fact.text) lines.push({ kind: "text", text: fact.text });
    (fact.items ?? []).forEach((item, at) => {
      const tick = ticked.has(at) ? "ticked" : "tick";
      lines.push({ kind: fact.key === "materials" ? tick : "text", text: itemText(item) });
      const where = [item.address, item.hours, item.tel, item.url].filter(Boolean).join(" · ");
      if (where) lines.push({ kind: "soft", text: where });
    });
  }
  const { source } = content;
  if (source) {
    const from = [source.title, source.publisher, source.updated && words.updated].filter(Boolean).join(" · ");
    lines.push({ kind: "soft", text: `${words.source}：${from}` });
  }
  lines.push({ kind: "soft", text: words.label });
  return lines;
}

const MARK: Partial<Record<LineKind, string>> = { tick: "□ ", ticked: "☑ " };

/** The lines as plain text. */
export function guideText(lines: readonly GuideLine[]): string {
  return lines.map((line) => (line.kind === "head" ? "\n" : "") + (MARK[line.kind] ?? "") + line.text).join("\n");
}
