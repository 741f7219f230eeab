// Markdown trees as virtual nodes: text stays text, so nothing in an answer can become markup.

import { parseMarkdown } from "../text/markdown";
import type { Block, Inline } from "../text/markdown";
import { Link } from "./actions";
import { useAround } from "./context";

type Cite = (n: number) => void;

/** A Markdown text; `onCite` opens the source with that number. */
export function Markdown({ text, onCite }: { text: string; onCite?: Cite }) {
  return <div class="prose">{parseMarkdown(text).map((block, at) => <BlockView key={at} block={block} onCite={onCite} />)}</div>;
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
        if (typeof node === "string") return node;
        if (node.kind === "bold") return <strong key={at}><Inlines nodes={node.children} onCite={onCite} /></strong>;
        if (node.kind === "break") return <br key={at} />;
        if (node.kind === "link") return <Link key={at} href={node.href}><Inlines nodes={node.children} onCite={onCite} /></Link>;
        return (
          <button key={at} type="button" class="cite" aria-label={t("citation", { n: node.n })} onClick={() => onCite?.(node.n)}>
            {node.n}
          </button>
        );
      })}
    </>
  );
}
