import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button, Form } from 'react-aria-components';
import { Field } from '../ui/Field';
import { Failure } from '../ui/Failure';
import { FormDialog } from './FormDialog';

/** Asks for one name: of something new, or another of something that there is. */
export function NameDialog({ label, title, field, verb, hint, now = '', className, save, onSaved }: {
  label: string;
  title: string;
  field: string;
  verb: string;
  hint?: string;
  now?: string;
  className?: string;
  save: (name: string) => Promise<unknown>;
  onSaved: (saved: unknown) => unknown;
}) {
  return (
    <FormDialog label={label} title={title} {...(className === undefined ? {} : { className })}>
      {(close) => <NameForm {...{ field, verb, hint, now, save, onSaved, close }} />}
    </FormDialog>
  );
}

function NameForm({ field, verb, hint, now, save, onSaved, close }: {
  field: string;
  verb: string;
  hint: string | undefined;
  now: string;
  save: (name: string) => Promise<unknown>;
  onSaved: (saved: unknown) => unknown;
  close: () => void;
}) {
  const [name, setName] = useState(now);
  const saving = useMutation({
    mutationFn: () => save(name.trim()),
    onSuccess: async (saved) => {
      close();
      await onSaved(saved);
    },
  });
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Field label={field} name="name" value={name} onChange={setName} isRequired hint={hint} />
      {saving.error && <Failure error={saving.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={saving.isPending}>{verb}</Button>
        <Button onPress={close}>Cancel</Button>
      </div>
    </Form>
  );
}
