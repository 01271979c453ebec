import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button, Form } from 'react-aria-components';
import { changeGrants, type Grant, type Securable } from '../api/catalog';
import { Choice } from '../ui/Choice';
import { Failure } from '../ui/Failure';
import { PrincipalField } from './PrincipalField';
import { grantableOn, meanings, missingToRead, neededToRead, spelled } from './privileges';

/** Grants one privilege, or at once all that reading takes. */
export function GrantForm({ on, grants, onGranted }: { on: Securable; grants: Grant[]; onGranted: () => Promise<unknown> }) {
  const [principal, setPrincipal] = useState('');
  const [privilege, setPrivilege] = useState('SELECT');
  const [said, setSaid] = useState('');
  const name = principal.trim();
  const grant = useMutation({
    mutationFn: async (steps: { on: Securable; privileges: string[] }[]) => {
      for (const step of steps) {
        await changeGrants(step.on, name, { add: step.privileges });
      }
    },
    onSuccess: (_, steps) => {
      setSaid(`Granted to ${name}: ${steps.map((step) => `${step.privileges.map(spelled).join(', ')} on ${step.on.fullName}`).join('; ')}.`);
      setPrincipal('');
    },
    onSettled: onGranted,
  });
  const held = grants.filter((one) => one.principal === name || one.principal === 'account users').map((one) => ({ privilege: one.privilege, onName: one.from?.name ?? on.fullName }));
  const missing = missingToRead(on, held);
  const isReading = privilege === 'SELECT';
  return (
    <Form
      className="form grant-form"
      aria-labelledby="new-grant"
      onSubmit={(event) => {
        event.preventDefault();
        grant.mutate([{ on, privileges: [privilege] }]);
      }}
    >
      <h2 id="new-grant">Grant</h2>
      <PrincipalField value={principal} onChange={setPrincipal} />
      <Choice label="Privilege" value={privilege} onChange={setPrivilege} options={grantableOn(on.type).map((value) => ({ value, name: `${spelled(value)}: ${meanings[value]}` }))} />
      {isReading && (
        <p className="quiet">
          {on.type === 'table' ? 'SELECT reads the table only together with USE SCHEMA on its schema and USE CATALOG on its catalog.' : 'SELECT reads only together with USE SCHEMA and USE CATALOG.'}
          {name !== '' && (missing.length > 0 ? ` ${name} still needs ${missing.join(', ')}, unless a group has it.` : ` ${name} has all of it.`)}
        </p>
      )}
      {grant.error && <Failure error={grant.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={grant.isPending}>{isReading ? 'Grant SELECT alone' : 'Grant'}</Button>
        {isReading && <Button isDisabled={name === ''} isPending={grant.isPending} onPress={() => grant.mutate(neededToRead(on))}>Grant what it takes</Button>}
      </div>
      <p role="status" className="quiet">{said}</p>
    </Form>
  );
}
