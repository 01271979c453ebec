import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { Button, Form } from 'react-aria-components';
import { createPrincipal } from '../api/scim';
import type { Session } from '../api/session';
import { assign, listWorkspaces, type WorkspaceRole } from '../api/workspaces';
import { Choice } from '../ui/Choice';
import { Field } from '../ui/Field';
import { Failure } from '../ui/Failure';
import { FormDialog } from './FormDialog';
import { roleNames } from './memberships';

/** Adds a person, and leads to their page. */
export function NewPerson({ session }: { session: Session }) {
  return (
    <FormDialog label="Add a person…" title="Add a person" className="react-aria-Button primary">
      {(close) => <PersonForm session={session} close={close} />}
    </FormDialog>
  );
}

function PersonForm({ session, close }: { session: Session; close: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [isAdmin, setAdmin] = useState(false);
  const [workspace, setWorkspace] = useState(session.workspace_id);
  const [role, setRole] = useState<WorkspaceRole>('USER');
  const workspaces = useQuery({ queryKey: ['workspaces', session.account_id], queryFn: ({ signal }) => listWorkspaces(session.account_id, signal) });
  const add = useMutation({
    mutationFn: async () => {
      const userName = email.trim();
      const person = await createPrincipal('Users', {
        userName,
        ...(name.trim() === '' ? {} : { displayName: name.trim() }),
        ...(isAdmin ? { roles: [{ value: 'account_admin' }] } : {}),
      });
      if (workspace !== '') {
        try {
          await assign(session.account_id, workspace, person.id, role);
        } catch (error) {
          throw new Error(`${userName} was added, but is not a member of the workspace: ${(error as Error).message} Close this, and do it on their page.`);
        }
      }
      return person;
    },
    onSuccess: async (person) => {
      close();
      await navigate(`/settings/people/${person.id}`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['scim'] }),
  });
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Field label="E-mail address" name="email" value={email} onChange={setEmail} isRequired hint="They sign in with it, and an identity provider knows them by it." />
      <Field label="Name" name="name" value={name} onChange={setName} />
      <Choice
        label="Workspace"
        value={workspace}
        onChange={setWorkspace}
        options={[...(workspaces.data ?? []).map((one) => ({ value: String(one.workspace_id), name: one.workspace_name })), { value: '', name: 'None yet: they cannot sign in' }]}
      />
      {workspaces.error && <Failure error={workspaces.error} retry={() => void workspaces.refetch()} />}
      {workspace !== '' && <Choice label="As" value={role} onChange={(value) => setRole(value as WorkspaceRole)} options={Object.entries(roleNames).map(([value, text]) => ({ value, name: text }))} />}
      <label className="check">
        <input type="checkbox" checked={isAdmin} onChange={(event) => setAdmin(event.target.checked)} />
        <span>Account admin: may do everything, in every workspace</span>
      </label>
      {add.error && <Failure error={add.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={add.isPending}>Add</Button>
        <Button onPress={close}>Cancel</Button>
      </div>
    </Form>
  );
}
