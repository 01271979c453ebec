import { Button } from 'react-aria-components';
import { newKey } from './draft';
import type { TagForm } from './endpointForm';
import { MemberField } from './MemberField';

/** The tags that each row of the usage table has. */
export function Tags({ rows, onChange }: { rows: readonly TagForm[]; onChange: (rows: TagForm[]) => void }) {
  return (
    <section aria-labelledby="form-tags">
      <h3 id="form-tags">Tags</h3>
      {rows.map((row, at) => {
        const change = (changed: Partial<TagForm>) => onChange(rows.map((other) => (other.key === row.key ? { ...row, ...changed } : other)));
        const isTwice = row.name !== '' && rows.some((other) => other.key !== row.key && other.name === row.name);
        return (
          <div key={row.key} role="group" aria-label={`Tag ${at + 1}`} className="tag-row">
            <MemberField label="Tag" path={`tags[${at}]`} value={row.name} onChange={(name) => change({ name })} isRequired fault={isTwice ? 'There is such a tag already; the last one holds.' : undefined} />
            <MemberField label="Value" path={`tags[${at}].value`} value={row.value} onChange={(value) => change({ value })} />
            <Button className="react-aria-Button small" aria-label={`Remove tag ${at + 1}`} onPress={() => onChange(rows.filter((other) => other.key !== row.key))}>Remove</Button>
          </div>
        );
      })}
      <Button isDisabled={rows.length >= 64} onPress={() => onChange([...rows, { key: newKey(), name: '', value: '' }])}>Add a tag</Button>
    </section>
  );
}
