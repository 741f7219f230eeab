// A form in the conversation: drafted on this device, checked with a summary of faults, shown once more before it goes.

import { useEffect, useRef, useState } from "preact/hooks";
import type { FormContent, FormField } from "../contract/messages";
import type { FieldValue } from "../talk/api";
import { draftOf, faults, isEmpty } from "../text/forms";
import { Link } from "./actions";
import { useAround } from "./context";
import { Field } from "./field";
import { Icon } from "./icons";

type Values = Record<string, FieldValue>;

/** The form of message `id`; only its title once it was sent. */
export function Form({ id, content, expired, openAt = "fill" }: { id: string; content: FormContent; expired: boolean; openAt?: "fill" | "faults" | "check" }) {
  const { t, lang, talk, storage, done, announce } = useAround();
  const draftKey = `zw.draft.${content.draft_key ?? id}`;
  const [values, setValues] = useState<Values>(() => ({ ...content.values, ...readDraft(storage.getItem(draftKey)) }));
  const [found, setFound] = useState(() => (openAt === "faults" ? faults(content.fields, values, lang) : new Map<string, string>()));
  const [checking, setChecking] = useState(openAt === "check");
  const top = useRef<HTMLDivElement>(null);
  const moved = useRef(0);
  const [moves, move] = useState(0);
  useEffect(() => {
    if (moves > moved.current) top.current?.focus();
    moved.current = moves;
  }, [moves]);

  if (done[id] !== undefined || expired) {
    return (
      <div class="card form-done">
        <Icon name={expired ? "clock" : "check"} /> <strong>{content.title}</strong> <span class="soft">{t(expired ? "noLonger" : "submitted")}</span>
        {!expired && content.undo_seconds && <p class="hint">{t("undoNote", { n: Math.round(content.undo_seconds / 60) })}</p>}
      </div>
    );
  }
  const change = (field: FormField, value: FieldValue): void => {
    const next = { ...values, [field.id]: value };
    setValues(next);
    storage.setItem(draftKey, JSON.stringify(draftOf(content.fields, next)));
    if (found.has(field.id)) setFound(without(found, field.id));
  };
  const send = (): void => {
    talk.submit(content.form_id, trimmed(content.fields, values), t("submittedForm", { title: content.title }));
    storage.removeItem(draftKey);
    talk.finish(id, t("submitted"));
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const wrong = faults(content.fields, values, lang);
    setFound(wrong);
    if (wrong.size) {
      announce(t("formErrors", { n: wrong.size }));
      move(moves + 1);
    } else if (content.submit.confirm_page && !checking) {
      setChecking(true);
      move(moves + 1);
    } else send();
  };
  const asksWords = content.fields.some((field) => field.input !== "file" && field.input !== "consent");
  const fieldId = (name: string): string => `f-${id}-${name}`;
  const focusField = (name: string): void => {
    const root = top.current?.getRootNode() as Document | ShadowRoot;
    root.getElementById(fieldId(name))?.focus();
  };
  return (
    <form class="card form" noValidate onSubmit={submit} aria-label={content.title}>
      <div ref={top} tabIndex={-1} class="form-top">
        <h3>{checking ? `${t("check")} · ${content.title}` : content.title}</h3>
        <p class="soft">{checking ? t("checkMore") : content.intro}</p>
        {found.size > 0 && (
          <div class="summary">
            <p><Icon name="warn" /> <strong>{t("formErrors", { n: found.size })}</strong></p>
            <ul>
              {[...found].map(([name, text]) => (
                <li key={name}><button type="button" class="linkish" onClick={() => focusField(name)}>{text}</button></li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {checking ? (
        <dl class="details">
          {content.fields.filter((field) => field.input !== "consent").map((field) => (
            <div key={field.id}><dt>{field.label}</dt><dd>{shown(field, values[field.id], t)}</dd></div>
          ))}
        </dl>
      ) : (
        content.fields.map((field) => (
          <Field key={field.id} field={field} id={fieldId(field.id)} value={values[field.id]} fault={found.get(field.id)}
            onChange={(value) => change(field, value)} />
        ))
      )}
      {content.privacy && <p class="source"><Icon name="book" /><span><Link href={content.privacy.url}>{t("privacy")}</Link></span></p>}
      {content.undo_seconds && <p class="hint">{t("undoNote", { n: Math.round(content.undo_seconds / 60) })}</p>}
      {!checking && asksWords && <p class="hint">{t("draft")}<br />{t("formByWords")}</p>}
      <div class="actions">
        <button type="submit" class="button main">{content.submit.title}</button>
        {checking && <button type="button" class="button" onClick={() => setChecking(false)}>{t("edit")}</button>}
      </div>
    </form>
  );
}

function shown(field: FormField, value: FieldValue | undefined, t: ReturnType<typeof useAround>["t"]): string {
  if (isEmpty(value)) return t("notGiven");
  const title = (one: string): string => field.options?.find((option) => option.value === one)?.title ?? one;
  if (Array.isArray(value)) return field.input === "file" ? String(value.length) : value.map(title).join("、");
  return typeof value === "boolean" ? t(value ? "yes" : "no") : title(value!);
}

function trimmed(fields: readonly FormField[], values: Values): Values {
  const out: Values = {};
  for (const field of fields) {
    const value = values[field.id];
    if (!isEmpty(value)) out[field.id] = typeof value === "string" ? value.trim() : value!;
  }
  return out;
}

function without(found: Map<string, string>, name: string): Map<string, string> {
  const rest = new Map(found);
  rest.delete(name);
  return rest;
}

function readDraft(text: string | null): Values {
  try {
    return JSON.parse(text ?? "{}") as Values;
  } catch {
    return {};
  }
}
