import { indented } from './requests';
import type { Row } from './usage';

/** All that is recorded of one request: its attempts, then every field of its row. */
export function RequestFields({ fields }: { fields: Row }) {
  const { routing_information: routing, ...others } = fields;
  return (
    <div className="request-fields">
      <h3>Attempts</h3>
      <pre tabIndex={0} aria-label="Attempts, routing_information">{routing == null ? 'NULL' : indented(routing)}</pre>
      <h3>Fields</h3>
      <dl>
        {Object.entries(others).map(([name, value]) => (
          <div key={name}><dt className="mono">{name}</dt><dd className="mono">{value ?? <span className="quiet">NULL</span>}</dd></div>
        ))}
      </dl>
    </div>
  );
}
