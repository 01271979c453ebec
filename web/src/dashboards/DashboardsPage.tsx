import { useRef, useState, type ChangeEvent } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { Button, Dialog, DialogTrigger, Form, Heading, Menu, MenuItem, MenuTrigger, Modal, ModalOverlay, Popover } from 'react-aria-components';
import { createDashboard, getDashboard, listDashboards, trashDashboard, type ListedDashboard } from '../api/dashboards';
import { Field } from '../ui/Field';
import { download } from '../sql/export';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { readDocument } from './document/document';
import './dashboards.css';

const listKey = ['dashboards'];

/** The workspace's dashboards that one may see. */
export default function DashboardsPage() {
  const dashboards = useQuery({ queryKey: listKey, queryFn: ({ signal }) => listDashboards(signal) });
  const [problem, setProblem] = useState<Error>();
  return (
    <>
      <div className="bar">
        <h1>Dashboards</h1>
        <ImportButton onProblem={setProblem} />
        <NewDashboard />
      </div>
      {problem && <Failure error={problem} />}
      {dashboards.error && <Failure error={dashboards.error} retry={() => void dashboards.refetch()} />}
      {dashboards.isPending && <Loading what="dashboards" />}
      {dashboards.data?.length === 0 && (
        <p className="empty">
          There is no dashboard here that you may see. Make one, import a <code>.lvdash.json</code> file, or let an account admin create the usage dashboard on the <Link to="/ai-gateway">AI Gateway</Link> page.
        </p>
      )}
      {dashboards.data && dashboards.data.length > 0 && <List dashboards={dashboards.data} onProblem={setProblem} />}
    </>
  );
}

function List({ dashboards, onProblem }: { dashboards: ListedDashboard[]; onProblem: (problem: Error | undefined) => void }) {
  const format = useTimeFormat();
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Dashboards">
      <table>
        <thead>
          <tr><th scope="col">Dashboard</th><th scope="col">Made by</th><th scope="col">Published</th><th scope="col">Made</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr>
        </thead>
        <tbody>
          {[...dashboards].sort((a, b) => a.display_name.localeCompare(b.display_name)).map((dashboard) => (
            <tr key={dashboard.dashboard_id}>
              <th scope="row"><Link to={`/dashboards/${dashboard.dashboard_id}`}>{dashboard.display_name}</Link></th>
              <td className="who">{dashboard.creator_user_name ?? <span className="quiet">somebody who is no more</span>}</td>
              <td>{dashboard.published_time ? format(dashboard.published_time) : <span className="quiet">not yet</span>}</td>
              <td>{format(dashboard.create_time)}</td>
              <td><Actions dashboard={dashboard} onProblem={onProblem} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Actions({ dashboard: { dashboard_id: id, display_name }, onProblem }: { dashboard: ListedDashboard; onProblem: (problem: Error | undefined) => void }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const save = async () => {
    onProblem(undefined);
    try {
      const { serialized_dashboard } = await getDashboard(id);
      download(`${display_name}.lvdash.json`, 'application/json', serialized_dashboard ?? '');
    } catch (error) {
      onProblem(error as Error);
    }
  };
  return (
    <>
      <MenuTrigger>
        <Button className="react-aria-Button small" aria-label={`Actions of ${display_name}`}>⋯</Button>
        <Popover placement="bottom end">
          <Menu aria-label={`Actions of ${display_name}`}>
            <MenuItem onAction={() => void navigate(`/dashboards/${id}/edit`)}>Edit</MenuItem>
            <MenuItem onAction={() => void save()}>Export</MenuItem>
            <MenuItem onAction={() => setAsking(true)}>Move to trash…</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <ModalOverlay className="overlay" isOpen={isAsking} onOpenChange={setAsking} isDismissable>
        <Modal>
          <Dialog role="alertdialog">{({ close }) => <Trash id={id} name={display_name} onClose={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function Trash({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const queries = useQueryClient();
  const trashing = useMutation({
    mutationFn: () => trashDashboard(id),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: listKey, exact: true });
    },
  });
  return (
    <>
      <Heading slot="title" level={2}>Move {name} to the trash?</Heading>
      <p>Its viewers see it no more, and its published copy is gone. The draft stays in the trash.</p>
      {trashing.error && <Failure error={trashing.error} />}
      <div className="bar">
        <Button className="react-aria-Button danger" isPending={trashing.isPending} onPress={() => trashing.mutate()}>Move to trash</Button>
        <Button onPress={onClose}>Keep it</Button>
      </div>
    </>
  );
}

function NewDashboard() {
  return (
    <DialogTrigger>
      <Button className="react-aria-Button primary">New dashboard</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal><Dialog>{({ close }) => <NewForm onClose={close} />}</Dialog></Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

const emptyText = JSON.stringify({ datasets: [], pages: [{ name: 'page_1', displayName: 'New page', pageType: 'PAGE_TYPE_CANVAS', layoutVersion: 'GRID_V1', layout: [] }] }, null, 2) + '\n';

function NewForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const creation = useCreation();
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        creation.mutate({ name, text: emptyText });
      }}
    >
      <Heading slot="title" level={2}>New dashboard</Heading>
      <Field label="Name" value={name} onChange={setName} isRequired />
      {creation.error && <Failure error={creation.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={creation.isPending}>Create</Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </Form>
  );
}

/** Makes a draft and opens it. */
function useCreation() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, text }: { name: string; text?: string }) => createDashboard(name, text),
    onSuccess: async ({ dashboard_id }) => {
      await queries.invalidateQueries({ queryKey: listKey, exact: true });
      await navigate(`/dashboards/${dashboard_id}/edit`);
    },
  });
}

function ImportButton({ onProblem }: { onProblem: (problem: Error | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const creation = useCreation();
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) {
      return;
    }
    onProblem(undefined);
    try {
      const text = await file.text();
      // Said here, before anything is sent, when it is no dashboard at all.
      readDocument(text);
      await creation.mutateAsync({ name: file.name.replace(/(?:\.lvdash)?\.json$/i, ''), text });
    } catch (error) {
      onProblem(error as Error);
    }
  };
  return (
    <>
      <input ref={input} type="file" accept=".json,application/json" hidden onChange={(event) => void choose(event)} aria-label="Dashboard file" />
      <Button isPending={creation.isPending} onPress={() => input.current?.click()}>Import a file…</Button>
    </>
  );
}
