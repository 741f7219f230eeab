// Line icons of our own, drawn on a 24 by 24 grid; always beside words or with a name on the button.

const PATHS = {
  send: "M12 19V5M6 11l6-6 6 6",
  person: "M4 20c1-4 4-6 8-6s7 2 8 6M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8",
  headset: "M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H5a1 1 0 0 1-1-1zM20 14h-3v5h2a1 1 0 0 0 1-1zM18 19c0 2-3 2-5 2",
  up: "M7 11v9H4v-9zM7 11l4-8c2 0 3 1 3 3l-1 4h6l-1.500 10H7",
  down: "M7 13V4H4v9zM7 13l4 8c2 0 3-1 3-3l-1-4h6L17.500 4H7",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  check: "M5 12.500l5 5L19.500 7",
  phone: "M6 3h3l2 5-2.500 1.500a11 11 0 0 0 6 6L16 13l5 2v3c0 2-1 3-3 3A15 15 0 0 1 3 6c0-2 1-3 3-3z",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c5 5 5 13 0 18-5-5-5-13 0-18",
  guide: "M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7",
  complain: "M4 10v5l3 .5L8.500 21H11l-1-5 8 3V5L7 9.500 4 10zM21 10v4",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13M15.500 15.500L21 21",
  chevron: "M9 5l7 7-7 7",
  close: "M5 5l14 14M19 5L5 19",
  letters: "M2 19l5-14 5 14M4 14.500h6M14 19l3.500-9L21 19M15.300 16h4.500",
  mic: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3M5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3",
  speaker: "M4 10v4h4l5 4V6L8 10zM16 9c1.500 2 1.500 4 0 6M18.500 6.500c3 3.500 3 7.500 0 11",
  stop: "M7 7h10v10H7z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.500 2",
  pin: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  warn: "M12 4L2.500 20h19zM12 10v4.500M12 17.200v.1",
  calendar: "M4 6h16v14H4zM4 10.500h16M8 3v5M16 3v5",
  book: "M12 6c-2-1.500-5-2-8-2v14c3 0 6 .5 8 2 2-1.500 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14",
  file: "M6 3h8l4 4v14H6zM13 3v5h5",
  print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9.500v.1",
  save: "M12 3v12M7 10.500l5 4.500 5-4.500M5 20h14",
  elder: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M5 21c0-5 3-8 7-8s6 2 6 5M18 14v7M15.500 15.500c0-2 5-2 5 0",
} as const;

export type IconName = keyof typeof PATHS;

/** An icon that says nothing to screen readers: words say it. */
export function Icon({ name, class: extra = "" }: { name: IconName; class?: string }) {
  return (
    <svg class={`icon ${extra}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
