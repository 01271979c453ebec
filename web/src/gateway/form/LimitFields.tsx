import { Button } from 'react-aria-components';
import { Choice } from '../../ui/Choice';
import { moved, withText } from './draft';
import { newLimit, type LimitForm } from './endpointForm';
import { MemberField } from './MemberField';
import { RowButtons } from './RowButtons';

const keys = [
  { value: 'ENDPOINT', name: 'Everybody together' },
  { value: 'USER_DEFAULT', name: 'Each user without a limit of their own' },
  { value: 'USER', name: 'A user' },
  { value: 'USER_GROUP', name: 'A group' },
  { value: 'SERVICE_PRINCIPAL', name: 'A service principal' },
  { value: 'REQUEST_TAG', name: 'Requests with a tag' },
];

const periods = [
  { value: 'MINUTE', name: 'Minute' },
  { value: 'HOUR', name: 'Hour' },
];

const principals: Record<string, string> = { USER: "The user's e-mail", USER_GROUP: "The group's name", SERVICE_PRINCIPAL: "The service principal's application id" };

const unprefixed = (value: string) => value.replace(/^RATE_LIMIT_(KEY|RENEWAL_PERIOD)_/, '');

/** The limits on requests and tokens. */
export function Limits({ rows, onChange }: { rows: readonly LimitForm[]; onChange: (rows: LimitForm[]) => void }) {
  return (
    <section aria-labelledby="form-limits">
      <h3 id="form-limits">Limits</h3>
      {rows.map((row, at) => {
        const path = `config.rate_limits[${at}]`;
        const key = unprefixed(row.texts['key'] ?? '');
        const change = (changed: LimitForm) => onChange(rows.map((other) => (other.key === row.key ? changed : other)));
        const put = (name: string) => (text: string) => change({ ...row, ...withText(row, name, text) });
        return (
          <div key={row.key} role="group" aria-label={`Limit ${at + 1}`} className="row-card">
            <div className="bar">
              <h4>Limit {at + 1}</h4>
              <RowButtons what={`limit ${at + 1}`} at={at} count={rows.length} onMove={(to) => onChange(moved(rows, at, to))} onRemove={() => onChange(rows.filter((other) => other.key !== row.key))} />
            </div>
            <div className="fields">
              <Choice label="Whose" value={key} options={withOwn(keys, key)} onChange={(value) => change({ ...row, texts: { ...row.texts, key: value, principal: '', request_tag_key: '', request_tag_value: '' } })} />
              {principals[key] !== undefined && <MemberField label={principals[key]} path={`${path}.principal`} value={row.texts['principal']} onChange={put('principal')} isRequired />}
              {key === 'REQUEST_TAG' && (
                <>
                  <MemberField label="Tag" path={`${path}.request_tag_key`} value={row.texts['request_tag_key']} onChange={put('request_tag_key')} isRequired />
                  <MemberField label="Value" path={`${path}.request_tag_value`} value={row.texts['request_tag_value']} onChange={put('request_tag_value')} hint="Left out: each value has the limit for itself." />
                </>
              )}
              <Choice label="In each" value={unprefixed(row.texts['renewal_period'] ?? '')} options={withOwn(periods, unprefixed(row.texts['renewal_period'] ?? ''))} onChange={put('renewal_period')} />
              <MemberField label="Requests" path={`${path}.requests`} value={row.texts['requests']} onChange={put('requests')} isNumber />
              <MemberField label="Tokens" path={`${path}.tokens`} value={row.texts['tokens']} onChange={put('tokens')} isNumber />
            </div>
          </div>
        );
      })}
      <Button isDisabled={rows.length >= 20} onPress={() => onChange([...rows, newLimit()])}>Add a limit</Button>
    </section>
  );
}

// A word that this page does not know is shown as it is.
const withOwn = (options: { value: string; name: string }[], value: string) => (options.some((one) => one.value === value) ? options : [...options, { value, name: value }]);
