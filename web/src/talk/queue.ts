// What the citizen said and the service has not yet taken: kept in storage, sent in order, each with its own client_id.
// Each under a key of its own: two tabs that wrote one list would write over what the other had just put there.

import type { FieldValue } from "./api";

export interface Outgoing {
  client_id: string;
  /** What the citizen sees in the bubble until the service's own copy arrives. */
  shown: string;
  body: { text?: string; payload?: string; form_id?: string; values?: Record<string, FieldValue> };
  at: string;
  state: "queued" | "sending" | "failed";
  problem?: string;
  /** Which came first of two said in the same millisecond. */
  n?: number;
}

export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** A storage that can tell its keys. */
export interface ListedStorage extends Storage {
  readonly length: number;
  key(at: number): string | null;
}

let counted = 0;

export class Queue {
  constructor(private readonly storage: ListedStorage, private readonly prefix = "zw.queue.") {}

  /** Everything waiting, oldest first. */
  all(): Outgoing[] {
    const items: Outgoing[] = [];
    for (let at = 0; at < this.storage.length; at += 1) {
      const key = this.storage.key(at);
      const item = key?.startsWith(this.prefix) ? this.read(key) : null;
      if (item) items.push(item);
    }
    return items.sort((one, two) => (one.at < two.at ? -1 : one.at > two.at ? 1 : (one.n ?? 0) - (two.n ?? 0)));
  }

  /** The next to send, or undefined; a failed one waits for the citizen. */
  next(): Outgoing | undefined {
    return this.all().find((item) => item.state !== "failed");
  }

  /** `item` is in the queue, once. */
  add(item: Outgoing): void {
    this.write({ ...item, n: (counted += 1) });
  }

  /** The item, if it is still there, has these changes. */
  change(clientId: string, changes: Partial<Outgoing>): void {
    const item = this.read(this.prefix + clientId);
    if (item) this.write({ ...item, ...changes });
  }

  /** The item is gone. */
  remove(clientId: string): void {
    this.storage.removeItem(this.prefix + clientId);
  }

  private write(item: Outgoing): void {
    this.storage.setItem(this.prefix + item.client_id, JSON.stringify(item));
  }

  private read(key: string): Outgoing | null {
    try {
      const item = JSON.parse(this.storage.getItem(key) ?? "null") as Outgoing | null;
      return item?.client_id ? item : null;
    } catch {
      return null;
    }
  }
}
