import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { nameWords } from '../../core/words';
import { paint } from '../../models/preview/colour';
import type { ImageModel } from '../../models/preview/image';
import type { PreviewModel } from '../../models/preview/preview';
import { Axes } from './axes';
import { Canvas } from './canvas';
import { ColourBar } from './colourbar';
import { colourItems, Colours, lookItems } from './colours';
import { imageFigure, titleOf } from './figure';
import { type IImageFooterProps, ImageFooter } from './imagefooter';
import { isSquarish, onePixelEach, placeRegion } from './geometry';
import { useModel, useSize, useSlow } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { imageCsv } from './imagecsv';
import { Measured } from './measured';
import { type IMenuItem, Menu } from '../parts/menu';
import { Pointer } from './pointer';
import { Problem } from '../parts/problem';
import { ColumnProfile, RowProfile } from './profiles';
import { quantityOf } from '../parts/quantity';
import { savingItems } from '../parts/saving';
import { Sliders } from '../parts/sliders';
import { Toolbar } from '../parts/toolbar';

/** Props of the image. */
export interface IImageViewProps {
  model: PreviewModel;
  image: ImageModel;
  host: IHost;
}

// In pixels: where there is less room, what is needed less often is in the menu.
const ROOM = { tools: 840, colours: 680, fit: 500 };

