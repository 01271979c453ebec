import { ApiError } from '../../api/client';
import { getDashboard, updateDashboard, type Dashboard } from '../../api/dashboards';
import { begin, change, redo, replace, undo, type Change, type History } from './text/history';
import type { Written } from './text/written';

export type SaveState = { kind: 'saved' } | { kind: 'waiting' } | { kind: 'saving' } | { kind: 'failed'; error: Error } | { kind: 'conflict'; error: Error };

export interface DraftSnapshot {
  history: History;
  /** The draft as the server last answered it. */
  dashboard: Dashboard;
  /** What of the history's documents the server has: results are of this one. */
  saved: Written;
  save: SaveState;
}

/** What the session asks of the server. */
export interface DraftServer {
  get: typeof getDashboard;
  update: typeof updateDashboard;
}

const pauseMilliseconds = 700;

/**
 * A draft that is being edited: what was done to it, and how much of that is saved. Changes are sent a moment after the last of them, one at a time, with the
 * draft's etag: somebody else's change in between is a conflict, which people decide.
 */
export class DraftSession {
  readonly #id: string;
  readonly #server: DraftServer;
  readonly #listeners = new Set<() => void>();
  #snapshot: DraftSnapshot;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @throws DocumentError The dashboard's text is no document. */
  constructor(dashboard: Dashboard, server: DraftServer = { get: getDashboard, update: updateDashboard }) {
    this.#id = dashboard.dashboard_id;
    this.#server = server;
    const history = begin(dashboard.serialized_dashboard);
    this.#snapshot = { history, dashboard, saved: history.present, save: { kind: 'saved' } };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): DraftSnapshot => this.#snapshot;

  /** Whether there is something that the server does not have. */
  readonly isDirty = (): boolean => this.#snapshot.history.present.text !== this.#snapshot.saved.text;

  change(label: string, make: Change, together?: string): void {
    this.#took(change(this.#snapshot.history, label, make, together));
  }

  /** @throws DocumentError The text is no document. */
  replace(label: string, text: string): void {
    this.#took(replace(this.#snapshot.history, label, text));
  }

  undo(): void {
    this.#took(undo(this.#snapshot.history));
  }

  redo(): void {
    this.#took(redo(this.#snapshot.history));
  }

  /** Saves what is not saved, now. */
  readonly save = (): Promise<void> => {
    clearTimeout(this.#timer);
    this.#running = this.#running.then(() => this.#saveNow());
    return this.#running;
  };

  /**
   * Does something else to the draft, with all saved before it and its etag. What it answers is the draft from then on; its document, where it is another,
   * takes the place of this one, under the label.
   */
  async act(action: (etag: string) => Promise<Dashboard | void>, label?: string): Promise<void> {
    await this.save();
    if (this.isDirty()) {
      throw new Error('What you changed could not be saved, and so this was not done.');
    }
    const dashboard = await action(this.#snapshot.dashboard.etag);
    if (dashboard && label !== undefined) {
      this.#load(dashboard, label);
    } else if (dashboard) {
      this.#set({ dashboard });
    }
  }

  /** Takes the server's draft in place of this one. It can be undone. */
  async loadTheirs(): Promise<void> {
    this.#load(await this.#server.get(this.#id), 'load the other version');
  }

  /** Saves this draft over what somebody else saved. */
  async overwrite(): Promise<void> {
    this.#set({ dashboard: await this.#server.get(this.#id), save: { kind: 'waiting' } });
    await this.save();
  }

  #load(dashboard: Dashboard, label: string): void {
    const history = replace(this.#snapshot.history, label, dashboard.serialized_dashboard);
    clearTimeout(this.#timer);
    this.#set({ history, dashboard, saved: history.present, save: { kind: 'saved' } });
  }

  #took(history: History): void {
    if (history === this.#snapshot.history) {
      return;
    }
    const isConflict = this.#snapshot.save.kind === 'conflict';
    this.#set({ history });
    clearTimeout(this.#timer);
    if (isConflict) {
      return;
    }
    if (!this.isDirty()) {
      this.#set({ save: { kind: 'saved' } });
      return;
    }
    this.#set({ save: { kind: 'waiting' } });
    this.#timer = setTimeout(() => void this.save(), pauseMilliseconds);
  }

  async #saveNow(): Promise<void> {
    const { history: { present }, dashboard, save } = this.#snapshot;
    if (!this.isDirty() || save.kind === 'conflict') {
      return;
    }
    this.#set({ save: { kind: 'saving' } });
    try {
      const answer = await this.#server.update(this.#id, { serialized_dashboard: present.text, etag: dashboard.etag });
      this.#set({ dashboard: answer, saved: present });
      this.#set({ save: { kind: this.isDirty() ? 'waiting' : 'saved' } });
    } catch (error) {
      const isConflict = error instanceof ApiError && error.status === 409 && error.code === 'RESOURCE_CONFLICT';
      this.#set({ save: { kind: isConflict ? 'conflict' : 'failed', error: error as Error } });
    }
  }

  #set(changed: Partial<DraftSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changed };
    this.#listeners.forEach((listener) => listener());
  }
}
