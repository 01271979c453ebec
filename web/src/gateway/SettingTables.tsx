import { Link } from 'react-router';
import type { Destination, InferenceTable, RateLimit } from '../api/endpoints';
import { count, share } from './format';

/** Destinations or fallbacks, in their order. */
export function DestinationTable({ title, destinations, empty }: { title: string; destinations: Destination[]; empty: string }) {
  return (
    <section>
      <h2>{title}</h2>
      {destinations.length === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr><th scope="col">Name</th><th scope="col">Provider</th><th scope="col">Model</th><th scope="col">Where</th><th scope="col" className="number">Traffic</th></tr>
            </thead>
            <tbody>
              {destinations.map((destination) => (
                <tr key={destination.name}>
                  <th scope="row">{destination.name}</th>
                  <td>{destination.external_model_config?.provider}</td>
                  <td className="mono">{destination.external_model_config?.model}</td>
                  <td>{whereOf(destination) ?? <span className="quiet">The provider's own address</span>}</td>
                  <td className="number">{destination.traffic_percentage === undefined ? '–' : share(destination.traffic_percentage, 100)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The address, or what the provider finds it by, where one is stated. */
function whereOf(destination: Destination): string | undefined {
  const model = destination.external_model_config;
  const parts = [model?.base_url, model?.['region'], model?.['project'], model?.['location']].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(', ') : undefined;
}

const limited: Record<string, string> = {
  ENDPOINT: 'Everybody together',
  USER: 'A user',
  SERVICE_PRINCIPAL: 'A service principal',
  USER_GROUP: 'A group',
  USER_DEFAULT: 'Each user without a limit of their own',
  REQUEST_TAG: 'Requests with a tag',
};

/** The limits on requests and tokens. */
export function LimitTable({ limits }: { limits: RateLimit[] }) {
  return (
    <section>
      <h2>Limits</h2>
      {limits.length === 0 ? (
        <p className="quiet">None.</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label="Limits">
          <table>
            <thead>
              <tr><th scope="col">Whose</th><th scope="col">Who</th><th scope="col">Every</th><th scope="col" className="number">Requests</th><th scope="col" className="number">Tokens</th></tr>
            </thead>
            <tbody>
              {limits.map((limit, at) => (
                <tr key={at}>
                  <th scope="row" className="who">{limited[limit.key] ?? limit.key}</th>
                  <td>{limit.principal ?? tagOf(limit)}</td>
                  <td>{limit.renewal_period.toLowerCase()}</td>
                  <td className="number">{count(limit.requests)}</td>
                  <td className="number">{count(limit.tokens)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const tagOf = (limit: RateLimit) => [limit.request_tag_key, limit.request_tag_value].filter((part) => part !== undefined).join(': ');

/** Where requests and answers are kept, if they are. */
export function InferenceTableView({ table }: { table: InferenceTable | undefined }) {
  const name = table && `${table.table_name_prefix}_payload`;
  return (
    <section>
      <h2>Inference table</h2>
      {table === undefined ? (
        <p className="quiet">None: requests and answers are not kept.</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label="Inference table">
          <table>
            <thead><tr><th scope="col">Table</th><th scope="col" className="number">Sampled</th><th scope="col" className="number">Kept for</th></tr></thead>
            <tbody>
              <tr>
                <th scope="row" className="mono">
                  <Link to={`/catalog/${table.catalog_name}/${table.schema_name}/${name}`}>{`${table.catalog_name}.${table.schema_name}.${name}`}</Link>
                </th>
                <td className="number">{share(table.sampling_fraction ?? 1, 1)}</td>
                <td className="number">{table.retention_days === undefined ? 'as the server is set' : `${count(table.retention_days)} days`}</td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
