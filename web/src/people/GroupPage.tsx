import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { deletePrincipal, patchPrincipal, readPrincipal } from '../api/scim';
import type { Session } from '../api/session';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { GroupMembers } from './GroupMembers';
import { GroupsOf } from './GroupsOf';
import { NameDialog } from './NameDialog';
import { Upwards } from './Upwards';
import { WorkspacesOf } from './WorkspacesOf';

/** One group: who is in it, and what it is in. */
export function GroupPage({ id, session }: { id: string; session: Session }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const group = useQuery({ queryKey: ['scim', 'Groups', id], queryFn: ({ signal }) => readPrincipal('Groups', id, signal) });
  if (group.error) {
    return <><Upwards to="groups" name="Groups" /><Failure error={group.error} retry={() => void group.refetch()} /></>;
  }
  if (!group.data) {
    return <Loading what="the group" />;
  }
  const name = group.data.displayName;
  return (
    <>
      <Upwards to="groups" name="Groups" />
      <div className="bar">
        <h2>{name}</h2>
        <NameDialog
          label="Rename…"
          title={`Rename ${name}`}
          field="Name"
          verb="Rename"
          now={name}
          hint="What was granted to the group goes with it to the new name."
          save={(displayName) => patchPrincipal('Groups', id, { op: 'replace', path: 'displayName', value: displayName })}
          onSaved={() => queries.invalidateQueries()}
        />
      </div>
      <GroupMembers group={group.data} />
      <WorkspacesOf principal={group.data} account={session.account_id} />
      <GroupsOf principal={group.data} />
      <h3>Delete</h3>
      <Confirm
        label={`Delete ${name}…`}
        title={`Delete the group ${name}?`}
        verb="Delete for good"
        typed={name}
        action={() => deletePrincipal('Groups', id)}
        onDone={async () => {
          await navigate('/settings/groups');
          queries.removeQueries({ queryKey: ['scim', 'Groups', id] });
          await queries.invalidateQueries();
        }}
      >
        Its members stay, and lose at once what they had through it: workspaces, endpoints, tables.
      </Confirm>
    </>
  );
}
