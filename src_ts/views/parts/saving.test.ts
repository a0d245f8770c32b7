import { describe, expect, it } from 'vitest';
import { csvText } from './saving';

describe('csvText', () => {
  it('says what it is, and quotes what would be read otherwise', () => {
    const text = csvText(
      ['x,\nframe 3', ''],
      [
        ['a', 1],
        ['b "c", d', null],
        ['#e', true]
      ]
    );
    expect(text).toBe('# x, frame 3\na,1\n"b ""c"", d",\n"#e",true\n');
  });
});
