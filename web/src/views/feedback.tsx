// Copy, helpful, not helpful; a "not helpful" asks once why.

import { useState } from "preact/hooks";
import type { Message } from "../talk/api";
import { CopyButton } from "./actions";
import { useAround } from "./context";
import { Icon } from "./icons";

/** The tools under a message that can be rated. */
export function Feedback({ message }: { message: Message }) {
  const { t, talk, ratings } = useAround();
  const rated = ratings[message.id];
  const [asking, ask] = useState(false);
  const [thanked, thank] = useState(false);
  const rate = (helpful: boolean, reason?: string): void => {
    void talk.rate(message.id, helpful, reason);
    ask(!helpful && !reason);
    thank(helpful || Boolean(reason));
  };
  return (
    <div class="feedback">
      <div class="tools">
        <CopyButton text={copyOf(message, t("aiLabel"))} what="" />
        <button type="button" class="tool" aria-pressed={rated === true} onClick={() => rate(true)}><Icon name="up" /> {t("helpful")}</button>
        <button type="button" class="tool" aria-pressed={rated === false} onClick={() => rate(false)}><Icon name="down" /> {t("unhelpful")}</button>
      </div>
      {asking && (
        <div class="chips" role="group" aria-label={t("whyNot")}>
          <p class="chips-prompt">{t("whyNot")}</p>
          {t("reasons").split(",").map((reason) => (
            <button key={reason} type="button" class="chip" onClick={() => rate(false, reason)}>{reason}</button>
          ))}
        </div>
      )}
      {thanked && <p class="hint" role="none">{t("rated")}</p>}
    </div>
  );
}

/** The label that says a machine wrote it goes with every copy. */
function copyOf(message: Message, label: string): string {
  const text = message.type === "text" || message.type === "markdown" ? message.content.text : message.fallback;
  return message.ai_generated ? `${text}\n（${label}）` : text;
}
