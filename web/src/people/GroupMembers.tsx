import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Button } from 'react-aria-components';
import { addMember, removeMember, type Principal, type PrincipalPath, type Reference } from '../api/scim';
import { Failure } from '../ui/Failure';
import { LongList } from './LongList';
import { kindNames, PrincipalPicker, type Picked } from './PrincipalPicker';

const allKinds = ['Users', 'Groups', 'ServicePrincipals'] as const;

/** Who is in a group. */
export function GroupMembers({ group }: { group: Principal }) {
  const queries = useQueryClient();
  const [picked, setPicked] = useState<Picked | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['scim'] });
  const removal = useMutation({ mutationFn: (member: string) => removeMember(group.id, member), onSettled: refresh });
  const addition = useMutation({ mutationFn: (member: Picked) => addMember(group.id, member.id), onSuccess: () => setPicked(null), onSettled: refresh });
  const members = group.members ?? [];
  return (
    <>
      <h3>Members</h3>
      {members.length === 0 && <p className="empty">Nobody is in it yet. Look for people, groups or service principals below, and add them.</p>}
      <LongList items={members} nameOf={(member) => member.display} find="Find a member">
        {(shown) => (
          <div className="wide tall" tabIndex={0} role="region" aria-label="Members">
            <table>
              <thead><tr><th scope="col">Member</th><th scope="col">Kind</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
              <tbody>
                {shown.map((member) => (
                  <tr key={member.value}>
                    <th scope="row" className="who"><Link to={`/settings/${places[pathOf(member)]}/${member.value}`}>{member.display}</Link></th>
                    <td>{kindNames[pathOf(member)]}</td>
                    <td className="actions"><Button className="react-aria-Button small" aria-label={`Remove ${member.display}`} isDisabled={removal.isPending} onPress={() => removal.mutate(member.value)}>Remove</Button></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </LongList>
      {removal.error && <Failure error={removal.error} />}
      <div className="adding">
        <PrincipalPicker label="Person, group or service principal" kinds={allKinds} picked={picked} onPick={setPicked} />
        <Button isDisabled={picked === null} isPending={addition.isPending} onPress={() => picked && addition.mutate(picked)}>Add member</Button>
        {addition.error && <Failure error={addition.error} />}
      </div>
    </>
  );
}

const places: Record<PrincipalPath, string> = { Users: 'people', Groups: 'groups', ServicePrincipals: 'service-principals' };

const pathOf = (member: Reference) => `${member.type}s` as PrincipalPath;
