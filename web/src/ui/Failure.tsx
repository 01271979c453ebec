import { Button } from 'react-aria-components';

/** What went wrong, in the server's words, and a way to try again. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  return (
    <div role="alert" className="failure">
      <p>{error.message}</p>
      {retry && <Button onPress={retry}>Try again</Button>}
    </div>
  );
}
