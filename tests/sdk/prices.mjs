// What @pydantic/genai-prices makes of calls: reads a JSON list of them from the file that is named, prints one JSON line for each: its
// cost in USD without what is charged by the request, NULL where the package has no price.
import { readFileSync } from 'node:fs';
import { calcPrice } from '@pydantic/genai-prices';

for (const { provider, model, time, usage } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const price = calcPrice(usage, model, { providerId: provider, timestamp: new Date(time) });
  console.log(JSON.stringify({ cost: price && price.total_price - (price.model_price.requests_kcount ?? 0) / 1000 }));
}
