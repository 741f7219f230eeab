// Where the citizen writes. Enter sends, Shift+Enter makes a line, and an Enter that only picks a pinyin word does neither.

import { useEffect, useRef, useState } from "preact/hooks";
import { Microphone } from "../voice";
import { useAround } from "./context";
import { Icon } from "./icons";

const MAX = 500;
const SHOW_COUNT_FROM = 400;
const DRAFT = "zw.typed";

/** The foot of the page: that a machine answers, the way to a person, and the place to write. */
export function Composer() {
  const { t, talk, elder, storage } = useAround();
  const [text, setText] = useState(() => storage.getItem(DRAFT) ?? "");
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`;
  }, [text, elder]);
  const type = (value: string): void => {
    setText(value);
    storage.setItem(DRAFT, value);
  };
  const send = (): void => {
    const said = text.trim();
    if (said) {
      talk.say(said);
      setText("");
      storage.removeItem(DRAFT);
    }
    area.current?.focus();
  };
  const keyDown = (event: KeyboardEvent): void => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) {
      event.preventDefault();
      send();
    }
  };
  const length = [...text].length;
  return (
    <footer class="foot">
      <div class="foot-bar">
        <p class="ai-label">{t("aiLabel")}</p>
        <button type="button" class="quick" onClick={() => talk.press(t("person"), "/handover")}><Icon name="headset" /> {t("person")}</button>
        {elder && <a class="quick" href="tel:12345"><Icon name="phone" /> {t("hotline")}</a>}
      </div>
      <form class="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <label class="unseen" for="zw-composer">{t("composer")}</label>
        <textarea id="zw-composer" ref={area} rows={1} maxLength={MAX} value={text} placeholder={t(elder || talk.hear ? "placeholderShort" : "placeholder")} enterkeyhint="send"
          onInput={(event) => type(event.currentTarget.value)} onKeyDown={keyDown} />
        <Microphone onText={(said) => { type([text.trim(), said].filter(Boolean).join(" ").slice(0, MAX)); area.current?.focus(); }} />
        <button type="submit" class="send" aria-label={t("send")}><Icon name="send" /></button>
      </form>
      {length >= SHOW_COUNT_FROM && <p class="count">{t("count", { n: length, max: MAX })}</p>}
    </footer>
  );
}
