import { SQLDialect } from '@codemirror/lang-sql';

/** The words of the dialect that the engine follows. */
export const keywords = (
  'select from where group by having order limit offset qualify window over partition rows range between unbounded preceding following current row all distinct as on using ' +
  'join inner left right full outer cross semi anti union intersect except with recursive values and or not in exists is null like ilike rlike case when then else end ' +
  'cast try_cast interval asc desc nulls first last filter within true false lateral tablesample pivot unpivot describe show catalogs schemas tables columns grants grant revoke to'
).split(' ');

/** Phrases that are typed together. */
export const phrases = ['GROUP BY', 'GROUP BY ALL', 'ORDER BY', 'PARTITION BY', 'LEFT JOIN', 'INNER JOIN', 'UNION ALL', 'IS NULL', 'IS NOT NULL', 'NULLS LAST'];

export const types = 'string int bigint smallint tinyint float double decimal boolean date timestamp timestamp_ntz binary map struct array'.split(' ');

/** The functions that statements on usage and costs mostly need. */
export const functions = (
  'count count_if sum avg min max any_value approx_count_distinct percentile_approx percentile median mode stddev variance first last max_by min_by collect_list collect_set array_agg ' +
  'coalesce nvl ifnull nullif if greatest least round floor ceil abs pow sqrt ln mod try_divide ' +
  'date_trunc date_add date_sub datediff date_diff to_date to_timestamp strftime current_date current_timestamp now year month day hour minute dayofweek unix_timestamp from_unixtime extract ' +
  'concat concat_ws lower upper trim length substring replace split regexp_extract regexp_replace contains starts_with ends_with lpad rpad ' +
  'map map_keys map_values element_at map_contains_key array array_contains array_join array_distinct array_size size explode transform filter named_struct struct get_json_object to_json ' +
  'row_number rank dense_rank lag lead ntile first_value last_value percent_rank cume_dist'
).split(' ');

export const dialect = SQLDialect.define({
  keywords: keywords.join(' '),
  types: types.join(' '),
  builtin: functions.filter((name) => !keywords.includes(name)).join(' '),
  backslashEscapes: true,
  doubleQuotedStrings: true,
  identifierQuotes: '`',
  caseInsensitiveIdentifiers: true,
  specialVar: ':',
});
