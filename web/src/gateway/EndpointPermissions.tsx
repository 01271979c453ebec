import type { Endpoint } from '../api/endpoints';
import type { SecuredObject } from '../api/permissions';
import { Permissions } from '../permissions/Permissions';

const levels = { CAN_QUERY: 'Can call it and see its settings', CAN_MANAGE: 'Can also change and delete it, and say who may use it' };

/** The endpoint as an object that permissions are on. */
export const securedEndpoint = (endpoint: Endpoint): SecuredObject => ({ type: 'ai-gateway-endpoints', id: endpoint.name, owner: endpoint.owner });

/** Who may use the endpoint. */
export const EndpointPermissions = ({ endpoint }: { endpoint: Endpoint }) => <Permissions object={securedEndpoint(endpoint)} levels={levels} />;
