import { useQueryClient } from '@tanstack/react-query';
import { updateEndpoint, type Endpoint } from '../../api/endpoints';
import { EndpointEditor } from './EndpointEditor';

/** The editor of an endpoint that there is. */
export function ChangeEndpoint({ endpoint }: { endpoint: Endpoint }) {
  const queries = useQueryClient();
  return (
    <section>
      <h2>Change it</h2>
      <EndpointEditor
        endpoint={endpoint}
        saveLabel="Save"
        save={async (document) => {
          const changed = await updateEndpoint(endpoint.name, document, document['owner'] !== endpoint.owner);
          queries.setQueryData(['endpoints', endpoint.name], changed);
          void queries.invalidateQueries({ queryKey: ['endpoints'] });
          return changed;
        }}
      />
    </section>
  );
}
