// Instants shown as people read them, in their own zone and in the office's; Intl knows the zones and the clock changes.

export type Lang = "zh-Hans" | "zh-Hant" | "en";

const INTL: Record<Lang, string> = { "zh-Hans": "zh-CN", "zh-Hant": "zh-HK", en: "en-GB" };
const made = new Map<string, Intl.DateTimeFormat>();

function format(lang: Lang, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + zone + JSON.stringify(options);
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(INTL[lang], { ...options, timeZone: zone });
    made.set(key, found);
  }
  return found;
}

/** The citizen's own zone. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Shanghai";
}

/** The calendar day of an instant in a zone, as YYYY-MM-DD. */
export function dayKey(instant: string, zone: string): string {
  const parts = format("en", zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date(instant));
  const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  return `${get("year")}-${get("month")}-${get("day")}`;
}

/** Hours and minutes, 24-hour clock. */
export function clock(instant: string, zone: string): string {
  return format("en", zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(instant));
}

/** Day and weekday, such as 12月1日周二. */
export function dayLabel(instant: string, zone: string, lang: Lang): string {
  return format(lang, zone, { month: lang === "en" ? "short" : "long", day: "numeric", weekday: "short" }).format(
    new Date(instant),
  );
}

/** Day, weekday and time. */
export function dayAndClock(instant: string, zone: string, lang: Lang): string {
  return `${dayLabel(instant, zone, lang)} ${clock(instant, zone)}`;
}

/** Year, month and day. */
export function dateLabel(instant: string, zone: string, lang: Lang): string {
  return format(lang, zone, { year: "numeric", month: "long", day: "numeric" }).format(new Date(instant));
}

/** The zone's name in the reader's language, such as 北美太平洋标准时间. */
export function zoneLabel(instant: string, zone: string, lang: Lang): string {
  const parts = format(lang, zone, { timeZoneName: "long", hour: "numeric" }).formatToParts(new Date(instant));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** Whether two zones show another clock at this instant. */
export function zonesDiffer(instant: string, one: string, other: string): boolean {
  return clock(instant, one) !== clock(instant, other) || dayKey(instant, one) !== dayKey(instant, other);
}

/** Things with a `start`, in order of time, grouped by the day on which they begin in `zone`. */
export function groupByDay<T extends { start: string }>(items: readonly T[], zone: string): { day: string; items: T[] }[] {
  const groups = new Map<string, T[]>();
  const ordered = [...items].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  for (const item of ordered) {
    const day = dayKey(item.start, zone);
    const group = groups.get(day);
    if (group) group.push(item);
    else groups.set(day, [item]);
  }
  return [...groups].map(([day, inside]) => ({ day, items: inside }));
}

/** Whether a line with the time stands above a message: after five minutes of silence, or at the start. */
export function needsTimeLine(previous: string | undefined, current: string): boolean {
  return !previous || Date.parse(current) - Date.parse(previous) > 5 * 60_000;
}

/** The words of a time line: the clock today, else day and clock. */
export function timeLine(instant: string, now: string, zone: string, lang: Lang): string {
  return dayKey(instant, zone) === dayKey(now, zone) ? clock(instant, zone) : dayAndClock(instant, zone, lang);
}
