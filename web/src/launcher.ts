// What stands on other sites: a button with our page in a frame, our page in theirs, or a button that leads to it; and
// the API for their scripts.
// Nothing opens by itself, and who puts the button away does not meet it again on this site.

import { dockOf, make } from "./dock";

type Name = "ready" | "open" | "close" | "unread";
type Handler = (detail?: unknown) => void;
type Call = [string, unknown[]];

/** What `window.QiaoduChat` offers; `on` and `off` know ready, open, close, unread (with a number). */
export interface QiaoduChat {
  open(): void;
  close(): void;
  send(text: string): void;
  on(name: Name, handler: Handler): void;
  off(name: Name, handler: Handler): void;
}

const LONGEST = 500;

/** The launcher stands on the page as `tag` asks by its data-*; `waiting` is what was called before it was there. */
export function launch(tag: HTMLScriptElement, waiting: Call[]): void {
  const home = new URL(tag.src).origin;
  const handlers = new Map<Name, Set<Handler>>();
  const tell = (name: Name, detail?: unknown): void => {
    for (const handler of handlers.get(name) ?? []) handler(detail);
    dispatchEvent(new CustomEvent(`qiaoduchat:${name}`, { detail }));
  };
  const mode = tag.dataset["mode"];
  const widget = mode === "link" ? linked(tag, home, tell) : mode === "inline" && home === location.origin ? placed(tag, tell) : framed(tag, home, tell);
  const api: QiaoduChat = {
    ...widget,
    on: (name, handler) => void handlers.set(name, (handlers.get(name) ?? new Set()).add(handler)),
    off: (name, handler) => void handlers.get(name)?.delete(handler),
  };
  // The same object as before: scripts of the page may have kept it.
  Object.assign(window.QiaoduChat ?? {}, api);
  for (const [name, given] of waiting) (api as unknown as Record<string, (...given: unknown[]) => void>)[name]?.(...given);
}

type Widget = Pick<QiaoduChat, "open" | "close" | "send">;
type Tell = (name: Name, detail?: unknown) => void;

/** The page's address with what the tag asks for; what it names without a word is as not named, but `data-elder`. */
export function address(tag: { dataset: DOMStringMap }, home: string, more: Record<string, string>): string {
  const query = new URLSearchParams(more);
  const asked: DOMStringMap = { ...tag.dataset, ...(tag.dataset["elder"] === "" && { elder: "1" }) };
  for (const name of ["lang", "elder", "theme", "site", "topic"]) if (asked[name]) query.set(name, asked[name]);
  return `${home}/chat?${query}`;
}

/** A button, and our page in a frame of our own origin: scripts and styles of the page around cannot touch it. */
function framed(tag: HTMLScriptElement, home: string, tell: Tell): Widget {
  const { wrap, opener, words, show: stand } = dockOf(tag, "button");
  // Before the button, as it is drawn above it.
  const frame = make("iframe", "", wrap);
  wrap.prepend(frame);
  frame.title = words.name;
  frame.allow = "microphone; clipboard-write";
  frame.hidden = true;
  opener.type = "button";
  opener.setAttribute("aria-expanded", "false");
  const count = make("span", "count", opener);
  count.hidden = true;

  let ready = false;
  const later: Record<string, unknown>[] = [];
  const post = (message: Record<string, unknown>): void => {
    if (ready) frame.contentWindow?.postMessage({ zw: 1, ...message }, home);
    else later.push(message);
  };
  const show = (on: boolean): void => {
    if (on === !frame.hidden) return;
    frame.hidden = !on;
    opener.setAttribute("aria-expanded", String(on));
    if (on && !frame.src) frame.src = address(tag, home, { embed: "1", origin: location.origin });
    post({ type: on ? "open" : "close" });
    (on ? frame : opener).focus();
    tell(on ? "open" : "close");
    if (on && !count.hidden) {
      unread(0);
      tell("unread", 0);
    }
  };
  const unread = (n: number): void => {
    count.hidden = n === 0;
    count.textContent = n > 99 ? "99+" : String(n);
    opener.setAttribute("aria-label", n ? `${words.name}，${words.unread.replace("{n}", String(n))}` : words.name);
  };
  opener.onclick = () => show(Boolean(frame.hidden));
  addEventListener("message", (event: MessageEvent<Record<string, unknown> | null>) => {
    // Any window may post here: only our own frame, from our own origin, is listened to.
    if (event.origin !== home || event.source !== frame.contentWindow || event.data?.["zw"] !== 1) return;
    const { type, n } = event.data;
    if (type === "ready") {
      ready = true;
      later.splice(0).forEach(post);
      tell("ready");
    } else if (type === "close") show(false);
    else if (type === "unread" && typeof n === "number") {
      unread(n);
      tell("unread", n);
    }
  });
  stand();
  return {
    open: () => show(true),
    close: () => show(false),
    send: (text) => {
      show(true);
      post({ type: "send", text: String(text).slice(0, LONGEST) });
    },
  };
}

/** A button that leads to our page, in the same window: for sites that may hold no frame, and browsers without tabs. */
function linked(tag: HTMLScriptElement, home: string, tell: Tell): Widget {
  const { opener, show } = dockOf(tag, "a");
  opener.href = address(tag, home, {});
  opener.onclick = () => tell("open");
  show();
  setTimeout(tell, 0, "ready");
  const open = (): void => opener.click();
  // What a script of the page would say goes along with no address: those are kept in histories and logs.
  return { open, close: () => undefined, send: open };
}

/** Our page as an element of theirs, where both are of one origin; it stands in `data-target` or at the tag. */
function placed(tag: HTMLScriptElement, tell: Tell): Widget {
  const chat = document.createElement("zw-chat") as HTMLElement & { say?(text: string): void; enter?(): void };
  chat.setAttribute("data-inline", new URL(address(tag, location.origin, {})).search || "?");
  // In a shadow root of its own: a rule of the page around, however important, cannot name what it does not see.
  const place = document.createElement("zw-place");
  for (const [name, value] of [["all", "initial"], ["display", "block"], ["height", "100%"]]) place.style.setProperty(name!, value!, "important");
  place.attachShadow({ mode: "open" }).append(chat);
  const target = document.querySelector(tag.dataset["target"] || "[data-qiaodu-chat]");
  if (target) target.append(place);
  else tag.after(place);
  const loaded = import(new URL("chat.js", import.meta.url).href).then(() => tell("ready"));
  chat.addEventListener("unread", (event) => tell("unread", (event as CustomEvent<number>).detail));
  return {
    open: () => void loaded.then(() => { chat.hidden = false; chat.enter?.(); tell("open"); }),
    close: () => void loaded.then(() => { chat.hidden = true; tell("close"); }),
    send: (text) => void loaded.then(() => chat.say?.(String(text).slice(0, LONGEST))),
  };
}
