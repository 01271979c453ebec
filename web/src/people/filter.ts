import type { PrincipalPath } from '../api/scim';

/** A text as SCIM's filters write it: RFC 7644, section 3.4.2.2, has it as in JSON. */
const literal = (text: string) => JSON.stringify(text);

/** What of a kind of principal is looked through for a part of its name. */
const nameAttributes: Record<PrincipalPath, string[]> = {
  Users: ['userName', 'displayName'],
  Groups: ['displayName'],
  ServicePrincipals: ['displayName', 'applicationId'],
};

/** The filter that finds the principals whose name has a text in it; none for no text. */
export function filterByName(path: PrincipalPath, text: string): string | undefined {
  const wanted = text.trim();
  return wanted === '' ? undefined : nameAttributes[path].map((attribute) => `${attribute} co ${literal(wanted)}`).join(' or ');
}

// A filter has at most 4096 characters, and one id takes 27.
const mostIds = 100;

/** The filters that find the principals of some ids, as few as the server takes. */
export function filtersById(ids: readonly (string | number)[]): string[] {
  const distinct = [...new Set(ids.map(String))].sort();
  return Array.from({ length: Math.ceil(distinct.length / mostIds) }, (_, page) =>
    distinct.slice(page * mostIds, (page + 1) * mostIds).map((id) => `id eq ${literal(id)}`).join(' or '),
  );
}
