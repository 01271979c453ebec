import { useEffect, useReducer, useState, type ReactNode } from 'react';
import { Failure } from './Failure';

type Component<P> = (properties: P) => ReactNode;

/** A component whose code `load` can bring before it is shown. */
export type Deferred<P> = Component<P> & { load: () => Promise<void> };

/**
 * A component whose code comes when it is first needed, and which is shown as soon as the code is there. React's own `lazy` would hold it back: what
 * replaces a fallback waits until that has been in sight for 300 ms.
 */
export function deferred<P extends object>(code: () => Promise<{ default: Component<P> }>, waiting: ReactNode): Deferred<P> {
  let Loaded: Component<P> | undefined;
  const load = async () => {
    try {
      Loaded = (await code()).default;
    } catch {
      throw new Error('A part of this page could not be loaded. The server may have been updated: load the page again.');
    }
  };

  function Waiting(properties: P) {
    const [, draw] = useReducer((count: number) => count + 1, 0);
    const [error, setError] = useState<Error>();
    // What this drawing has: the code may come before the effect runs, brought by somebody else.
    const Shown = Loaded;
    useEffect(() => {
      if (Shown || error) {
        return;
      }
      let isWanted = true;
      load().then(
        () => isWanted && draw(),
        (failed: Error) => isWanted && setError(failed),
      );
      return () => {
        isWanted = false;
      };
    }, [Shown, error]);
    if (error) {
      return <Failure error={error} retry={() => setError(undefined)} />;
    }
    return Shown ? <Shown {...properties} /> : waiting;
  }
  return Object.assign(Waiting, { load });
}
