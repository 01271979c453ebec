import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { getDashboard, type Dashboard } from '../../api/dashboards';
import { Failure } from '../../ui/Failure';
import { Loading } from '../../ui/Loading';
import { DraftSession } from './DraftSession';
import { Editor } from './Editor';
import '../../people/people.css';
import '../dashboards.css';
import './editor.css';

/** A dashboard's draft, to be edited in place. */
export default function EditorPage() {
  const { id = '' } = useParams();
  return <Loaded key={id} id={id} />;
}

function Loaded({ id }: { id: string }) {
  // What was read before may be old by now, and its etag with it.
  const draft = useQuery({ queryKey: ['dashboard-draft', id], queryFn: ({ signal }) => getDashboard(id, signal), staleTime: Infinity, gcTime: 0, refetchOnReconnect: false });
  if (draft.error) {
    return (
      <>
        <h1>Dashboard</h1>
        <Failure error={draft.error} retry={() => void draft.refetch()} />
      </>
    );
  }
  return draft.data ? <Opened dashboard={draft.data} /> : <Loading what="draft" />;
}

function Opened({ dashboard }: { dashboard: Dashboard }) {
  const [session] = useState(() => sessionOrError(dashboard));
  const { page, dataset } = useParams();
  if (session instanceof Error) {
    return (
      <>
        <h1>{dashboard.display_name}</h1>
        <Failure error={session} />
      </>
    );
  }
  return <Editor session={session} pageName={page} datasetName={dataset} />;
}

function sessionOrError(dashboard: Dashboard): DraftSession | Error {
  try {
    return new DraftSession(dashboard);
  } catch (error) {
    return error as Error;
  }
}
