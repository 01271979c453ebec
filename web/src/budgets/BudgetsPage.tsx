import { useSession } from '../api/session';
import { AllBudgets } from './AllBudgets';
import { OwnBudgets } from './OwnBudgets';
import './budgets.css';

/** What may be spent: every budget for account admins, one's own for everybody else. */
export default function BudgetsPage() {
  const session = useSession();
  return session.data?.is_account_admin ? <AllBudgets /> : <OwnBudgets />;
}
