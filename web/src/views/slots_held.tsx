// A time kept for the citizen: which, how long still, and the ways to keep it longer or take another. Counts in words,
// warns once before it is over, and says so when it is.

import { useEffect, useState } from "preact/hooks";
import type { SlotsContent } from "../contract/messages";
import { clock, dayAndClock, zonesDiffer } from "../text/times";
import { perform } from "./actions";
import type { Action } from "./actions";
import { useAround } from "./context";
import { Icon } from "./icons";

const WARN_SECONDS = 120;

/** The kept time of message `id`. */
export function Held({ id, content }: { id: string; content: SlotsContent }) {
  const { t, lang, zone, now, talk, announce } = useAround();
  const held = content.held!;
  const secondsLeft = (): number => Math.max(0, Math.ceil((Date.parse(held.expires_at) - Date.parse(now())) / 1000));
  const [left, count] = useState(secondsLeft);
  const over = left <= 0;
  useEffect(() => {
    if (over) return;
    const ticking = setInterval(() => count(secondsLeft()), 1000);
    return () => clearInterval(ticking);
  }, [over, held.expires_at]);
  const soon = left <= WARN_SECONDS;
  useEffect(() => {
    if (over) announce(t("heldOver"));
    else if (soon) announce(t(held.extend ? "heldSoonExtend" : "heldSoon", { n: Math.ceil(left / 60) }));
  }, [soon, over]);

  const office = content.office_tz ?? "Asia/Shanghai";
  const press = (action: Action): void => {
    perform(talk, action);
    talk.finish(id, action.title);
  };
  const shown = (over ? [held.again] : [held.extend, held.other]).filter((action): action is NonNullable<typeof action> => Boolean(action));
  return (
    <section class="card slots held" aria-label={content.title}>
      <h3>{content.title}</h3>
      <p class="when">
        <Icon name="calendar" />
        <span>
          <strong>{dayAndClock(held.start, zone, lang)}</strong>
          {zonesDiffer(held.start, zone, office) && <span class="soft office">{t("officeTime", { label: content.office_tz_label, time: dayAndClock(held.start, office, lang) })}</span>}
          {content.mission_tz && <span class="soft office">{t("officeTime", { label: content.mission_tz_label ?? "", time: dayAndClock(held.start, content.mission_tz, lang) })}</span>}
        </span>
      </p>
      <p class={soon ? "when countdown soon" : "when countdown"} role="timer" aria-live="off">
        <Icon name="clock" />
        {over ? <strong>{t("heldOver")}</strong> : <span><strong>{t("heldLeft", { m: Math.floor(left / 60), s: String(left % 60).padStart(2, "0") })}</strong> <span class="soft">{t("heldUntil", { time: clock(held.expires_at, zone) })}</span></span>}
      </p>
      {shown.length > 0 && (
        <div class="actions">
          {shown.map((action, at) => <button key={at} type="button" class={at === 0 && (soon || over) ? "button main" : "button"} onClick={() => press(action)}>{action.title}</button>)}
        </div>
      )}
    </section>
  );
}
