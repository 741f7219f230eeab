// What stands on other sites: a button and our page in a frame, or our page in theirs; and the API for their scripts.
// Nothing opens by itself, and who puts the button away does not meet it again on this site.

import { wear } from "./sheets";
import css from "./styles/launcher.css";
import { LAUNCHER_WORDS } from "./words/launcher";

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

const PUT_AWAY = "qiaodu.putaway";
const LONGEST = 500;

/** The launcher stands on the page as `tag` asks by its data-*; `waiting` is what was called before it was there. */
export function launch(tag: HTMLScriptElement, waiting: Call[]): void {
  const home = new URL(tag.src).origin;
  const handlers = new Map<Name, Set<Handler>>();
  const tell = (name: Name, detail?: unknown): void => {
    for (const handler of handlers.get(name) ?? []) handler(detail);
    dispatchEvent(new CustomEvent(`qiaoduchat:${name}`, { detail }));
  };
  const inline = tag.dataset["mode"] === "inline" && home === location.origin;
  const widget = inline ? placed(tag, tell) : framed(tag, home, tell);
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

function wordsOf(lang: string | undefined) {
  const known = LAUNCHER_WORDS as Record<string, (typeof LAUNCHER_WORDS)["en"]>;
  return known[lang ?? ""] ?? (/^zh.*(hant|hk|tw|mo)/i.test(lang ?? "") ? known["zh-Hant"]! : known["zh-Hans"]!);
}

/** The page's address with what the tag asks for. */
function address(tag: HTMLScriptElement, home: string, more: Record<string, string>): string {
  const query = new URLSearchParams(more);
  for (const name of ["lang", "elder", "theme", "site"]) if (tag.dataset[name] !== undefined) query.set(name, tag.dataset[name] || "1");
  return `${home}/chat?${query}`;
}

/** A button, and our page in a frame of our own origin: scripts and styles of the page around cannot touch it. */
function framed(tag: HTMLScriptElement, home: string, tell: Tell): Widget {
  const words = wordsOf(tag.dataset["lang"]);
  const host = document.createElement("zw-launcher");
  host.style.setProperty("all", "initial", "important");
  const root = host.attachShadow({ mode: "open" });
  wear(root, css, "launcher.css");
  const make = <K extends keyof HTMLElementTagNameMap>(name: K, look: string, into: Node): HTMLElementTagNameMap[K] => {
    const made = document.createElement(name);
    made.className = look;
    into.appendChild(made);
    return made;
  };
  const elder = tag.dataset["elder"] !== undefined && tag.dataset["elder"] !== "0";
  const wrap = make("div", `${tag.dataset["position"] === "left" ? "left" : ""} ${elder ? "elder" : ""}`, root);
  wrap.lang = tag.dataset["lang"] || "zh-Hans";
  const frame = make("iframe", "", wrap);
  frame.title = words.name;
  frame.allow = "microphone; clipboard-write";
  frame.hidden = true;
  const dock = make("div", "dock", wrap);
  const opener = make("button", "opener", dock);
  opener.type = "button";
  opener.textContent = words.name;
  opener.setAttribute("aria-expanded", "false");
  const count = make("span", "count", opener);
  count.hidden = true;
  const dismiss = make("button", "dismiss", dock);
  dismiss.type = "button";
  dismiss.textContent = "×";
  dismiss.setAttribute("aria-label", words.dismiss);
  dock.hidden = remembered();

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
  dismiss.onclick = () => {
    dock.hidden = true;
    remember();
  };
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
  document.body.append(host);
  return {
    open: () => show(true),
    close: () => show(false),
    send: (text) => {
      show(true);
      post({ type: "send", text: String(text).slice(0, LONGEST) });
    },
  };
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

function remembered(): boolean {
  try {
    return localStorage.getItem(PUT_AWAY) === "1";
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(PUT_AWAY, "1");
  } catch {
    // A browser that keeps nothing shows the button again on the next page.
  }
}
