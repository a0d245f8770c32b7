import { type ReactElement, useEffect, useRef } from 'react';
import type { IPicture } from '../../models/preview/coloured';
import type { IRegion } from '../../models/preview/picture';
import type { IFrame } from './geometry';

/** Props of the canvas. */
export interface ICanvasProps {
  picture: IPicture;
  /** The picture's colours, pixel by pixel. */
  colours: Uint8ClampedArray<ArrayBuffer>;
  region: IRegion;
  frame: IFrame;
  pane: { width: number; height: number };
  label: string;
}

/** A picture with sharp pixels, each where its row and column are. */
export function Canvas(props: ICanvasProps): ReactElement {
  const { picture, colours, region, frame, pane, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const source = useRef<HTMLCanvasElement | null>(null);
  const ratio = window.devicePixelRatio || 1;

  useEffect(() => {
    const { width, height } = picture.result;
    source.current = paintSource(colours, width, height);
  }, [picture, colours]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !source.current) {
      return;
    }
    const { rows, columns, width, height } = picture.result;
    const across = (frame.width / (region.columns[1] - region.columns[0])) * ratio;
    const down = (frame.height / (region.rows[1] - region.rows[0])) * ratio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.save();
    context.beginPath();
    context.rect(frame.left * ratio, frame.top * ratio, frame.width * ratio, frame.height * ratio);
    context.clip();
    context.imageSmoothingEnabled = false;
    const { left, top } = frame;
    context.transform(
      frame.flipX ? -1 : 1,
      0,
      0,
      frame.flipY ? -1 : 1,
      frame.flipX ? (2 * left + frame.width) * ratio : 0,
      frame.flipY ? (2 * top + frame.height) * ratio : 0
    );
    context.drawImage(
      source.current,
      frame.left * ratio + (columns[0] - region.columns[0]) * across,
      frame.top * ratio + (rows[0] - region.rows[0]) * down,
      width * columns[2] * across,
      height * rows[2] * down
    );
    context.restore();
  }, [picture, colours, region, frame, pane, ratio]);

  return (
    <canvas
      ref={canvas}
      className="tjl-Canvas"
      role="img"
      aria-label={label}
      width={Math.round(pane.width * ratio)}
      height={Math.round(pane.height * ratio)}
      style={{ width: pane.width, height: pane.height }}
    />
  );
}

function paintSource(
  colours: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  height: number
): HTMLCanvasElement | null {
  if (!width || !height) {
    return null;
  }
  const source = document.createElement('canvas');
  source.width = width;
  source.height = height;
  source.getContext('2d')?.putImageData(new ImageData(colours, width, height), 0, 0);
  return source;
}
