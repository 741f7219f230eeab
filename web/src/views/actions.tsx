// The only things a message lets the citizen press: say something, open a page, call, or give a command.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Call, Command, OpenUrl, Reply } from "../contract/messages";
import { isExternal, safeUrl, telUrl } from "../text/urls";
import { useAround } from "./context";
import type { Talk } from "./context";
import { Icon } from "./icons";

export type Action = Reply | OpenUrl | Call | Command;

/** Says or does what `action` means; links do it by themselves. */
export function perform(talk: Talk, action: Action): void {
  if (action.type === "reply") {
    if (action.payload) talk.press(action.title, action.payload);
    else talk.say(action.value || action.title);
  } else if (action.type === "command") {
    const args = action.args ?? {};
    talk.press(action.title, `/${action.command}${Object.keys(args).length ? JSON.stringify(args) : ""}`);
  }
}

/** A link that opens only what may be opened; otherwise its words alone. */
export function Link(props: { href: string | null | undefined; class?: string; children: preact.ComponentChildren }) {
  const { t } = useAround();
  const href = safeUrl(props.href);
  if (!href) return <span class={props.class}>{props.children}</span>;
  const away = isExternal(href) || href.startsWith("/");
  return (
    <a class={props.class} href={href} {...(away ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
      {props.children}
      {away && <span class="unseen">{t("newTab")}</span>}
    </a>
  );
}

/** One action as a button or link. `after` is told when something was said. */
export function ActionButton(props: { action: Action; class?: string; disabled?: boolean; pressed?: boolean; after?: () => void; children?: preact.ComponentChildren }) {
  const { talk, t } = useAround();
  const [asking, ask] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), [asking]);
  const { action, class: look = "button" } = props;
  const label = props.children ?? action.title;
  if (action.type === "open_url") return <Link class={look} href={action.url}>{label}</Link>;
  if (action.type === "call") {
    return (
      <a class={look} href={telUrl(action.tel)}>
        <Icon name="phone" /> {label}
      </a>
    );
  }
  const act = (): void => {
    ask(false);
    perform(talk, action);
    props.after?.();
  };
  const sure = action.type === "command" ? action.confirm : null;
  if (asking && sure) {
    return (
      <div class="sure" role="group" aria-label={sure}>
        <p>{sure}</p>
        <button type="button" class="button danger" onClick={act} ref={yes}>{t("confirm")}</button>
        <button type="button" class="button" onClick={() => ask(false)}>{t("cancel")}</button>
      </div>
    );
  }
  return (
    <button type="button" class={look} disabled={props.disabled} aria-pressed={props.pressed} onClick={sure ? () => ask(true) : act}>
      {label}
    </button>
  );
}

/** A row of actions; nothing if there are none. */
export function Actions({ actions, plain = false }: { actions: Action[] | undefined; plain?: boolean }) {
  if (!actions?.length) return null;
  return (
    <div class="actions">
      {actions.map((action, at) => <ActionButton key={at} action={action} class={at === 0 && !plain ? "button main" : "button"} />)}
    </div>
  );
}

/** Copies `text`, and says so; `what` tells a screen reader what is copied. */
export function CopyButton({ text, what, word = "copy", class: look = "tool" }: { text: string; what: string; word?: "copy" | "copyList" | "copyAddress"; class?: string }) {
  const { t, announce } = useAround();
  const [copied, set] = useState(false);
  const copy = async (): Promise<void> => {
    await copyText(text);
    set(true);
    announce(t("copied"));
    setTimeout(() => set(false), 2000);
  };
  return (
    <button type="button" class={look} onClick={() => void copy()} aria-label={what ? t("copyOf", { what }) : undefined}>
      <Icon name={copied ? "check" : "copy"} /> {t(copied ? "copied" : word)}
    </button>
  );
}

async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).catch(() => undefined);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
