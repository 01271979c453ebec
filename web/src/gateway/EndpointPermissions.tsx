import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'react-aria-components';
import { addPermission, isOwner, principalKinds, readPermissions, removePermission, type AccessEntry, type Endpoint, type PermissionLevel, type PrincipalKind } from '../api/endpoints';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { Choice } from './Choice';
import { Field } from './Field';
import { isDenied } from './usage';

const levels: Record<PermissionLevel, string> = { CAN_QUERY: 'Can call it and see its settings', CAN_MANAGE: 'Can also change and delete it, and say who may use it' };

/** The access control list of the endpoint. A change holds at once. */
export function EndpointPermissions({ endpoint }: { endpoint: Endpoint }) {
  const queries = useQueryClient();
  const queryKey = ['permissions', endpoint.name];
  const entries = useQuery({ queryKey, queryFn: ({ signal }) => readPermissions(endpoint.name, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey });
  const removal = useMutation({ mutationFn: (entry: AccessEntry) => removePermission(endpoint.name, endpoint.owner, entry), onSettled: refresh });
  if (isDenied(entries.error)) {
    return <p className="quiet">{entries.error?.message}</p>;
  }
  if (entries.error) {
    return <Failure error={entries.error} retry={() => void entries.refetch()} />;
  }
  if (!entries.data) {
    return <Loading what="who may use it" />;
  }
  return (
    <>
      <div className="wide" tabIndex={0} role="region" aria-label="Who may use it">
        <table>
          <thead><tr><th scope="col">Who</th><th scope="col">Kind</th><th scope="col">May</th><th scope="col">Remove</th></tr></thead>
          <tbody>
            {entries.data.map((entry) => (
              <tr key={`${entry.kind} ${entry.principal}`}>
                <th scope="row" className="who">{entry.principal}</th>
                <td>{principalKinds[entry.kind]}</td>
                <td><code>{entry.level}</code> <span className="quiet">{levels[entry.level]}</span></td>
                <td>
                  {fixedBecause(entry, endpoint) ?? (
                    <Button className="react-aria-Button small" aria-label={`Remove ${entry.principal}`} isDisabled={removal.isPending} onPress={() => removal.mutate(entry)}>Remove</Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {removal.error && <Failure error={removal.error} />}
      <NewEntry endpoint={endpoint} onAdded={refresh} />
    </>
  );
}

/** Why an entry cannot be taken out, if so. */
const fixedBecause = (entry: AccessEntry, endpoint: Endpoint) =>
  entry.isInherited ? <span className="quiet">Always</span> : isOwner(entry, endpoint.owner) ? <span className="quiet">Owner</span> : undefined;

function NewEntry({ endpoint, onAdded }: { endpoint: Endpoint; onAdded: () => Promise<void> }) {
  const [kind, setKind] = useState<PrincipalKind>('user_name');
  const [principal, setPrincipal] = useState('');
  const [level, setLevel] = useState<PermissionLevel>('CAN_QUERY');
  const addition = useMutation({
    mutationFn: () => addPermission(endpoint.name, { kind, principal: principal.trim(), level, isInherited: false }),
    onSuccess: async () => {
      setPrincipal('');
      await onAdded();
    },
  });
  return (
    <Form
      className="form permission-form"
      aria-labelledby="new-entry"
      onSubmit={(event) => {
        event.preventDefault();
        addition.mutate();
      }}
    >
      <h2 id="new-entry">Let somebody use it</h2>
      <Choice label="Kind" value={kind} onChange={(value) => setKind(value as PrincipalKind)} options={Object.entries(principalKinds).map(([value, name]) => ({ value, name }))} />
      <Field label={wanted[kind]} name="principal" value={principal} onChange={setPrincipal} isRequired hint={kind === 'group_name' ? 'The group “users” is everybody in the workspace.' : undefined} />
      <Choice label="May" value={level} onChange={(value) => setLevel(value as PermissionLevel)} options={Object.entries(levels).map(([value, text]) => ({ value, name: `${value}: ${text}` }))} />
      {addition.error && <Failure error={addition.error} />}
      <Button type="submit" className="react-aria-Button primary" isPending={addition.isPending}>Add</Button>
    </Form>
  );
}

const wanted: Record<PrincipalKind, string> = { user_name: 'E-mail address', group_name: "Group's name", service_principal_name: 'Application id' };
