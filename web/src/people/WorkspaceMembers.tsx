import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { assign, listAssignments, unassign, type Assignment, type WorkspaceRole } from '../api/workspaces';
import { Choice } from '../ui/Choice';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Confirm } from './Confirm';
import { LongList } from './LongList';
import { roleNames } from './memberships';
import { PrincipalPicker, type Picked } from './PrincipalPicker';

const allKinds = ['Users', 'Groups', 'ServicePrincipals'] as const;
const roles = Object.entries(roleNames).map(([value, name]) => ({ value, name }));

/** Who is assigned to a workspace, as what. */
export function WorkspaceMembers({ account, workspace }: { account: string; workspace: string }) {
  const queries = useQueryClient();
  const [picked, setPicked] = useState<Picked | null>(null);
  const [role, setRole] = useState<WorkspaceRole>('USER');
  const members = useQuery({ queryKey: ['assignments', workspace], queryFn: ({ signal }) => listAssignments(account, workspace, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['assignments'] });
  const change = useMutation({ mutationFn: ({ id, to }: { id: string; to: WorkspaceRole }) => assign(account, workspace, id, to), onSettled: refresh });
  const addition = useMutation({ mutationFn: (member: Picked) => assign(account, workspace, member.id, role), onSuccess: () => setPicked(null), onSettled: refresh });
  return (
    <>
      <h3>Members</h3>
      {members.error && <Failure error={members.error} retry={() => void members.refetch()} />}
      {members.isPending && <Loading what="members" />}
      {members.data?.length === 0 && <p className="empty">Nobody is assigned to it yet; account admins can work in it all the same. Look for people, groups or service principals below.</p>}
      <LongList items={members.data ?? []} nameOf={nameOf} find="Find a member">
        {(shown) => (
          <div className="wide tall" tabIndex={0} role="region" aria-label="Members">
            <table>
              <thead><tr><th scope="col">Who</th><th scope="col">Kind</th><th scope="col">Role</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
              <tbody>
                {shown.map((member) => {
                  const id = String(member.principal.principal_id);
                  const name = nameOf(member);
                  return (
                    <tr key={id}>
                      <th scope="row" className="who">{name}</th>
                      <td>{kindOf(member)}</td>
                      <td>
                        <select className="role" aria-label={`Role of ${name}`} value={member.permissions[0]} disabled={change.isPending} onChange={(event) => change.mutate({ id, to: event.target.value as WorkspaceRole })}>
                          {roles.map((one) => <option key={one.value} value={one.value}>{one.name}</option>)}
                        </select>
                      </td>
                      <td className="actions">
                        <Confirm isSmall label="Remove" name={`Remove ${name}`} title={`Remove ${name} from the workspace?`} verb="Remove" action={() => unassign(account, workspace, id)} onDone={refresh}>
                          {member.principal.group_name === undefined ? 'Their sessions and tokens in this workspace stop at once, unless a group still makes them a member.' : 'Everybody who is a member through this group alone loses the workspace at once, with their tokens in it.'}
                        </Confirm>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        )}
      </LongList>
      {change.error && <Failure error={change.error} />}
      <div className="adding">
        <PrincipalPicker label="Person, group or service principal" kinds={allKinds} picked={picked} onPick={setPicked} />
        <Choice label="As" value={role} onChange={(value) => setRole(value as WorkspaceRole)} options={roles} />
        <Button isDisabled={picked === null} isPending={addition.isPending} onPress={() => picked && addition.mutate(picked)}>Assign</Button>
        {addition.error && <Failure error={addition.error} />}
      </div>
    </>
  );
}

const nameOf = ({ principal }: Assignment) => principal.user_name ?? principal.display_name;

const kindOf = ({ principal }: Assignment) => (principal.user_name !== undefined ? 'person' : principal.group_name !== undefined ? 'group' : 'service principal');
