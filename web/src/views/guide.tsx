// What one does with a guide: tick off what is packed, copy it, print it, keep it as a picture.

import { useState } from "preact/hooks";
import type { CardContent, Fact } from "../contract/messages";
import { guideLines, guideText } from "../text/guide";
import { CopyButton } from "./actions";
import { useAround } from "./context";
import { Icon } from "./icons";

/** Which materials of message `id` are ticked, kept on this device; and how to change one. */
export function useTicks(id: string): [ReadonlySet<number>, (at: number, on: boolean) => void] {
  const { storage } = useAround();
  const key = `zw.ticks.${id}`;
  const [ticked, set] = useState<ReadonlySet<number>>(() => new Set((storage.getItem(key) ?? "").split(",").filter(Boolean).map(Number)));
  const tick = (at: number, on: boolean): void => {
    const next = new Set(ticked);
    if (on) next.add(at);
    else next.delete(at);
    set(next);
    if (next.size) storage.setItem(key, [...next].join(","));
    else storage.removeItem(key);
  };
  return [ticked, tick];
}

/** Materials as a list to tick off. */
export function Materials({ fact, ticked, tick }: { fact: Fact; ticked: ReadonlySet<number>; tick: (at: number, on: boolean) => void }) {
  const { t } = useAround();
  const items = fact.items ?? [];
  return (
    <section class="fact">
      <div class="fact-head">
        <h4>{fact.label}</h4>
        <span class="soft ready">{t("ready", { n: ticked.size, all: items.length })}</span>
      </div>
      <ul class="materials">
        {items.map((item, at) => (
          <li key={at}>
            <label class="option material">
              <input type="checkbox" checked={ticked.has(at)} onChange={(event) => tick(at, event.currentTarget.checked)} />
              <span class="material-text">
                <span>{item.text}</span>
                {item.note && <span class="soft">{item.note}</span>}
              </span>
              {typeof item.required === "boolean" && (
                <span class={item.required ? "tag must" : "tag"}>{t(item.required ? "required" : "optional")}</span>
              )}
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Copy, print, picture. */
export function KeepTools({ content, ticked }: { content: CardContent; ticked: ReadonlySet<number> }) {
  const { t, announce } = useAround();
  const [image, show] = useState<string | null>(null);
  const [failed, fail] = useState(false);
  const lines = guideLines(content, ticked, {
    source: t("source"), updated: t("updated", { date: content.source?.updated ?? "" }), label: t("aiLabel"),
  });
  const draw = async (): Promise<void> => {
    try {
      // Fetched when it is wanted: what most people never use is no part of the first load.
      const { picture } = (await import(new URL("picture.js", import.meta.url).href)) as typeof import("./picture");
      show(picture(lines, `${t("name")} · ${t("tagline")}`));
      fail(false);
      announce(t("imageReady"));
    } catch {
      fail(true);
      announce(t("imageFailed"));
    }
  };
  return (
    <>
      <div class="tools keep">
        <CopyButton text={guideText(lines)} what={content.title} word="copyList" />
        <button type="button" class="tool" onClick={(event) => printOnly(event.currentTarget)}><Icon name="print" /> {t("keepPrint")}</button>
        <button type="button" class="tool" onClick={() => void draw()}><Icon name="image" /> {t("keepImage")}</button>
      </div>
      {failed && <p class="fault"><Icon name="warn" /> {t("imageFailed")}</p>}
      {image && (
        <div class="picture">
          <p class="hint">{t("imageReady")}</p>
          <img src={image} alt={guideText(lines)} />
          <a class="button" href={image} download={`${content.title.replace(/[\\/:*?"<>|]/g, "")}.png`}><Icon name="save" /> {t("saveImage")}</a>
        </div>
      )}
    </>
  );
}

/** The browser's print dialog (which also makes PDFs), with nothing on the paper but the card around `from`. */
function printOnly(from: HTMLElement): void {
  const card = from.closest(".card");
  const page = from.closest(".page");
  page?.classList.add("one");
  card?.classList.add("printed");
  print();
  page?.classList.remove("one");
  card?.classList.remove("printed");
}
