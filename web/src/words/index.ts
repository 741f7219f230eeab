// Which catalogue speaks, and how a word is filled in.

import type { Lang } from "../text/times";
import { words as hans } from "./zh-Hans";
import type { Words } from "./zh-Hans";

const known: Partial<Record<Lang, Words>> = { "zh-Hans": hans };

export const LANGS: { lang: Lang; short: string; name: string }[] = [
  { lang: "zh-Hans", short: "简", name: "简体中文" },
  { lang: "zh-Hant", short: "繁", name: "繁體中文" },
  { lang: "en", short: "EN", name: "English" },
];

/** `say` speaks `lang` from now on. */
export function learn(lang: Lang, words: Words): void {
  known[lang] = words;
}

/** The catalogue of `lang` is here: only Simplified comes with the page, the others when somebody reads them. */
export async function fetchWords(lang: Lang): Promise<void> {
  if (known[lang]) return;
  const { words } = (await import(new URL(`words-${lang}.js`, import.meta.url).href)) as { words: Words };
  learn(lang, words);
}

/** The words under `key`, with `{name}` replaced. */
export function say(lang: Lang, key: keyof Words, values: Record<string, string | number> = {}): string {
  return (known[lang] ?? hans)[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The best of our languages for what a browser asks for; Chinese where none fits. */
export function bestLang(wanted: readonly string[]): Lang {
  for (const tag of wanted) {
    if (/^zh\b.*(hant|hk|tw|mo)\b/i.test(tag) || /^yue/i.test(tag)) return "zh-Hant";
    if (/^zh\b/i.test(tag)) return "zh-Hans";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "zh-Hans";
}
