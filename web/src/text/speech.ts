// Which voice of this device fits a language, and a text in pieces that one breath can take.

export interface Voice {
  lang: string;
  localService: boolean;
  default?: boolean;
}

const FITTING: Record<string, RegExp[]> = {
  "zh-Hans": [/^(zh|cmn)[-_](.*[-_])?(hans|cn)/i, /^(zh|cmn)(?![a-z])(?![-_](hk|tw|mo|.*hant))/i],
  "zh-Hant": [/^(yue|zh[-_](.*[-_])?hk)/i, /^(zh|cmn)[-_](.*[-_])?(tw|mo|hant)/i, /^(zh|cmn)(?![a-z])/i],
  en: [/^en(?![a-z])/i],
};
const PIECE = 180;

/** The voice for `lang`, on the device itself; undefined where there is none. */
export function voiceFor<T extends Voice>(lang: string, voices: readonly T[]): T | undefined {
  const own = voices.filter((voice) => voice.localService);
  for (const pattern of FITTING[lang] ?? []) {
    const fitting = own.filter((voice) => pattern.test(voice.lang));
    if (fitting.length) return fitting.find((voice) => voice.default) ?? fitting[0];
  }
  return undefined;
}

/** `text` cut at ends of sentences into pieces of at most 180 characters: some engines stop in the middle of longer ones. */
export function pieces(text: string): string[] {
  const out: string[] = [];
  for (const sentence of text.match(/[^。！？!?\n]+[。！？!?\n]*/g) ?? []) {
    for (let at = 0; at < sentence.length; at += PIECE) {
      const part = sentence.slice(at, at + PIECE).trim();
      const last = out[out.length - 1];
      if (last !== undefined && at === 0 && last.length + part.length < PIECE) out[out.length - 1] = `${last} ${part}`;
      else if (part) out.push(part);
    }
  }
  return out;
}
