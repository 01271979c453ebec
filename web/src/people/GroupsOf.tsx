import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Button } from 'react-aria-components';
import { addMember, removeMember, type Principal } from '../api/scim';
import { Failure } from '../ui/Failure';
import { PrincipalPicker, type Picked } from './PrincipalPicker';

/** The groups that somebody is in. */
export function GroupsOf({ principal }: { principal: Principal }) {
  const queries = useQueryClient();
  const [picked, setPicked] = useState<Picked | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['scim'] });
  const removal = useMutation({ mutationFn: (group: string) => removeMember(group, principal.id), onSettled: refresh });
  const addition = useMutation({
    mutationFn: (group: Picked) => addMember(group.id, principal.id),
    onSuccess: () => setPicked(null),
    onSettled: refresh,
  });
  const groups = principal.groups ?? [];
  return (
    <>
      <h3>Groups</h3>
      {groups.length === 0 && <p className="quiet">In no group.</p>}
      {groups.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label="Groups">
          <table>
            <thead><tr><th scope="col">Group</th><th scope="col">How</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
            <tbody>
              {groups.map((group) => (
                <tr key={group.value}>
                  <th scope="row" className="who"><Link to={`/settings/groups/${group.value}`}>{group.display}</Link></th>
                  <td>{group.type === 'direct' ? 'Member' : 'Through another group'}</td>
                  <td className="actions">
                    {group.type === 'direct' && <Button className="react-aria-Button small" aria-label={`Take out of ${group.display}`} isDisabled={removal.isPending} onPress={() => removal.mutate(group.value)}>Take out</Button>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {removal.error && <Failure error={removal.error} />}
      <div className="adding">
        <PrincipalPicker label="Group" kinds={groupsAlone} picked={picked} onPick={setPicked} />
        <Button isDisabled={picked === null} isPending={addition.isPending} onPress={() => picked && addition.mutate(picked)}>Add to the group</Button>
        {addition.error && <Failure error={addition.error} />}
      </div>
    </>
  );
}

const groupsAlone = ['Groups'] as const;
