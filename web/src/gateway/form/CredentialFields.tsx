import { Button } from 'react-aria-components';
import type { Destination } from '../../api/endpoints';
import { Choice } from '../../ui/Choice';
import type { DestinationForm } from './endpointForm';
import { MemberFields } from './MemberFields';
import type { Provider } from './providers';
import { hasSecret, storedSecretOf, wayOf, withoutSecrets, withWay } from './secrets';

/** How a destination shows its provider who is calling. A stored secret is never shown: it is kept, or given anew. */
export function CredentialFields({ form, provider, path, stored, onChange }: {
  form: DestinationForm;
  provider: Provider;
  path: string;
  stored: readonly Destination[];
  onChange: (form: DestinationForm) => void;
}) {
  const way = wayOf(form, provider);
  const state = provider.ways.some((one) => one.secrets.length > 0) ? storedSecretOf(form, stored) : 'none';
  const isKept = state === 'kept' && way.secrets.length > 0 && !form.replacesSecret && !hasSecret(form);
  return (
    <fieldset className="part">
      <legend>Credentials</legend>
      {isKept ? (
        <>
          <div className="bar">
            <span>A key is stored, if one was given: it is kept, and never shown.</span>
            <Button className="react-aria-Button small" onPress={() => onChange({ ...form, replacesSecret: true })}>Replace the key</Button>
          </div>
          <MemberFields members={way.members} path={path} draft={form.model} onChange={(model) => onChange({ ...form, model })} />
        </>
      ) : (
        <>
          {state === 'elsewhere' && <p className="quiet">The stored key is for the provider, address and account that were saved. For this one it must be given again.</p>}
          {provider.ways.length > 1 && (
            <Choice label="By" value={way.id} onChange={(id) => onChange(withWay(form, provider, id))} options={provider.ways.map((one) => ({ value: one.id, name: one.title }))} />
          )}
          {way.hint !== undefined && <p className="quiet hint">{way.hint}</p>}
          <MemberFields members={way.members} path={path} draft={form.model} onChange={(model) => onChange({ ...form, model })} />
          <MemberFields members={way.secrets} path={path} draft={form.model} onChange={(model) => onChange({ ...form, model })} isSecret />
          {way.secrets.length > 0 && <p className="quiet hint">Encrypted where it is kept, and never shown again.</p>}
          {state === 'kept' && way.secrets.length > 0 && <Button className="react-aria-Button small" onPress={() => onChange(withoutSecrets(form))}>Keep the stored key</Button>}
        </>
      )}
    </fieldset>
  );
}
