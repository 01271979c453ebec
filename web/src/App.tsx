import type { QueryClient } from '@tanstack/react-query';
import { matchPath, Navigate, Route, Routes } from 'react-router';
import { currentSession } from './api/session';
import { ask as askForDashboard } from './dashboards/opened';
import { Shell } from './shell/Shell';
import { NotFound } from './shell/NotFound';
import { deferred } from './ui/deferred';
import { Loading } from './ui/Loading';

const loading = <Loading what="page" />;

// Each page is a bundle of its own: nobody loads the editor to look at a list.
const EndpointsPage = deferred(() => import('./gateway/EndpointsPage'), loading);
const EndpointPage = deferred(() => import('./gateway/EndpointPage'), loading);
const NewEndpointPage = deferred(() => import('./gateway/form/NewEndpointPage'), loading);
const AgentsPage = deferred(() => import('./agents/AgentsPage'), loading);
const SqlPage = deferred(() => import('./sql/SqlPage'), loading);
const BudgetsPage = deferred(() => import('./budgets/BudgetsPage'), loading);
const SettingsPage = deferred(() => import('./settings/SettingsPage'), loading);
const CatalogPage = deferred(() => import('./catalog/CatalogPage'), loading);
const WarehousesPage = deferred(() => import('./warehouses/WarehousesPage'), loading);
const DashboardsPage = deferred(() => import('./dashboards/DashboardsPage'), loading);
const DashboardPage = deferred(() => import('./dashboards/DashboardPage'), loading);
const DashboardEditor = deferred(() => import('./dashboards/editor/EditorPage'), loading);
const ReportPage = deferred(() => import('./dashboards/report/ReportPage'), null);

/** Begins with what the page at an address needs: who asks, and meanwhile a dashboard's code and document. */
export function begin(path: string, queries: QueryClient): void {
  void queries.prefetchQuery(currentSession);
  const opened = matchPath('/ui/dashboards/:id/:page?', path);
  if (opened?.params.id && opened.params.page !== 'edit') {
    askForDashboard(queries, opened.params.id);
    DashboardPage.load().catch(() => undefined);
  }
}

export function App() {
  return (
    <Routes>
      {/* What the server's own browser draws has nothing around it. */}
      <Route path="/reports/dashboards/:id/:page?" element={<ReportPage />} />
      <Route path="*" element={<Pages />} />
    </Routes>
  );
}

function Pages() {
  return (
    <Shell>
      <Routes>
        <Route index element={<Navigate to="/ai-gateway" replace />} />
        <Route path="/ai-gateway" element={<EndpointsPage />} />
        <Route path="/ai-gateway/:name" element={<EndpointPage />} />
        <Route path="/new-endpoint" element={<NewEndpointPage />} />
        <Route path="/agents" element={<AgentsPage />} />
        <Route path="/sql" element={<SqlPage />} />
        <Route path="/budgets" element={<BudgetsPage />} />
        <Route path="/catalog" element={<CatalogPage />} />
        <Route path="/catalog/:catalog" element={<CatalogPage />} />
        <Route path="/catalog/:catalog/:schema" element={<CatalogPage />} />
        <Route path="/catalog/:catalog/:schema/:table" element={<CatalogPage />} />
        <Route path="/settings/:place?/:id?" element={<SettingsPage />} />
        <Route path="/warehouses" element={<WarehousesPage />} />
        <Route path="/dashboards" element={<DashboardsPage />} />
        <Route path="/dashboards/:id" element={<DashboardPage />} />
        <Route path="/dashboards/:id/edit" element={<DashboardEditor />} />
        <Route path="/dashboards/:id/edit/:page" element={<DashboardEditor />} />
        <Route path="/dashboards/:id/edit/data/:dataset" element={<DashboardEditor />} />
        <Route path="/dashboards/:id/:page" element={<DashboardPage />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Shell>
  );
}
