import { expect, test } from 'vitest';
import { selectList } from './selectList';

test.each([
  ['SELECT a, t.b, c AS d, e f FROM t', [{ name: 'a', path: ['a'] }, { name: 'b', path: ['t', 'b'] }, { name: 'd', path: ['c'] }, { name: 'f', path: ['e'] }]],
  ['SELECT count(*) AS n, sum(x, y) s, 1 + 2, max(z) FROM t', [{ name: 'n' }, { name: 's' }]],
  ['SELECT DISTINCT *, u.* FROM t', [{ star: [] }, { star: ['u'] }]],
  ['SELECT (SELECT max(a) FROM u) AS most, CASE WHEN b THEN c END kind', [{ name: 'most' }, { name: 'kind' }]],
  ['SELECT `odd name` FROM t UNION SELECT b FROM t', [{ name: 'odd name', path: ['odd name'] }]],
  ['WITH a AS (SELECT 1 AS x) SELECT y FROM a', [{ name: 'y', path: ['y'] }]],
  ['SELECT a.b[0].c AS d, e IS NULL', [{ name: 'd' }]],
  ['SELECT a -- , b\n, \'c, d\' AS e', [{ name: 'a', path: ['a'] }, { name: 'e' }]],
  ['SHOW TABLES', []],
  ['SELECT a * b AS c, 2 * d FROM t', [{ name: 'c' }]],
])('%s', (query, items) => expect(selectList(query)).toEqual(items));
