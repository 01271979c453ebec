import { Label, Meter } from 'react-aria-components';
import { money, share } from './money';

/** How much of an amount is spent. */
export function SpentMeter({ label, spent, amount }: { label: string; spent: string; amount: string }) {
  const percent = share(spent, amount);
  return (
    <Meter value={percent} valueLabel={`${money(spent)} of ${money(amount)}`} className="meter">
      {({ valueText }) => (
        <>
          <Label className="visually-hidden">{label}</Label>
          <span>{valueText}</span>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect className="meter-whole" width="100" height="6" />
            <rect className={percent >= 100 ? 'meter-over' : 'meter-spent'} width={percent} height="6" />
          </svg>
        </>
      )}
    </Meter>
  );
}
