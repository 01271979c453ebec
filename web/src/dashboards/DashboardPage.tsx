import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api/client';
import { getDashboard, getPublished, type Copy } from '../api/dashboards';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { DashboardView } from './DashboardView';
import { SchedulesButton } from './schedules/SchedulesButton';
import { readDocument, type DashboardDocument } from './document/document';
import { serverSource } from './source';
import './dashboards.css';

/** A dashboard's published copy: what its viewers see. */
export default function DashboardPage() {
  const { id = '', page } = useParams();
  return <Shown key={id} id={id} copy="published" pageName={page} />;
}

/** Its draft, as whoever may edit it sees it before it is published. */
export function DraftPage() {
  const { id = '', page } = useParams();
  return <Shown key={id} id={id} copy="draft" pageName={page} />;
}

function Shown({ id, copy, pageName }: { id: string; copy: Copy; pageName: string | undefined }) {
  const draft = useQuery({ queryKey: ['dashboards', id], queryFn: ({ signal }) => getDashboard(id, signal) });
  const published = useQuery({ queryKey: ['dashboards', id, 'published'], queryFn: ({ signal }) => getPublished(id, signal), enabled: copy === 'published' });
  const shown = copy === 'draft' ? draft : published;
  const text = shown.data?.serialized_dashboard;
  const version = copy === 'draft' ? (draft.data?.etag ?? '') : (published.data?.revision_create_time ?? '');
  const mayEdit = draft.data !== undefined;
  const source = useMemo(() => serverSource(id, copy, version, mayEdit), [id, copy, version, mayEdit]);
  const read = useMemo(() => (text === undefined ? undefined : readOrError(text)), [text]);

  if (shown.error) {
    const isUnpublished = copy === 'published' && shown.error instanceof ApiError && shown.error.status === 404 && mayEdit;
    return (
      <>
        <h1>{draft.data?.display_name ?? 'Dashboard'}</h1>
        {isUnpublished ? (
          <p className="empty">This dashboard is not published: its viewers see nothing yet. <Link to={`/dashboards/${id}/edit`}>Open its draft</Link></p>
        ) : (
          <Failure error={shown.error} retry={() => void shown.refetch()} />
        )}
      </>
    );
  }
  if (!shown.data) {
    return <Loading what="dashboard" />;
  }
  if (read === undefined || read instanceof Error) {
    return (
      <>
        <h1>{shown.data.display_name}</h1>
        <Failure error={read ?? new Error('The server sent no document of this dashboard.')} retry={() => void shown.refetch()} />
      </>
    );
  }
  return (
    <DashboardView name={shown.data.display_name} document={read} source={source} path={copy === 'draft' ? `/dashboards/${id}/edit` : `/dashboards/${id}`} pageName={pageName}>
      {copy === 'draft' ? (
        <>
          <span className="chip">Draft</span>
          <Link to={`/dashboards/${id}`}>Published copy</Link>
        </>
      ) : (
        mayEdit && (
          <>
            <Link to={`/dashboards/${id}/edit`}>Draft</Link>
            <SchedulesButton dashboardId={id} />
          </>
        )
      )}
    </DashboardView>
  );
}

function readOrError(text: string): DashboardDocument | Error {
  try {
    return readDocument(text);
  } catch (error) {
    return error as Error;
  }
}
