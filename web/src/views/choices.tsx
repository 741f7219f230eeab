// One of a few, side by side: a group of radio buttons, each as large as a finger.

/** The chosen one has `value`; `name` is of this group alone. */
export function Choices(props: { label: string; name: string; options: [string, string][]; value: string; onChoose: (value: string) => void }) {
  return (
    <fieldset class="segments">
      <legend>{props.label}</legend>
      {props.options.map(([value, title]) => (
        <label key={value} class={value === props.value ? "on" : undefined}>
          <input type="radio" name={props.name} value={value} checked={value === props.value} onChange={() => props.onChoose(value)} />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}
