import type { Result } from '../api/statements';
import { ResultGrid } from './ResultGrid';

export function ResultView({ result, isGrowing }: { result: Result; isGrowing: boolean }) {
  return <ResultGrid result={result} isGrowing={isGrowing} />;
}
