// <zw-chat>: the widget as one custom element with a shadow root of its own, so that no page's CSS reaches in.
// It is a whole page of ours, a frame on another site, or (with data-inline) a part of a page of the same site.

import { render } from "preact";
import { joinHost, unreadSince } from "./embed";
import { adopt } from "./sheets";
import { Conversation } from "./talk/conversation";
import { readSettings, safeStorage } from "./talk/settings";
import type { Settings } from "./talk/settings";
import { ownZone } from "./text/times";
import { App } from "./views/app";
import { dress } from "./views/dress";
import { fetchWords } from "./words";

class ZwChat extends HTMLElement {
  private conversation: Conversation | null = null;
  /** It was opened before it was drawn: its words were still on their way. */
  private awaited = false;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    adopt(root);
    const inline = this.getAttribute("data-inline");
    const search = inline ?? location.search;
    const storage = safeStorage(() => localStorage);
    let settings = readSettings(storage, search, navigator.languages);
    const onSettings = (next: Settings): void => {
      settings = next;
      dress(this, next, inline === null);
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => onSettings(settings));
    const query = new URLSearchParams(search);
    const site = query.get("site");
    const conversation = new Conversation({
      storage, locale: () => settings.lang, timezone: ownZone(),
      // No longer than the service takes: a tag that says too much must not keep the chat from opening.
      channel: site ? `site:${site}`.slice(0, 32) : "web", topic: (query.get("topic") ?? "").slice(0, 64),
    });
    this.conversation = conversation;
    const close = inline === null ? this.inFrame(conversation, search) : null;
    const mount = document.createElement("div");
    mount.className = "mount";
    root.append(mount);
    const draw = (): void => {
      onSettings(settings);
      render(
        <App conversation={conversation} storage={storage} places={safeStorage(() => sessionStorage)} first={settings} onSettings={onSettings} close={close} />,
        mount,
      );
      if (this.awaited) this.enter();
    };
    // Words that cannot be fetched now are no reason to show nothing: Simplified is here.
    void fetchWords(settings.lang).catch(() => undefined).then(draw);
    void conversation.start();
  }

  /** The citizen says `text`, as if typed. */
  say(text: string): void {
    if (text.trim()) this.conversation?.say(text.trim());
  }

  /** The keyboard is where one writes; on a phone at the top of the talk, so that no keyboard hides it. */
  enter(): void {
    const where = matchMedia("(pointer: coarse)").matches ? "[role=log]" : "#zw-composer";
    const place = this.shadowRoot?.querySelector<HTMLElement>(where);
    place?.focus();
    this.awaited = !place;
  }

  /** Joined to the launcher around us, if there is one; how to close, if one can. */
  private inFrame(conversation: Conversation, search: string): (() => void) | null {
    let seen: number | null = null;
    let told = 0;
    const host = joinHost(search, {
      open: () => {
        seen = null;
        told = 0;
        this.enter();
      },
      close: () => {
        seen = conversation.thread.cursor;
      },
      send: (text) => this.say(text),
    });
    if (!host) return null;
    conversation.watch(() => {
      const n = seen === null ? 0 : unreadSince(seen, conversation.thread.shown());
      if (n !== told) host.unread((told = n));
    });
    this.addEventListener("keydown", (event) => {
      // A form that is being written in, or a panel, takes Escape first.
      if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) host.close();
    });
    return host.close;
  }
}

if (!customElements.get("zw-chat")) customElements.define("zw-chat", ZwChat);
