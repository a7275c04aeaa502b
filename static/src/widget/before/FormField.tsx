import { useId } from "../../chat/useId.ts";
import { type Field, type FieldName, labelOf } from "./form.ts";

/** What the browser may fill in by itself, and which keys a phone shows. */
const KINDS = {
  name: { type: "text", autocomplete: "name", maxLength: 100 },
  email: { type: "email", autocomplete: "email", maxLength: 254 },
  question: { type: "text", autocomplete: "off", maxLength: 200 },
} as const satisfies Record<FieldName, object>;

interface FormFieldProps {
  field: Field;
  text: string;
  /** What is wrong with it, if anything. */
  problem: string;
  write: (text: string) => void;
}

export function FormField({ field, text, problem, write }: FormFieldProps) {
  const { name, isRequired } = field;
  const id = useId();
  return (
    <div class="ending-field">
      <label for={id} dir="auto">
        {labelOf(field)}
      </label>
      <input
        {...KINDS[name]}
        id={id}
        dir="auto"
        required={isRequired}
        value={text}
        aria-invalid={problem !== ""}
        aria-describedby={`${id}-problem`}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
      <p class="page-problem" id={`${id}-problem`}>
        {problem}
      </p>
    </div>
  );
}
