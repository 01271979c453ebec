import { useQuery } from '@tanstack/react-query';
import { ask } from './client';

/** Who is signed in, and where: GET /api/2.0/weir/session. */
export interface Session {
  user_id: string;
  user_name: string;
  display_name: string;
  account_id: string;
  is_account_admin: boolean;
  workspace_id: string;
  role: string;
  workspaces: { workspace_id: string; workspace_name: string; role: string }[];
  session: { sign_in_method: 'oidc' | 'password' | 'link' } | null;
}

export const useSession = () => useQuery({ queryKey: ['session'], queryFn: ({ signal }) => ask<Session>('GET', '/api/2.0/weir/session', undefined, signal), staleTime: 60_000 });

export const switchWorkspace = (workspace_id: string) => ask<Session>('PUT', '/api/2.0/weir/session', { workspace_id });
