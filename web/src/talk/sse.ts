// Reads text/event-stream as it arrives in pieces; pieces may end anywhere, in the middle of a line too.

export interface ServerEvent {
  id: string | null;
  event: string;
  data: string;
}

export class EventStreamParser {
  private rest = "";
  private data: string[] = [];
  private event = "";
  private id: string | null = null;

  /** The events that `piece` completes, in order. */
  feed(piece: string): ServerEvent[] {
    const out: ServerEvent[] = [];
    this.rest += piece;
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.rest);
      if (!end) return out;
      const line = this.rest.slice(0, end.index);
      this.rest = this.rest.slice(end.index + end[0].length);
      if (line === "") {
        if (this.data.length) out.push({ id: this.id, event: this.event || "message", data: this.data.join("\n") });
        this.data = [];
        this.event = "";
      } else if (!line.startsWith(":")) this.field(line);
    }
  }

  private field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") this.data.push(value);
    else if (name === "event") this.event = value;
    else if (name === "id") this.id = value;
  }
}
