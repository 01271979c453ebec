import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { createEndpoint } from '../../api/endpoints';
import { EndpointEditor } from './EndpointEditor';
import '../gateway.css';

/** Makes an endpoint. */
export default function NewEndpointPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <>
      <nav aria-label="Where this is"><Link to="/ai-gateway">AI Gateway</Link></nav>
      <h1>New endpoint</h1>
      <EndpointEditor
        saveLabel="Make the endpoint"
        save={async (document) => {
          const made = await createEndpoint(document);
          queries.setQueryData(['endpoints', made.name], made);
          void queries.invalidateQueries({ queryKey: ['endpoints'], exact: true });
          return made;
        }}
        onSaved={(made) => void navigate(`/ai-gateway/${made.name}`)}
      />
    </>
  );
}
