import { useEffect, useState, type ReactNode } from 'react';

/** How long a statement has been running, once a second, and what there is to say of it. */
export function Elapsed({ since, children }: { since: number; children?: ReactNode }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  // Not read out: each second would be. That it runs is said once, by the page.
  return <p className="quiet">{children ? 'Loading…' : 'Running…'} {Math.round((now - since) / 1000)} s{children}</p>;
}
