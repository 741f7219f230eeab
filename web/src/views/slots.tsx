// Bookable times, grouped by the citizen's own day, each with the office's clock and the mission's beside it where they
// differ; or the one time that is kept (slots_held.tsx).

import { useEffect, useRef, useState } from "preact/hooks";
import type { SlotItem, SlotsContent } from "../contract/messages";
import { clock, dayAndClock, dayLabel, groupByDay, zoneLabel, zonesDiffer } from "../text/times";
import { Actions } from "./actions";
import { useAround } from "./context";
import { dated } from "./dated";
import { Icon } from "./icons";
import { Held } from "./slots_held";

/** The times of message `id`; the one chosen is sent as a command. */
export function Slots({ id, content, expired }: { id: string; content: SlotsContent; expired: boolean }) {
  const { t, lang, zone, talk, done } = useAround();
  const days = groupByDay(content.slots, zone);
  const firstFree = days.find((group) => group.items.some((slot) => slot.capacity_left > 0)) ?? days[0];
  const [day, setDay] = useState(firstFree?.day);
  const [picked, pick] = useState<SlotItem | null>(null);
  const sure = useRef<HTMLDivElement>(null);
  useEffect(() => sure.current?.focus(), [picked]);

  const office = content.office_tz ?? "Asia/Shanghai";
  const officeClock = (start: string): string => t("officeTime", { label: content.office_tz_label, time: dayAndClock(start, office, lang) });
  const chosen = done[id];
  if (chosen !== undefined || expired) {
    return (
      <div class="card form-done">
        <Icon name={chosen ? "check" : "clock"} /> <strong>{content.title}</strong> <span class="soft">{dated(chosen || t("noLonger"))}</span>
      </div>
    );
  }
  if (content.held) return <Held id={id} content={content} />;
  const mission = content.mission_tz;
  const missionClock = (start: string): string => t("officeTime", { label: content.mission_tz_label ?? "", time: dayAndClock(start, mission ?? zone, lang) });
  const first = content.slots[0];
  const differ = Boolean(first && zonesDiffer(first.start, zone, office));
  const take = (slot: SlotItem): void => {
    const label = dayAndClock(slot.start, zone, lang) + (zonesDiffer(slot.start, zone, office) ? (lang === "en" ? ` (${officeClock(slot.start)})` : `（${officeClock(slot.start)}）`) : "");
    talk.press(label, `/${content.action}${JSON.stringify({ slot_id: slot.id })}`);
    talk.finish(id, label);
  };
  const shownDay = days.find((group) => group.day === day);
  return (
    <section class="card slots" aria-label={content.title}>
      <h3>{content.title}</h3>
      <p class="soft">
        {content.location && <span class="with-icon"><Icon name="pin" /><span>{content.location}</span></span>}
        <span class="with-icon"><Icon name="clock" /><span>{t("minutes", { n: content.duration_min })}</span></span>
        {differ && <span class="with-icon"><Icon name="globe" /><span>{t("yourZone", { zone: zoneLabel(first!.start, zone, lang) })}</span></span>}
      </p>
      {!days.length && <p>{t("noSlots")}</p>}
      {days.length > 0 && (
        <div class="days" role="group" aria-label={t("pickDay")}>
          {days.map((group) => {
            const free = group.items.reduce((sum, slot) => sum + slot.capacity_left, 0);
            return (
              <button key={group.day} type="button" class="day" aria-pressed={group.day === day} onClick={() => { setDay(group.day); pick(null); }}>
                <span>{dayLabel(group.items[0]!.start, zone, lang)}</span>
                <span class="soft">{free ? t("left", { n: free }) : t("full")}</span>
              </button>
            );
          })}
        </div>
      )}
      {shownDay && (
        <div class="times" role="group" aria-label={`${t("pickTime")} ${dayLabel(shownDay.items[0]!.start, zone, lang)}`}>
          {shownDay.items.map((slot) => (
            <button key={slot.id} type="button" class="time" disabled={slot.capacity_left <= 0} aria-pressed={picked?.id === slot.id} onClick={() => pick(slot)}>
              <strong>{clock(slot.start, zone)}</strong>
              {zonesDiffer(slot.start, zone, office) && <span class="soft">{officeClock(slot.start)}</span>}
              {mission && <span class="soft">{missionClock(slot.start)}</span>}
              {slot.capacity_left <= 0 && <span class="soft">{t("full")}</span>}
            </button>
          ))}
        </div>
      )}
      {picked && (
        <div class="sure" ref={sure} tabIndex={-1} role="group" aria-label={t("youPicked")}>
          <p>
            {t("youPicked")} <strong>{dayAndClock(picked.start, zone, lang)}</strong>
            {zonesDiffer(picked.start, zone, office) && <span class="soft office">{officeClock(picked.start)}</span>}
            {mission && <span class="soft office">{missionClock(picked.start)}</span>}
          </p>
          {content.hold_seconds && <p class="soft">{t("holdNote", { n: Math.round(content.hold_seconds / 60) })}</p>}
          <button type="button" class="button main" onClick={() => take(picked)}>{t("confirmSlot")}</button>
          <button type="button" class="button" onClick={() => pick(null)}>{t("cancel")}</button>
        </div>
      )}
      {content.next && <Actions actions={[content.next]} plain />}
    </section>
  );
}
