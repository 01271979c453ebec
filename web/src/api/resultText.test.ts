import { describe, expect, it } from 'vitest';
import { readAnswer } from './resultText';

const values = ['', '0', '1234567', 'a "quoted" word', 'back\\slash', '\\', '\\"', 'line\nbreak', 'ü€😀', '"data_array":[["x"]]', '],[', 'null', null];

function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

describe('an answer of the statement execution API', () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))('is read as JSON.parse reads it (%d)', (seed) => {
    const next = random(seed + 1);
    const columns = next(4);
    const rows = Array.from({ length: next(6) }, () => Array.from({ length: columns }, () => values[next(values.length)]!));
    const chunk = { chunk_index: 1, row_count: rows.length, data_array: rows, next_chunk_internal_link: '/api/"data_array":' };
    const whole = { statement_id: 'x', status: { state: 'SUCCEEDED' }, manifest: { schema: { columns: [{ name: '"data_array":[' }] } }, result: chunk };
    expect(readAnswer(JSON.stringify(chunk))).toEqual(chunk);
    expect(readAnswer(JSON.stringify(whole))).toEqual(whole);
  });

  it('without rows is read too', () => expect(readAnswer('{"status":{"state":"RUNNING"}}')).toEqual({ status: { state: 'RUNNING' } }));

  it.each(['{"data_array":[["a', '{"data_array":[[1]]}'])('that is broken is refused: %s', (text) => expect(() => readAnswer(text)).toThrow(SyntaxError));
});
