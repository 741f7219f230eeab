// Where the citizen had scrolled to: there again after a reload, unless they were at the newest words anyway.

import type { Storage } from "./queue";

const KEY = "zw.place";
const NEAR_END = 80;
// On a slow network the conversation comes back late; whoever touches the page before that decides the place.
const SETTLED_MS = 15_000;

/** The log of `root` comes back to its place and remembers it from then on, for this tab. */
export function keepPlace(root: ShadowRoot, storage: Storage): void {
  const kept = Number(storage.getItem(KEY) ?? NaN);
  let restoring = kept >= 0;
  const log = (): HTMLElement | null => root.querySelector<HTMLElement>("[role=log]");
  const restore = (): void => {
    const box = log();
    if (!restoring || !box || box.scrollHeight - box.clientHeight < kept) return;
    restoring = false;
    // After the page's own scrolling to the newest words, which comes with the same drawing.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      box.scrollTop = kept;
      box.dispatchEvent(new Event("placed"));
    }));
  };
  if (restoring) {
    const watcher = new MutationObserver(restore);
    watcher.observe(root, { childList: true, subtree: true });
    setTimeout(() => {
      watcher.disconnect();
      restoring = false;
    }, SETTLED_MS);
    for (const given of ["pointerdown", "keydown", "wheel"]) root.addEventListener(given, () => { restoring = false; }, { once: true });
  }
  root.addEventListener("scroll", (event) => {
    const box = event.target as HTMLElement;
    if (restoring || box !== log()) return;
    if (box.scrollTop + box.clientHeight >= box.scrollHeight - NEAR_END) storage.removeItem(KEY);
    else storage.setItem(KEY, String(Math.round(box.scrollTop)));
  }, true);
}
