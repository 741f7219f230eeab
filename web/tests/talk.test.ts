import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../src/talk/api";
import { backoff } from "../src/talk/listen";
import { Queue } from "../src/talk/queue";
import type { ListedStorage, Outgoing } from "../src/talk/queue";
import { readSettings } from "../src/talk/settings";
import { unreadSince } from "../src/embed";
import { EventStreamParser } from "../src/talk/sse";
import { Thread } from "../src/talk/thread";
import { pieces, voiceFor } from "../src/text/speech";
import { rowsOf } from "../src/views/log";

function memory(): ListedStorage {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key),
    key: (at) => [...kept.keys()][at] ?? null, get length() { return kept.size; } };
}

function aWord(clientId: string, changes: Partial<Outgoing> = {}): Outgoing {
  return { client_id: clientId, shown: clientId, body: { text: clientId }, at: "2026-11-21T00:00:00Z", state: "queued", ...changes };
}

function aMessage(seq: number, changes: Record<string, unknown> = {}): Message {
  return {
    v: 1, kind: "message", type: "text", id: `m${seq}`, seq, session_id: "s", from: "bot", ts: "2026-11-21T00:00:00Z",
    fallback: "好", content: { text: "好" }, ...changes,
  } as Message;
}

test("events are read whatever the pieces they come in", () => {
  const text = ": hello\n\nid: 7\nevent: message\ndata: {\"a\":1}\ndata: 字\r\n\r\nid: 8\ndata:x\n\n";
  for (let size = 1; size < text.length; size += 1) {
    const parser = new EventStreamParser();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...parser.feed(text.slice(at, at + size)));
    assert.deepEqual(events, [{ id: "7", event: "message", data: "{\"a\":1}\n字" }, { id: "8", event: "message", data: "x" }], `pieces of ${size}`);
  }
});

test("the queue keeps order, holds each word once, and passes over what failed", () => {
  const queue = new Queue(memory());
  queue.add(aWord("a", { state: "failed" }));
  queue.add(aWord("b"));
  queue.add(aWord("c"));
  queue.add(aWord("b"));
  assert.deepEqual(queue.all().map((item) => item.client_id), ["a", "c", "b"]);
  assert.equal(queue.next()?.client_id, "c");
  queue.remove("c");
  queue.change("b", { state: "sending" });
  assert.equal(queue.next()?.state, "sending");
});

test("a queue that cannot be read is an empty queue", () => {
  const storage = memory();
  storage.setItem("zw.queue.x", "{broken");
  assert.deepEqual(new Queue(storage).all(), []);
});

test("each word is kept under its own key, so that two tabs do not write over each other's", () => {
  const storage = memory();
  const written: string[] = [];
  const queue = new Queue({ ...storage, get length() { return storage.length; }, setItem: (key, value) => { written.push(key); storage.setItem(key, value); } });
  queue.add(aWord("a"));
  queue.add(aWord("b"));
  queue.change("b", { state: "sending" });
  queue.remove("a");
  assert.deepEqual(written, ["zw.queue.a", "zw.queue.b", "zw.queue.b"]);
  assert.deepEqual(queue.all().map((item) => item.client_id), ["b"]);
});

test("a thread holds each message once and in order, whatever comes twice or late", () => {
  const thread = new Thread();
  for (const seq of [2, 1, 3, 2, 3, 1]) thread.add(aMessage(seq));
  assert.deepEqual(thread.shown().map((message) => message.seq), [1, 2, 3]);
  assert.equal(thread.cursor, 3);
});

test("the service's copy of the citizen's words replaces the local one", () => {
  const thread = new Thread();
  thread.addLocal(4, "c1", "你好", "2026-11-21T00:00:00Z");
  assert.equal(thread.cursor, 0);
  thread.add(aMessage(4, { from: "user", client_id: "c1" }));
  thread.addLocal(4, "c1", "你好", "2026-11-21T00:00:00Z");
  assert.deepEqual(thread.shown().map((message) => message.id), ["m4"]);
});

