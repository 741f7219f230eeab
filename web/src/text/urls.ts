// Which addresses a message may link to. Anything else is shown as plain text: `javascript:` never becomes a link.

const SAFE = /^(https?:\/\/[^\s]+|tel:\+?[0-9 \-]+|mailto:[^\s]+)$/i;

/** The address if it may be opened, else null. `//host` and backslashes would leave the site unseen. */
export function safeUrl(raw: string | null | undefined): string | null {
  const url = (raw ?? "").trim();
  if (/^\/(?![/\\])/.test(url)) return url;
  return SAFE.test(url) ? url : null;
}

/** Whether the address leads to another site, and so opens in a tab of its own. */
export function isExternal(url: string): boolean {
  return /^https?:/i.test(url);
}

/** A `tel:` address for a number written for people. */
export function telUrl(number: string): string {
  return "tel:" + number.replace(/[^+0-9]/g, "");
}
