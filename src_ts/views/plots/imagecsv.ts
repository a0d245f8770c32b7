import { sayAll } from '../../core/words';
import type { ImageModel } from '../../models/preview/image';
import type { PreviewModel } from '../../models/preview/preview';
import { titleOf } from './figure';
import type { IHost } from '../parts/host';
import { resolutionWords } from './imagefooter';
import { coordinateOf } from '../parts/quantity';
import { csvText } from '../parts/saving';

/**
 * The pixels in view as CSV: a column for each of theirs, by what stands along the axes.
 *
 * Its first line is for programs: the same names in every language.
 */
export function imageCsv(model: PreviewModel, image: ImageModel, host: IHost): string | null {
  const { picture, region } = image;
  if (!picture) {
    return null;
  }
  const { rows, columns } = picture.result;
  const [x, y] = [model.dimensions[model.x], model.dimensions[model.y]];
  const within = ([first, last]: readonly [number, number], [start, , step]: readonly number[]) =>
    range(Math.max(start, start + Math.floor((first - start) / step) * step), last, step);
  const across = within(region.columns, columns);
  const comments = [
    titleOf(model, host.trans),
    resolutionWords(picture.result, image, host, model.plan?.projected ?? false),
    ...sayAll([...picture.result.notes, picture.result.partial], host.trans)
  ];
  const head = [`${y.name} \\ ${x.name}`, ...across.map(at => coordinateOf(x, at) ?? at)];
  const body = within(region.rows, rows).map(row => [
    coordinateOf(y, row) ?? row,
    ...across.map(column => image.valueAt(row, column)?.values[0])
  ]);
  return csvText(comments, [head, ...body]);
}

function range(first: number, last: number, step: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((last - first) / step)) },
    (_, n) => first + n * step
  );
}
