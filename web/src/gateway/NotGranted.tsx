/** In place of what a table of the gateway would have said. */
export function NotGranted({ table, what }: { table: 'usage' | 'spend'; what: string }) {
  return (
    <p className="quiet" role="note">
      The {what} are in <code>system.ai_gateway.{table}</code>, which you may not read; an account admin can grant it to you (<code>USE CATALOG</code> on <code>system</code>,{' '}
      <code>USE SCHEMA</code> on <code>system.ai_gateway</code>, <code>SELECT</code> on the table).
    </p>
  );
}
