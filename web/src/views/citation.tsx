// Where an answer comes from: the first source always readable, the rest and the quoted words one press away.
// Where the answer itself names its sources in its last line, the fold does not name them a second time.

import type { CitationContent } from "../contract/messages";
import { Link } from "./actions";
import { useAround } from "./context";
import { dated } from "./dated";
import { Icon } from "./icons";

interface CitationProps {
  content: CitationContent;
  /** The text above says whose words these are. */
  named?: boolean;
  /** Unfolded, with the item of this number marked. */
  opened: number | null;
  onToggle: (open: boolean) => void;
}

/** The sources of one answer. */
export function Citation({ content, named, opened, onToggle }: CitationProps) {
  const { t } = useAround();
  const first = content.items[0]!;
  const n = content.items.length;
  return (
    <details class="citation" open={opened !== null} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>
        <Icon name="book" />
        <span class="citation-sum">
          {named ? t("quoted", { n }) : (
            <><span class="soft">{n > 1 ? t("sources", { n }) : t("source")} · </span>{first.title}{first.date && dated(` · ${first.date}`)}</>
          )}
        </span>
        <Icon name="chevron" class="turn" />
      </summary>
      <ol>
        {content.items.map((item) => (
          <li key={item.n} value={item.n} class={item.n === opened ? "marked" : undefined}>
            <Link href={item.url}>{item.title}</Link>
            <p class="soft">{dated([item.publisher, item.date].filter(Boolean).join(" · "))}</p>
            {item.quote && <blockquote>{item.quote}</blockquote>}
          </li>
        ))}
      </ol>
    </details>
  );
}
