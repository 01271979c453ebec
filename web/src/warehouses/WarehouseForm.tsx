import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Heading, Input, Label, NumberField, Text, TextArea, TextField } from 'react-aria-components';
import { createWarehouse, editWarehouse, type Warehouse } from '../api/warehouses';
import { Choice } from '../ui/Choice';
import { Failure } from '../ui/Failure';
import { sizes, statementsAtOnce } from './sizes';
import { tagsOf, textOfTags } from './tags';

/** Makes a warehouse, or edits one. */
export function WarehouseForm({ warehouse, onClose }: { warehouse?: Warehouse; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(warehouse?.name ?? '');
  const [size, setSize] = useState(warehouse?.cluster_size ?? 'Small');
  const [least, setLeast] = useState(warehouse?.min_num_clusters ?? 1);
  const [most, setMost] = useState(warehouse?.max_num_clusters ?? 1);
  const [autoStop, setAutoStop] = useState(warehouse?.auto_stop_mins ?? 120);
  const [tags, setTags] = useState(textOfTags(warehouse?.tags.custom_tags ?? []));
  const saving = useMutation({
    mutationFn: async () => {
      const settings = { name, cluster_size: size, min_num_clusters: least, max_num_clusters: most, auto_stop_mins: autoStop, tags: { custom_tags: tagsOf(tags) } };
      await (warehouse ? editWarehouse(warehouse.id, settings) : createWarehouse(settings));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['warehouses'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  // The one that exists from the start keeps its name.
  const isInitial = warehouse?.creator_name === null;
  return (
    <Form className="form" onSubmit={submit}>
      <Heading slot="title" level={2}>{warehouse ? `Edit ${warehouse.name}` : 'New warehouse'}</Heading>
      {!isInitial && <TextField value={name} onChange={setName} isRequired autoFocus autoComplete="off"><Label>Name</Label><Input /></TextField>}
      <Choice label="Cluster size" value={size} onChange={setSize} options={sizes.map((one) => ({ value: one, name: `${one}: ${statementsAtOnce(one, 1)} at once` }))} />
      <div className="warehouse-clusters">
        <Whole label="Clusters at least" value={least} onChange={setLeast} />
        <Whole label="Clusters at most" value={most} onChange={setMost} />
      </div>
      <p className="quiet warehouse-limit" aria-live="polite">{sentenceOf(statementsAtOnce(size, most))} The others wait in the order in which they came. All warehouses share one engine.</p>
      <Whole label="Stop after minutes without a statement" value={autoStop} onChange={setAutoStop} hint="0 is never. The next statement starts it again." />
      <TextField value={tags} onChange={setTags}>
        <Label>Tags <span className="quiet">(optional)</span></Label>
        <TextArea rows={2} spellCheck={false} />
        <Text slot="description" className="quiet hint">One in a line, for example team=blue.</Text>
      </TextField>
      {saving.error && <Failure error={saving.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={saving.isPending}>{warehouse ? 'Save' : 'Make warehouse'}</Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </Form>
  );
}

const sentenceOf = (statements: number) => (statements === 1 ? 'One statement runs at a time.' : `Up to ${statements.toLocaleString()} statements run at once.`);

function Whole({ label, value, onChange, hint }: { label: string; value: number; onChange: (value: number) => void; hint?: string }) {
  // What is no number is left as it is.
  return (
    <NumberField value={value} onChange={(changed) => !Number.isNaN(changed) && onChange(changed)} minValue={0} formatOptions={{ maximumFractionDigits: 0, useGrouping: false }}>
      <Label>{label}</Label>
      <Input />
      {hint !== undefined && <Text slot="description" className="quiet hint">{hint}</Text>}
    </NumberField>
  );
}
