import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../api/client';
import type { Dashboard } from '../../api/dashboards';
import { renamePage } from './change/pages';
import { DraftSession } from './DraftSession';

const text = '{"pages": [{"name": "p", "displayName": "A", "layout": []}]}\n';
const dashboard = (serialized_dashboard: string, etag: string): Dashboard => ({ dashboard_id: 'd', display_name: 'D', path: '', parent_path: '', etag, serialized_dashboard, warehouse_id: null, lifecycle_state: 'ACTIVE', create_time: '', update_time: '' });

/** A server with one draft, as the API answers it. */
class Server {
  draft = dashboard(text, '1');
  sent: string[] = [];
  refusal: Error | undefined;
  readonly get = () => Promise.resolve(this.draft);
  readonly update = (_: string, changes: { etag?: string; serialized_dashboard?: string }) => {
    this.sent.push(changes.serialized_dashboard!);
    if (this.refusal) {
      return Promise.reject(this.refusal);
    }
    if (changes.etag !== this.draft.etag) {
      return Promise.reject(new ApiError(409, 'RESOURCE_CONFLICT', 'Changed meanwhile.'));
    }
    this.draft = dashboard(changes.serialized_dashboard!, String(Number(this.draft.etag) + 1));
    return Promise.resolve(this.draft);
  };
}

let server: Server;
let session: DraftSession;
const rename = (name: string) => session.change('rename a page', (document) => renamePage(document, 'p', name), 'name');
const later = () => vi.advanceTimersByTimeAsync(1000);
const named = (name: string) => text.replace('"A"', `"${name}"`);

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  session = new DraftSession(server.draft, server);
});
afterEach(() => vi.useRealTimers());

test('changes are sent once, a moment after the last', async () => {
  rename('B');
  rename('C');
  expect([session.snapshot().save.kind, session.isDirty(), server.sent]).toEqual(['waiting', true, []]);
  await later();
  expect([session.snapshot().save.kind, session.isDirty(), server.sent]).toEqual(['saved', false, [named('C')]]);
  expect(session.snapshot().saved.text).toBe(named('C'));
});
test('what is undone before it was sent is not sent', async () => {
  rename('B');
  session.undo();
  await later();
  expect([session.snapshot().save.kind, server.sent]).toEqual(['saved', []]);
  session.redo();
  await later();
  expect(server.draft.serialized_dashboard).toBe(named('B'));
});
test('each save has the etag of the one before', async () => {
  for (const name of ['B', 'C', 'D']) {
    rename(name);
    await later();
  }
  expect([server.draft.etag, session.snapshot().save.kind]).toEqual(['4', 'saved']);
});
test('what was refused is sent again with the next change, or when it is asked for', async () => {
  server.refusal = new ApiError(400, 'INVALID_PARAMETER_VALUE', 'Too large.');
  rename('B');
  await later();
  expect(session.snapshot().save).toEqual({ kind: 'failed', error: server.refusal });
  server.refusal = undefined;
  await session.save();
  expect([session.snapshot().save.kind, server.draft.serialized_dashboard]).toEqual(['saved', named('B')]);
});
test('a conflict: theirs is loaded, and mine is one step back', async () => {
  server.draft = dashboard(named('Theirs'), '7');
  rename('Mine');
  await later();
  expect(session.snapshot().save.kind).toBe('conflict');
  rename('Mine too');
  await later();
  expect(server.sent).toHaveLength(1);
  await session.loadTheirs();
  expect([session.snapshot().history.present.text, session.snapshot().save.kind, session.isDirty()]).toEqual([named('Theirs'), 'saved', false]);
  session.undo();
  await later();
  expect([server.draft.serialized_dashboard, server.draft.etag]).toEqual([named('Mine too'), '8']);
});
test('a conflict: mine is saved over theirs', async () => {
  server.draft = dashboard(named('Theirs'), '7');
  rename('Mine');
  await later();
  await session.overwrite();
  expect([server.draft.serialized_dashboard, session.snapshot().save.kind]).toEqual([named('Mine'), 'saved']);
});
test('something else is done to what is saved, with its etag', async () => {
  rename('B');
  await session.act((etag) => {
    expect([etag, server.draft.serialized_dashboard]).toEqual(['2', named('B')]);
    server.draft = dashboard(text, '3');
    return Promise.resolve(server.draft);
  }, 'revert to published');
  expect([session.snapshot().history.present.text, session.snapshot().history.past.at(-1)!.label, session.isDirty()]).toEqual([text, 'revert to published', false]);
  rename('C');
  await later();
  expect(server.draft.etag).toBe('4');
});
test('nothing is done to what could not be saved', async () => {
  server.refusal = new ApiError(400, 'X', 'No.');
  rename('B');
  const action = vi.fn();
  await expect(session.act(action)).rejects.toThrow('could not be saved');
  expect(action).not.toHaveBeenCalled();
});
test('an imported file is one step, and its letters are what is sent', async () => {
  const file = '{ "datasets":[],\r\n"pages":[ ] , "n": 1.0}';
  session.replace('import a file', file);
  await later();
  expect([server.draft.serialized_dashboard, session.snapshot().history.present.text]).toEqual([file, file]);
  expect(() => session.replace('import a file', 'no')).toThrow('no JSON');
  session.undo();
  expect(session.snapshot().history.present.text).toBe(text);
});
