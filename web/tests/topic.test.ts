// What the tag of a site asks for, on its way from the tag to the service.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { address } from "../src/launcher";
import { Conversation } from "../src/talk/conversation";
import type { ListedStorage } from "../src/talk/queue";

const KNOWN = ["id_household", "exit_entry"];
const fetched = globalThis.fetch;
const warned = console.warn;
afterEach(() => {
  globalThis.fetch = fetched;
  console.warn = warned;
});

function memory(): ListedStorage {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key),
    key: (at) => [...kept.keys()][at] ?? null, get length() { return kept.size; } };
}

/** A service that opens and resumes sessions and notes what it was asked; warnings are collected. */
function aService(): { asked: Record<string, unknown>[]; warnings: string[] } {
  const asked: Record<string, unknown>[] = [];
  const warnings: string[] = [];
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  console.warn = (line: string) => void warnings.push(line);
  globalThis.fetch = async (address, options) => {
    if (!String(address).endsWith("/sessions")) return Response.json({ seq: 4 });
    const body = JSON.parse(String(options?.body)) as Record<string, unknown>;
    asked.push(body);
    const session_id = body["resume"] ? String(body["resume"]).replace("token-of-", "") : `s${asked.length}`;
    const unknown = body["topic"] && !KNOWN.includes(String(body["topic"]));
    return Response.json({ session_id, token: `token-of-${session_id}`, expires_in: 60, messages: [], topics: unknown ? KNOWN : [] });
  };
  return { asked, warnings };
}

/** A page that was loaded with this topic on a device that keeps `storage`. */
async function loaded(storage: ListedStorage, topic: string, lang = "zh-Hans"): Promise<Conversation> {
  const conversation = new Conversation({ storage, topic, locale: () => lang, timezone: "Asia/Shanghai", channel: "web" });
  await (conversation as unknown as { open(): Promise<void> }).open();
  return conversation;
}

test("the address carries what the tag says, and nothing that it leaves empty but data-elder", () => {
  const dataset = { lang: "en", topic: "exit_entry", site: "", theme: "", elder: "", position: "left" };
  assert.equal(address({ dataset }, "https://bot", { embed: "1" }), "https://bot/chat?embed=1&lang=en&elder=1&topic=exit_entry");
  assert.equal(address({ dataset: { topic: "", elder: "0" } }, "", {}), "/chat?elder=0");
});

test("the topic goes with a new session, and with none where the page has none", async () => {
  const { asked, warnings } = aService();
  await loaded(memory(), "exit_entry");
  await loaded(memory(), "");
  assert.equal(asked[0]!["topic"], "exit_entry");
  assert.ok(!("topic" in asked[1]!));
  assert.deepEqual(warnings, []);
});

test("a first screen on which nothing was said gives way to that of a page of another topic or language; a talk does not", async () => {
  const { asked } = aService();
  const storage = memory();
  await loaded(storage, "");
  await loaded(storage, "exit_entry");
  const third = await loaded(storage, "exit_entry", "en");
  await loaded(storage, "exit_entry", "en");
  assert.deepEqual(asked.map((body) => body["resume"]), [undefined, undefined, undefined, "token-of-s3"]);

  third.say("Renewing a passport");
  await loaded(storage, "id_household");

  assert.equal(asked[4]!["resume"], "token-of-s3");
});

test("an unknown topic is told once, with the known ones", async () => {
  const { asked, warnings } = aService();
  const conversation = await loaded(memory(), "residence");
  await (conversation as unknown as { open(used: string): Promise<void> }).open("token-of-s1");
  assert.equal(asked.length, 2);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /"residence".*known: id_household, exit_entry$/);
});
