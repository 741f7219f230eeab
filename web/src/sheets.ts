// Our CSS into a shadow root, under a policy that forbids inline styles: a constructed sheet, or a link where there is none.

import css from "./styles/chat.css";

/** `root` wears our CSS and nobody else's. */
export function adopt(root: ShadowRoot): void {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("chat.css", import.meta.url).href;
  (root as ShadowRoot).append(link);
}
