import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from './client';

/** Who is signed in, and where. */
export type Session = Schemas['SessionAnswer'];

export const currentSession = queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => answerOf(api.GET('/api/2.0/weir/session', { signal })), staleTime: 60_000 });

export const useSession = () => useQuery(currentSession);

export const switchWorkspace = (workspace_id: string) => answerOf(api.PUT('/api/2.0/weir/session', { body: { workspace_id } }));
