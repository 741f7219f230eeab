// Who this is, and in one press: the three languages, the mode for the elderly, and settings.

import { useRef, useState } from "preact/hooks";
import { SIZES } from "../talk/settings";
import type { Settings, Size, Theme } from "../talk/settings";
import { LANGS } from "../words";
import { Choices } from "./choices";
import { useAround } from "./context";
import { Icon } from "./icons";
import { Mark } from "./motif";

export interface HeaderProps {
  settings: Settings;
  change: (changes: Partial<Settings>) => void;
  restart: () => void;
  close: (() => void) | null;
  openSettings?: boolean;
}

/** The head of the page. */
export function Header(props: HeaderProps) {
  const { settings, change } = props;
  const { t } = useAround();
  const [open, setOpen] = useState(Boolean(props.openSettings));
  const opener = useRef<HTMLButtonElement>(null);
  const shut = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <header class="head" onKeyDown={(event) => {
      if (event.key === "Escape" && open) {
        event.stopPropagation();
        shut();
      }
    }}>
      <div class={props.close ? "bar closable" : "bar"}>
        <div class="brand">
          <Mark />
          <div>
            <h1>{t("name")}</h1>
            <p class="tagline">{t("tagline")}</p>
          </div>
        </div>
        {props.close && <button type="button" class="square" aria-label={t("close")} onClick={props.close}><Icon name="close" /></button>}
        <div class="head-tools">
          <div class="langs" role="group" aria-label={t("language")}>
            {LANGS.map(({ lang, short, name }) => (
              <button key={lang} type="button" lang={lang} aria-label={`${short} ${name}`} aria-pressed={settings.lang === lang} onClick={() => change({ lang })}>
                <span>{short}</span>
              </button>
            ))}
          </div>
          <button type="button" class="pill" aria-pressed={settings.elder} onClick={() => change({ elder: !settings.elder, size: settings.elder ? 17 : 24 })}>
            <span>{t("elder")}</span>
          </button>
          <button type="button" class="square" ref={opener} aria-label={t("settings")} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="letters" />
          </button>
        </div>
      </div>
      {open && <SettingsPanel {...props} shut={shut} />}
    </header>
  );
}

function SettingsPanel({ settings, change, restart, shut }: HeaderProps & { shut: () => void }) {
  const { t } = useAround();
  const [sure, ask] = useState(false);
  const sizeNames = t("sizeNames").split(",");
  const themes: [Theme, "themeAuto" | "themeLight" | "themeDark"][] = [["auto", "themeAuto"], ["light", "themeLight"], ["dark", "themeDark"]];
  return (
    <section class="settings" aria-label={t("settings")}>
      <Choices label={t("textSize")} name="zw-size" options={SIZES.map((size, at) => [String(size), sizeNames[at]!])} value={String(settings.size)}
        onChoose={(size) => change({ size: Number(size) as Size })} />
      <Choices label={t("theme")} name="zw-theme" options={themes.map(([theme, word]) => [theme, t(word)])} value={settings.theme}
        onChoose={(theme) => change({ theme: theme as Theme })} />
      {sure ? (
        <div class="sure" role="group" aria-label={t("restart")}>
          <p>{t("restartSure")}</p>
          <button type="button" class="button danger" onClick={() => { shut(); restart(); }}>{t("confirm")}</button>
          <button type="button" class="button" onClick={() => ask(false)}>{t("cancel")}</button>
        </div>
      ) : (
        <div class="actions">
          <button type="button" class="button" onClick={() => ask(true)}>{t("restart")}</button>
          <button type="button" class="button" onClick={shut}>{t("close")}</button>
        </div>
      )}
    </section>
  );
}
