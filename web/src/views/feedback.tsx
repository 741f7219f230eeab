// Under every answer: copy it, say that it helped, or that it did not, which leads on: other words, a note to us, a person.
// Whoever has said one of both is asked about the whole conversation too.

import { useRef, useState } from "preact/hooks";
import type { Message } from "../talk/api";
import { CopyButton } from "./actions";
import { Choices } from "./choices";
import { useAround } from "./context";
import { Icon } from "./icons";
import type { IconName } from "./icons";

type Way = "rephrase" | "content" | "person";
const WAYS: [Way, "askAgain" | "badContent" | "toPerson", IconName][] = [
  ["rephrase", "askAgain", "letters"], ["content", "badContent", "warn"], ["person", "toPerson", "headset"],
];

/** The tools under a message that can be rated; the reason that goes with "not right" is a code, the same in each language. */
export function Feedback({ message, openAt = null }: { message: Message; openAt?: "asking" | "thanks" | null }) {
  const { t, lang, talk, ratings, stars, announce } = useAround();
  const rated = ratings[message.id];
  const [step, go] = useState<"asking" | "rephrase" | "thanks" | null>(openAt);
  const box = useRef<HTMLDivElement>(null);
  const helped = (): void => {
    void talk.rate(message.id, true);
    go("thanks");
    announce(t("rated"));
  };
  const wrong = (): void => {
    if (step !== "asking") void talk.rate(message.id, false);
    go(step === "asking" ? null : "asking");
  };
  const choose = (way: Way): void => {
    void talk.rate(message.id, false, way);
    go(way === "rephrase" ? "rephrase" : "thanks");
    if (way === "person") talk.press(t("person"), "/handover");
    if (way !== "rephrase") return announce(t("rated"));
    announce(t("askAgainTip"));
    (box.current?.getRootNode() as ShadowRoot | undefined)?.getElementById("zw-composer")?.focus();
  };
  return (
    <div class="feedback" ref={box} lang={lang}>
      <div class="tools">
        <CopyButton text={copyOf(message, t("aiLabel"))} what="" />
        <button type="button" class="tool" aria-pressed={rated === true} onClick={helped}><Icon name="up" /> {t("helpful")}</button>
        <button type="button" class="tool" aria-pressed={rated === false} aria-expanded={step === "asking"} onClick={wrong}>
          <Icon name="down" /> {t("wrongAnswer")}
        </button>
      </div>
      {step === "asking" && (
        <div class="chips ways" role="group" aria-label={t("whatNow")}>
          <p class="chips-prompt">{t("whatNow")}</p>
          {WAYS.map(([way, word, icon]) => (
            <button key={way} type="button" class="chip" onClick={() => choose(way)}><Icon name={icon} /> {t(word)}</button>
          ))}
        </div>
      )}
      {step === "rephrase" && <p class="hint">{t("askAgainTip")}</p>}
      {step === "thanks" && <p class="hint">{t("rated")}</p>}
      {step && step !== "asking" && (
        <Choices label={t("contentAsk")} name={`stars-${message.id}`} value={String(stars)}
          options={t("contentNames").split(",").map((name, at) => [String(at + 1), name])}
          onChoose={(chosen) => { void talk.grade(Number(chosen)); announce(t("rated")); }} />
      )}
    </div>
  );
}

/** The label that says a machine wrote it goes with every copy. */
function copyOf(message: Message, label: string): string {
  const text = message.type === "text" || message.type === "markdown" ? message.content.text : message.fallback;
  return message.ai_generated ? `${text}\n（${label}）` : text;
}
