import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { Shell } from './shell/Shell';
import { NotFound } from './shell/NotFound';
import { Loading } from './ui/Loading';

// Each page is a bundle of its own: nobody loads the editor to look at a list.
const EndpointsPage = lazy(() => import('./gateway/EndpointsPage'));
const EndpointPage = lazy(() => import('./gateway/EndpointPage'));
const NewEndpointPage = lazy(() => import('./gateway/form/NewEndpointPage'));
const AgentsPage = lazy(() => import('./agents/AgentsPage'));
const SqlPage = lazy(() => import('./sql/SqlPage'));
const BudgetsPage = lazy(() => import('./budgets/BudgetsPage'));
const SettingsPage = lazy(() => import('./settings/SettingsPage'));
const CatalogPage = lazy(() => import('./catalog/CatalogPage'));
const WarehousesPage = lazy(() => import('./warehouses/WarehousesPage'));
const DashboardsPage = lazy(() => import('./dashboards/DashboardsPage'));
const loadDashboard = () => import('./dashboards/DashboardPage');
const DashboardPage = lazy(loadDashboard);
const DashboardEditor = lazy(() => import('./dashboards/editor/EditorPage'));

// Who opens a dashboard's address need not wait for the session before its code comes.
if (/\/dashboards\/[^/]+(\/[^/]+)?$/.test(location.pathname)) {
  void loadDashboard();
}

const ReportPage = lazy(() => import('./dashboards/report/ReportPage'));

export function App() {
  return (
    <Routes>
      {/* What the server's own browser draws has nothing around it. */}
      <Route path="/reports/dashboards/:id/:page?" element={<Suspense><ReportPage /></Suspense>} />
      <Route path="*" element={<Pages />} />
    </Routes>
  );
}

function Pages() {
  return (
    <Shell>
      <Suspense fallback={<Loading what="page" />}>
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
      </Suspense>
    </Shell>
  );
}
