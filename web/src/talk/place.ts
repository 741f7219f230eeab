// Where the citizen was reading: there again after a reload, unless they were at the newest words anyway.
// A place is a message and how far its top stands below the edge: heights change with the size of the text.

import type { Storage } from "./queue";

const KEY = "zw.place";

/** The place that was written down in this tab, or null. */
export function placeKept(storage: Storage): string | null {
  return storage.getItem(KEY);
}

/** What is read at the upper edge of `log` is written down; nothing is where the newest words are in sight. */
export function keepPlace(storage: Storage, log: HTMLElement, atNewest: boolean): void {
  const edge = log.getBoundingClientRect().top;
  const row = atNewest ? undefined : [...log.querySelectorAll<HTMLElement>("[data-id]")].find((one) => one.getBoundingClientRect().bottom > edge);
  if (row) storage.setItem(KEY, `${Math.round(row.getBoundingClientRect().top - edge)} ${row.dataset["id"]}`);
  else storage.removeItem(KEY);
}

/** True if `log` is at the place again; false where its message is no longer there. */
export function backTo(place: string, log: HTMLElement): boolean {
  const at = place.indexOf(" ");
  const row = [...log.querySelectorAll<HTMLElement>("[data-id]")].find((one) => one.dataset["id"] === place.slice(at + 1));
  if (!row) return false;
  log.scrollTop += row.getBoundingClientRect().top - log.getBoundingClientRect().top - Number(place.slice(0, at));
  return true;
}
