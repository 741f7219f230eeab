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
  first: Settings;
  /** Called with the settings whenever they change, and once at the start. */
  onSettings: (settings: Settings) => void;
  close: (() => void) | null;
}

const now = (): string => new Date().toISOString();

/** The living page. */
export function App({ conversation, storage, first, onSettings, close }: AppProps) {
  const [settings, setSettings] = useState(first);
  const latest = useRef(first);
  const [view, setView] = useState(() => conversation.view());
  const zone = useMemo(ownZone, []);
  useEffect(() => {
    const show = (): void => setView(conversation.view());
    show();
    return conversation.watch(show) as () => void;
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
    <Page view={view} talk={conversation} settings={settings} change={change} zone={zone} storage={storage} now={now}
      restart={() => void conversation.restart()} close={close} />
  );
}
