import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { LeaveGuard } from '../../gateway/form/LeaveGuard';
import { useChartTheme } from '../../charts/theme';
import { deferred } from '../../ui/deferred';
import { Loading } from '../../ui/Loading';
import { canvasPages, isGlobalFilters } from '../document/document';
import { CanvasContext, type CanvasState, type ResultSource } from '../source';
import { useChoices } from '../useChoices';
import { ConflictDialog } from './ConflictDialog';
import { EditorContext, type EditorState } from './context';
import type { DraftSession } from './DraftSession';
import { EditorBar } from './EditorBar';
import { EditorTabs } from './EditorTabs';
import { PageEditor } from './PageEditor';
import { PublishedBar } from './PublishedBar';
import { useDraftSource } from './useDraftSource';
import { useUndoKeys } from './useUndoKeys';

// The SQL editor is large, and not needed to move a chart.
const DataTab = deferred(() => import('./data/DataTab'), <Loading what="datasets" />);

interface Properties {
  session: DraftSession;
  pageName: string | undefined;
  /** Given while the datasets are shown instead of a page. */
  datasetName: string | undefined;
}

/** The editor of a draft: its pages as they are seen, its datasets, and what can be done with the whole. */
export function Editor({ session, pageName, datasetName }: Properties) {
  const { history, dashboard, saved, save } = useSyncExternalStore(session.subscribe, session.snapshot);
  const { document } = history.present;
  const id = dashboard.dashboard_id;
  const path = `/dashboards/${id}/edit`;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [said, setSaid] = useState('');
  const [selected, select] = useState<string>();
  const choices = useChoices();
  const theme = useChartTheme();
  const [isRefused, setRefused] = useState(false);
  const draftSource = useDraftSource(id, saved.document, dashboard.warehouse_id);
  useUndoKeys(session);

  // What other pages know of the dashboard is what was saved here last.
  useEffect(() => {
    queries.setQueryData(['dashboards', id], dashboard);
  }, [queries, id, dashboard]);

  const change = useCallback<EditorState['change']>((label, make, together) => session.change(label, make, together), [session]);
  const editor = useMemo((): EditorState => ({ document, dashboard, timeZone: choices.timeZone, change, say: setSaid, select }), [document, dashboard, choices.timeZone, change]);

  const pages = [...canvasPages(document), ...document.pages.filter(isGlobalFilters)];
  const page = pages.find((one) => one.name === pageName) ?? pages[0];
  const source = useMemo((): ResultSource => (isRefused ? withoutStatement(draftSource) : draftSource), [draftSource, isRefused]);
  const { timeZone, chosen, crossFilters, choose, crossFilter } = choices;
  const canvas = useMemo(
    (): CanvasState | undefined => page && { document, page, source, theme, timeZone, chosen, crossFilters, choose, crossFilter, refreshEvery: false, isPrinting: false, onStatementRefused: () => setRefused(true) },
    [document, page, source, theme, timeZone, chosen, crossFilters, choose, crossFilter],
  );
  const isWithin = useCallback((to: string) => to === path || to.startsWith(path + '/'), [path]);

  return (
    <EditorContext value={editor}>
      <div className="dashboard editor">
        <EditorBar session={session} history={history} dashboard={dashboard} save={save} onImported={() => void navigate(path)} />
        <PublishedBar session={session} dashboard={dashboard} isSaved={save.kind === 'saved'} />
        <EditorTabs path={path} page={page} isData={datasetName !== undefined} />
        {datasetName !== undefined ? (
          <DataTab path={path} datasetName={datasetName} session={session} />
        ) : canvas ? (
          <CanvasContext value={canvas}>
            <PageEditor key={canvas.page.name} page={canvas.page} path={path} selected={selected} saved={saved.document} />
          </CanvasContext>
        ) : (
          <p className="empty">This dashboard has no page yet. Add one beside the tabs.</p>
        )}
        <p role="status" className="visually-hidden">{said}</p>
        {save.kind === 'conflict' && <ConflictDialog session={session} error={save.error} />}
        <LeaveGuard isDirty={session.isDirty} isWithin={isWithin} save={session.save} />
      </div>
    </EditorContext>
  );
}

const withoutStatement = ({ statement: _, ...source }: ResultSource): ResultSource => source;
