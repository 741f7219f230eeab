// The conversation from top to bottom: time lines, avatars once per run, sources tied to their answer, what waits to be sent.

import { Component } from "preact";
import type { CitationContent } from "../contract/messages";
import type { Message } from "../talk/api";
import type { Outgoing } from "../talk/queue";
import { needsTimeLine, timeLine } from "../text/times";
import { useAround } from "./context";
import { Icon } from "./icons";
import { MessageBody, Plain } from "./message";
import type { MessageProps } from "./message";
import { Mark } from "./motif";

export interface Row extends MessageProps {
  time: boolean;
  first: boolean;
  /** Of the first screen: as wide as the page, without a picture beside it. */
  front: boolean;
}

/**
 * The rows to draw: citations ride on the answer they belong to, and only the newest form and slots are live.
 * A row that is as it was in `before` is the same object again.
 */
export function rowsOf(messages: Message[], before: Row[] = []): Row[] {
  const riding = new Map<string, CitationContent>();
  const carried = new Set<string>();
  messages.forEach((message, at) => {
    if (message.type !== "citation") return;
    const host = hostOf(messages, at);
    if (!host || riding.has(host.id)) return;
    riding.set(host.id, message.content);
    carried.add(message.id);
  });
  const newest = new Map<string, string>();
  for (const message of messages) {
    const kind = live(message) ?? (endsHold(message) ? "slots" : null);
    if (kind) newest.set(kind, message.id);
  }
  const rows: Row[] = [];
  let previous: Message | undefined;
  let saidSomething = false;
  for (const message of messages) {
    if (carried.has(message.id)) continue;
    const time = needsTimeLine(previous?.ts, message.ts);
    const kind = live(message);
    const door = message.type === "chips" && !saidSomething && !rows.some((row) => row.door);
    rows.push({
      message,
      citation: riding.get(message.id) ?? null,
      door,
      front: door || (message.type === "list" && !saidSomething && rows.some((row) => row.door)),
      stale: kind !== null && newest.get(kind) !== message.id,
      time,
      first: time || previous?.from !== message.from || previous?.type === "system",
    });
    saidSomething ||= message.from === "user";
    previous = message;
  }
  const known = new Map(before.map((row) => [row.message.id, row]));
  return rows.map((row) => {
    const old = known.get(row.message.id);
    return old && (Object.keys(row) as (keyof Row)[]).every((key) => old[key] === row[key]) ? old : row;
  });
}

/** A row that is drawn again only when it is another row: a long talk costs no more than a short one. */
export class StillRow extends Component<{ row: Row }> {
  override shouldComponentUpdate(next: { row: Row }): boolean {
    return next.row !== this.props.row;
  }

  override render() {
    return <RowView row={this.props.row} />;
  }
}

function live(message: Message): string | null {
  if (message.type === "form") return `form ${message.content?.form_id}`;
  return message.type === "slots" ? "slots" : null;
}

/** A booking's card is what became of the time that was kept: its countdown is over. */
function endsHold(message: Message): boolean {
  return message.type === "status" && message.content?.object === "booking";
}

function hostOf(messages: Message[], at: number): Message | undefined {
  const target = messages[at]!.reply_to;
  const named = messages.find((message) => message.id === target && message.from !== "user");
  if (named) return named;
  let nearest: Message | undefined;
  for (let back = at - 1; back >= 0 && messages[back]!.from !== "user"; back -= 1) {
    const message = messages[back]!;
    // The text whose [^1] the sources explain; a card may stand between the two.
    if (message.type === "markdown" && String(message.content?.text).includes("[^")) return message;
    if (message.type === "citation") break;
    if (["text", "markdown", "card", "list", "status"].includes(message.type)) nearest ??= message;
  }
  return nearest;
}

/** Who is speaking, as a square picture; drawn once for a run of messages. */
export function Avatar({ from }: { from: string }) {
  return (
    <span class={`avatar ${from === "user" ? "me" : from}`} aria-hidden="true">
      {from === "bot" ? <Mark /> : <Icon name={from === "agent" ? "headset" : "person"} />}
    </span>
  );
}

/** One row of the log. */
export function RowView({ row, openAt }: { row: Row; openAt?: MessageProps["openAt"] }) {
  const { t, lang, zone, now } = useAround();
  const { message, first } = row;
  const mine = message.from === "user";
  const who = mine ? t("you") : message.from === "agent" ? t("agent") : t("bot");
  return (
    <>
      {row.time && <li class="time-line"><time dateTime={message.ts}>{timeLine(message.ts, now(), zone, lang)}</time></li>}
      {message.type === "system" && message.v === 1 ? (
        <li class="system-line" lang={message.lang || lang}><span>{message.content?.text ?? message.fallback}</span></li>
      ) : (
        <li class={`row ${mine ? "mine" : "theirs"}${first ? " first" : ""}${row.front ? " front" : ""}`} data-id={message.id}>
          {row.front ? null : first ? <Avatar from={message.from ?? "bot"} /> : <span class="avatar none" />}
          <span class="unseen">{mine ? t("youSaid") : who + (lang === "en" ? ": " : "：")}</span>
          <MessageBody {...row} openAt={openAt} />
        </li>
      )}
    </>
  );
}

/** What the citizen said and the service hasn't taken yet. */
export function Waiting({ item, first, offline }: { item: Outgoing; first: boolean; offline: boolean }) {
  const { t, lang, talk } = useAround();
  const failed = item.state === "failed";
  return (
    <li class={`row mine${first ? " first" : ""}`} data-state={item.state}>
      {first ? <Avatar from="user" /> : <span class="avatar none" />}
      <span class="unseen">{t("youSaid")}</span>
      <div class="body">
        <div class="bubble"><Plain text={item.shown} /></div>
        <p class={failed ? "fault" : "hint"}>
          {failed && <Icon name="warn" />} {t(failed ? "failed" : item.state === "sending" && !offline ? "sending" : "queued")}
          {failed && item.problem ? (lang === "en" ? ": " : "：") + item.problem : ""}
        </p>
        {failed && (
          <div class="tools">
            <button type="button" class="tool" onClick={() => talk.again(item.client_id)}>{t("again")}</button>
            <button type="button" class="tool" onClick={() => talk.drop(item.client_id)}>{t("drop")}</button>
          </div>
        )}
      </div>
    </li>
  );
}

/** Three dots while someone writes. */
export function TypingRow() {
  const { t } = useAround();
  return (
    <li class="row theirs first typing">
      <Avatar from="bot" />
      <div class="body">
        <div class="bubble"><span class="unseen">{t("typing")}</span><span class="dots" aria-hidden="true"><i /><i /><i /></span></div>
      </div>
    </li>
  );
}
