import { describe, expect, it } from 'vitest';
import { asNumbers } from './buffers';

/** Numbers that begin at some offset inside a larger buffer. */
function placed(values: Float64Array<ArrayBuffer>, offset: number): DataView {
  const buffer = new ArrayBuffer(offset + values.byteLength + 3);
  new Uint8Array(buffer).set(new Uint8Array(values.buffer), offset);
  return new DataView(buffer, offset, values.byteLength);
}

describe('asNumbers', () => {
  const values = new Float64Array([1.5, -2, NaN]);

  it('sees aligned bytes in place', () => {
    const view = placed(values, 16);
    const numbers = asNumbers(view, 'float64', 3);
    expect([...numbers]).toEqual([1.5, -2, NaN]);
    expect(numbers.buffer).toBe(view.buffer);
  });

  it('copies bytes that are not aligned', () => {
    const view = placed(values, 5);
    const numbers = asNumbers(view, 'float64', 3);
    expect([...numbers]).toEqual([1.5, -2, NaN]);
    expect(numbers.buffer).not.toBe(view.buffer);
  });

  it('takes only its own part of the buffer', () => {
    const view = new DataView(new Uint8Array([1, 2, 3, 4, 5]).buffer, 1, 3);
    expect([...asNumbers(view, 'uint8', 3)]).toEqual([2, 3, 4]);
  });

  it('refuses a buffer of another length', () => {
    expect(() => asNumbers(placed(values, 0), 'float64', 4)).toThrow(RangeError);
  });

  it.each(['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'] as const)(
    'knows %s',
    type => {
      expect(asNumbers(new DataView(new ArrayBuffer(16)), type, 16 / sizeOf(type))).toHaveLength(
        16 / sizeOf(type)
      );
    }
  );
});

function sizeOf(type: string): number {
  return Number(type.replace(/\D/g, '')) / 8;
}
