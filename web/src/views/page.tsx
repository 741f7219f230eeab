// The whole page, drawn from a view of the conversation; it keeps no state of the conversation itself.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { View } from "../talk/conversation";
import { backTo, keepPlace, placeKept } from "../talk/place";
import type { Storage } from "../talk/queue";
import type { Settings } from "../talk/settings";
import { Composer } from "./composer";
import { Around, useAround } from "./context";
import type { Surroundings, Talk } from "./context";
import { Header } from "./header";
import type { HeaderProps } from "./header";
import { Icon } from "./icons";
import { StillRow, TypingRow, Waiting, rowsOf } from "./log";
import type { Row } from "./log";
import { Skyline } from "./motif";
import { Plain } from "./message";

const DOTS_AFTER_MS = 150;

export interface PageProps extends HeaderProps {
  view: View;
  talk: Talk;
  settings: Settings;
  zone: string;
  storage: Storage;
  /** Of this tab alone: where the citizen was reading. */
  places: Storage;
  now: () => string;
}

/** Header, log, composer, and the one live region. */
export function Page(props: PageProps) {
  const { view, settings } = props;
  const [spoken, announce] = useState("");
  // One object until something in it changes: everything that was drawn with it would else be drawn again.
  const { zone, now, talk, storage } = props;
  const { lang, elder } = settings;
  const { done, ratings, stars } = view;
  const around: Surroundings = useMemo(
    () => ({ lang, zone, elder, now, talk, storage, done, ratings, stars, announce }),
    [lang, zone, elder, now, talk, storage, done, ratings, stars],
  );
  return (
    <Around.Provider value={around}>
      <div class="page" lang={settings.lang}>
        <Header {...props} />
        <Banner view={view} />
        <Log view={view} places={props.places} />
        <Composer />
        <div class="unseen" aria-live="polite">
          {view.fresh.map((item) => <p key={item.id}>{item.text}</p>)}
          {spoken && <p key={spoken}>{spoken}</p>}
        </div>
      </div>
    </Around.Provider>
  );
}

/** What stands above the log when something is the matter. */
export function Banner({ view }: { view: View }) {
  const { t } = useAround();
  const text = view.link === "offline" ? t("offline") : view.notice === "expired" ? t("expired") : view.notice;
  if (!text) return null;
  return <p class="banner"><Icon name="warn" /> <span>{text}</span></p>;
}

/** The greeting above the first message. */
export function Hero() {
  const { t } = useAround();
  return (
    <div class="hero">
      <div class="hero-words">
        <p class="hero-hello">{t("hello")}</p>
        <p>{t("helloMore")}</p>
      </div>
      <Skyline />
    </div>
  );
}

function Log({ view, places }: { view: View; places: Storage }) {
  const { t } = useAround();
  const box = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  // The place to come back to, until the conversation is drawn or the citizen says something new.
  const wanted = useRef(useMemo(() => placeKept(places), []));
  const lastTop = useRef(0);
  const [below, setBelow] = useState(false);
  const drawn = useRef<Row[]>([]);
  const rows = useMemo(() => (drawn.current = rowsOf(view.messages, drawn.current)), [view.messages]);
  const last = rows[rows.length - 1]?.message;
  const typing = useLate(view.typing || (view.link === "online" && view.outgoing.some((item) => item.state !== "failed")));
  const said = view.outgoing[view.outgoing.length - 1]?.client_id;
  const lastSaid = useRef(said);

  useEffect(() => {
    const leave = (): void => {
      const log = box.current;
      if (log && !wanted.current) keepPlace(places, log, atRest(log));
    };
    const hide = (): void => {
      if (document.hidden) leave();
    };
    // A phone that runs short of memory only ever tells that the page is hidden.
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", hide);
    return () => {
      removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", hide);
    };
  }, []);

  // With the drawing itself, not after it: no frame shows another place, and nothing can come in between.
  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    if (said && said !== lastSaid.current) {
      stick.current = true;
      wanted.current = null;
    }
    lastSaid.current = said;
    if (wanted.current && rows.length) {
      if (backTo(wanted.current, log)) stick.current = false;
      wanted.current = null;
    }
    if (stick.current) settle(log);
    setBelow(!stick.current);
  }, [last?.id, said, view.outgoing.length, typing, view.partial?.text.length]);

  return (
    <div class="log-wrap">
      <div class="log" ref={box} role="log" aria-live="off" aria-label={t("log")} tabIndex={0}
        onScroll={(event) => {
          const log = event.currentTarget;
          if (atRest(log)) stick.current = true;
          else if (log.scrollTop < lastTop.current - 2) stick.current = false;
          lastTop.current = log.scrollTop;
          if (stick.current) setBelow(false);
        }}>
        <Hero />
        <ol class="rows">
          {rows.map((row) => <StillRow key={row.message.client_id ?? row.message.id} row={row} />)}
          {view.partial && <li class="row theirs first"><span class="avatar none" /><div class="body"><div class="bubble"><Plain text={view.partial.text} /></div></div></li>}
          {view.outgoing.map((item, at) => (
            <Waiting key={item.client_id} item={item} first={at === 0 && last?.from !== "user"} offline={view.link === "offline"} />
          ))}
          {typing && !view.partial && <TypingRow />}
        </ol>
        {view.link === "connecting" && !rows.length && <p class="system-line"><span>{t("connecting")}</span></p>}
      </div>
      {below && <button type="button" class="to-bottom" onClick={() => box.current && settle(box.current)}>{t("toBottom")} <Icon name="chevron" class="turn" /></button>}
    </div>
  );
}

/** Whether `on` has been true for a while: to draw the dots takes a slow phone longer than a quick answer takes to come. */
function useLate(on: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) return setLate(false);
    const timer = setTimeout(setLate, DOTS_AFTER_MS, true);
    return () => clearTimeout(timer);
  }, [on]);
  return on && late;
}

/** Scrolls so that the citizen's last words and the beginning of the reply are seen, or as far down as there is. */
function settle(log: HTMLElement): void {
  const bottom = log.scrollHeight - log.clientHeight;
  log.scrollTop = Math.max(log.scrollTop, Math.min(bottom, restingPlace(log)));
}

function restingPlace(log: HTMLElement): number {
  const mine = log.querySelectorAll<HTMLElement>(".row.mine");
  const last = mine[mine.length - 1];
  return last ? last.offsetTop - 12 : 0;
}

function atRest(log: HTMLElement): boolean {
  const bottom = log.scrollHeight - log.clientHeight;
  return log.scrollTop >= Math.min(bottom, restingPlace(log)) - 60;
}
