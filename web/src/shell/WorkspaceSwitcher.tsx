import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { switchWorkspace, type Session } from '../api/session';

/** The workspace that everything shown belongs to. */
export function WorkspaceSwitcher({ session }: { session: Session }) {
  const queries = useQueryClient();
  const change = useMutation({ mutationFn: switchWorkspace, onSuccess: () => queries.invalidateQueries() });
  return (
    <Select className="workspace" value={session.workspace_id} onChange={(id) => id !== null && id !== session.workspace_id && change.mutate(String(id))} isDisabled={change.isPending}>
      <Label className="visually-hidden">Workspace</Label>
      <Button><SelectValue /> <span aria-hidden="true">▾</span></Button>
      <Popover>
        <ListBox items={session.workspaces}>
          {(workspace) => <ListBoxItem id={workspace.workspace_id}>{workspace.workspace_name}</ListBoxItem>}
        </ListBox>
      </Popover>
    </Select>
  );
}
