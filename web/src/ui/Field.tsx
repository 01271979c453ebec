import { Input, Label, Text, TextField } from 'react-aria-components';

/** A line of text with its label, and a hint where one helps. */
export function Field({ label, name, value, onChange, hint, isRequired = false, isSecret = false, placeholder }: {
  label: string;
  name?: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  isRequired?: boolean | undefined;
  isSecret?: boolean | undefined;
  placeholder?: string;
}) {
  return (
    <TextField {...(name === undefined ? {} : { name })} value={value} onChange={onChange} isRequired={isRequired} type={isSecret ? 'password' : 'text'} autoComplete="off">
      <Label>{label}{!isRequired && <span className="quiet"> (optional)</span>}</Label>
      <Input {...(placeholder === undefined ? {} : { placeholder })} spellCheck={false} autoCapitalize="none" />
      {hint !== undefined && <Text slot="description" className="quiet hint">{hint}</Text>}
    </TextField>
  );
}
