import type { PixelType } from './protocol';

/** Numbers as they travel. */
export type NumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

interface INumberArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NumberArray;
}

const ARRAYS: Record<PixelType, INumberArrayConstructor> = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array
};

/**
 * See the bytes of a buffer as numbers, without a copy where they are aligned.
 *
 * @throws RangeError - when the buffer does not hold the expected count of numbers.
 */
export function asNumbers(view: DataView, type: PixelType, count: number): NumberArray {
  const Numbers = ARRAYS[type];
  const size = Numbers.BYTES_PER_ELEMENT;
  if (view.byteLength !== count * size) {
    throw new RangeError(
      `Expected ${count} numbers of type ${type}, got ${view.byteLength} bytes.`
    );
  }
  if (view.byteOffset % size === 0) {
    return new Numbers(view.buffer, view.byteOffset, count);
  }
  const copy = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  return new Numbers(copy, 0, count);
}
