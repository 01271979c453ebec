import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dialog, Form, Heading, Input, Label, Modal, ModalOverlay, TextField } from 'react-aria-components';
import { createBudget } from '../api/budgets';
import { CopyButton } from '../ui/CopyButton';
import { Failure } from '../ui/Failure';

const keys = [
  { id: 'ACCOUNT', name: 'Everybody', field: null },
  { id: 'USER_DEFAULT', name: 'Each user apart', field: null },
  { id: 'USER', name: 'One user', field: { name: 'principal', label: 'User name' } },
  { id: 'USER_GROUP', name: 'A group', field: { name: 'principal', label: 'Group' } },
  { id: 'ENDPOINT', name: 'An endpoint', field: { name: 'endpoint_name', label: 'Endpoint' } },
  { id: 'WORKSPACE', name: 'A workspace', field: { name: 'workspace_id', label: 'Workspace ID' } },
  { id: 'REQUEST_TAG', name: 'Requests with a tag', field: { name: 'request_tag_key', label: 'Tag' } },
] as const;

/** Makes a budget. The secret that its webhooks are signed with is shown once. */
export function NewBudget({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const queries = useQueryClient();
  const [key, setKey] = useState<(typeof keys)[number]['id']>('ACCOUNT');
  const create = useMutation({
    mutationFn: createBudget,
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['budgets'] });
      if (!made.webhook_secret) {
        close();
      }
    },
  });
  const field = keys.find((one) => one.id === key)!.field;
  const close = () => {
    create.reset();
    onOpenChange(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]).filter(([, value]) => value !== ''));
    const { alert_thresholds: thresholds, ...budget } = values;
    create.mutate({ ...budget, ...(thresholds ? { alert_thresholds: thresholds.split(',').map(Number) } : {}) });
  };
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => (open ? onOpenChange(true) : close())}>
      <Modal>
        <Dialog>
          <Heading slot="title" level={2}>New budget</Heading>
          {create.data?.webhook_secret ? (
            <>
              <p>Its alerts are signed with this secret. It is shown this once:</p>
              <pre>{create.data.webhook_secret}</pre>
              <div className="bar"><CopyButton text={create.data.webhook_secret} label="Copy secret" /><Button className="primary" onPress={close}>Done</Button></div>
            </>
          ) : (
            <Form onSubmit={submit} className="fields">
              <TextField name="name" isRequired autoFocus><Label>Name</Label><Input /></TextField>
              <TextField name="amount" isRequired inputMode="decimal"><Label>Amount in USD</Label><Input /></TextField>
              <label>Period<select name="period" defaultValue="MONTH"><option value="DAY">Day</option><option value="WEEK">Week</option><option value="MONTH">Month</option></select></label>
              <label>Whose spend<select name="key" value={key} onChange={(event) => setKey(event.target.value as typeof key)}>{keys.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></label>
              {field && <TextField key={field.name} name={field.name} isRequired><Label>{field.label}</Label><Input /></TextField>}
              <label>When used up<select name="action" defaultValue="BLOCK"><option value="BLOCK">Refuse requests</option><option value="NOTIFY">Tell somebody only</option></select></label>
              <TextField name="alert_thresholds" defaultValue="80, 100"><Label>Tell at, in percent</Label><Input /></TextField>
              <TextField name="webhook_url" type="url"><Label>Webhook (the account's when empty)</Label><Input placeholder="https://" /></TextField>
              {create.error && <Failure error={create.error} />}
              <div className="bar"><Button type="submit" className="primary" isDisabled={create.isPending}>Make budget</Button><Button onPress={close}>Cancel</Button></div>
            </Form>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
