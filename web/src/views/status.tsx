// Where a petition or booking stands: the number to keep, the steps, the dates, and what can be done now.

import type { StatusContent, Step } from "../contract/messages";
import { clock, dateLabel, dayAndClock, zonesDiffer } from "../text/times";
import { Actions, CopyButton } from "./actions";
import { useAround } from "./context";
import { Icon } from "./icons";

const STEP_WORD = { done: "stepDone", current: "stepCurrent", todo: "stepTodo", failed: "stepFailed" } as const;

/** The status card. */
export function Status({ content }: { content: StatusContent }) {
  const { t, lang, zone, now } = useAround();
  const office = content.office_tz ?? "Asia/Shanghai";
  return (
    <article class="card status" aria-label={content.title}>
      <header class="card-head">
        <div class="card-title">
          <h3>{content.title}</h3>
          <span class="badge">{content.state_title}</span>
        </div>
        <div class="ref">
          <span><span class="soft">{t("ref")}</span> <strong class="number">{content.ref}</strong></span>
          <CopyButton text={content.ref} what={`${t("ref")} ${content.ref}`} />
        </div>
      </header>
      {content.start && (
        <p class="when">
          <Icon name="calendar" />
          <span>
            <span class="soft">{t("startAt")} · </span>
            <strong>{dayAndClock(content.start, zone, lang)}</strong>
            {zonesDiffer(content.start, zone, office) && (
              <span class="soft office">{t("officeTime", { label: t("beijing"), time: dayAndClock(content.start, office, lang) })}</span>
            )}
          </span>
        </p>
      )}
      {content.steps && content.steps.length > 0 && (
        <ol class="steps">{content.steps.map((step, at) => <StepLine key={at} step={step} />)}</ol>
      )}
      {content.due_at && <p class="when"><Icon name="clock" /><span>{t("due", { date: dateLabel(content.due_at, office, lang) })}</span></p>}
      {content.undo_until && Date.parse(content.undo_until) > Date.parse(now()) && (
        <p class="when undo"><Icon name="clock" /><span>{t("undoUntil", { time: clock(content.undo_until, zone) })}</span></p>
      )}
      {content.details && content.details.length > 0 && (
        <dl class="details">
          {content.details.map((detail, at) => <div key={at}><dt>{detail.label}</dt><dd>{detail.text}</dd></div>)}
        </dl>
      )}
      <Actions actions={content.actions} />
    </article>
  );
}

function StepLine({ step }: { step: Step }) {
  const { t, lang, zone } = useAround();
  return (
    <li class={`step ${step.state}`} aria-current={step.state === "current" ? "step" : undefined}>
      <span class="dot">{step.state === "done" ? <Icon name="check" /> : step.state === "failed" ? <Icon name="close" /> : null}</span>
      <span class="step-text">
        <span>{step.title}<span class="unseen"> {t(STEP_WORD[step.state])}</span></span>
        {step.at && <time class="soft" dateTime={step.at}>{dayAndClock(step.at, zone, lang)}</time>}
      </span>
    </li>
  );
}
