import type { ReactElement, ReactNode } from 'react';
import type { IRegion } from '../models/image';
import type { PreviewModel } from '../models/preview';
import { arrayToPoint, type IFrame, ticksOf } from './geometry';

/** Props of the axes. */
export interface IAxesProps {
  model: PreviewModel;
  region: IRegion;
  frame: IFrame;
  pane: { width: number; height: number };
  children: ReactNode;
}

/** Rows and columns, written beside and below an image. */
export function Axes({ model, region, frame, pane, children }: IAxesProps): ReactElement {
  const rows = pane.height ? ticksOf(region.rows, pane.height / 60) : [];
  const columns = pane.width ? ticksOf(region.columns, pane.width / 80) : [];
  const at = (row: number, column: number) => arrayToPoint(row + 0.5, column + 0.5, frame, region);
  const [x, y] = [model.dimensions[model.x], model.dimensions[model.y]];
  const gutter = 30 + 7 * Math.max(1, ...rows.map(row => String(row).length));
  const below = pane.height - frame.top - frame.height;
  return (
    <div className="tjl-Axes" style={{ gridTemplateColumns: `${gutter}px minmax(0, 1fr)` }}>
      <div
        className="tjl-Axes-rows"
        aria-hidden="true"
        style={{ transform: `translateX(${frame.left}px)` }}
      >
        <span className="tjl-Axes-name" style={{ top: frame.top + frame.height / 2 }}>
          {withUnit(y)}
        </span>
        {rows.map(row => (
          <span key={row} className="tjl-Tick" style={{ top: at(row, 0).y }}>
            {row}
          </span>
        ))}
      </div>
      {children}
      <div
        className="tjl-Axes-columns"
        aria-hidden="true"
        style={{ transform: `translateY(${-below}px)` }}
      >
        {columns.map(column => (
          <span key={column} className="tjl-Tick" style={{ left: at(0, column).x }}>
            {column}
          </span>
        ))}
        <span className="tjl-Axes-name" style={{ left: frame.left + frame.width / 2 }}>
          {withUnit(x)}
        </span>
      </div>
    </div>
  );
}

function withUnit(dimension?: { name: string; unit: string | null }): string {
  return dimension?.unit ? `${dimension.name} (${dimension.unit})` : (dimension?.name ?? '');
}
