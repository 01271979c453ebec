import { createContext, useContext } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { saidOf } from './fieldPaths';

/** What the API said when the document was saved. */
export const Refusal = createContext<string | undefined>(undefined);

/** A member of the document as a line of text. What the API, or the rule that is checked as one types, says of it stands below. */
export function MemberField({ label, path, value, onChange, hint, fault, isRequired = false, isSecret = false, isNumber = false, isDisabled = false, placeholder }: {
  label: string;
  /** Where it stands in the document, as the API names it. */
  path: string;
  value: string | undefined;
  onChange: (value: string) => void;
  hint?: string | undefined;
  fault?: string | undefined;
  isRequired?: boolean | undefined;
  isSecret?: boolean;
  isNumber?: boolean;
  isDisabled?: boolean;
  placeholder?: string | undefined;
}) {
  const said = fault ?? saidOf(useContext(Refusal), path);
  return (
    // What the API said must not keep the browser from sending again.
    <TextField
      name={path}
      value={value ?? ''}
      onChange={onChange}
      // What was pasted often has a blank behind it, and no member has one.
      onBlur={() => value !== undefined && value !== value.trim() && onChange(value.trim())}
      isRequired={isRequired}
      isInvalid={said !== undefined}
      isDisabled={isDisabled}
      validationBehavior={said === undefined ? 'native' : 'aria'}
      type={isSecret ? 'password' : 'text'}
      autoComplete={isSecret ? 'new-password' : 'off'}
      {...(isNumber ? { inputMode: 'decimal' as const } : {})}
    >
      <Label>{label}{!isRequired && <span className="quiet"> (optional)</span>}</Label>
      <Input {...(placeholder === undefined ? {} : { placeholder })} spellCheck={false} autoCapitalize="none" />
      {hint !== undefined && <Text slot="description" className="quiet hint">{hint}</Text>}
      <FieldError>{said}</FieldError>
    </TextField>
  );
}
