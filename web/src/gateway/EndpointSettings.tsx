import { useQuery } from '@tanstack/react-query';
import type { Endpoint } from '../api/endpoints';
import { permissionsKey, readPermissions } from '../api/permissions';
import { Failure } from '../ui/Failure';
import { useTimeFormat } from '../ui/preferences';
import { DeleteEndpoint } from './DeleteEndpoint';
import { DestinationTable, InferenceTableView, LimitTable } from './SettingTables';
import { securedEndpoint } from './EndpointPermissions';
import { ChangeEndpoint } from './form/ChangeEndpoint';
import { isDenied } from './usage';

/** How the endpoint is set; for those who may manage it, the means to change that. */
export function EndpointSettings({ endpoint }: { endpoint: Endpoint }) {
  const time = useTimeFormat();
  // The server tells only those who may manage the endpoint who may use it, so its answer says what else to offer.
  const permissions = useQuery({ queryKey: permissionsKey(securedEndpoint(endpoint)), queryFn: ({ signal }) => readPermissions(securedEndpoint(endpoint), signal) });
  return (
    <>
      <DestinationTable title="Destinations" destinations={endpoint.config.destinations} empty="None." />
      <DestinationTable title="Fallbacks" destinations={endpoint.config.fallbacks ?? []} empty="None: what every destination refused is refused." />
      <LimitTable limits={endpoint.config.rate_limits ?? []} />
      <InferenceTableView table={endpoint.config.inference_table} />
      <p className="quiet">
        Made by {endpoint.creator}, {time(endpoint.creation_time)}; changed last {time(endpoint.last_updated_time)}. Id <code>{endpoint.id}</code>.
      </p>
      {permissions.data && (
        <>
          <ChangeEndpoint endpoint={endpoint} />
          <DeleteEndpoint endpoint={endpoint} />
        </>
      )}
      {isDenied(permissions.error) && <p className="quiet">Its owner, {endpoint.owner ?? endpoint.creator}, and whoever has <code>CAN_MANAGE</code> may change it.</p>}
      {permissions.error && !isDenied(permissions.error) && <Failure error={permissions.error} retry={() => void permissions.refetch()} />}
    </>
  );
}
