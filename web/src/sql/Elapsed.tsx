import { useEffect, useState } from 'react';

/** How long a statement has been running, once a second. */
export function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <p aria-live="polite" className="quiet">Running… {Math.round((now - since) / 1000)} s</p>;
}
