// All three catalogues at once, for the gallery and for tests.

import type { Lang } from "../text/times";
import { learn } from "./index";
import { words as en } from "./en";
import { words as hans } from "./zh-Hans";
import type { Words } from "./zh-Hans";
import { words as hant } from "./zh-Hant";

export const CATALOGUES: Record<Lang, Words> = { "zh-Hans": hans, "zh-Hant": hant, en };
learn("zh-Hant", hant);
learn("en", en);
