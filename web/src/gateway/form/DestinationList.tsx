import { Button } from 'react-aria-components';
import type { Destination } from '../../api/endpoints';
import { count } from '../format';
import { DestinationFields } from './DestinationFields';
import { moved, withText } from './draft';
import { newDestination, type DestinationForm } from './endpointForm';
import { evenShares, isWhole, sumOf } from './traffic';

interface Props {
  rows: readonly DestinationForm[];
  stored: readonly Destination[];
  endpointName: string | undefined;
  onChange: (rows: DestinationForm[]) => void;
}

/** The destinations, and which share of the traffic each gets. */
export function Destinations({ rows, stored, endpointName, onChange }: Props) {
  const sum = sumOf(rows.map((row) => row.own.texts['traffic_percentage'] ?? ''));
  const split = (shared: readonly DestinationForm[]) => {
    const shares = evenShares(shared.length);
    return shared.map((row, at) => ({ ...row, own: withText(row.own, 'traffic_percentage', shares[at]!) }));
  };
  return (
    <section aria-labelledby="form-destinations">
      <h3 id="form-destinations">Destinations</h3>
      <Rows kind="Destination" path="config.destinations" least={1} hasTraffic rows={rows} stored={stored} endpointName={endpointName} onChange={(changed) => onChange(changed.length === 1 && rows.length > 1 ? split(changed) : changed)} />
      <div className="bar">
        <Button isDisabled={rows.length >= 10} onPress={() => onChange([...rows, newDestination('0')])}>Add a destination</Button>
        {rows.length > 1 && <Button onPress={() => onChange(split(rows))}>Split evenly</Button>}
        <span role="status" className={isWhole(sum) ? 'quiet' : 'bad'}>
          {isWhole(sum) ? 'The shares sum to 100 %.' : Number.isNaN(sum) ? 'A share is not a number.' : `The shares sum to ${count(sum)} %; they must sum to 100 %.`}
        </span>
      </div>
    </section>
  );
}

/** What is tried, in this order, when the destination of a request failed. */
export function Fallbacks({ rows, stored, endpointName, onChange }: Props) {
  return (
    <section aria-labelledby="form-fallbacks">
      <h3 id="form-fallbacks">Fallbacks</h3>
      <p className="quiet hint">Tried in this order where a destination cannot be reached, answers 429 or 5xx, or does not begin in time.</p>
      <Rows kind="Fallback" path="config.fallbacks" least={0} hasTraffic={false} rows={rows} stored={stored} endpointName={endpointName} onChange={onChange} />
      <Button isDisabled={rows.length >= 5} onPress={() => onChange([...rows, newDestination(undefined)])}>Add a fallback</Button>
    </section>
  );
}

function Rows({ kind, path, least, hasTraffic, rows, stored, endpointName, onChange }: Props & { kind: 'Destination' | 'Fallback'; path: string; least: number; hasTraffic: boolean }) {
  return rows.map((row, at) => (
    <DestinationFields
      key={row.key}
      kind={kind}
      form={row}
      at={at}
      count={rows.length}
      least={least}
      path={`${path}[${at}]`}
      stored={stored}
      endpointName={endpointName}
      hasTraffic={hasTraffic}
      onChange={(changed) => onChange(rows.map((other) => (other.key === row.key ? changed : other)))}
      onMove={(to) => onChange(moved(rows, at, to))}
      onRemove={() => onChange(rows.filter((other) => other.key !== row.key))}
    />
  ));
}
