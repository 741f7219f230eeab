// Markdown trees as virtual nodes: text stays text, so nothing in an answer can become markup.

import { Fragment } from "preact";
import { useRef, useState } from "preact/hooks";
import { folded, parseMarkdown } from "../text/markdown";
import type { Block, Inline } from "../text/markdown";
import { Link } from "./actions";
import { useAround } from "./context";
import { dated } from "./dated";
import { Icon } from "./icons";

type Cite = (n: number) => void;

/** A Markdown text, folded if it is long and may be (`lead`, `tail`); `onCite` opens the source with that number. */
export function Markdown({ text, lead, tail, onCite }: { text: string; lead?: number | null; tail?: number | null; onCite?: Cite }) {
  const { t } = useAround();
  const [open, set] = useState(false);
  const middle = useRef<HTMLDivElement>(null);
  const blocks = parseMarkdown(text);
  const [from, to] = folded(blocks, lead ?? 0, tail ?? 0);
  const show = (some: Block[]) => some.map((block, at) => <BlockView key={at} block={block} onCite={onCite} />);
  const unfold = (): void => {
    set(!open);
    if (!open) requestAnimationFrame(() => middle.current?.focus());
  };
  const last = (some: Block[]) => some.length > 0 && <div class="prose tail">{show(some)}</div>;
  if (from === to) return <div class="prose">{show(blocks.slice(0, to))}{last(blocks.slice(to))}</div>;
  return (
    <div class="prose">
      {show(blocks.slice(0, from))}
      {open && <div class="prose more" ref={middle} tabIndex={-1}>{show(blocks.slice(from, to))}</div>}
      <button type="button" class="unfold" aria-expanded={open} onClick={unfold}>
        {t(open ? "fold" : "unfold")} <Icon name="chevron" class={open ? "up" : "turn"} />
      </button>
      {last(blocks.slice(to))}
    </div>
  );
}

function BlockView({ block, onCite }: { block: Block; onCite?: Cite }) {
  const inline = (nodes: Inline[]) => <Inlines nodes={nodes} onCite={onCite} />;
  if (block.kind === "heading") {
    return <div role="heading" aria-level={block.level} class="prose-head">{inline(block.children)}</div>;
  }
  if (block.kind === "list") {
    const items = block.items.map((item, at) => <li key={at}>{inline(item)}</li>);
    return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
  }
  if (block.kind === "table") {
    return (
      <div class="scroll-x" tabIndex={0} role="group">
        <table>
          <thead><tr>{block.head.map((cell, at) => <th key={at} scope="col">{inline(cell)}</th>)}</tr></thead>
          <tbody>{block.rows.map((row, at) => <tr key={at}>{row.map((cell, to) => <td key={to}>{inline(cell)}</td>)}</tr>)}</tbody>
        </table>
      </div>
    );
  }
  return <p>{inline(block.children)}</p>;
}

function Inlines({ nodes, onCite }: { nodes: Inline[]; onCite?: Cite }) {
  const { t } = useAround();
  return (
    <>
      {nodes.map((node, at) => {
        if (typeof node === "string") return dated(node);
        if (node.kind === "bold") return <strong key={at}><Inlines nodes={node.children} onCite={onCite} /></strong>;
        if (node.kind === "break") return <br key={at} />;
        if (node.kind === "link") return <Link key={at} href={node.href}><Inlines nodes={node.children} onCite={onCite} /></Link>;
        return (
          // A word joiner before the mark: it never stands on a line of its own.
          <Fragment key={at}>
            {"\u2060"}
            <button type="button" class="cite" aria-label={t("citation", { n: node.n })} onClick={() => onCite?.(node.n)}>
              {node.n}
            </button>
          </Fragment>
        );
      })}
    </>
  );
}
