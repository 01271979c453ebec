import { Link } from 'react-router';

export function NotFound() {
  return (
    <>
      <h1>There is no such page</h1>
      <p>The address may be mistyped, or the page may have been moved. Go to <Link to="/ai-gateway">AI Gateway</Link>, or press Ctrl K to find a page.</p>
    </>
  );
}
