// Where an answer comes from: the first source always readable, the rest and the quoted words one press away.

import type { CitationContent } from "../contract/messages";
import { Link } from "./actions";
import { useAround } from "./context";
import { Icon } from "./icons";

/** The sources of one answer; `open` shows them unfolded, with the item `n` marked. */
export function Citation({ content, opened, onToggle }: { content: CitationContent; opened: number | null; onToggle: (open: boolean) => void }) {
  const { t } = useAround();
  const first = content.items[0]!;
  return (
    <details class="citation" open={opened !== null} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>
        <Icon name="book" />
        <span class="citation-sum">
          <span class="soft">{content.items.length > 1 ? t("sources", { n: content.items.length }) : t("source")} · </span>
          {first.title}{first.date && ` · ${first.date}`}
        </span>
        <Icon name="chevron" class="turn" />
      </summary>
      <ol>
        {content.items.map((item) => (
          <li key={item.n} value={item.n} class={item.n === opened ? "marked" : undefined}>
            <Link href={item.url}>{item.title}</Link>
            <p class="soft">{[item.publisher, item.date].filter(Boolean).join(" · ")}</p>
            {item.quote && <blockquote>{item.quote}</blockquote>}
          </li>
        ))}
      </ol>
    </details>
  );
}
