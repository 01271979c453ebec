const blockSize = 256;
const stepsBetweenPauses = 8192;

/** Sorts in small steps, each of which yields the done share, from 0 to 1. Equal items keep their order. The given array is used up. */
export function* mergeSort(items: Uint32Array, compare: (a: number, b: number) => number): Generator<number, Uint32Array> {
  const { length } = items;
  const passes = 1 + Math.max(0, Math.ceil(Math.log2(length / blockSize)));
  for (let from = 0; from < length; from += blockSize) {
    items.subarray(from, from + blockSize).sort(compare);
    yield from / length / passes;
  }
  let source = items;
  let target: Uint32Array = new Uint32Array(length);
  for (let width = blockSize, pass = 1; width < length; width *= 2, pass++) {
    for (let from = 0; from < length; from += 2 * width) {
      const middle = Math.min(from + width, length);
      const end = Math.min(from + 2 * width, length);
      if (middle === end || compare(source[middle - 1]!, source[middle]!) <= 0) {
        target.set(source.subarray(from, end), from);
        continue;
      }
      let left = from;
      let right = middle;
      for (let to = from; to < end; to++) {
        target[to] = left < middle && (right >= end || compare(source[left]!, source[right]!) <= 0) ? source[left++]! : source[right++]!;
        if (to % stepsBetweenPauses === 0) {
          yield (pass + to / length) / passes;
        }
      }
    }
    [source, target] = [target, source];
  }
  return source;
}
