import { Button } from 'react-aria-components';

const examples = [
  {
    name: 'Requests and tokens by endpoint, last 7 days',
    statement: `SELECT endpoint_name, destination_model, count(*) AS requests, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens
FROM system.ai_gateway.usage
WHERE event_time >= date_sub(current_date(), 7)
GROUP BY ALL
ORDER BY requests DESC`,
  },
  {
    name: 'Latency and failures by hour',
    statement: `SELECT date_trunc('hour', event_time) AS hour, count(*) AS requests, count_if(status_code >= 400) AS failures,
  percentile_approx(latency_ms, 0.5) AS median_ms, percentile_approx(latency_ms, 0.95) AS p95_ms
FROM system.ai_gateway.usage
GROUP BY ALL
ORDER BY hour DESC
LIMIT 168`,
  },
  {
    name: 'List cost by day, model and team, last 30 days',
    statement: `SELECT usage_date, provider, model, request_tags['team'] AS team, sum(list_cost) AS list_cost
FROM system.ai_gateway.spend
WHERE usage_date >= date_sub(current_date(), 30)
GROUP BY ALL
ORDER BY usage_date DESC, list_cost DESC`,
  },
];

/** What to begin with, before the first run. */
export function Examples({ onChoose }: { onChoose: (statement: string) => void }) {
  return (
    <section className="empty" aria-labelledby="sql-examples">
      <h2 id="sql-examples" className="sql-first">Begin with an example</h2>
      <div className="sql-examples">
        {examples.map((example) => (
          <Button key={example.name} onPress={() => onChoose(example.statement)}>{example.name}</Button>
        ))}
      </div>
      <p className="quiet">Or write a statement: names of tables and columns are offered as you type, and with Ctrl Space. Ctrl Enter (on a Mac ⌘ Enter) runs it.</p>
    </section>
  );
}
