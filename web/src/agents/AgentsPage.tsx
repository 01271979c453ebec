import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createToken, type NewAccessToken } from '../api/accessTokens';
import { listAgents, readSetup, type Agent } from '../api/agents';
import { listEndpoints } from '../api/endpoints';
import { NewToken } from '../people/NewToken';
import { Choice } from '../ui/Choice';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import { Loading } from '../ui/Loading';
import { useSettled } from '../ui/useSettled';
import { Arrived } from './Arrived';
import { EndpointField } from './EndpointField';
import { SetupView } from './SetupView';
import '../gateway/gateway.css';
import '../people/people.css';
import './agents.css';

/** How each coding agent is pointed at this gateway, and whether what it sends arrives. */
export default function AgentsPage() {
  const agents = useQuery({ queryKey: ['agents'], queryFn: ({ signal }) => listAgents(signal), staleTime: Infinity });
  return (
    <>
      <h1>Coding agents</h1>
      <p>
        Point your coding agent at this gateway, and its sessions, tokens, cost, lines and commits are measured. Choose what you use; the settings below are for this gateway as you reach it now.
      </p>
      {agents.error && <Failure error={agents.error} retry={() => void agents.refetch()} />}
      {agents.isPending && <Loading what="agents" />}
      {agents.data && <AgentSetupOf agents={agents.data} />}
    </>
  );
}

function AgentSetupOf({ agents }: { agents: Agent[] }) {
  // What is chosen is in the address too, so that it can be sent to a colleague; the token never is. The address follows some time later: fields cannot wait for it.
  const [address, setAddress] = useSearchParams();
  const [chosen, setChosen] = useState<Record<string, string>>(() => Object.fromEntries(address));
  const [token, setToken] = useState('');
  const choose = (name: 'agent' | 'endpoint' | 'telemetry', value: string) => {
    const next = { ...chosen, [name]: value };
    setChosen(next);
    setAddress(next, { replace: true });
  };
  const endpoints = useQuery({ queryKey: ['endpoints'], queryFn: ({ signal }) => listEndpoints(signal) });
  const agent = agents.find((one) => one.key === chosen['agent']) ?? agents[0]!;
  const endpoint = chosen['endpoint'] ?? endpoints.data?.[0]?.name ?? '';
  const hasTelemetry = agent.signals.length > 0;
  const telemetry = hasTelemetry && chosen['telemetry'] !== 'off';
  const asked = useSettled(endpoint.trim());
  const setup = useQuery({
    queryKey: ['agent setup', agent.key, asked, telemetry],
    queryFn: ({ signal }) => readSetup(agent.key, asked, telemetry, signal),
    placeholderData: keepPreviousData,
    enabled: !endpoints.isPending,
  });
  const make = async (wanted: NewAccessToken) => {
    const made = await createToken(wanted);
    setToken(made.token_value);
    return made;
  };
  return (
    <>
      <div className="fields agent-choices">
        <Choice label="Agent" value={agent.key} onChange={(key) => choose('agent', key)} options={agents.map((one) => ({ value: one.key, name: one.name }))} />
        {endpoints.isPending ? <Loading what="endpoints" /> : <EndpointField endpoints={endpoints.data ?? []} value={endpoint} onChange={(name) => choose('endpoint', name)} />}
        <div>
          <Field label="Your token" value={token} onChange={setToken} isSecret hint="Put into the texts below, in this browser alone." />
          <div className="bar token-ways">
            <NewToken label="New token…" title="New token" className="react-aria-Button small" create={make} onMade={() => undefined} />
            <Link to="/settings/tokens">Your tokens</Link>
          </div>
        </div>
      </div>
      <label className="check">
        <input type="checkbox" checked={telemetry} disabled={!hasTelemetry} onChange={(event) => choose('telemetry', event.target.checked ? 'on' : 'off')} />
        <span>Send the agent's own telemetry too{!hasTelemetry && <span className="quiet"> ({agent.name} has none for this: its traffic is measured)</span>}</span>
      </label>
      {endpoints.error && <Failure error={endpoints.error} retry={() => void endpoints.refetch()} />}
      {endpoints.data?.length === 0 && <p className="empty">There is no endpoint here that you may query. <Link to="/new-endpoint">Make one</Link>, or ask who manages one to let you.</p>}
      {setup.error && <Failure error={setup.error} retry={() => void setup.refetch()} />}
      {!setup.error && setup.data && <SetupView setup={setup.data} token={token} command={`weir agents setup ${agent.key}${asked === '' ? '' : ` --endpoint ${asked}`}${hasTelemetry && !telemetry ? ' --no-telemetry' : ''} --write`} />}
      {!setup.error && setup.isPending && <Loading what="settings" />}
      <Arrived agent={agent} key={agent.key} />
    </>
  );
}
