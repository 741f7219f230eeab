// Joins the conversation, the settings and the page.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Conversation } from "../talk/conversation";
import type { Storage } from "../talk/queue";
import { keepSettings } from "../talk/settings";
import type { Settings } from "../talk/settings";
import { ownZone } from "../text/times";
import { fetchWords } from "../words";
import { Page } from "./page";

export interface AppProps {
  conversation: Conversation;
  storage: Storage;
  places: Storage;
  first: Settings;
  /** Called with the settings whenever they change, and once at the start. */
  onSettings: (settings: Settings) => void;
  close: (() => void) | null;
}

const now = (): string => new Date().toISOString();

/** What was half written or ticked off goes with the conversation: the next one at this device shall not read it. */
function forgetNotes(storage: Storage): void {
  for (const key of Object.keys(storage)) if (/^zw\.(draft|ticks|typed)/.test(key)) storage.removeItem(key);
}

/** The living page. */
export function App({ conversation, storage, places, first, onSettings, close }: AppProps) {
  const [settings, setSettings] = useState(first);
  const latest = useRef(first);
  const [view, setView] = useState(() => conversation.view());
  const zone = useMemo(ownZone, []);
  useEffect(() => {
    // Once a frame, however much happened: what is sent goes out before anything is drawn, and nothing is drawn twice.
    let asked = 0;
    const show = (): void => {
      asked = 0;
      setView(conversation.view());
    };
    const soon = (): void => {
      if (!asked) asked = document.hidden ? window.setTimeout(show, 50) : requestAnimationFrame(show);
    };
    show();
    return conversation.watch(soon) as () => void;
  }, [conversation]);
  const change = (changes: Partial<Settings>): void => {
    // Without a network the language stays as it is.
    if (changes.lang) fetchWords(changes.lang).then(() => apply(changes), () => undefined);
    else apply(changes);
  };
  const apply = (changes: Partial<Settings>): void => {
    const next = { ...latest.current, ...changes };
    latest.current = next;
    setSettings(next);
    keepSettings(storage, next);
    onSettings(next);
    const untouched = !view.outgoing.length && !view.messages.some((message) => message.from === "user");
    if (changes.lang && changes.lang !== settings.lang && untouched) void conversation.restart();
  };
  return (
    <Page view={view} talk={conversation} settings={settings} change={change} zone={zone} storage={storage} places={places} now={now}
      restart={() => { forgetNotes(storage); void conversation.restart(); }} close={close} />
  );
}
