// Checks a form before it is sent. Only help for the citizen: the service checks everything again.

import type { FormField } from "../contract/messages";
import type { FieldValue } from "../talk/api";
import { say } from "../words";
import type { Lang } from "./times";

const CHOICES = new Set(["select", "radio", "checkbox", "file", "date"]);
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const PHONE = /^\+?[0-9][0-9 \-]{4,20}$/;

/** What is wrong, by field id, in the order of the fields; empty when all is well. */
export function faults(fields: readonly FormField[], values: Record<string, FieldValue>, lang: Lang): Map<string, string> {
  const found = new Map<string, string>();
  for (const field of fields) {
    const fault = faultOf(field, values[field.id], lang);
    if (fault) found.set(field.id, fault);
  }
  return found;
}

function faultOf(field: FormField, value: FieldValue | undefined, lang: Lang): string | null {
  const { label } = field;
  if (isEmpty(value)) {
    if (!field.required) return null;
    if (field.input === "consent") return say(lang, "mustAgree");
    return say(lang, CHOICES.has(field.input) ? "missingChoice" : "missing", { label });
  }
  if (typeof value !== "string") return null;
  const text = value.trim();
  const length = [...text].length;
  if (field.min_length && length < field.min_length) return say(lang, "tooShort", { label, n: field.min_length });
  if (field.max_length && length > field.max_length) return say(lang, "tooLong", { label, n: field.max_length });
  if (!fits(field, text)) return field.error || say(lang, "wrong", { label });
  return null;
}

function fits(field: FormField, text: string): boolean {
  if (field.pattern) {
    try {
      return new RegExp(field.pattern, "u").test(text);
    } catch {
      return true;
    }
  }
  if (field.input === "email") return EMAIL.test(text);
  if (field.input === "tel") return PHONE.test(text);
  return true;
}

/** Whether nothing was given. */
export function isEmpty(value: FieldValue | undefined): boolean {
  if (typeof value === "string") return !value.trim();
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

/** The values that may be kept as a draft on this device: no sensitive ones, no consents, no files. */
export function draftOf(fields: readonly FormField[], values: Record<string, FieldValue>): Record<string, FieldValue> {
  const kept: Record<string, FieldValue> = {};
  for (const field of fields) {
    const value = values[field.id];
    if (!field.sensitive && field.input !== "consent" && field.input !== "file" && !isEmpty(value)) kept[field.id] = value!;
  }
  return kept;
}

/** A file size for people. */
export function sizeLabel(bytes: number): string {
  return bytes >= 1048576 ? `${Math.round(bytes / 104857.6) / 10} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
