// One question of a form, with its hint and fault tied to it for screen readers.

import type { FormField } from "../contract/messages";
import type { FieldValue } from "../talk/api";
import { useAround } from "./context";
import { FileField } from "./files";
import { Icon } from "./icons";

export interface FieldProps {
  field: FormField;
  id: string;
  value: FieldValue | undefined;
  fault: string | undefined;
  onChange: (value: FieldValue) => void;
}

/** The question as label, hint, fault and control. */
export function Field(props: FieldProps) {
  const { field, id, fault } = props;
  const { t } = useAround();
  const note = field.input === "consent" ? "" : t(field.required ? "mustFill" : "mayFill");
  const described = [field.hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
  const group = field.input === "radio" || field.input === "checkbox";
  const heading = <>{field.label}<span class="soft">{note}</span></>;
  const extras = (
    <>
      {field.hint && <p class="hint" id={`${id}-hint`}>{field.hint}</p>}
      {fault && <p class="fault" id={`${id}-fault`}><Icon name="warn" /> {fault}</p>}
    </>
  );
  if (group) {
    return (
      <fieldset class={fault ? "field wrong" : "field"} id={id} tabIndex={-1} aria-describedby={described}>
        <legend>{heading}</legend>
        {extras}
        <Options {...props} />
      </fieldset>
    );
  }
  if (field.input === "consent") {
    return (
      <div class={fault ? "field wrong" : "field"}>
        {extras}
        <label class="option">
          <input id={id} type="checkbox" checked={props.value === true} aria-invalid={Boolean(fault)} aria-describedby={described}
            onChange={(event) => props.onChange(event.currentTarget.checked)} />
          <span>{field.label}</span>
        </label>
      </div>
    );
  }
  return (
    <div class={fault ? "field wrong" : "field"}>
      <label for={id}>{heading}</label>
      {extras}
      <Control {...props} described={described} />
    </div>
  );
}

function Options({ field, id, value, fault, onChange }: FieldProps) {
  const many = field.input === "checkbox";
  const chosen = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
  return (
    <>
      {(field.options ?? []).map((option) => (
        <label key={option.value} class="option">
          <input type={many ? "checkbox" : "radio"} name={id} value={option.value} checked={chosen.includes(option.value)}
            aria-invalid={many ? undefined : Boolean(fault) || undefined}
            onChange={(event) => {
              if (!many) return onChange(option.value);
              const rest = chosen.filter((other) => other !== option.value);
              return onChange(event.currentTarget.checked ? [...rest, option.value] : rest);
            }} />
          <span>{option.title}</span>
        </label>
      ))}
    </>
  );
}

function Control(props: FieldProps & { described: string | undefined }) {
  const { field, id, fault, onChange } = props;
  const { t } = useAround();
  const shared = {
    id,
    class: "control",
    "aria-invalid": Boolean(fault),
    "aria-describedby": props.described,
    "aria-required": field.required,
    value: typeof props.value === "string" ? props.value : "",
  };
  if (field.input === "file") return <FileField {...props} />;
  if (field.input === "select") {
    return (
      <select {...shared} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t("choose")}</option>
        {(field.options ?? []).map((option) => <option key={option.value} value={option.value}>{option.title}</option>)}
      </select>
    );
  }
  if (field.input === "textarea") {
    return <textarea {...shared} rows={4} maxLength={field.max_length ?? undefined} onInput={(event) => onChange(event.currentTarget.value)} />;
  }
  return (
    <input {...shared} type={field.input as "text"} autocomplete={field.autocomplete ?? "off"} inputMode={(field.inputmode ?? undefined) as "text" | undefined}
      maxLength={field.max_length ?? undefined} onInput={(event) => onChange(event.currentTarget.value)} />
  );
}
