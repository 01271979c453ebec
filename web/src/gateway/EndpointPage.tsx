import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { readEndpoint, type Endpoint } from '../api/endpoints';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { CodeSamples } from './CodeSamples';
import { EndpointPermissions } from './EndpointPermissions';
import { EndpointSettings } from './EndpointSettings';
import { Playground } from './Playground';
import { RecentRequests } from './RecentRequests';
import { sqlLink, textLiteral, usageTable } from './usage';
import './gateway.css';

/** One endpoint: how to use it, what it did, how it is set, and who may use it. */
export default function EndpointPage() {
  const { name = '' } = useParams();
  const endpoint = useQuery({ queryKey: ['endpoints', name], queryFn: ({ signal }) => readEndpoint(name, signal) });
  if (endpoint.data) {
    return <EndpointView key={endpoint.data.id} endpoint={endpoint.data} />;
  }
  return (
    <>
      <div className="bar"><h1 className="name">{name}</h1></div>
      {endpoint.error ? <Failure error={endpoint.error} retry={() => void endpoint.refetch()} /> : <Loading what="the endpoint" />}
      <p><Link to="/ai-gateway">All endpoints</Link></p>
    </>
  );
}

const tabs = [
  { id: 'use', name: 'Use it', View: CodeSamples },
  { id: 'requests', name: 'Recent requests', View: RecentRequests },
  { id: 'try', name: 'Try it', View: Playground },
  { id: 'settings', name: 'Settings', View: EndpointSettings },
  { id: 'permissions', name: 'Who may use it', View: EndpointPermissions },
] as const;

function EndpointView({ endpoint }: { endpoint: Endpoint }) {
  // The tab is in the address, so that a link or a reload leads to the same one.
  const [search, setSearch] = useSearchParams();
  const selected = tabs.find((tab) => tab.id === search.get('tab')) ?? tabs[0];
  return (
    <>
      <EndpointHeader endpoint={endpoint} />
      <Tabs selectedKey={selected.id} onSelectionChange={(tab) => setSearch({ tab: String(tab) }, { replace: true })}>
        <TabList aria-label="Parts of the endpoint">
          {tabs.map(({ id, name }) => <Tab key={id} id={id}>{name}</Tab>)}
        </TabList>
        {tabs.map(({ id, View }) => (
          <TabPanel key={id} id={id}><View endpoint={endpoint} /></TabPanel>
        ))}
      </Tabs>
    </>
  );
}

function EndpointHeader({ endpoint }: { endpoint: Endpoint }) {
  const statement = `SELECT * FROM ${usageTable}\nWHERE endpoint_name = ${textLiteral(endpoint.name)} AND event_time > current_timestamp() - INTERVAL 24 HOURS\nORDER BY event_time DESC LIMIT 100`;
  return (
    <>
      <nav aria-label="Where this is"><Link to="/ai-gateway">AI Gateway</Link></nav>
      <div className="bar">
        <h1 className="name">{endpoint.name}</h1>
        <Link to={sqlLink(statement)}>Its rows of the usage table</Link>
      </div>
      <p className="facts">
        <span>Owner: {endpoint.owner ?? endpoint.creator}</span>
        {Object.entries(endpoint.tags ?? {}).map(([tag, value]) => (
          <span key={tag} className="chip">{value === '' ? tag : `${tag}: ${value}`}</span>
        ))}
      </p>
    </>
  );
}
