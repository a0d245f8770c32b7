import { type ReactElement, useEffect, useState } from 'react';
import { nameWords, say } from '../../core/words';
import type { PreviewModel } from '../../models/preview/preview';
import type { ISlider } from '../../models/preview/sliced';
import { SPEEDS } from '../../models/preview/player';
import { formatCount } from './format';
import { useModel } from './hooks';
import type { IHost } from './host';
import { Icon } from './icons';
import { coordinateWords } from './quantity';

/** Props of the sliders. */
export interface ISlidersProps {
  model: PreviewModel;
  host: IHost;
}

/** A slider for each dimension of which one position is on show. */
export function Sliders({ model, host }: ISlidersProps): ReactElement | null {
  const { sliders } = model;
  return sliders.length ? (
    <div className="tjl-Sliders">
      {sliders.map(slider => (
        <Slider key={slider.dimension} slider={slider} model={model} host={host} />
      ))}
    </div>
  ) : null;
}

function Slider({ slider, model, host }: ISlidersProps & { slider: ISlider }): ReactElement {
  const { trans } = host;
  const { player } = model;
  useModel(player);
  const { dimension, size, position } = slider;
  const described = model.dimensions[dimension];
  const name = nameWords(described, trans);
  const playing = player.dimension === dimension;
  const playWords = playing ? trans.__('Stop %1', name) : trans.__('Play %1', name);
  const move = (next: number) => model.setPosition(dimension, next);
  const [typed, setTyped] = useState(String(position));
  useEffect(() => setTyped(String(position)), [position]);
  const coordinate = coordinateWords(described, position);
  const note = say(described.note, trans);
  return (
    <div className="tjl-Slider">
      <span className="tjl-Slider-name" title={name}>
        {name}
      </span>
      <button
        type="button"
        className="tjl-IconButton"
        aria-label={trans.__('Previous %1', name)}
        disabled={position <= 0}
        onClick={() => move(position - 1)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        className="tjl-IconButton"
        aria-label={trans.__('Next %1', name)}
        disabled={position >= size - 1}
        onClick={() => move(position + 1)}
      >
        <Icon name="right" />
      </button>
      {size > 1 && (
        <button
          type="button"
          className="tjl-IconButton"
          aria-label={playWords}
          title={playWords}
          aria-pressed={playing}
          onClick={() => (playing ? player.stop() : player.play(dimension))}
        >
          <Icon name={playing ? 'pause' : 'run'} />
        </button>
      )}
      <input
        type="range"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={size - 1}
        aria-valuenow={position}
        aria-valuetext={[trans.__('%1 of %2', position, formatCount(size)), coordinate]
          .filter(Boolean)
          .join(', ')}
        min={0}
        max={size - 1}
        step={1}
        value={position}
        onChange={event => move(event.target.valueAsNumber)}
      />
      <input
        type="number"
        className="tjl-Slider-number"
        aria-label={trans.__('Position in %1', name)}
        title={trans.__('Positions count from 0')}
        min={0}
        max={size - 1}
        value={typed}
        onChange={event => {
          setTyped(event.target.value);
          if (event.target.validity.valid && event.target.value !== '') {
            move(event.target.valueAsNumber);
          }
        }}
        onBlur={() => setTyped(String(position))}
      />
      <span className="tjl-Slider-size">{trans.__('of %1', formatCount(size))}</span>
      {coordinate !== null && (
        <output className="tjl-Slider-coordinate" title={coordinate}>
          {coordinate}
        </output>
      )}
      {note && (
        <span className="tjl-Slider-note" title={note}>
          {note}
        </span>
      )}
      {playing && (
        <label className="tjl-Choice">
          <span className="tjl-Hidden">{trans.__('Speed')}</span>
          <select
            value={player.speed}
            onChange={event => {
              player.speed = Number(event.target.value);
            }}
          >
            {SPEEDS.map(speed => (
              <option key={speed} value={speed}>
                {trans.__('%1 per second', speed)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
