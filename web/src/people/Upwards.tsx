import { Link } from 'react-router';

/** The way back from one of a list to the list. */
export function Upwards({ to, name }: { to: string; name: string }) {
  return <nav aria-label="Where this is"><Link to={`/settings/${to}`}>{name}</Link></nav>;
}
