import type { ReactElement, ReactNode } from 'react';
import type { IRegion } from '../../models/preview/picture';
import type { PreviewModel } from '../../models/preview/preview';
import { formatCount } from '../parts/format';
import type { IHost } from '../parts/host';
import { arrayToPoint, type IFrame, ticksOf } from './geometry';
import { coordinateAt, dimensionLabel } from '../parts/quantity';

/** How much room a profile takes. */
export const STRIP = 90;

/** Props of the axes. */
export interface IAxesProps {
  model: PreviewModel;
  host: IHost;
  region: IRegion;
  frame: IFrame;
  pane: { width: number; height: number };
  children: ReactNode;
  /** What stands to the right of the image, and below its axis. */
  beside?: ReactNode;
  below?: ReactNode;
}

/** Rows and columns, written beside and below an image. */
export function Axes(props: IAxesProps): ReactElement {
  const { model, host, region, frame, pane, children, beside, below: under } = props;
  const rows = pane.height ? ticksOf(region.rows, pane.height / 60) : [];
  const columns = pane.width ? ticksOf(region.columns, pane.width / 80) : [];
  const at = (row: number, column: number) => arrayToPoint(row + 0.5, column + 0.5, frame, region);
  const [x, y] = [model.dimensions[model.x], model.dimensions[model.y]];
  const rowWords = rows.map(row => coordinateAt(y, row) ?? formatCount(row));
  const gutter = 30 + 7 * Math.max(1, ...rowWords.map(words => words.length));
  const below = pane.height - frame.top - frame.height;
  return (
    <div
      className="tjl-Axes"
      style={{ gridTemplateColumns: `${gutter}px minmax(0, 1fr)${beside ? ` ${STRIP}px` : ''}` }}
    >
      <div
        className="tjl-Axes-rows"
        aria-hidden="true"
        style={{ transform: `translateX(${frame.left}px)` }}
      >
        <span className="tjl-Axes-name" style={{ top: frame.top + frame.height / 2 }}>
          {dimensionLabel(y, host.trans)}
        </span>
        {rows.map((row, index) => (
          <span key={row} className="tjl-Tick" style={{ top: at(row, 0).y }}>
            {rowWords[index]}
          </span>
        ))}
      </div>
      {children}
      {beside}
      <div
        className="tjl-Axes-columns"
        aria-hidden="true"
        style={{ transform: `translateY(${-below}px)` }}
      >
        {columns.map(column => (
          <span key={column} className="tjl-Tick" style={{ left: at(0, column).x }}>
            {coordinateAt(x, column) ?? formatCount(column)}
          </span>
        ))}
        <span className="tjl-Axes-name" style={{ left: frame.left + frame.width / 2 }}>
          {dimensionLabel(x, host.trans)}
        </span>
      </div>
      {under}
    </div>
  );
}
