import { type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { enterPrice } from '../api/settings';
import { Failure } from '../ui/Failure';

const usageTypes = ['input', 'cache_read', 'cache_write', 'cache_write_1h', 'input_audio', 'input_image', 'output', 'output_reasoning', 'output_audio'];

/** Enters a price, from now on. */
export function NewPrice() {
  const queries = useQueryClient();
  const enter = useMutation({ mutationFn: enterPrice, onSuccess: () => queries.invalidateQueries({ queryKey: ['prices'] }) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]).filter(([, value]) => value !== ''));
    enter.mutate(values, { onSuccess: () => form.reset() });
  };
  return (
    <Form onSubmit={submit} className="price-form" aria-label="Enter a price">
      <TextField name="provider" isRequired><Label>Provider</Label><Input placeholder="openai" /></TextField>
      <TextField name="model" isRequired><Label>Model</Label><Input /></TextField>
      <label>Of<select name="usage_type">{usageTypes.map((type) => <option key={type}>{type}</option>)}</select></label>
      <TextField name="rate" isRequired inputMode="decimal"><Label>USD per million tokens</Label><Input /></TextField>
      <Button type="submit" isDisabled={enter.isPending}>Enter price, from now on</Button>
      {enter.error && <Failure error={enter.error} />}
    </Form>
  );
}
