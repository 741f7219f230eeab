// Our CSS into a shadow root, under a policy that forbids inline styles: a constructed sheet, or a link where there is none.

import chatCss from "./styles/chat.css";

/** `root` wears the chat's CSS and nobody else's. */
export function adopt(root: ShadowRoot): void {
  wear(root, chatCss, "chat.css");
}

/** `root` wears `css`; `file` is the same CSS beside our scripts, for browsers without constructed sheets. */
export function wear(root: ShadowRoot, css: string, file: string): void {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(file, import.meta.url).href;
  (root as ShadowRoot).append(link);
}
