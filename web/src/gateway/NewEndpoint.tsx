import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { Button, Dialog, DialogTrigger, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { createEndpoint } from '../api/endpoints';
import { useSession } from '../api/session';
import { Failure } from '../ui/Failure';
import { Choice } from '../ui/Choice';
import { Field } from '../ui/Field';
import { providers, type Provider } from './providers';

/** The button that makes an endpoint, and its dialog. */
export function NewEndpoint() {
  return (
    <DialogTrigger>
      <Button className="react-aria-Button primary">New endpoint</Button>
      <ModalOverlay className="overlay">
        <Modal>
          <Dialog>{({ close }) => <NewEndpointForm onClose={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function NewEndpointForm({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [provider, setProvider] = useState<Provider>(providers[0]!);
  const [model, setModel] = useState('');
  const [members, setMembers] = useState<Record<string, string>>({});
  const [keepsPayloads, setKeepsPayloads] = useState(false);
  const creation = useMutation({
    mutationFn: () => createEndpoint(documentOf(name.trim(), provider, model.trim(), members, keepsPayloads)),
    onSuccess: async (endpoint) => {
      onClose();
      await navigate(`/ai-gateway/${endpoint.name}`);
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
    },
  });
  const choose = (chosen: string) => {
    setProvider(providers.find((one) => one.name === chosen)!);
    // What was typed for one provider must not go to another: a key least of all.
    setMembers({});
  };
  return (
    <Form
      className="form"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        creation.mutate();
      }}
    >
      <Heading slot="title" level={2}>New endpoint</Heading>
      <Field label="Name" name="endpoint" value={name} onChange={setName} isRequired hint="What clients name as their model: lower-case letters, digits, “.”, “_” and “-”." placeholder="chat" />
      <Choice label="Provider" value={provider.name} onChange={choose} options={providers.map((one) => ({ value: one.name, name: one.title }))} />
      <Field label="Model" name="model" value={model} onChange={setModel} isRequired hint={`The provider's own name for it, for example ${provider.model}.`} />
      {provider.members.map((member) => (
        <Field
          key={`${provider.name} ${member.name}`}
          label={member.label}
          name={member.name}
          value={members[member.name] ?? ''}
          onChange={(value) => setMembers({ ...members, [member.name]: value })}
          hint={member.isSecret ? `${member.hint ?? ''} Encrypted where it is kept, and never shown again.`.trim() : member.hint}
          isRequired={member.isRequired}
          isSecret={member.isSecret}
        />
      ))}
      {session.data?.is_account_admin && (
        <label className="check">
          <input type="checkbox" checked={keepsPayloads} onChange={(event) => setKeepsPayloads(event.target.checked)} />
          <span>Keep requests and answers in the table <code>main.default.{tablePrefixOf(name.trim()) || '…'}_payload</code></span>
        </label>
      )}
      {creation.error && <Failure error={creation.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={creation.isPending}>{creation.isPending ? 'Making it…' : 'Make the endpoint'}</Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </Form>
  );
}

// A table's name has fewer letters than an endpoint's.
const tablePrefixOf = (name: string) => name.replaceAll(/[^A-Za-z0-9_]/g, '_');

function documentOf(name: string, provider: Provider, model: string, members: Record<string, string>, keepsPayloads: boolean) {
  const stated = Object.fromEntries(provider.members.map((member) => [member.name, members[member.name]?.trim()] as const).filter(([, value]) => value));
  return {
    name,
    config: {
      destinations: [{ name: model.slice(0, 128), traffic_percentage: 100, external_model_config: { provider: provider.name, model, ...stated } }],
      ...(keepsPayloads ? { inference_table: { catalog_name: 'main', schema_name: 'default', table_name_prefix: tablePrefixOf(name) } } : {}),
    },
  };
}
