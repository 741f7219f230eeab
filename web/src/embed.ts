// Inside a frame: talks with the page around us, by the name of its origin and never `*`, and listens to nobody else.

export interface Host {
  close: () => void;
  unread: (n: number) => void;
}

/** What the page around may ask of us. */
export interface Asked {
  open(): void;
  close(): void;
  send(text: string): void;
}

/** The page around this frame, if we were embedded by the launcher, which names its origin in our address. */
export function joinHost(search: string, asked: Asked): Host | null {
  const query = new URLSearchParams(search);
  const origin = query.get("origin") ?? "";
  if (query.get("embed") !== "1" || parent === window || !/^https?:\/\/[^/]+$/.test(origin)) return null;
  const post = (type: string, more: object = {}): void => parent.postMessage({ zw: 1, type, ...more }, origin);
  addEventListener("message", (event: MessageEvent<Record<string, unknown> | null>) => {
    if (event.origin !== origin || event.source !== parent || event.data?.["zw"] !== 1) return;
    const { type, text } = event.data;
    if (type === "open") asked.open();
    else if (type === "close") asked.close();
    else if (type === "send" && typeof text === "string" && text.trim()) asked.send(text);
  });
  post("ready");
  return { close: () => post("close"), unread: (n) => post("unread", { n }) };
}

/** How many replies came after `seen`: what somebody who closed the chat has not read. */
export function unreadSince(seen: number, messages: readonly { seq: number; from?: string; type: string }[]): number {
  return messages.filter((message) => message.seq > seen && message.from !== "user" && message.type !== "citation").length;
}
