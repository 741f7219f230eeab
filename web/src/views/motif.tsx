// The watchtower houses (碉楼) of the overseas-Chinese home towns, in lines of our own drawing.

/** The tower as a small mark: roof lantern, gallery with corner turrets, body with loopholes. */
export function Mark({ class: extra = "" }: { class?: string }) {
  return (
    <svg class={`mark ${extra}`} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <path d="M20 4v3M15.500 11c0-3 2-4.500 4.500-4.500s4.500 1.500 4.500 4.500M13 11h14M14 11v4.500M26 11v4.500M18 15.500v-2.300a2 2 0 0 1 4 0v2.300" />
      <path d="M9.500 15.500h21l-1.500 5h-18zM12.500 20.500V36M27.500 20.500V36M7 36h26" />
      <path d="M17 24.500v3M23 24.500v3M18 36v-4a2 2 0 0 1 4 0v4" />
    </svg>
  );
}

/** A row of towers, arcades and banyans by the water, for the first screen. */
export function Skyline() {
  return (
    <svg class="skyline" viewBox="0 0 400 120" preserveAspectRatio="xMidYMax meet" aria-hidden="true" focusable="false">
      <g class="far">
        <path d="M0 92c12-9 24-13 36-12M68 78c7-7 16-11 25-10M136 68c6 0 10 1 14 3M290 80c3-3 6-5 10-6M336 62c7-2 13-1 19 2M384 84c6-2 11-2 16 0" />
      </g>
      <g>
        <path d="M52 24v-8M44 34c0-8 3-11 8-11s8 3 8 11M40 34h24M42 34v9M62 34v9M49 43v-4a3 3 0 0 1 6 0v4" />
        <path d="M34 43h36l-3 8H37zM39 51v53M65 51v53M46 58v5M58 58v5M46 70v5M58 70v5M46 82v5M58 82v5M49 104v-8a3 3 0 0 1 6 0v8" />
      </g>
      <g>
        <path d="M98 62l16-11 16 11M94 62h40v6H94zM98 68v36M130 68v36M105 75v5M114 75v5M123 75v5M105 87v5M123 87v5M111 104v-9a3 3 0 0 1 6 0v9" />
      </g>
      <g>
        <path d="M150 104V78h78v26M150 78l4-6h70l4 6M156 104V93a5 5 0 0 1 10 0v11M172 104V93a5 5 0 0 1 10 0v11M188 104V93a5 5 0 0 1 10 0v11M204 104V93a5 5 0 0 1 10 0v11M160 86v-4M176 86v-4M192 86v-4M208 86v-4M180 72c0-7 4-10 9-10s9 3 9 10" />
      </g>
      <g>
        <path d="M256 104c2-10 1-17-2-22M264 104c-2-10 0-18 4-24M244 82c-9 0-12-10-4-14-1-9 10-13 15-7 4-8 17-6 18 2 9-1 13 10 5 15-2 6-12 8-17 4-4 4-13 4-17 0z" />
      </g>
      <g>
        <path d="M318 14v-6M309 26c0-8 4-12 9-12s9 4 9 12M304 26h28M306 26v10M330 26v10M312 36v-4a2.500 2.500 0 0 1 5 0v4M319 36v-4a2.500 2.500 0 0 1 5 0v4" />
        <path d="M298 36h40l-3 9h-34zM303 45v59M333 45v59M311 52v6M325 52v6M311 66v6M325 66v6M311 80v6M325 80v6M314 104v-8a4 4 0 0 1 8 0v8" />
      </g>
      <g>
        <path d="M352 70l13-8 13 8M349 70h32v5h-32zM353 75v29M377 75v29M360 81v5M370 81v5M362 104v-7a3 3 0 0 1 6 0v7" />
      </g>
      <path d="M0 104h400M20 111h44M92 110h70M186 112h58M270 110h40M334 112h50" />
    </svg>
  );
}
