// The button of ours at the edge of another site's page, and the cross that puts it away for good on that site.

import { wear } from "./sheets";
import css from "./styles/launcher.css";
import { LAUNCHER_WORDS } from "./words/launcher";

const PUT_AWAY = "qiaodu.putaway";

type Words = (typeof LAUNCHER_WORDS)["en"];

export interface Dock<Opener> {
  /** What all of ours stands in, in a shadow root: nothing of the page around reaches it. */
  wrap: HTMLElement;
  opener: Opener;
  words: Words;
  /** The dock is on the page. */
  show(): void;
}

/** A new element of this look at the end of `into`. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, look: string, into: Node): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = look;
  into.appendChild(made);
  return made;
}

/** A dock whose opener is an element `name`, as the data-* of `tag` ask; not on the page yet. */
export function dockOf<K extends "button" | "a">(tag: HTMLScriptElement, name: K): Dock<HTMLElementTagNameMap[K]> {
  const words = wordsOf(tag.dataset["lang"]);
  const host = document.createElement("zw-launcher");
  host.style.setProperty("all", "initial", "important");
  const root = host.attachShadow({ mode: "open" });
  wear(root, css, "launcher.css");
  const elder = tag.dataset["elder"] !== undefined && tag.dataset["elder"] !== "0";
  const wrap = make("div", `${tag.dataset["position"] === "left" ? "left" : ""} ${elder ? "elder" : ""}`, root);
  wrap.lang = tag.dataset["lang"] || "zh-Hans";
  const dock = make("div", "dock", wrap);
  const opener = make(name, "opener", dock);
  opener.textContent = words.name;
  const dismiss = make("button", "dismiss", dock);
  dismiss.type = "button";
  dismiss.textContent = "×";
  dismiss.setAttribute("aria-label", words.dismiss);
  dismiss.onclick = () => {
    dock.hidden = true;
    remember();
  };
  dock.hidden = remembered();
  return { wrap, opener, words, show: () => document.body.append(host) };
}

function wordsOf(lang: string | undefined): Words {
  const known = LAUNCHER_WORDS as Record<string, Words>;
  return known[lang ?? ""] ?? (/^zh.*(hant|hk|tw|mo)/i.test(lang ?? "") ? known["zh-Hant"]! : known["zh-Hans"]!);
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
