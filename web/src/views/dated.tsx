// Dates and telephone numbers in one piece: a browser would end the line behind their hyphens, or between 12 and 月.

/** `text` with everything like 2026-11-21 or 0750-12345 or 12月1日周二 kept on one line, and no line that begins with a dot. */
export function dated(text: string) {
  return text.replace(/ · /g, "\u00a0· ").split(/(\d{2,5}(?:-\d{1,8}){1,3}|\d{1,2} ?月 ?\d{1,2} ?日(?:[周週].)?)/).map((part, at) => (at % 2 ? <span key={at} class="whole">{part}</span> : part));
}
