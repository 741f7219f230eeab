// One message of any type. A type or version that this page doesn't know, or can't draw, is shown by its fallback.

import { Component } from "preact";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { CitationContent } from "../contract/messages";
import type { Message } from "../talk/api";
import { Card, List } from "./card";
import { Chips } from "./chips";
import { Citation } from "./citation";
import { ReadAloud } from "../voice";
import { useAround } from "./context";
import { dated } from "./dated";
import { Feedback } from "./feedback";
import { Form } from "./form";
import { Markdown } from "./markdown";
import { Slots } from "./slots";
import { Status } from "./status";

const VERSION = 1;

export interface MessageProps {
  message: Message;
  citation: CitationContent | null;
  /** The first chips of a conversation. */
  door: boolean;
  /** A newer message took over, or the time is past. */
  stale: boolean;
  openAt?: "fill" | "faults" | "check" | "asking" | "thanks";
}

/** What stands beside the avatar: the bubble or card, its sources, its tools. */
export function MessageBody(props: MessageProps) {
  const { message } = props;
  const { lang, now } = useAround();
  const [cited, cite] = useState<number | null>(null);
  const expired = props.stale || Boolean(message.expires_at && Date.parse(message.expires_at) < Date.parse(now()));
  const sources = props.citation && (
    <Citation content={props.citation} named={message.type === "markdown" && Boolean(message.content?.tail)} opened={cited} onToggle={(open) => cite(open ? cited ?? 0 : null)} />
  );
  const inBubble = message.type === "text" || message.type === "markdown" || !known(message);
  return (
    <div class="body" lang={message.lang || lang} data-type={String(message.type)}>
      <Safe fallback={<div class="bubble"><Plain text={message.fallback} unknown /></div>}>
        {inBubble ? (
          <div class="bubble">
            <Words message={message} onCite={cite} />
            {sources}
          </div>
        ) : (
          <>
            <Content {...props} stale={expired} />
            {sources}
          </>
        )}
      </Safe>
      {message.from !== "user" && message.type !== "chips" && message.type !== "form" && <div class="tools"><ReadAloud message={message} /></div>}
      {message.rateable && <Feedback message={message} openAt={props.openAt === "asking" || props.openAt === "thanks" ? props.openAt : null} />}
    </div>
  );
}

function known(message: Message): boolean {
  const types = ["text", "markdown", "chips", "card", "list", "form", "slots", "status", "citation", "system"];
  return message.v === VERSION && types.includes(message.type) && typeof message.content === "object" && message.content !== null;
}

function Words({ message, onCite }: { message: Message; onCite: (n: number) => void }) {
  if (known(message) && message.type === "text") return <Plain text={message.content.text} />;
  if (known(message) && message.type === "markdown") {
    const { text, lead, tail } = message.content;
    return <Markdown text={text} lead={lead} tail={tail} onCite={onCite} />;
  }
  return <Plain text={message.fallback} unknown />;
}

function Content({ message, door, stale, openAt }: MessageProps) {
  const [opened, open] = useState<number | null>(null);
  switch (message.type) {
    case "chips":
      return <Chips id={message.id} content={message.content} door={door} expired={stale} />;
    case "card":
      return <Card id={message.id} content={message.content} />;
    case "list":
      return <List content={message.content} />;
    case "form":
      return <Form id={message.id} content={message.content} expired={stale} openAt={openAt === "asking" || openAt === "thanks" ? "fill" : openAt} />;
    case "slots":
      return <Slots id={message.id} content={message.content} expired={stale} />;
    case "status":
      return <Status content={message.content} />;
    case "citation":
      return <div class="bubble"><Citation content={message.content} opened={opened} onToggle={(on) => open(on ? 0 : null)} /></div>;
    default:
      return <div class="bubble"><Plain text={message.fallback} unknown /></div>;
  }
}

/** Text with its line ends; says so when there is more than this page can show. */
export function Plain({ text, unknown = false }: { text: string; unknown?: boolean }) {
  const { t } = useAround();
  return (
    <>
      <p class="plain">{dated(String(text))}</p>
      {unknown && <p class="hint">{t("unknownNote")}</p>}
    </>
  );
}

/** Keeps one message that can't be drawn from taking the page with it. */
class Safe extends Component<{ fallback: ComponentChildren; children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(): void {
    this.setState({ broken: true });
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
