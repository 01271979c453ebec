import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Button } from 'react-aria-components';
import { listUnpriced, readPrices, removePrice } from '../api/settings';
import { Failure } from '../ui/Failure';
import { Loading } from '../ui/Loading';
import { useTimeFormat } from '../ui/preferences';
import { NewPrice } from './NewPrice';

/** The price book: which calls it has no price of, what was entered, and a way to enter more. */
export function Prices() {
  const time = useTimeFormat();
  const queries = useQueryClient();
  const prices = useQuery({ queryKey: ['prices'], queryFn: ({ signal }) => readPrices(signal) });
  const unpriced = useQuery({ queryKey: ['unpriced'], queryFn: ({ signal }) => listUnpriced(signal) });
  const remove = useMutation({ mutationFn: removePrice, onSuccess: () => queries.invalidateQueries({ queryKey: ['prices'] }) });
  return (
    <>
      {prices.error && <Failure error={prices.error} retry={() => void prices.refetch()} />}
      {prices.isPending && <Loading what="prices" />}
      {prices.data && (
        <p>
          Calls are priced by <span className="mono">{prices.data.price_version}</span>. Every price is in <Link to="/catalog/system/ai_gateway/list_prices">system.ai_gateway.list_prices</Link>; past calls keep theirs
          until <code>weir recost</code> prices them anew.
        </p>
      )}
      <h2>Calls without a known cost, last 30 days</h2>
      {unpriced.error && <Failure error={unpriced.error} retry={() => void unpriced.refetch()} />}
      {unpriced.data?.length === 0 && <p className="quiet">There are none.</p>}
      {unpriced.data && unpriced.data.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label="Calls without a known cost">
          <table>
            <thead><tr><th scope="col">Provider</th><th scope="col">Model</th><th scope="col">Answered by</th><th scope="col">Tier</th><th scope="col">Endpoint</th><th scope="col">Why</th><th scope="col" className="number">Calls</th><th scope="col">Last</th></tr></thead>
            <tbody>
              {unpriced.data.map((one) => (
                <tr key={[one.provider, one.model, one.response_model, one.service_tier, one.endpoint_name, one.reason].join('|')}>
                  <td>{one.provider}</td><td className="mono">{one.model}</td><td className="mono">{one.response_model}</td><td>{one.service_tier}</td><td>{one.endpoint_name}</td>
                  <td>{one.reason === 'NO_PRICE' ? 'No price is known' : 'The provider stated no tokens'}</td><td className="number">{one.attempts.toLocaleString()}</td><td>{time(one.last_time)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2>Prices that were entered or imported</h2>
      {remove.error && <Failure error={remove.error} />}
      {prices.data && prices.data.overrides.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label="Prices that were entered or imported">
          <table>
            <thead><tr><th scope="col">Model</th><th scope="col">Of</th><th scope="col">Tier</th><th scope="col" className="number">Beyond tokens</th><th scope="col" className="number">USD per million</th><th scope="col">From</th><th scope="col">Source</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
            <tbody>
              {prices.data.overrides.map((price, at) => (
                <tr key={price.id ?? at}>
                  <th scope="row" className="mono">{price.provider}/{price.model}</th><td>{price.usage_type}</td><td>{price.service_tier}</td><td className="number">{price.context_tier.toLocaleString()}</td><td className="number">{price.rate}</td>
                  <td>{time(price.valid_from)}</td><td>{price.source}</td>
                  <td>{price.id && <Button className="small" aria-label={`Delete the price of ${price.model}, ${price.usage_type}`} onPress={() => remove.mutate(price.id!)}>Delete</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <NewPrice />
    </>
  );
}
