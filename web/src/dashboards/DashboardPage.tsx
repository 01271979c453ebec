import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api/client';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { DashboardView } from './DashboardView';
import { draftOf, publishedOf } from './opened';
import { SchedulesButton } from './schedules/SchedulesButton';
import { readDocument, type DashboardDocument } from './document/document';
import { serverSource } from './source';
import './dashboards.css';

/** A dashboard's published copy: what its viewers see. */
export default function DashboardPage() {
  const { id = '', page } = useParams();
  return <Shown key={id} id={id} pageName={page} />;
}

function Shown({ id, pageName }: { id: string; pageName: string | undefined }) {
  const draft = useQuery(draftOf(id));
  const published = useQuery(publishedOf(id));
  const text = published.data?.serialized_dashboard;
  const version = published.data?.revision_create_time ?? '';
  const mayEdit = draft.data !== undefined;
  const source = useMemo(() => serverSource(id, 'published', version, mayEdit), [id, version, mayEdit]);
  const read = useMemo(() => (text === undefined ? undefined : readOrError(text)), [text]);

  if (published.error) {
    const isUnpublished = published.error instanceof ApiError && published.error.status === 404 && mayEdit;
    return (
      <>
        <h1>{draft.data?.display_name ?? 'Dashboard'}</h1>
        {isUnpublished ? (
          <p className="empty">This dashboard is not published: its viewers see nothing yet. <Link to={`/dashboards/${id}/edit`}>Open its draft</Link></p>
        ) : (
          <Failure error={published.error} retry={() => void published.refetch()} />
        )}
      </>
    );
  }
  if (!published.data) {
    return <Loading what="dashboard" />;
  }
  if (read === undefined || read instanceof Error) {
    return (
      <>
        <h1>{published.data.display_name}</h1>
        <Failure error={read ?? new Error('The server sent no document of this dashboard.')} retry={() => void published.refetch()} />
      </>
    );
  }
  return (
    <DashboardView name={published.data.display_name} document={read} source={source} path={`/dashboards/${id}`} pageName={pageName}>
      {mayEdit && (
        <>
          <Link to={`/dashboards/${id}/edit`}>Edit</Link>
          <SchedulesButton dashboardId={id} />
        </>
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
