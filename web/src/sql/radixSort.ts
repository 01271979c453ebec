const digits = 0x10000;
const stepsBetweenPauses = 65_536;

/**
 * Sorts indexes by the numbers they stand for: some ten times as quick as by comparing, for a million. Equal ones keep their order, both
 * zeros are one, NaN is the largest. Each yield is the done share, from 0 to 1. The given array is used up.
 */
export function* radixSort(items: Uint32Array, numberOf: Float64Array, descending: boolean): Generator<number, Uint32Array> {
  const bits = new Uint16Array(numberOf.buffer.slice(0));
  yield* makeComparable(bits, numberOf, descending);
  let source = items;
  let target: Uint32Array = new Uint32Array(items.length);
  for (let digit = 0; digit < 4; digit++) {
    const starts = new Uint32Array(digits + 1);
    for (let at = 0; at < source.length; at++) {
      starts[bits[4 * source[at]! + digit]! + 1]!++;
    }
    yield (1 + digit) / 5;
    if (starts.includes(source.length, 1)) {
      continue;
    }
    for (let at = 1; at < digits; at++) {
      starts[at]! += starts[at - 1]!;
    }
    for (let at = 0; at < source.length; at++) {
      const item = source[at]!;
      target[starts[bits[4 * item + digit]!]!++] = item;
      if (at % stepsBetweenPauses === 0) {
        yield (1 + digit) / 5;
      }
    }
    [source, target] = [target, source];
  }
  return source;
}

// The bits of a double order as the numbers do, once those of negative ones are turned over and the sign of the others is set.
function* makeComparable(bits: Uint16Array, numberOf: Float64Array, descending: boolean): Generator<number> {
  const turned = descending ? 0xffff : 0;
  for (let at = 0; at < numberOf.length; at++) {
    const value = numberOf[at]!;
    const first = 4 * at;
    if (value === 0) {
      bits[first] = bits[first + 1] = bits[first + 2] = turned;
      bits[first + 3] = 0x8000 ^ turned;
    } else {
      const flip = (value < 0 ? 0xffff : 0) ^ turned;
      bits[first]! ^= flip;
      bits[first + 1]! ^= flip;
      bits[first + 2]! ^= flip;
      bits[first + 3]! ^= value < 0 ? flip : 0x8000 ^ turned;
    }
    if (at % stepsBetweenPauses === 0) {
      yield 0;
    }
  }
}
