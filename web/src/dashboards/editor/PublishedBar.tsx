import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Button, Form } from 'react-aria-components';
import { ApiError } from '../../api/client';
import { getPublished, publishDashboard, revertDashboard, unpublishDashboard, type Dashboard, type PublishedDashboard } from '../../api/dashboards';
import { listWarehouses } from '../../api/warehouses';
import { Confirm } from '../../people/Confirm';
import { FormDialog } from '../../people/FormDialog';
import { Choice } from '../../ui/Choice';
import { Failure } from '../../ui/Failure';
import { useTimeFormat } from '../../ui/preferences';
import type { DraftSession } from './DraftSession';

/** How the draft stands to what viewers see, and the ways from one to the other. */
export function PublishedBar({ session, dashboard, isSaved }: { session: DraftSession; dashboard: Dashboard; isSaved: boolean }) {
  const id = dashboard.dashboard_id;
  const queries = useQueryClient();
  const format = useTimeFormat();
  const key = ['dashboards', id, 'published'];
  const published = useQuery({ queryKey: key, queryFn: ({ signal }) => getPublished(id, signal) });
  const isNone = published.error instanceof ApiError && published.error.status === 404;
  const copy = isNone ? undefined : published.data;
  const isSame = isSaved && copy !== undefined && copy.serialized_dashboard === dashboard.serialized_dashboard && copy.display_name === dashboard.display_name;
  const publishedAnew = async () => {
    await queries.resetQueries({ queryKey: key });
    await queries.invalidateQueries({ queryKey: ['dashboards'], exact: true });
  };
  if (published.error && !isNone) {
    return <Failure error={published.error} retry={() => void published.refetch()} />;
  }
  return (
    <div className="published-bar">
      <span className="chip">Draft</span>
      <span className="words">
        {published.isPending ? '' : copy === undefined ? 'Not published: nobody else sees it.' : isSame ? `As viewers see it, published ${format(copy.revision_create_time)}.` : 'Differs from what viewers see.'}
      </span>
      {copy && <Link to={`/dashboards/${id}`}>View published</Link>}
      {copy && !isSame && (
        <Confirm
          label="Revert…"
          isSmall
          title="Revert to the published version?"
          verb="Revert"
          action={() => session.act((etag) => revertDashboard(id, etag), 'revert to published')}
          onDone={() => undefined}
        >
          <p>The draft becomes what viewers see. It can be undone while the editor is open.</p>
        </Confirm>
      )}
      {copy && (
        <Confirm label="Unpublish…" isSmall title={`Unpublish ${dashboard.display_name}?`} verb="Unpublish" action={() => unpublishDashboard(id)} onDone={publishedAnew}>
          <p>Its viewers see it no more until it is published again. The draft stays as it is.</p>
        </Confirm>
      )}
      <FormDialog label="Publish…" title="Publish" className="react-aria-Button small primary">
        {(close) => <PublishForm session={session} dashboard={dashboard} copy={copy} onDone={publishedAnew} onClose={close} />}
      </FormDialog>
    </div>
  );
}

function PublishForm({ session, dashboard, copy, onDone, onClose }: { session: DraftSession; dashboard: Dashboard; copy: PublishedDashboard | undefined; onDone: () => Promise<void>; onClose: () => void }) {
  const id = dashboard.dashboard_id;
  const warehouses = useQuery({ queryKey: ['warehouses'], queryFn: ({ signal }) => listWarehouses(signal) });
  const [rights, setRights] = useState(copy?.embed_credentials === false ? 'viewer' : 'publisher');
  const [chosen, setChosen] = useState<string>();
  const usual = copy?.warehouse_id ?? dashboard.warehouse_id ?? warehouses.data?.[0]?.id ?? '';
  const warehouse = chosen ?? usual;
  const publish = useMutation({
    mutationFn: () => session.act(async () => void (await publishDashboard(id, rights === 'publisher', warehouse))),
    onSuccess: async () => {
      onClose();
      await onDone();
    },
  });
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate();
      }}
    >
      <p>The draft as it is now becomes what viewers see.</p>
      <fieldset className="rights">
        <legend>Viewers read its data</legend>
        {[
          { value: 'publisher', name: 'with my rights', what: 'Whoever may see the dashboard sees the same figures.' },
          { value: 'viewer', name: 'each with their own rights', what: 'Who may not read a table does not see it here either.' },
        ].map(({ value, name, what }) => (
          <label key={value}>
            <input type="radio" name="rights" value={value} checked={rights === value} onChange={() => setRights(value)} />
            <span>{name}<span className="quiet hint">{what}</span></span>
          </label>
        ))}
      </fieldset>
      {warehouses.error && <Failure error={warehouses.error} retry={() => void warehouses.refetch()} />}
      <Choice label="SQL warehouse" value={warehouse} onChange={setChosen} options={(warehouses.data ?? []).map((one) => ({ value: one.id, name: one.name }))} />
      {publish.error && <Failure error={publish.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={publish.isPending} isDisabled={warehouse === ''}>Publish</Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </Form>
  );
}
