// Keeps an ear on the session: streaming while that works, long-poll where a proxy holds streams back.

import type { ChatEvent } from "../contract/messages";
import { ApiProblem, openEvents, refuseProblems, timeLimit } from "./api";
import { EventStreamParser } from "./sse";

export interface Listening {
  cursor(): number;
  token(): string | null;
  onEvent(event: ChatEvent): void;
  onLink(link: "online" | "offline"): void;
  /** The token `used` is not good any more; resolves when there is another. */
  renew(used: string | null): Promise<void>;
}

const SILENCE_MS = 45_000;
const POLL_SECONDS = 25;
const STREAM_AGAIN_MS = 5 * 60_000;
const FAILURES_BEFORE_POLL = 3;

/** Seconds to wait after the n-th failure in a row: full jitter, 0.5 to 30. */
export function backoff(failures: number, random: () => number = Math.random): number {
  return 0.5 + random() * (Math.min(30, 0.5 * 2 ** Math.min(failures, 8)) - 0.5);
}

export class Listener {
  private stopped = false;
  private failures = 0;
  private pollUntil = 0;
  private abort = new AbortController();
  private wake: () => void = () => undefined;

  constructor(private readonly on: Listening) {}

  /** Listens until `stop`. */
  async run(): Promise<void> {
    while (!this.stopped) {
      this.abort = new AbortController();
      const polling = Date.now() < this.pollUntil;
      const token = this.on.token();
      try {
        if (polling) await this.poll();
        else await this.stream();
        this.failures = 0;
      } catch (error) {
        if (this.stopped) return;
        if (error instanceof ApiProblem && (error.status === 401 || error.status === 404)) {
          await this.on.renew(token).catch(() => undefined);
        }
        this.failures += 1;
        if (!this.abort.signal.aborted) this.on.onLink("offline");
        if (!polling && this.failures >= FAILURES_BEFORE_POLL) this.pollUntil = Date.now() + STREAM_AGAIN_MS;
        const seconds = error instanceof ApiProblem && error.retryAfter ? error.retryAfter : backoff(this.failures);
        await this.pause(seconds * 1000);
      }
    }
  }

  /** Tries again at once: the network is back, or the page is looked at again. */
  hurry(): void {
    this.wake();
  }

  /** Gives up the stream for long-poll: something was sent and nothing came back by the stream. */
  preferPoll(): void {
    if (Date.now() < this.pollUntil) return;
    this.pollUntil = Date.now() + STREAM_AGAIN_MS;
    this.reconnect();
  }

  /** Drops the present connection and makes another. */
  reconnect(): void {
    this.abort.abort();
    this.wake();
  }

  stop(): void {
    this.stopped = true;
    this.reconnect();
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async stream(): Promise<void> {
    const limit = timeLimit(SILENCE_MS, this.abort.signal);
    const began = Date.now();
    try {
      const answer = await refuseProblems(await openEvents(this.on.cursor(), this.on.token() ?? "", limit.signal));
      if (!answer.body) throw new Error("no stream");
      this.on.onLink("online");
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      const parser = new EventStreamParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        limit.again();
        this.failures = 0;
        for (const event of parser.feed(decoder.decode(value, { stream: true }))) this.take(event.data);
      }
      if (Date.now() - began < 1000) throw new Error("stream ended at once");
    } finally {
      limit.done();
    }
  }

  private async poll(): Promise<void> {
    const limit = timeLimit(SILENCE_MS, this.abort.signal);
    try {
      const asked = openEvents(this.on.cursor(), this.on.token() ?? "", limit.signal, POLL_SECONDS);
      const body = (await (await refuseProblems(await asked)).json()) as { events?: ChatEvent[] };
      this.on.onLink("online");
      for (const event of body.events ?? []) this.on.onEvent(event);
      if (!body.events?.length) await this.pause(300);
    } finally {
      limit.done();
    }
  }

  private take(data: string): void {
    try {
      this.on.onEvent(JSON.parse(data) as ChatEvent);
    } catch {
      // One event that can't be read must not end the stream.
    }
  }
}
