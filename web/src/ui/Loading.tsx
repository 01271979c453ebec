export function Loading({ what }: { what: string }) {
  return <p role="status" className="quiet">Loading {what}…</p>;
}
