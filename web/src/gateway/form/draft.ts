/** An object of a JSON document. */
export type Json = Record<string, unknown>;

/** What a form's field writes: a text as it is, a number as one. */
export type MemberKind = 'text' | 'number';

/** The members of an object that the form has a field for. */
export type Members = Record<string, MemberKind>;

/** An object taken apart: what fields show, as texts, and all the rest, which is kept as it came. */
export interface Draft {
  texts: Record<string, string>;
  rest: Json;
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes the known members out of an object. What no field could show (another type, an empty text) stays in the rest. */
export function taken(object: unknown, members: Members): Draft {
  const texts: Record<string, string> = {};
  const rest: Json = {};
  for (const [name, value] of Object.entries(isObject(object) ? object : {})) {
    const kind = Object.hasOwn(members, name) ? members[name] : undefined;
    const isShown = kind === 'number' ? typeof value === 'number' : kind === 'text' && typeof value === 'string' && value !== '';
    if (isShown) {
      texts[name] = String(value);
    } else {
      rest[name] = value;
    }
  }
  return { texts, rest };
}

/** Puts an object together again. An empty field is a member that is left out; what is no number is sent as typed, for the server to say so. */
export function put(draft: Draft, members: Members): Json {
  const object: Json = {};
  for (const [name, kind] of Object.entries(members)) {
    const text = kind === 'number' ? (draft.texts[name] ?? '').trim() : (draft.texts[name] ?? '');
    if (text !== '') {
      object[name] = kind === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
    }
  }
  return { ...draft.rest, ...object };
}

/** The draft with another text in a field. */
export const withText = (draft: Draft, name: string, text: string): Draft => ({ ...draft, texts: { ...draft.texts, [name]: text } });

export const emptyDraft: Draft = { texts: {}, rest: {} };

let lastKey = 0;

/** A key for a row of a list, so that a row stays itself while rows come, go and move. */
export const newKey = () => ++lastKey;

/** The list with one of its elements at another place. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const rest = rows.filter((_, at) => at !== from);
  return [...rest.slice(0, to), rows[from]!, ...rest.slice(to)];
}