/** Two dimensions of an array as a picture. */
export function ImageView({ model, image, host }: IImageViewProps): ReactElement {
  useModel(image);
  const { trans } = host;
  const pane = useRef<HTMLDivElement>(null);
  const size = useSize(pane);
  const whole = useRef<HTMLDivElement>(null);
  const { width } = useSize(whole);
  const { settings, colour } = image;
  const [measuring, setMeasuring] = useState(false);
  const square = settings.square ?? isSquarish(image.width, image.height);
  useModel(image.measurement);
  const [read, setRead] = useState<IImageFooterProps['probe']>(null);
  const [probe, setProbe] = useState<IImageFooterProps['probe']>(null);
  const slow = useSlow(image.loading);
  const { picture, region } = image;
  const quantity = quantityOf(model.component ?? model.plan);

  useEffect(() => {
    if (size.width && size.height) {
      const ratio = window.devicePixelRatio || 1;
      image.setViewport(size.width * ratio, size.height * ratio);
    }
  }, [image, size]);

  const { range, scale, colourMap } = image;
  const { missing, flipX, flipY } = settings;
  const [low, high] = range ?? [0, 0];
  const colours = useMemo(() => {
    if (!picture) {
      return null;
    }
    return colour
      ? new Uint8ClampedArray(picture.pixels)
      : paint(picture.pixels, range, scale, colourMap, missing);
    // The range is a new pair each time it is asked for; its ends are what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [picture, colour, range === null, low, high, scale, colourMap, missing]);
  const frame = useMemo(
    () => ({ ...placeRegion(region, size, square), flipX, flipY }),
    [region, size, square, flipX, flipY]
  );

  const onePixel = () => {
    const ratio = window.devicePixelRatio || 1;
    const pixels = { width: size.width * ratio, height: size.height * ratio };
    image.change({ square: true });
    image.region = onePixelEach(region, pixels, image);
  };

  const folds = (room: number) => width > 0 && width < room;
  const magnifiable = image.width > size.width || image.height > size.height;
  const toggleSquare = () => image.change({ square: !square });
  const measurable = !colour && !model.plan?.projected;
  const toggleProfiles = () => image.change({ profiles: !settings.profiles });
  const toggleMeasuring = () => setMeasuring(!measuring);
  const moreItems = (): IMenuItem[] => [
    ...(folds(ROOM.fit)
      ? [
          { label: trans.__('Fill'), checked: !square, run: toggleSquare },
          ...(magnifiable ? [{ label: '1:1', run: onePixel }] : [])
        ]
      : []),
    ...(folds(ROOM.tools) && !colour
      ? [{ label: trans.__('Profiles'), checked: settings.profiles, run: toggleProfiles }]
      : []),
    ...(folds(ROOM.tools) && measurable
      ? [{ label: trans.__('Measure'), checked: measuring, run: toggleMeasuring }]
      : []),
    ...lookItems(image, trans),
    ...(folds(ROOM.colours) && !colour ? colourItems(image, quantity, trans) : []),
    ...(measurable
      ? [
          {
            label: trans.__('Measure what is in view'),
            separated: true,
            run: () => {
              image.measurement.region = region;
            }
          }
        ]
      : []),
    ...savingItems(host, {
      name: titleOf(model, trans),
      figure: () => colours && imageFigure(model, image, colours, quantity, trans),
      csv: colour ? undefined : () => imageCsv(model, image, host)
    })
  ];
  const onProbe = (next: IImageFooterProps['probe']) => {
    setProbe(next);
    setRead(last => next ?? last);
  };
  const profiles = settings.profiles && !colour && size.width > 0;
  const profile = { image, probe: read, frame, pane: size, host };

  return (
    <>
      <Toolbar model={model} host={host}>
        {!colour && (
          <Colours image={image} host={host} quantity={quantity} folded={folds(ROOM.colours)} />
        )}
        <div className="tjl-Group">
          {!folds(ROOM.fit) && (
            <button
              type="button"
              className="tjl-Button"
              aria-pressed={!square}
              title={trans.__('Stretch the image over the pane')}
              onClick={toggleSquare}
            >
              {trans.__('Fill')}
            </button>
          )}
          {!folds(ROOM.fit) && magnifiable && (
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
        {!colour && !folds(ROOM.tools) && (
          <div className="tjl-Group">
            <button
              type="button"
              className="tjl-Button"
              aria-pressed={settings.profiles}
              title={trans.__('Draw the row and the column through the pointer as curves')}
              onClick={toggleProfiles}
            >
              {trans.__('Profiles')}
            </button>
            {measurable && (
              <button
                type="button"
                className="tjl-Button"
                aria-pressed={measuring}
                title={trans.__('Drag a rectangle to sum it up; without this button, with Shift')}
                onClick={toggleMeasuring}
              >
                {trans.__('Measure')}
              </button>
            )}
          </div>
        )}
        <Menu label={trans.__('More')} icon="more" items={moreItems()} />
      </Toolbar>
      <div className="tjl-Bar" data-on={slow} />
      {image.error && <Problem error={image.error} host={host} onRetry={() => image.reload()} />}
      <div
        ref={whole}
        className="tjl-Image"
        data-stale={slow}
        data-blank={image.error !== null && !picture}
      >
        <Axes
          host={host}
          region={region}
          frame={frame}
          pane={size}
          model={model}
          beside={profiles && <ColumnProfile {...profile} />}
          below={profiles && <RowProfile {...profile} />}
        >
          <Pointer
            element={pane}
            model={model}
            image={image}
            host={host}
            frame={frame}
            pane={size}
            square={square}
            measurable={measurable}
            measuring={measuring}
            onProbe={onProbe}
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
      <Measured measurement={image.measurement} host={host} quantity={quantity} />
      <Sliders model={model} host={host} />
      <ImageFooter model={model} image={image} host={host} probe={probe} />
    </>
  );
}

/** What a screen reader says of the picture: name, positions, and how large it is. */
function labelOf(model: PreviewModel, image: ImageModel, { trans }: IHost): string {
  const name = model.path[model.path.length - 1] ?? model.server;
  // The positions of the picture on show, which may be older than those of the sliders.
  const at = image.picture?.request.at ?? model.at;
  const positions = model.sliders.map(slider =>
    trans.__(
      '%1 %2 of %3',
      nameWords(model.dimensions[slider.dimension], trans),
      at[slider.dimension],
      slider.size
    )
  );
  const what = [name, ...positions].join(', ');
  return trans.__('%1: image %2×%3', what, image.height, image.width);
}
