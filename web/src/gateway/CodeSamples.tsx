import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Endpoint } from '../api/endpoints';
import { CopyButton } from '../ui/CopyButton';
import { samplesOf, type Sample } from './samples';

/** How each client is pointed at the endpoint; what is copied works as it is, with the token in WEIR_TOKEN. */
export function CodeSamples({ endpoint }: { endpoint: Endpoint }) {
  // The address that this browser uses is one that works from here; ai_gateway_url is what a proxy in between made of it.
  const samples = samplesOf(location.origin, endpoint.name);
  return (
    <>
      <p>
        The endpoint's name, <code>{endpoint.name}</code>, stands where a client wants a model. Your token stands in the environment variable <code>WEIR_TOKEN</code>; no sample holds it.
      </p>
      <Tabs>
        <TabList aria-label="Client">
          {samples.map((sample) => <Tab key={sample.id} id={sample.id}>{sample.name}</Tab>)}
        </TabList>
        {samples.map((sample) => (
          <TabPanel key={sample.id} id={sample.id}><SampleView sample={sample} /></TabPanel>
        ))}
      </Tabs>
      {endpoint.supported_api_types && endpoint.supported_api_types.length > 0 && (
        <p className="quiet">
          Paths that its models can be reached by: {endpoint.supported_api_types.map((type, i) => <span key={type}>{i > 0 && ', '}<code>/{type}</code></span>)}.
        </p>
      )}
    </>
  );
}

function SampleView({ sample }: { sample: Sample }) {
  return (
    <>
      {sample.parts.map((part) => (
        <section key={part.where} className="sample" aria-label={part.where}>
          <div className="bar sample-head"><span className="quiet">{part.where}</span><CopyButton text={part.text} /></div>
          <pre tabIndex={0} aria-label={`${sample.name}: ${part.where}`}>{part.text}</pre>
        </section>
      ))}
      {sample.note !== undefined && <p className="quiet">{sample.note}</p>}
    </>
  );
}
