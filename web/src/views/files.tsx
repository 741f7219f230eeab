// Files go to the service as soon as they are chosen; the form carries only their ids.

import { useState } from "preact/hooks";
import { sizeLabel } from "../text/forms";
import { useAround } from "./context";
import type { FieldProps } from "./field";
import { Icon } from "./icons";

interface Sent {
  id: string;
  name: string;
}

/** A file question: limits told beforehand, each refusal in words, each file removable. */
export function FileField({ field, id, fault, onChange }: FieldProps) {
  const { t, talk, announce } = useAround();
  const [files, setFiles] = useState<Sent[]>([]);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const most = field.max_files ?? 5;
  const size = field.max_bytes ?? 10 * 1048576;
  const keep = (next: Sent[]): void => {
    setFiles(next);
    onChange(next.map((file) => file.id));
  };
  const complain = (text: string): void => {
    setProblem((said) => [said, text].filter(Boolean).join(" · "));
    announce(text);
  };
  const add = async (chosen: File[]): Promise<void> => {
    setProblem("");
    setBusy(true);
    let next = files;
    for (const file of chosen) {
      if (next.length >= most) {
        complain(t("tooManyFiles", { n: most }));
        break;
      }
      if (file.size > size) complain(t("fileTooBig", { name: file.name, size: sizeLabel(size) }));
      else {
        try {
          const sent = await talk.upload(file);
          next = [...next, { id: sent.id, name: sent.name || file.name }];
          keep(next);
        } catch {
          complain(t("uploadFailed", { name: file.name }));
        }
      }
    }
    setBusy(false);
  };
  return (
    <div class="files">
      <p class="hint">{t("fileLimit", { n: most, size: sizeLabel(size) })}</p>
      <span class="button">
        <Icon name="file" /> {t("addFile")}
        <input id={id} type="file" multiple={most > 1} accept={(field.accept ?? []).join(",")} aria-invalid={Boolean(fault)}
          disabled={busy}
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = "";
            void add(chosen);
          }} />
      </span>
      {busy && <p class="hint">{t("uploading")}</p>}
      {problem && <p class="fault"><Icon name="warn" /> {problem}</p>}
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            <Icon name="file" /> <span>{file.name}</span>
            <button type="button" class="tool" aria-label={t("removeFile", { name: file.name })}
              onClick={() => keep(files.filter((other) => other.id !== file.id))}>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
