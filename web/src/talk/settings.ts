// What the citizen chose about looks and language; remembered on this device, overridden by the page's address.

import type { Lang } from "../text/times";
import { bestLang } from "../words";
import type { ListedStorage, Storage } from "./queue";

export type Theme = "auto" | "light" | "dark";
export const SIZES = [17, 20, 24, 30] as const;
export type Size = (typeof SIZES)[number];

export interface Settings {
  lang: Lang;
  elder: boolean;
  size: Size;
  theme: Theme;
}

const KEY = "zw.settings";

/** Settings from the address, else as remembered, else from the browser. */
export function readSettings(storage: Storage, search: string, languages: readonly string[]): Settings {
  const query = new URLSearchParams(search);
  let kept: Partial<Settings> = {};
  try {
    kept = (JSON.parse(storage.getItem(KEY) ?? "{}") as Partial<Settings> | null) ?? {};
  } catch {
    kept = {};
  }
  const asked = query.get("lang");
  const theme = query.get("theme") ?? kept.theme;
  const elder = query.has("elder") ? query.get("elder") !== "0" : Boolean(kept.elder);
  const size = Number(query.get("size") ?? kept.size ?? (elder ? 24 : 17)) as Size;
  return {
    lang: asked ? bestLang([asked]) : kept.lang ?? bestLang(languages),
    elder,
    size: SIZES.includes(size) ? size : 17,
    theme: theme === "light" || theme === "dark" ? theme : "auto",
  };
}

/** The settings are there after a reload. */
export function keepSettings(storage: Storage, settings: Settings): void {
  storage.setItem(KEY, JSON.stringify(settings));
}

/** localStorage, or memory where the browser forbids it. */
export function safeStorage(open: () => globalThis.Storage): ListedStorage {
  try {
    const real = open();
    real.setItem("zw.probe", "1");
    real.removeItem("zw.probe");
    return real;
  } catch {
    const memory = new Map<string, string>();
    return {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
      removeItem: (key) => void memory.delete(key),
      key: (at) => [...memory.keys()][at] ?? null,
      get length() { return memory.size; },
    };
  }
}
