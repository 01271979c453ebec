import { useId } from 'react';
import type { Destination } from '../../api/endpoints';
import { Choice } from '../../ui/Choice';
import { ConnectionTest } from './ConnectionTest';
import { CredentialFields } from './CredentialFields';
import { withText } from './draft';
import { nameOf, type DestinationForm } from './endpointForm';
import { MemberField } from './MemberField';
import { MemberFields } from './MemberFields';
import { providerOf, providers, type Member } from './providers';
import { RowButtons } from './RowButtons';
import { withProvider } from './secrets';

const waiting: Member[] = [
  { name: 'connect_seconds', label: 'Seconds to connect' },
  { name: 'first_token_seconds', label: 'Seconds to the first token' },
  { name: 'idle_seconds', label: 'Seconds of silence' },
  { name: 'total_seconds', label: 'Seconds in all' },
];

const disconnects = [
  { value: '', name: 'Stop the provider (usual)' },
  { value: 'cancel', name: 'Stop the provider' },
  { value: 'drain', name: 'Read on, to count every token' },
];

/** A destination or fallback: where it is, how it is shown who is calling, and a test of both. */
export function DestinationFields({ kind, form, at, count, least, path, stored, endpointName, hasTraffic, onChange, onMove, onRemove }: {
  kind: 'Destination' | 'Fallback';
  form: DestinationForm;
  at: number;
  count: number;
  least: number;
  path: string;
  stored: readonly Destination[];
  endpointName: string | undefined;
  hasTraffic: boolean;
  onChange: (form: DestinationForm) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}) {
  const heading = useId();
  const modelPath = `${path}.external_model_config`;
  const provider = providerOf(form.model.texts['provider'] ?? '');
  const known = providers.some((one) => one.name === provider.name);
  const title = `${kind} ${at + 1}`;
  const name = nameOf(form);
  const putModel = (member: string) => (text: string) => onChange({ ...form, model: withText(form.model, member, text) });
  return (
    <div role="group" aria-labelledby={heading} className="row-card">
      <div className="bar">
        <h4 id={heading}>{title}{name && <span className="quiet"> {name}</span>}</h4>
        <RowButtons what={title.toLowerCase()} at={at} count={count} least={least} onMove={onMove} onRemove={onRemove} />
      </div>
      <div className="fields">
        <Choice
          label="Provider"
          value={provider.name}
          onChange={(chosen) => onChange(withProvider(form, chosen))}
          options={[...providers.map((one) => ({ value: one.name, name: one.title })), ...(known ? [] : [{ value: provider.name, name: provider.title }])]}
        />
        <MemberField label="Model" path={`${modelPath}.model`} value={form.model.texts['model']} onChange={putModel('model')} isRequired hint={`The provider's own name for it, for example ${provider.model}.`} />
        <MemberField
          label="Name"
          path={`${path}.name`}
          value={form.own.texts['name']}
          onChange={(text) => onChange({ ...form, own: withText(form.own, 'name', text) })}
          hint="In rows and errors; the model's where left out. A stored key goes with it."
          placeholder={name}
        />
        {hasTraffic && (
          <MemberField label="Share of the traffic, %" path={`${path}.traffic_percentage`} value={form.own.texts['traffic_percentage']} onChange={(text) => onChange({ ...form, own: withText(form.own, 'traffic_percentage', text) })} isRequired isNumber />
        )}
        <MemberFields members={provider.members} path={modelPath} draft={form.model} onChange={(model) => onChange({ ...form, model })} />
      </div>
      <CredentialFields form={form} provider={provider} path={modelPath} stored={stored} onChange={onChange} />
      <details>
        <summary>Address, time-outs, and when the client hangs up</summary>
        <div className="fields">
          {provider.hasAddress && <MemberField label="Base URL" path={`${modelPath}.base_url`} value={form.model.texts['base_url']} onChange={putModel('base_url')} hint="Left out: the provider's own address." />}
          <Choice label="When the client hangs up" value={form.model.texts['on_client_disconnect'] ?? ''} onChange={putModel('on_client_disconnect')} options={disconnects} />
          <MemberFields members={waiting} path={`${modelPath}.timeouts`} draft={form.timeouts} onChange={(timeouts) => onChange({ ...form, timeouts })} isNumber />
        </div>
      </details>
      <ConnectionTest form={form} endpointName={endpointName} />
    </div>
  );
}
