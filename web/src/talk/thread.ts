// The messages of one session in order: each once, the citizen's own copy replaced by the service's.

import type { Message } from "./api";

export class Thread {
  private items: Message[] = [];
  /** The highest seq the service has sent; events are asked for after it. */
  cursor = 0;

  /** The messages as they are shown: superseded ones left out. */
  shown(): Message[] {
    const gone = new Set(this.items.map((item) => item.supersedes).filter(Boolean));
    return gone.size ? this.items.filter((item) => !gone.has(item.id)) : this.items;
  }

  /** Everything up to `seq` has come. */
  saw(seq: number): void {
    this.cursor = Math.max(this.cursor, seq);
  }

  /** True if `message` was new; a local copy with the same client_id gives way to it. */
  add(message: Message): boolean {
    this.saw(message.seq);
    if (this.items.some((item) => item.id === message.id && !isLocal(item))) return false;
    const others = this.items.filter(
      (item) => item.id !== message.id && !(message.client_id && item.client_id === message.client_id),
    );
    this.items = insert(others, message);
    return true;
  }

  /** Shows what the citizen said until the service's copy comes by; does not move the cursor. */
  addLocal(seq: number, clientId: string, text: string, at: string): void {
    if (this.items.some((item) => item.client_id === clientId)) return;
    this.items = insert(this.items, {
      v: 1, kind: "message", type: "text", id: `local:${clientId}`, seq, session_id: "", from: "user",
      ts: at, fallback: text, client_id: clientId, content: { text },
    });
  }

  /** Nothing is left. */
  clear(): void {
    this.items = [];
    this.cursor = 0;
  }
}

function isLocal(message: Message): boolean {
  return message.id.startsWith("local:");
}

function insert(items: Message[], message: Message): Message[] {
  const at = items.findIndex((item) => item.seq > message.seq);
  return at < 0 ? [...items, message] : [...items.slice(0, at), message, ...items.slice(at)];
}
