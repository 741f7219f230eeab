// What the citizen said and the service has not yet taken: kept in storage, sent in order, each with its own client_id.

import type { FieldValue } from "./api";

export interface Outgoing {
  client_id: string;
  /** What the citizen sees in the bubble until the service's own copy arrives. */
  shown: string;
  body: { text?: string; payload?: string; form_id?: string; values?: Record<string, FieldValue> };
  at: string;
  state: "queued" | "sending" | "failed";
  problem?: string;
}

export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export class Queue {
  constructor(private readonly storage: Storage, private readonly key = "zw.queue") {}

  /** Everything waiting, oldest first. */
  all(): Outgoing[] {
    try {
      const read: unknown = JSON.parse(this.storage.getItem(this.key) ?? "[]");
      return Array.isArray(read) ? (read as Outgoing[]) : [];
    } catch {
      return [];
    }
  }

  /** The next to send, or undefined; a failed one waits for the citizen. */
  next(): Outgoing | undefined {
    return this.all().find((item) => item.state !== "failed");
  }

  /** `item` is last in the queue, once. */
  add(item: Outgoing): void {
    this.write([...this.all().filter((other) => other.client_id !== item.client_id), item]);
  }

  /** The item, if it is still there, has these changes. */
  change(clientId: string, changes: Partial<Outgoing>): void {
    this.write(this.all().map((item) => (item.client_id === clientId ? { ...item, ...changes } : item)));
  }

  /** The item is gone. */
  remove(clientId: string): void {
    this.write(this.all().filter((item) => item.client_id !== clientId));
  }

  /** Nothing is waiting. */
  clear(): void {
    this.storage.removeItem(this.key);
  }

  private write(items: Outgoing[]): void {
    if (items.length) this.storage.setItem(this.key, JSON.stringify(items));
    else this.clear();
  }
}
