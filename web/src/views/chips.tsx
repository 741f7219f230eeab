// Ready-made answers. The first ones of a conversation are the front door, and get large tiles with pictures.

import type { ChipsContent } from "../contract/messages";
import { ActionButton } from "./actions";
import type { Action } from "./actions";
import { useAround } from "./context";
import { Icon } from "./icons";
import type { IconName } from "./icons";

const ELDER_LIMIT = 4;
const PICTURES: [RegExp, IconName][] = [
  [/track|progress|进度|進度/i, "search"],
  [/petition|complain|投诉|投訴|反映/i, "complain"],
  [/notar|overseas|abroad|海外|侨胞|僑胞/i, "globe"],
];

function picture(action: Action): IconName {
  const words = `${action.title} ${action.type === "reply" ? action.payload ?? "" : ""}`;
  return PICTURES.find(([pattern]) => pattern.test(words))?.[1] ?? "guide";
}

/** Whether this is the one that hands in or says yes: it stands out among the others. */
function goesOn(action: Action): boolean {
  return action.type === "reply" && /^\/(confirm|affirm)\b/.test(action.payload ?? "");
}

/** The chips of one message, off after one use unless sticky. */
export function Chips({ id, content, door, expired }: { id: string; content: ChipsContent; door: boolean; expired: boolean }) {
  const { talk, done, elder } = useAround();
  const chosen = done[id];
  const off = expired || (chosen !== undefined && !content.sticky);
  const items = elder && !door ? content.items.slice(0, ELDER_LIMIT) : content.items;
  return (
    <div class="chips-block" role="group" aria-label={content.prompt || undefined}>
      {content.prompt && <p class="chips-prompt">{content.prompt}</p>}
      <div class={door ? "tiles" : "chips"}>
        {items.map((action, at) => (
          <ActionButton
            key={at}
            action={action}
            class={`${door ? "tile" : "chip"}${goesOn(action) ? " main" : ""}${chosen === action.title ? " chosen" : ""}`}
            disabled={off}
            after={() => content.sticky || talk.finish(id, action.title)}
          >
            {door && <span class="tile-icon"><Icon name={picture(action)} /></span>}
            {door && action.type === "reply" && action.hint ? (
              <span class="tile-text"><span>{action.title}</span><span class="soft tile-hint">{action.hint}</span></span>
            ) : <span>{action.title}</span>}
          </ActionButton>
        ))}
      </div>
    </div>
  );
}
