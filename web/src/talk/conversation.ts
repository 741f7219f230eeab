// One citizen's conversation: opens or resumes the session, sends in order, listens, and tells the page what to show.

import type { ChatEvent } from "../contract/messages";
import { ApiProblem, newId, request } from "./api";
import type { FieldValue, Message, SessionOpened } from "./api";
import { Listener, backoff } from "./listen";
import { Queue } from "./queue";
import type { ListedStorage, Outgoing } from "./queue";
import { Thread } from "./thread";

export type Link = "connecting" | "online" | "offline";

export interface View {
  messages: Message[];
  outgoing: Outgoing[];
  typing: boolean;
  link: Link;
  /** Chips, forms and slots already used, with what was chosen. */
  done: Record<string, string>;
  ratings: Record<string, boolean>;
  /** How content with the whole conversation, 1 to 5; 0 while not said. */
  stars: number;
  partial: { id: string; text: string } | null;
  notice: string | null;
  /** What came since the citizen last spoke, while the page was open: the live region says each once. */
  fresh: { id: string; text: string }[];
}

export interface ConversationOptions {
  storage: ListedStorage;
  locale: () => string;
  timezone: string;
  channel: string;
  /** The service domain that the page around is about, or nothing. */
  topic: string;
}

const TYPING_LIMIT_MS = 30_000;
const ECHO_LIMIT_MS = 6_000;

export class Conversation {
  readonly thread = new Thread();
  private readonly queue: Queue;
  private readonly watchers = new Set<() => void>();
  private readonly listener: Listener;
  private state: Omit<View, "messages" | "outgoing"> = {
    typing: false, link: "connecting", done: {}, ratings: {}, stars: 0, partial: null, notice: null, fresh: [],
  };
  private features: string[] = [];
  private pumping = false;
  private opened = false;
  private tries = 0;
  private typingTimer = 0;

  constructor(private readonly options: ConversationOptions) {
    this.queue = new Queue(options.storage);
    this.listener = new Listener({
      cursor: () => this.thread.cursor,
      token: () => this.token(),
      onEvent: (event) => this.take(event, true),
      onLink: (link) => this.setLink(link),
      renew: (used) => this.open(used),
    });
    this.state.done = this.read("zw.done");
    this.state.ratings = this.read("zw.ratings");
    this.state.stars = Number(options.storage.getItem("zw.stars") ?? 0);
  }

  /** What to show now. */
  view(): View {
    return { ...this.state, messages: this.thread.shown(), outgoing: this.queue.all() };
  }

