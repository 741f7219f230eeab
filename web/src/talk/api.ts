// The public API as functions: each answers with data or throws ApiProblem (the service said no) or a network error.

import type { ChatEvent } from "../contract/messages";

export type FieldValue = string | boolean | string[];
export type Message = Extract<ChatEvent, { kind: "message" }>;

export interface SessionOpened {
  session_id: string;
  token: string;
  expires_in: number;
  messages: Message[];
  features?: string[];
  /** The topics there are, where ours is none of them. */
  topics?: string[];
}

/** An answer with an error status; `mend` holds the citizen's words (`text`) where the service has some. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly mend: string,
    readonly retryAfter: number,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

const BASE = "/api/v1";
const TIMEOUT_MS = 20_000;

/** Aborts after `ms`, or when `outer` does. */
export function timeLimit(ms: number, outer?: AbortSignal): { signal: AbortSignal; done: () => void; again: () => void } {
  const control = new AbortController();
  const stop = (): void => control.abort();
  let timer = setTimeout(stop, ms);
  outer?.addEventListener("abort", stop);
  return {
    signal: control.signal,
    done: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", stop);
    },
    again: () => {
      clearTimeout(timer);
      timer = setTimeout(stop, ms);
    },
  };
}

/** Throws ApiProblem unless the answer is a good one. */
export async function refuseProblems(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (key: string): string => (typeof body[key] === "string" ? (body[key] as string) : "");
  const wait = Number(answer.headers.get("Retry-After") ?? body["retry_after"] ?? 0);
  throw new ApiProblem(answer.status, text("code"), text("detail"), text("text") || text("mend"), Number.isFinite(wait) ? wait : 0);
}

/** One JSON request; `token` goes in the header, never in the address. */
export async function request<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
  const limit = timeLimit(TIMEOUT_MS);
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token) headers["Authorization"] = `Bearer ${token}`;
  const asIs = body instanceof FormData || body instanceof Blob;
  if (body !== undefined && !asIs) headers["Content-Type"] = "application/json";
  try {
    const answer = await refuseProblems(
      await fetch(BASE + path, {
        method,
        headers,
        body: body === undefined ? null : asIs ? body : JSON.stringify(body),
        credentials: "omit",
        signal: limit.signal,
      }),
    );
    return (answer.status === 204 ? undefined : await answer.json().catch(() => undefined)) as T;
  } finally {
    limit.done();
  }
}

/** The event request, streaming or long-poll. */
export function openEvents(after: number, token: string, signal: AbortSignal, pollSeconds?: number): Promise<Response> {
  const poll = pollSeconds === undefined ? "" : `&poll=${pollSeconds}`;
  return fetch(`${BASE}/events?after=${after}${poll}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: pollSeconds === undefined ? "text/event-stream" : "application/json" },
    credentials: "omit",
    cache: "no-store",
    signal,
  });
}

/** A new identifier (UUID v4), also where crypto.randomUUID is missing because the page is not https. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
