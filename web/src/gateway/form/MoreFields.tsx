import { taken, withText } from './draft';
import type { EndpointForm } from './endpointForm';
import { MemberField } from './MemberField';
import { MemberFields } from './MemberFields';
import type { Member } from './providers';

const tableMembers: Member[] = [
  { name: 'catalog_name', label: 'Catalog', isRequired: true },
  { name: 'schema_name', label: 'Schema', isRequired: true },
  { name: 'table_name_prefix', label: 'Prefix of the table', hint: 'Before “_payload”: letters, digits and “_”.', isRequired: true },
];
const tableNumbers: Member[] = [
  { name: 'sampling_fraction', label: 'Part that is kept', hint: 'Above 0, at most 1; left out: all.' },
  { name: 'retention_days', label: 'Days that it is kept', hint: 'Left out: 30.' },
];
const retryMembers: Member[] = [
  { name: 'max_retries', label: 'Retries at the same destination', hint: 'Left out: none.' },
  { name: 'initial_backoff_seconds', label: 'Seconds before the first' },
  { name: 'max_backoff_seconds', label: 'Most seconds between two' },
];
const breakerMembers: Member[] = [
  { name: 'failures', label: 'Failures until passed over', hint: 'In a row; 0: never. Left out: 5.' },
  { name: 'open_seconds', label: 'Seconds that it is passed over', hint: 'Left out: 15.' },
];

interface Props {
  form: EndpointForm;
  onChange: (form: EndpointForm) => void;
}

/** Where requests and answers are kept. A table is shared by its name, so only account admins may name one. */
export function InferenceTableFields({ form, name, onChange, mayName }: Props & { name: string; mayName: boolean }) {
  // A table's name has fewer letters than an endpoint's.
  const prefix = name.replaceAll(/[^A-Za-z0-9_]/g, '_');
  const made = () => taken({ catalog_name: 'main', schema_name: 'default', table_name_prefix: prefix }, { catalog_name: 'text', schema_name: 'text', table_name_prefix: 'text' });
  return (
    <section aria-labelledby="form-table">
      <h3 id="form-table">Inference table</h3>
      <label className="check">
        <input type="checkbox" checked={form.table !== undefined} disabled={!mayName} onChange={(event) => onChange({ ...form, table: event.target.checked ? made() : undefined })} />
        <span>Keep requests and answers in a table</span>
      </label>
      {!mayName && <p className="quiet hint">Only an account admin can change this.</p>}
      {form.table && (
        <div className="fields">
          <MemberFields members={tableMembers} path="config.inference_table" draft={form.table} onChange={(table) => onChange({ ...form, table })} isDisabled={!mayName} />
          <MemberFields members={tableNumbers} path="config.inference_table" draft={form.table} onChange={(table) => onChange({ ...form, table })} isDisabled={!mayName} isNumber />
        </div>
      )}
    </section>
  );
}

/** Estimates, costs, retries, and the owner. */
export function OtherFields({ form, onChange }: Props) {
  return (
    <section aria-labelledby="form-other">
      <h3 id="form-other">Usage, retries, owner</h3>
      <label className="check">
        <input type="checkbox" checked={form.estimatesUsage ?? false} onChange={(event) => onChange({ ...form, estimatesUsage: event.target.checked })} />
        <span>Estimate tokens where the provider states none</span>
      </label>
      <label className="check">
        <input type="checkbox" checked={form.reportsCost ?? false} onChange={(event) => onChange({ ...form, reportsCost: event.target.checked })} />
        <span>Say in the answers what they cost</span>
      </label>
      <div className="fields">
        <MemberFields members={retryMembers} path="config.retries" draft={form.retries} onChange={(retries) => onChange({ ...form, retries })} isNumber />
        <MemberFields members={breakerMembers} path="config.circuit_breaker" draft={form.breaker} onChange={(breaker) => onChange({ ...form, breaker })} isNumber />
        <MemberField label="Owner" path="owner" value={form.own.texts['owner']} onChange={(text) => onChange({ ...form, own: withText(form.own, 'owner', text) })} hint="A user's e-mail or a service principal's application id. Left out: whoever made it." />
      </div>
    </section>
  );
}
