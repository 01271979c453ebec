import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'react-aria-components';
import { ApiError } from '../api/client';
import { addPermission, isOwner, permissionsKey, principalKinds, readPermissions, removePermission, type AccessEntry, type PrincipalKind, type SecuredObject } from '../api/permissions';
import { Choice } from '../ui/Choice';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import { Loading } from '../ui/Loading';

/** What each level lets somebody do, the weakest first. */
export type Levels = Record<string, string>;

/** The access control list of an object. A change holds at once. */
export function Permissions({ object, levels }: { object: SecuredObject; levels: Levels }) {
  const queries = useQueryClient();
  const queryKey = permissionsKey(object);
  const entries = useQuery({ queryKey, queryFn: ({ signal }) => readPermissions(object, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey });
  const removal = useMutation({ mutationFn: (entry: AccessEntry) => removePermission(object, entry), onSettled: refresh });
  if (entries.error instanceof ApiError && entries.error.status === 403) {
    return <p className="quiet">{entries.error.message}</p>;
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
                  {fixedBecause(entry, object) ?? (
                    <Button className="react-aria-Button small" aria-label={`Remove ${entry.principal}`} isDisabled={removal.isPending} onPress={() => removal.mutate(entry)}>Remove</Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {removal.error && <Failure error={removal.error} />}
      <NewEntry object={object} levels={levels} onAdded={refresh} />
    </>
  );
}

/** Why an entry cannot be taken out, if so. */
const fixedBecause = (entry: AccessEntry, object: SecuredObject) =>
  entry.isInherited ? <span className="quiet">Always</span> : isOwner(entry, object.owner) ? <span className="quiet">Owner</span> : undefined;

function NewEntry({ object, levels, onAdded }: { object: SecuredObject; levels: Levels; onAdded: () => Promise<void> }) {
  const [kind, setKind] = useState<PrincipalKind>('user_name');
  const [principal, setPrincipal] = useState('');
  const [level, setLevel] = useState(Object.keys(levels)[0]!);
  const addition = useMutation({
    mutationFn: () => addPermission(object, { kind, principal: principal.trim(), level, isInherited: false }),
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
      <Choice label="May" value={level} onChange={setLevel} options={Object.entries(levels).map(([value, text]) => ({ value, name: `${value}: ${text}` }))} />
      {addition.error && <Failure error={addition.error} />}
      <Button type="submit" className="react-aria-Button primary" isPending={addition.isPending}>Add</Button>
    </Form>
  );
}

const wanted: Record<PrincipalKind, string> = { user_name: 'E-mail address', group_name: "Group's name", service_principal_name: 'Application id' };
