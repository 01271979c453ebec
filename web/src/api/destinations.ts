import { answerOf, api, type Schemas } from './client';

/** Makes one real call of a destination. With an endpoint's name its stored secret is used where the destination has none. */
export const testDestination = (destination: Schemas['DestinationDocument'], endpointName?: string) =>
  answerOf(api.POST('/api/2.0/weir/destinations/test', { body: { destination, ...(endpointName === undefined ? {} : { endpoint_name: endpointName }) } }));
