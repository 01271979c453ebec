import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { CopyButton } from '../ui/CopyButton';

/** The full name, of which each part but the last leads to what it names, and what can be done with it. */
export function Heading({ fullName, comment, children }: { fullName: string; comment: string | undefined; children?: ReactNode }) {
  const parts = fullName.split('.');
  return (
    <>
      <div className="bar">
        <h2 className="mono name">
          {parts.map((part, at) => (
            <span key={at}>{at < parts.length - 1 ? <><Link to={`/catalog/${parts.slice(0, at + 1).map(encodeURIComponent).join('/')}`}>{part}</Link>.</> : part}</span>
          ))}
        </h2>
        <CopyButton text={fullName} label="Copy name" />
        {children}
      </div>
      {comment && <p>{comment}</p>}
    </>
  );
}
