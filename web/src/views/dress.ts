// Puts the chosen looks on the element and its page: theme, size, mode for the elderly, language.

import type { Settings } from "../talk/settings";
import { say } from "../words";

/** The element and, where it is ours, the document show these settings. */
export function dress(element: HTMLElement, settings: Settings, ownDocument = true): void {
  const dark = settings.theme === "dark" || (settings.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const theme = dark ? "dark" : "light";
  element.dataset["theme"] = theme;
  element.dataset["size"] = String(settings.size);
  element.toggleAttribute("data-elder", settings.elder);
  element.lang = settings.lang;
  if (!ownDocument) return;
  document.documentElement.dataset["theme"] = theme;
  document.documentElement.lang = settings.lang;
  document.title = `${say(settings.lang, "name")} · ${say(settings.lang, "tagline")}`;
}
