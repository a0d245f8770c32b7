import type { ReactElement } from 'react';
import type { ImageModel } from '../../models/preview/image';
import type { IProfile } from '../../models/preview/picture';
import { STRIP } from './axes';
import { arrayToPoint, type IFrame } from './geometry';
import type { IHost } from '../parts/host';
import type { IProbe } from './pointer';

/** Props of a profile. */
export interface IProfileProps {
  image: ImageModel;
  probe: IProbe | null;
  frame: IFrame;
  pane: { width: number; height: number };
  host: IHost;
}

/** The values along the row through a pixel, below the image. */
export function RowProfile({ image, probe, frame, pane, host }: IProfileProps): ReactElement {
  const profile = probe && image.profileAt(probe.row, probe.column)?.row;
  const x = (column: number) => arrayToPoint(0, column, frame, image.region).x;
  return (
    <svg
      className="tjl-Profile tjl-mod-row"
      style={{ transform: `translateY(${frame.top + frame.height - pane.height}px)` }}
      role="img"
      aria-label={host.trans.__('Values along the row')}
      width={pane.width}
      height={STRIP}
    >
      {profile && (
        <path d={stairs(profile, (position, height) => [x(position), STRIP - 4 - height])} />
      )}
    </svg>
  );
}

/** The values along the column through a pixel, beside the image. */
export function ColumnProfile({ image, probe, frame, pane, host }: IProfileProps): ReactElement {
  const profile = probe && image.profileAt(probe.row, probe.column)?.column;
  const y = (row: number) => arrayToPoint(row, 0, frame, image.region).y;
  return (
    <svg
      className="tjl-Profile"
      style={{ transform: `translateX(${frame.left + frame.width - pane.width}px)` }}
      role="img"
      aria-label={host.trans.__('Values along the column')}
      width={STRIP}
      height={pane.height}
    >
      {profile && <path d={stairs(profile, (position, height) => [4 + height, y(position)])} />}
    </svg>
  );
}

/** A level for each pixel, from the least to the greatest value of the profile. */
function stairs(
  { positions, values, step }: IProfile,
  place: (position: number, height: number) => readonly [number, number]
): string {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  const height = (value: number) => ((value - low) / (high - low || 1)) * (STRIP - 8);
  let pen = 'M';
  return positions
    .map((position, index) => {
      if (!Number.isFinite(values[index])) {
        pen = 'M';
        return '';
      }
      const level = height(values[index]);
      const [from, to] = [place(position, level), place(position + step, level)];
      const drawn = `${pen}${from.map(Math.round).join(' ')}L${to.map(Math.round).join(' ')}`;
      pen = 'L';
      return drawn;
    })
    .join('');
}
