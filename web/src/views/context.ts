// What every view needs: the language, the zone, the clock and the ways to act.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { FieldValue } from "../talk/api";
import type { Storage } from "../talk/queue";
import type { Lang } from "../text/times";
import { say } from "../words";
import type { Words } from "../words/zh-Hans";

/** What a citizen can do; Conversation does it, the gallery only pretends. */
export interface Talk {
  say(text: string): void;
  press(title: string, payload: string): void;
  submit(formId: string, values: Record<string, FieldValue>, shown: string): void;
  finish(messageId: string, chosen: string): void;
  rate(messageId: string, helpful: boolean, reason?: string): Promise<void>;
  grade(stars: number): Promise<void>;
  upload(file: File): Promise<{ id: string; name: string; size: number }>;
  /** The words of a recording; absent where no speech service is set. */
  readonly hear?: ((sound: Blob) => Promise<string>) | undefined;
  again(clientId: string): void;
  drop(clientId: string): void;
}

export interface Surroundings {
  lang: Lang;
  zone: string;
  elder: boolean;
  now: () => string;
  talk: Talk;
  storage: Storage;
  done: Record<string, string>;
  ratings: Record<string, boolean>;
  stars: number;
  /** Says a short sentence through the one live region. */
  announce(text: string): void;
}

export const Around = createContext<Surroundings>(null as unknown as Surroundings);

/** The surroundings, with `t` to look words up. */
export function useAround(): Surroundings & { t: (key: keyof Words, values?: Record<string, string | number>) => string } {
  const around = useContext(Around);
  return { ...around, t: (key, values) => say(around.lang, key, values) };
}
