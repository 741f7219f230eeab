import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, dayAndClock, dayKey, groupByDay, needsTimeLine, timeLine, zonesDiffer } from "../src/text/times";

const NINE_IN_BEIJING = "2026-12-01T01:00:00Z";

test("an instant is shown by the clock of each zone", () => {
  assert.equal(clock(NINE_IN_BEIJING, "Asia/Shanghai"), "09:00");
  assert.equal(clock(NINE_IN_BEIJING, "Europe/London"), "01:00");
  assert.equal(clock(NINE_IN_BEIJING, "Asia/Kathmandu"), "06:45");
  assert.equal(clock(NINE_IN_BEIJING, "America/New_York"), "20:00");
  assert.equal(clock("2026-12-01T16:00:00Z", "Asia/Shanghai"), "00:00");
});

test("the citizen's day may be the day before", () => {
  assert.equal(dayKey(NINE_IN_BEIJING, "America/New_York"), "2026-11-30");
  assert.equal(dayAndClock(NINE_IN_BEIJING, "America/New_York", "zh-Hans"), "11月30日周一 20:00");
});

test("London's change of clocks on 2027-03-28 moves the hour", () => {
  assert.equal(clock("2027-03-27T01:30:00Z", "Europe/London"), "01:30");
  assert.equal(clock("2027-03-28T01:30:00Z", "Europe/London"), "02:30");
});

test("slots are grouped by the day of the zone and in order of time", () => {
  const slots = [{ start: "2026-12-01T06:00:00Z" }, { start: NINE_IN_BEIJING }, { start: "2026-12-01T05:00:00Z" }];
  assert.deepEqual(groupByDay(slots, "America/New_York").map((group) => [group.day, group.items.length]), [["2026-11-30", 1], ["2026-12-01", 2]]);
  assert.deepEqual(groupByDay(slots, "Asia/Shanghai").map((group) => group.items.length), [3]);
});

test("zones with the same clock do not count as different", () => {
  assert.equal(zonesDiffer(NINE_IN_BEIJING, "Asia/Shanghai", "Asia/Hong_Kong"), false);
  assert.equal(zonesDiffer(NINE_IN_BEIJING, "Asia/Shanghai", "Asia/Tokyo"), true);
});

test("a time line stands first and after five minutes of silence", () => {
  assert.equal(needsTimeLine(undefined, NINE_IN_BEIJING), true);
  assert.equal(needsTimeLine(NINE_IN_BEIJING, "2026-12-01T01:05:00Z"), false);
  assert.equal(needsTimeLine(NINE_IN_BEIJING, "2026-12-01T01:05:01Z"), true);
});

test("today's time line is the clock alone, yesterday's has the day", () => {
  assert.equal(timeLine(NINE_IN_BEIJING, "2026-12-01T03:00:00Z", "Asia/Shanghai", "zh-Hans"), "09:00");
  assert.equal(timeLine(NINE_IN_BEIJING, "2026-12-02T03:00:00Z", "Asia/Shanghai", "zh-Hans"), "12月1日周二 09:00");
});
