// <zw-chat>: the widget as one custom element with a shadow root of its own, so that no page's CSS reaches in.

import { render } from "preact";
import { tellHost } from "./embed";
import { adopt } from "./sheets";
import { Conversation } from "./talk/conversation";
import { readSettings, safeStorage } from "./talk/settings";
import type { Settings } from "./talk/settings";
import { ownZone } from "./text/times";
import { App } from "./views/app";
import { dress } from "./views/dress";

class ZwChat extends HTMLElement {
  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    adopt(root);
    const storage = safeStorage(() => localStorage);
    let settings = readSettings(storage, location.search, navigator.languages);
    const onSettings = (next: Settings): void => {
      settings = next;
      dress(this, next);
    };
    onSettings(settings);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dress(this, settings));
    const conversation = new Conversation({
      storage, locale: () => settings.lang, timezone: ownZone(), channel: "web",
    });
    const host = tellHost(location.search);
    if (host) this.addEventListener("keydown", (event) => event.key === "Escape" && host.close());
    const mount = document.createElement("div");
    mount.className = "mount";
    root.append(mount);
    render(<App conversation={conversation} storage={storage} first={settings} onSettings={onSettings} close={host?.close ?? null} />, mount);
    void conversation.start();
  }
}

if (!customElements.get("zw-chat")) customElements.define("zw-chat", ZwChat);
