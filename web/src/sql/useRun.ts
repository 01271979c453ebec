import { useCallback, useEffect, useRef, useState } from 'react';
import { runStatement, type Parameter, type Place, type Progress, type Result } from '../api/statements';
import type { Statement } from './statementAt';

/** A run of a statement, from its start to its end. */
export interface Run {
  statement: Statement;
  startedAt: number;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** How long it took; missing while it runs. */
  milliseconds?: number;
  result?: Result;
  /** What has come of a large result while the rest is on its way; what had come when it was cancelled. */
  progress?: Progress;
  error?: Error;
}

/** Runs one statement at a time. Leaving the page cancels it: nobody would see its result. */
export function useRun(onEnd: (run: Run) => void) {
  const [run, setRun] = useState<Run>();
  const abort = useRef<AbortController>(undefined);
  const ended = useRef(onEnd);
  useEffect(() => {
    ended.current = onEnd;
  });
  useEffect(() => () => abort.current?.abort(), []);

  const start = useCallback(async (statement: Statement, parameters: Parameter[], warehouse: string | undefined, place?: Place) => {
    if (abort.current) {
      return;
    }
    const controller = new AbortController();
    abort.current = controller;
    const started: Run = { statement, startedAt: Date.now(), state: 'running' };
    setRun(started);
    let progress: Progress | undefined;
    const onProgress = (come: Progress) => {
      progress = come;
      setRun({ ...started, progress: come });
    };
    let outcome: Pick<Run, 'state' | 'result' | 'progress' | 'error'>;
    try {
      outcome = { state: 'done', result: await runStatement(statement.text, { parameters, warehouse, place, signal: controller.signal, onProgress }) };
    } catch (error) {
      outcome = controller.signal.aborted ? { state: 'cancelled', ...(progress ? { progress } : {}) } : { state: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
    }
    abort.current = undefined;
    const end = { ...started, ...outcome, milliseconds: Date.now() - started.startedAt };
    setRun(end);
    ended.current(end);
  }, []);

  const cancel = useCallback(() => abort.current?.abort(), []);
  return { run, start, cancel };
}
