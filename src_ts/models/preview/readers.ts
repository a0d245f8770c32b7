import type { IPreviewPlan } from '../../core/protocol';
import { EventsModel } from './events';
import { FileModel } from './file';
import { HistogramModel } from './histogram';
import { ImageModel } from './image';
import { LineModel } from './line';
import { MatrixModel } from './matrix';
import { isPlottable, PlotModel } from './plot';
import { RecordsModel } from './records';
import type { ViewKind } from './sliced';

/** What reads the data for those ways that need more than the plan. */
export const MODELS = {
  image: ImageModel,
  line: LineModel,
  table: RecordsModel,
  plot: PlotModel,
  matrix: MatrixModel,
  events: EventsModel,
  histogram: HistogramModel,
  file: FileModel
};

/** The same, one of each. */
export type Models = { [K in keyof typeof MODELS]: InstanceType<(typeof MODELS)[K]> };

/** The ways in which a node can be drawn, the best first. */
export function kindsOf({ kind, others, columns }: IPreviewPlan): ViewKind[] {
  return [kind, ...others].filter(
    (each): each is ViewKind =>
      each !== 'value' && each !== 'none' && (each !== 'plot' || columns.some(isPlottable))
  );
}

/** Whether a way of drawing needs more than the plan. */
export function isRead(kind: ViewKind): kind is keyof Models {
  return kind in MODELS;
}
