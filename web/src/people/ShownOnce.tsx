import { type ReactNode } from 'react';
import { CopyButton } from '../ui/CopyButton';

/** A secret that the server tells this one time. */
export function ShownOnce({ secret, what, children }: { secret: string; what: string; children?: ReactNode }) {
  return (
    <section className="shown-once" aria-label={what}>
      <p role="status"><strong>Copy it now.</strong> The server keeps no readable copy; it is shown this once.</p>
      <pre tabIndex={0} aria-label={what} className="secret">{secret}</pre>
      <CopyButton text={secret} label={`Copy the ${what}`} />
      {children}
    </section>
  );
}

/** A text to copy into a shell. */
export function Sample({ name, text }: { name: string; text: string }) {
  return (
    <section className="sample" aria-label={name}>
      <div className="bar sample-head"><span className="quiet">{name}</span><CopyButton text={text} label={`Copy for ${name}`} /></div>
      <pre tabIndex={0} aria-label={`Sample: ${name}`}>{text}</pre>
    </section>
  );
}