test("a superseded message is not shown", () => {
  const thread = new Thread();
  thread.add(aMessage(1));
  thread.add(aMessage(2, { supersedes: "m1" }));
  assert.deepEqual(thread.shown().map((message) => message.id), ["m2"]);
});

test("a citation rides on the answer before it, and only the newest form is live", () => {
  const rows = rowsOf([
    aMessage(1), aMessage(2, { type: "citation", content: { items: [{ n: 1, title: "条例" }] } }),
    aMessage(3, { type: "form", content: { form_id: "petition" } }), aMessage(4, { type: "form", content: { form_id: "petition" } }),
  ]);
  assert.deepEqual(rows.map((row) => [row.message.id, row.citation !== null, row.stale]), [["m1", true, false], ["m3", false, true], ["m4", false, false]]);
});

test("waiting grows but never beyond thirty seconds or below half a second", () => {
  for (let failures = 0; failures < 40; failures += 1) {
    assert.ok(backoff(failures, () => 0) >= 0.5 && backoff(failures, () => 1) <= 30);
  }
  assert.ok(backoff(6, () => 1) > backoff(2, () => 1));
});

test("settings come from the address, then from memory, then from the browser", () => {
  const storage = memory();
  assert.equal(readSettings(storage, "", ["zh-HK"]).lang, "zh-Hant");
  assert.equal(readSettings(storage, "", ["fr", "en-US"]).lang, "en");
  assert.equal(readSettings(storage, "", ["fr"]).lang, "zh-Hans");
  storage.setItem("zw.settings", JSON.stringify({ lang: "en", elder: true, size: 30, theme: "dark" }));
  assert.deepEqual(readSettings(storage, "", ["zh-CN"]), { lang: "en", elder: true, size: 30, theme: "dark" });
  assert.deepEqual(readSettings(storage, "?lang=zh-Hant&elder=0&size=17&theme=light", []), { lang: "zh-Hant", elder: false, size: 17, theme: "light" });
  storage.setItem("zw.settings", "null");
  assert.equal(readSettings(storage, "?elder=1", ["zh-CN"]).size, 24);
});

test("a voice is of the device and of the language, or there is none", () => {
  const cloud = { lang: "zh-CN", localService: false };
  const mandarin = { lang: "zh_CN", localService: true };
  const cantonese = { lang: "zh-HK", localService: true };
  const british = { lang: "en-GB", localService: true };
  assert.equal(voiceFor("zh-Hans", [cloud, british]), undefined);
  assert.equal(voiceFor("zh-Hans", [cloud, cantonese, mandarin]), mandarin);
  assert.equal(voiceFor("zh-Hans", [cantonese]), undefined);
  assert.equal(voiceFor("zh-Hant", [mandarin, cantonese]), cantonese);
  assert.equal(voiceFor("zh-Hant", [mandarin]), mandarin);
  assert.equal(voiceFor("en", [mandarin, british]), british);
});

test("a text is read in pieces of a breath, and every word is read", () => {
  const text = "先办这个。再办那个！\n" + "长".repeat(400) + "。好？";
  const parts = pieces(text);
  assert.ok(parts.every((part) => part.length <= 180));
  assert.equal(parts.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
  assert.deepEqual(pieces("  \n "), []);
});

test("unread is what came to a closed chat from us, sources not counted", () => {
  const said = [aMessage(1), aMessage(2, { from: "user" }), aMessage(3), aMessage(4, { type: "citation" }), aMessage(5)];
  assert.equal(unreadSince(1, said), 2);
  assert.equal(unreadSince(5, said), 0);
});

test("a row that is as it was is the same object, so that it is not drawn again", () => {
  const said = [aMessage(1), aMessage(2, { from: "user" })];
  const before = rowsOf(said);
  const after = rowsOf([...said, aMessage(3), aMessage(4, { type: "citation", content: { items: [{ n: 1, title: "条例" }] } })], before);
  assert.equal(after[0], before[0]);
  assert.equal(after[1], before[1]);
  const cited = rowsOf([...said, aMessage(3)], after);
  assert.notEqual(cited[2], after[2]);
});
