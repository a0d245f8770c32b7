import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { COLOUR_MAPS, type ColourMap, paint } from '../models/colour';
import type { ImageModel } from '../models/image';
import type { PreviewModel } from '../models/preview';
import type { RangeMode, Scale } from '../models/range';
import { Axes } from './axes';
import { Canvas } from './canvas';
import { ColourBar } from './colourbar';
import { type IImageFooterProps, ImageFooter } from './imagefooter';
import { isSquarish, onePixelEach, placeRegion } from './geometry';
import { useModel, useSize, useSlow } from './hooks';
import type { IHost } from './host';
import { Pointer } from './pointer';
import { Problem } from './problem';
import { type IQuantity, quantityOf } from './quantity';
import { Sliders } from './sliders';
import { Choice, Switch, Toolbar } from './toolbar';

/** Props of the image. */
export interface IImageViewProps {
  model: PreviewModel;
  image: ImageModel;
  host: IHost;
}

/** Two dimensions of an array as a picture. */
export function ImageView({ model, image, host }: IImageViewProps): ReactElement {
  const version = useModel(image);
  const { trans } = host;
  const pane = useRef<HTMLDivElement>(null);
  const size = useSize(pane);
  const [square, setSquare] = useState(true);
  const [probe, setProbe] = useState<IImageFooterProps['probe']>(null);
  const slow = useSlow(image.loading);
  const { picture, region } = image;
  const colour = model.plan?.colour ?? false;
  const quantity = quantityOf(model.component ?? model.plan);

  useEffect(() => setSquare(isSquarish(image.width, image.height)), [image, model.x, model.y]);
  useEffect(() => {
    if (size.width && size.height) {
      const ratio = window.devicePixelRatio || 1;
      image.setViewport(size.width * ratio, size.height * ratio);
    }
  }, [image, size]);

  const { range, scale, colourMap } = image;
  const [low, high] = range ?? [0, 0];
  const colours = useMemo(() => {
    if (!picture) {
      return null;
    }
    return colour
      ? new Uint8ClampedArray(picture.pixels)
      : paint(picture.pixels, range, scale, colourMap);
    // The range is a new pair each time it is asked for; its ends are what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [picture, colour, range === null, low, high, scale, colourMap]);
  const frame = useMemo(
    () => placeRegion(region, size, square),
    // A region is a new object each time it is asked for; the version says when it is another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [version, size, square]
  );

  const onePixel = () => {
    const ratio = window.devicePixelRatio || 1;
    const pixels = { width: size.width * ratio, height: size.height * ratio };
    setSquare(true);
    image.region = onePixelEach(region, pixels, image);
  };

  return (
    <>
      <Toolbar model={model} host={host}>
        {!colour && <Colours image={image} host={host} quantity={quantity} />}
        <div className="tjl-Group">
          <button
            type="button"
            className="tjl-Button"
            aria-pressed={!square}
            title={trans.__('Stretch the image over the pane')}
            onClick={() => setSquare(!square)}
          >
            {trans.__('Fill')}
          </button>
          {(image.width > size.width || image.height > size.height) && (
            <button
              type="button"
              className="tjl-Button"
              title={trans.__('One pixel of the data on each pixel of the screen')}
              onClick={onePixel}
            >
              1:1
            </button>
          )}
          {image.zoomed && (
            <button type="button" className="tjl-Button" onClick={() => image.reset()}>
              {trans.__('Reset')}
            </button>
          )}
        </div>
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {image.error && <Problem error={image.error} host={host} onRetry={() => image.reload()} />}
      <div className="tjl-Image" data-stale={slow}>
        <Axes region={region} frame={frame} pane={size} model={model}>
          <Pointer
            element={pane}
            model={model}
            image={image}
            host={host}
            frame={frame}
            pane={size}
            square={square}
            onProbe={setProbe}
          >
            {picture && colours && size.width > 0 && (
              <Canvas
                picture={picture}
                colours={colours}
                region={region}
                frame={frame}
                pane={size}
                label={labelOf(model, image, host)}
              />
            )}
            {picture?.result.statistics.finite === 0 && (
              <p className="tjl-Image-words">
                {trans.__('Nothing to draw: none of the values is a finite number.')}
              </p>
            )}
          </Pointer>
        </Axes>
        {!colour && range && picture && (
          <ColourBar image={image} range={range} host={host} quantity={quantity} />
        )}
      </div>
      <Sliders model={model} host={host} />
      <ImageFooter model={model} image={image} host={host} probe={probe} />
    </>
  );
}

interface IColoursProps {
  image: ImageModel;
  host: IHost;
  quantity: IQuantity;
}

function Colours({ image, host, quantity }: IColoursProps): ReactElement {
  const { trans } = host;
  return (
    <div className="tjl-Group">
      <Choice
        label={trans.__('Colour map')}
        value={image.colourMap}
        options={COLOUR_MAPS.map(value => ({ value, label: value }))}
        onChange={value => {
          image.colourMap = value as ColourMap;
        }}
      />
      {!quantity.isTime && (
        <Switch
          label={trans.__('Scale of the colours')}
          value={image.scale}
          options={[
            { value: 'linear', label: trans.__('lin') },
            { value: 'log', label: trans.__('log') }
          ]}
          onChange={value => {
            image.scale = value as Scale;
          }}
        />
      )}
      <Choice
        label={trans.__('Range of the colours')}
        value={image.rangeMode}
        options={[
          { value: 'percentile', label: trans.__('1–99 %') },
          { value: 'minmax', label: trans.__('min–max') },
          { value: 'manual', label: trans.__('manual') }
        ]}
        onChange={value => {
          image.rangeMode = value as RangeMode;
        }}
      />
    </div>
  );
}

/** What a screen reader says of the picture: name, positions, and how large it is. */
function labelOf(model: PreviewModel, image: ImageModel, { trans }: IHost): string {
  const name = model.path[model.path.length - 1] ?? model.server;
  // The positions of the picture on show, which may be older than those of the sliders.
  const at = image.picture?.request.at ?? model.at;
  const positions = model.sliders.map(slider =>
    trans.__('%1 %2 of %3', slider.name, at[slider.dimension], slider.size)
  );
  const what = [name, ...positions].join(', ');
  return trans.__('%1: image %2×%3', what, image.height, image.width);
}
