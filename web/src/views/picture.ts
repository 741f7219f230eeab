// Draws a guide into a picture, to be kept on the phone. Loaded only when somebody asks for it; needs nothing but a canvas.

import type { GuideLine, LineKind } from "../text/guide";

const WIDTH = 720;
const EDGE = 44;
const FONT = '"PingFang SC", "PingFang HK", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
const INK = "#191919";
const SOFT = "#5a5a5a";
const BRAND = "#096b3a";

interface Look {
  size: number;
  weight: number;
  colour: string;
  before: number;
  indent: number;
}

const LOOKS: Record<LineKind, Look> = {
  title: { size: 40, weight: 600, colour: INK, before: 0, indent: 0 },
  soft: { size: 24, weight: 400, colour: SOFT, before: 10, indent: 0 },
  key: { size: 29, weight: 600, colour: BRAND, before: 14, indent: 0 },
  head: { size: 26, weight: 600, colour: BRAND, before: 30, indent: 0 },
  text: { size: 29, weight: 400, colour: INK, before: 14, indent: 0 },
  tick: { size: 29, weight: 400, colour: INK, before: 16, indent: 46 },
  ticked: { size: 29, weight: 400, colour: INK, before: 16, indent: 46 },
};

/** The lines as a PNG data URL, `brand` at the top; throws where the browser gives no canvas. */
export function picture(lines: readonly GuideLine[], brand: string): string {
  const canvas = document.createElement("canvas");
  const measuring = canvas.getContext("2d");
  if (!measuring) throw new Error("no canvas");
  const rows = lines.flatMap((line) => {
    const look = LOOKS[line.kind];
    measuring.font = fontOf(look);
    return wrap(line.text, WIDTH - 2 * EDGE - look.indent, (text) => measuring.measureText(text).width)
      .map((text, at) => ({ text, look, kind: line.kind, first: at === 0 }));
  });
  const top = 118;
  const height = rows.reduce((sum, row) => sum + (row.first ? row.look.before : 0) + row.look.size * 1.45, top) + EDGE;
  canvas.width = WIDTH;
  canvas.height = Math.ceil(height);
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, WIDTH, canvas.height);
  head(pen, brand);
  pen.textBaseline = "top";
  let y = top;
  for (const row of rows) {
    if (row.first) y += row.look.before;
    if (row.first && row.look.indent) box(pen, EDGE, y + 5, row.kind === "ticked");
    pen.font = fontOf(row.look);
    pen.fillStyle = row.look.colour;
    pen.fillText(row.text, EDGE + row.look.indent, y);
    y += row.look.size * 1.45;
  }
  return canvas.toDataURL("image/png");
}

/** Text in lines no wider than `room`; breaks between Chinese characters, and in front of whole Latin words. */
export function wrap(text: string, room: number, width: (text: string) => number): string[] {
  const out: string[] = [];
  let line = "";
  for (const piece of text.match(/[\w./:@#%&?=+-]+\s*|[^]/gu) ?? []) {
    if (line && width(line + piece.trimEnd()) > room && !/^[，。、；：）》”！？,.;:)]/u.test(piece)) {
      out.push(line.trimEnd());
      line = "";
    }
    if (width(piece) <= room) line += piece;
    else {
      for (const letter of piece) {
        if (line && width(line + letter) > room) {
          out.push(line);
          line = "";
        }
        line += letter;
      }
    }
  }
  if (line.trim()) out.push(line.trimEnd());
  return out;
}

function fontOf(look: Look): string {
  return `${look.weight} ${look.size}px ${FONT}`;
}

function head(pen: CanvasRenderingContext2D, brand: string): void {
  pen.fillStyle = "#dcece4";
  pen.fillRect(0, 0, WIDTH, 84);
  pen.save();
  pen.translate(EDGE - 6, 16);
  pen.scale(1.3, 1.3);
  pen.strokeStyle = BRAND;
  pen.lineWidth = 1.7;
  pen.lineCap = pen.lineJoin = "round";
  pen.stroke(new Path2D("M20 4v3M15.500 11c0-3 2-4.500 4.500-4.500s4.500 1.500 4.500 4.500M13 11h14M14 11v4.500M26 11v4.500M18 15.500v-2.300a2 2 0 0 1 4 0v2.300M9.500 15.500h21l-1.500 5h-18zM12.500 20.500V36M27.500 20.500V36M7 36h26M17 24.500v3M23 24.500v3M18 36v-4a2 2 0 0 1 4 0v4"));
  pen.restore();
  pen.textBaseline = "middle";
  pen.font = `600 30px ${FONT}`;
  pen.fillStyle = BRAND;
  pen.fillText(brand, EDGE + 58, 44);
}

function box(pen: CanvasRenderingContext2D, x: number, y: number, ticked: boolean): void {
  pen.strokeStyle = BRAND;
  pen.lineWidth = 2.5;
  pen.strokeRect(x, y, 28, 28);
  if (!ticked) return;
  pen.beginPath();
  pen.moveTo(x + 6, y + 14);
  pen.lineTo(x + 12, y + 21);
  pen.lineTo(x + 23, y + 7);
  pen.stroke();
}
