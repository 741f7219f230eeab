// <zw-gallery>: every message type and state on one page that is not clipped, for eyes, for axe and for screenshots.

import { render } from "preact";
import { useState } from "preact/hooks";
import { adopt } from "../sheets";
import type { Message } from "../talk/api";
import type { View } from "../talk/conversation";
import { readSettings } from "../talk/settings";
import type { Settings } from "../talk/settings";
import { ownZone } from "../text/times";
import { Composer } from "../views/composer";
import { Around } from "../views/context";
import type { Talk } from "../views/context";
import { dress } from "../views/dress";
import { Header } from "../views/header";
import { RowView, TypingRow, Waiting, rowsOf } from "../views/log";
import { Banner, Hero } from "../views/page";
import "../words/all";
import fixtures from "./fixtures.json";

const NOW = "2026-11-21T02:30:00Z";
const memory = new Map<string, string>();
const storage = {
  getItem: (key: string): string | null => memory.get(key) ?? null,
  setItem: (key: string, value: string): void => void memory.set(key, value),
  removeItem: (key: string): void => void memory.delete(key),
};
const nothing = (): void => undefined;
const talk: Talk = {
  say: nothing, press: nothing, submit: nothing, finish: nothing, again: nothing, drop: nothing,
  rate: () => Promise.resolve(),
  grade: () => Promise.resolve(),
  upload: (file) => Promise.resolve({ id: file.name, name: file.name, size: file.size }),
};
const unknown = { ...(fixtures[1] as object), id: "unknown", seq: 900, type: "hologram", fallback: "这是一条新类型的消息", ts: "2026-11-21T02:20:20Z" };
const messages = [...fixtures, unknown] as unknown as Message[];
const view: View = {
  messages, outgoing: [], typing: false, link: "offline", partial: null, notice: null, fresh: [],
  done: { "chips-done": "是这样", "form-done": "已提交", "slots-done": "12月1日周二 09:00" }, ratings: { answer: true }, stars: 4,
};
memory.set("zw.ticks.g09", "1");
type RowState = "faults" | "check" | "fill" | "asking" | "thanks";
const STATES: Record<string, RowState> = { "form-faults": "faults", "form-check": "check", asking: "asking", answer: "thanks" };
const waiting = { shown: "还在路上的话", body: {}, at: NOW } as const;

function Gallery({ first, onSettings, hold }: { first: Settings; onSettings: (settings: Settings) => void; hold: (change: (changes: Partial<Settings>) => void) => void }) {
  const [settings, set] = useState(first);
  const change = (changes: Partial<Settings>): void => {
    set({ ...settings, ...changes });
    onSettings({ ...settings, ...changes });
  };
  hold(change);
  const around = {
    lang: settings.lang, zone: new URLSearchParams(location.search).get("zone") ?? ownZone(), elder: settings.elder,
    now: () => NOW, talk, storage, done: view.done, ratings: view.ratings, stars: view.stars, announce: nothing,
  };
  const openAt = (id: string): RowState => STATES[id] ?? "fill";
  return (
    <Around.Provider value={around}>
      <main class="page" lang={settings.lang}>
        <Header settings={settings} change={change} restart={nothing} close={nothing} openSettings />
        <Banner view={view} />
        <div class="log">
          <Hero />
          <ol class="rows">
            {rowsOf(messages).map((row) => (
              // A later booking ends all times offered before: here they stay, but for one.
              <RowView key={row.message.id} row={{ ...row, stale: row.message.id === "slots-gone" }} openAt={openAt(row.message.id)} />
            ))}
            <Waiting item={{ ...waiting, client_id: "w1", state: "queued" }} first offline />
            <Waiting item={{ ...waiting, client_id: "w2", state: "sending" }} first={false} offline={false} />
            <Waiting item={{ ...waiting, client_id: "w3", state: "failed", problem: "太长了，请分两次说" }} first={false} offline={false} />
            <TypingRow />
          </ol>
        </div>
        <Composer />
      </main>
    </Around.Provider>
  );
}

class ZwGallery extends HTMLElement {
  /** Dresses the page anew without loading it: checks go through all looks on one page. */
  wear: (changes: Partial<Settings>) => void = nothing;

  connectedCallback(): void {
    const root = this.attachShadow({ mode: "open" });
    adopt(root);
    this.dataset["flat"] = "";
    const settings = readSettings(storage, location.search, navigator.languages);
    dress(this, settings);
    const mount = document.createElement("div");
    root.append(mount);
    render(<Gallery first={settings} onSettings={(next) => dress(this, next)} hold={(change) => { this.wear = change; }} />, mount);
  }
}

customElements.define("zw-gallery", ZwGallery);
