import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listEndpoints, type Endpoint } from '../api/endpoints';
import { useSession } from '../api/session';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useCosts, useFigures, hours, type Cost, type Figures } from './figures';
import { FirstCall } from './FirstCall';
import { count, dollars, milliseconds, share } from './format';
import { NotGranted } from './NotGranted';
import { Sparkline } from './Sparkline';
import { UsageDashboard } from './UsageDashboard';
import { isDenied } from './usage';
import './gateway.css';

/** The workspace's endpoints, and what each did in the last 24 hours. */
export default function EndpointsPage() {
  const workspace = useSession().data?.workspace_id;
  const endpoints = useQuery({ queryKey: ['endpoints'], queryFn: ({ signal }) => listEndpoints(signal) });
  const figures = useFigures(workspace);
  const costs = useCosts(workspace);
  return (
    <>
      <div className="bar">
        <h1>AI Gateway</h1>
        <Link to="/catalog/system/ai_gateway/usage">The usage table</Link>
        <Link to="/new-endpoint" className="link-button">New endpoint</Link>
      </div>
      <UsageDashboard />
      {endpoints.error && <Failure error={endpoints.error} retry={() => void endpoints.refetch()} />}
      {endpoints.isPending && <Loading what="endpoints" />}
      {workspace !== undefined && figures.data !== undefined && <FirstCall key={workspace} workspace={workspace} isQuiet={figures.data.size === 0} />}
      {endpoints.data?.length === 0 && (
        <p className="empty">There is no endpoint here that you may query. Make one, or ask who manages one to let you: its page has “Who may use it”.</p>
      )}
      {endpoints.data && endpoints.data.length > 0 && <EndpointTable endpoints={endpoints.data} figures={figures.data} costs={costs.data} />}
      {isDenied(figures.error) && <NotGranted table="usage" what="figures" />}
      {!isDenied(figures.error) && isDenied(costs.error) && <NotGranted table="spend" what="costs" />}
      {figures.error && !isDenied(figures.error) && <Failure error={figures.error} retry={() => void figures.refetch()} />}
      {!figures.error && costs.error && !isDenied(costs.error) && <Failure error={costs.error} retry={() => void costs.refetch()} />}
    </>
  );
}

function EndpointTable({ endpoints, figures, costs }: { endpoints: Endpoint[]; figures: Map<string, Figures> | undefined; costs: Map<string, Cost> | undefined }) {
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Endpoints">
      <table>
        <caption className="visually-hidden">Endpoints; the figures are of the last {hours} hours</caption>
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            <th scope="col">Models</th>
            {figures && (
              <>
                <th scope="col">Last {hours} hours</th>
                <th scope="col" className="number">Requests</th>
                <th scope="col" className="number">Tokens</th>
                <th scope="col" className="number"><abbr title="Status 400 and above, but for clients that hung up (499)">Errors</abbr></th>
                <th scope="col" className="number"><abbr title="Half of the requests took no longer">Latency p50</abbr></th>
              </>
            )}
            {costs && <th scope="col" className="number">List cost</th>}
          </tr>
        </thead>
        <tbody>
          {endpoints.map((endpoint) => (
            <tr key={endpoint.id}>
              <th scope="row"><Link to={`/ai-gateway/${endpoint.name}`}>{endpoint.name}</Link></th>
              <td>{endpoint.config.destinations.map((destination) => destination.external_model_config?.model ?? destination.name).join(', ')}</td>
              {figures && <FigureCells figures={figures.get(endpoint.name)} />}
              {costs && <td className="number"><CostText cost={costs.get(endpoint.name)} /></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FigureCells({ figures }: { figures: Figures | undefined }) {
  const requests = figures?.requests ?? 0;
  return (
    <>
      <td><Sparkline values={figures?.byHour ?? new Array<number>(hours).fill(0)} what="requests" /></td>
      <td className="number">{count(requests)}</td>
      <td className="number">{count(figures?.tokens)}</td>
      <td className="number">{share(figures?.errors ?? 0, requests)}</td>
      <td className="number">{milliseconds(figures?.medianLatency)}</td>
    </>
  );
}

function CostText({ cost }: { cost: Cost | undefined }) {
  return (
    <>
      {dollars(cost?.amount)}
      {cost !== undefined && cost.unpriced > 0 && <span className="quiet unpriced">and {count(cost.unpriced)} without a price</span>}
    </>
  );
}