  /** `watcher` is called after every change, until the returned function is. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Opens the session, keeps trying while there is no network, then listens. */
  async start(): Promise<void> {
    addEventListener("online", () => this.back());
    addEventListener("offline", () => {
      this.setLink("offline");
      this.listener.reconnect();
    });
    addEventListener("storage", (event) => {
      if (event.key?.startsWith("zw.queue.")) this.tell();
      // Another tab has begun another conversation, which is now ours too.
      else if (event.key === "zw.session" && event.newValue) {
        this.thread.clear();
        this.listener.reconnect();
      }
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.listener.hurry());
    for (let failures = 0; !this.opened; failures += 1) {
      await this.open().catch(async () => {
        this.setLink("offline");
        await new Promise((resolve) => {
          setTimeout(resolve, backoff(failures) * 1000);
          addEventListener("online", resolve, { once: true });
        });
      });
    }
    void this.pump();
    await this.listener.run();
  }

  /** The citizen typed this. */
  say(text: string): void {
    this.enqueue(text, { text });
  }

  /** The citizen pressed a button that means `payload`. */
  press(title: string, payload: string): void {
    this.enqueue(title, { payload, text: title });
  }

  /** The citizen filled in a form; values are kept only until the service has them. */
  submit(formId: string, values: Record<string, FieldValue>, shown: string): void {
    this.enqueue(shown, { form_id: formId, values });
  }

  /** A message that failed goes again, with the same client_id. */
  again(clientId: string): void {
    this.queue.change(clientId, { state: "queued", problem: "" });
    this.tell();
    void this.pump();
  }

  /** A message that failed is dropped. */
  drop(clientId: string): void {
    this.queue.remove(clientId);
    this.tell();
  }

  /** Chips, a form or slots are used up and say what was chosen. */
  finish(messageId: string, chosen: string): void {
    this.state.done = { ...this.state.done, [messageId]: chosen };
    this.write("zw.done", this.state.done);
    this.tell();
  }

  /** The service knows whether this message helped. */
  async rate(messageId: string, helpful: boolean, reason?: string): Promise<void> {
    this.state.ratings = { ...this.state.ratings, [messageId]: helpful };
    this.write("zw.ratings", this.state.ratings);
    this.tell();
    await request("POST", "/feedback", { message_id: messageId, helpful, reason }, this.token() ?? "").catch(() => undefined);
  }

  /** The service knows how content the citizen is with the whole conversation. */
  async grade(stars: number): Promise<void> {
    this.state.stars = stars;
    this.write("zw.stars", stars);
    this.tell();
    await request("PUT", "/sessions/current/stars", { stars }, this.token() ?? "").catch(() => undefined);
  }

  /** A file is with the service; the id goes into the form's values. */
  upload(file: File): Promise<{ id: string; name: string; size: number }> {
    const data = new FormData();
    data.append("file", file);
    return request("POST", "/uploads", data, this.token() ?? "");
  }

  /** The words of a recording, for the citizen to read over; undefined where the service takes none. */
  get hear(): ((sound: Blob) => Promise<string>) | undefined {
    if (!this.features.includes("speech")) return undefined;
    return async (sound) => {
      const heard = await request<{ text: string }>("POST", `/speech?lang=${this.options.locale()}`, sound, this.token() ?? "");
      return heard.text.trim();
    };
  }

  /** The old session is deleted and a new one greets. */
  async restart(): Promise<void> {
    await request("DELETE", "/sessions/current", undefined, this.token() ?? "").catch(() => undefined);
    this.forget();
    await this.open().catch(() => this.setLink("offline"));
    this.listener.reconnect();
  }

  private token(): string | null {
    return this.options.storage.getItem("zw.token");
  }

  private back(): void {
    this.listener.hurry();
    void this.pump();
  }

  /** There is a good session; nothing is done if another tab already replaced the token `used`. */
  private open(used: string | null = this.token()): Promise<void> {
    return alone("zw-session", async () => {
      const { storage, locale, timezone, channel, topic } = this.options;
      let known = this.token();
      if (this.opened && known && known !== used) return;
      // A first screen on which nothing was said gives way to that of the page where one is now.
      const welcome = `${locale()} ${topic}`;
      if (!this.opened && (storage.getItem("zw.welcome") ?? welcome) !== welcome) known = null;
      const base = { locale: locale(), timezone, channel, ...(topic && { topic }) };
      let session: SessionOpened;
      try {
        session = await request<SessionOpened>("POST", "/sessions", known ? { ...base, resume: known, next: this.proposed() } : base);
      } catch (error) {
        if (!known || !(error instanceof ApiProblem) || error.status >= 500 || error.status === 429) throw error;
        this.forget();
        this.state.notice = "expired";
        session = await request<SessionOpened>("POST", "/sessions", base);
      }
      if (storage.getItem("zw.session") !== session.session_id) {
        this.forget();
        storage.setItem("zw.welcome", welcome);
      }
      storage.setItem("zw.token", session.token);
      storage.setItem("zw.session", session.session_id); // last: other tabs take it up with its token
      storage.removeItem("zw.next");
      this.features = session.features ?? [];
      if (session.topics?.length && !this.opened) console.warn(`Qiaodu: the topic "${topic}" (data-topic) is not known and was left out; known: ${session.topics.join(", ")}`);
      for (const message of session.messages) this.take(message, false);
      this.opened = true;
      this.setLink("online");
    });
  }

  /** The token after a resume, kept until its answer has come: a lost answer must not lose the conversation. */
  private proposed(): string {
    const next = this.options.storage.getItem("zw.next") ?? (newId() + newId()).replace(/-/g, "");
    this.options.storage.setItem("zw.next", next);
    return next;
  }

  private forget(): void {
    this.thread.clear();
    for (const key of ["zw.token", "zw.next", "zw.session", "zw.welcome", "zw.done", "zw.ratings", "zw.stars"]) this.options.storage.removeItem(key);
    this.state = { ...this.state, done: {}, ratings: {}, stars: 0, partial: null, typing: false, fresh: [] };
  }

  private enqueue(shown: string, body: Outgoing["body"]): void {
    this.state.notice = null;
    this.state.fresh = [];
    this.options.storage.removeItem("zw.welcome");
    this.queue.add({ client_id: newId(), shown, body, at: new Date().toISOString(), state: "queued" });
    this.tell();
    void this.pump();
  }

  private async pump(): Promise<void> {
    if (this.pumping || !this.opened || !this.queue.next()) return;
    this.pumping = true;
    const work = async (): Promise<void> => {
      for (let item = this.queue.next(); item; item = this.queue.next()) if (!(await this.send(item))) return;
    };
    try {
      // What waits alone goes out in this very task, before anything is drawn: to be given the lock takes a drawing's time.
      // Another tab that takes it up as well sends the same client_id, which is one message.
      await (this.queue.all().length === 1 ? work() : alone("zw-send", work));
    } finally {
      this.pumping = false;
    }
  }

  /** True if the next one may be sent at once. */
  private async send(item: Outgoing): Promise<boolean> {
    this.queue.change(item.client_id, { state: "sending" });
    this.tell();
    const token = this.token();
    const body = { client_id: item.client_id, ...item.body, locale: this.options.locale(), timezone: this.options.timezone };
    try {
      const taken = await request<{ seq: number }>("POST", "/messages", body, token ?? "");
      this.tries = 0;
      this.thread.addLocal(taken.seq, item.client_id, item.shown, item.at);
      this.queue.remove(item.client_id);
      this.setTyping(!this.answered(taken.seq));
      setTimeout(() => this.thread.cursor < taken.seq && this.listener.preferPoll(), ECHO_LIMIT_MS);
      this.setLink("online");
      return true;
    } catch (error) {
      return this.notSent(item, error, token);
    }
  }

  private async notSent(item: Outgoing, error: unknown, token: string | null): Promise<boolean> {
    this.tries += 1;
    if (error instanceof ApiProblem && error.status < 500 && error.status !== 429) {
      if (error.status === 401 && this.tries < 3) {
        this.queue.change(item.client_id, { state: "queued" });
        return this.open(token).then(() => true, () => this.later(0));
      }
      this.queue.change(item.client_id, { state: "failed", problem: error.mend || error.detail });
      this.tell();
      return true;
    }
    this.queue.change(item.client_id, { state: "queued" });
    if (!(error instanceof ApiProblem)) this.setLink("offline");
    return this.later(error instanceof ApiProblem ? error.retryAfter : 0);
  }

  private later(seconds: number): boolean {
    setTimeout(() => void this.pump(), (seconds || backoff(this.tries)) * 1000);
    this.tell();
    return false;
  }

  private answered(seq: number): boolean {
    return this.thread.shown().some((message) => message.seq > seq && message.from !== "user");
  }

  private take(event: ChatEvent, live: boolean): void {
    if (event.seq) this.thread.saw(event.seq);
    if (event.kind === "message") {
      const isNew = this.thread.add(event);
      if (event.client_id) this.queue.remove(event.client_id);
      if (isNew && event.from !== "user") {
        if (this.state.partial?.id === event.id) this.state.partial = null;
        this.setTyping(false);
        if (live && event.type !== "citation") {
          this.state.fresh = [...this.state.fresh, { id: event.id, text: event.speech || event.fallback }];
        }
      }
    } else if (event.kind === "typing") this.setTyping(event.on);
    else if (event.kind === "delta") {
      const before = this.state.partial?.id === event.id ? this.state.partial.text : "";
      this.state.partial = { id: event.id, text: before + event.text };
    } else if (event.kind === "error") {
      this.setTyping(false);
      this.state.notice = event.text;
    }
    this.tell();
  }

  private setTyping(on: boolean): void {
    clearTimeout(this.typingTimer);
    this.state.typing = on;
    if (on) this.typingTimer = window.setTimeout(() => this.setTyping(false), TYPING_LIMIT_MS);
    this.tell();
  }

  private setLink(link: Link): void {
    const cameBack = link === "online" && this.state.link !== "online";
    this.state.link = link;
    this.tell();
    if (cameBack) void this.pump();
  }

  private tell(): void {
    this.watchers.forEach((watcher) => watcher());
  }

  private read<T>(key: string): Record<string, T> {
    try {
      return JSON.parse(this.options.storage.getItem(key) ?? "{}") as Record<string, T>;
    } catch {
      return {};
    }
  }

  private write(key: string, value: unknown): void {
    this.options.storage.setItem(key, JSON.stringify(value));
  }
}

/** Runs `work` while no other tab does work of this name; without the Locks API, just runs it. */
function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(name, work) as Promise<T>) : work();
}
