import { type ReactElement, useRef, useState } from 'react';

const LEAST = 60;
const STEP = 24;

/** A bar between two panes, of which the lower one has its height. */
export function Splitter({ label }: { label: string }): ReactElement {
  const bar = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(46);

  const below = () => bar.current?.nextElementSibling as HTMLElement | null;
  const resize = (wanted: number) => {
    const pane = below();
    const room = bar.current?.parentElement?.clientHeight ?? 0;
    if (pane) {
      const next = Math.round(Math.max(LEAST, Math.min(room - 2 * LEAST, wanted)));
      pane.style.height = `${next}px`;
      setShare(Math.round((100 * next) / room));
    }
  };

  return (
    <div
      ref={bar}
      className="tjl-Splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={share}
      aria-valuemin={0}
      aria-valuemax={100}
      tabIndex={0}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={event => {
        const pane = below();
        if (pane && event.currentTarget.hasPointerCapture(event.pointerId)) {
          resize(pane.getBoundingClientRect().bottom - event.clientY);
        }
      }}
      onKeyDown={event => {
        const pane = below();
        const step = event.key === 'ArrowUp' ? STEP : event.key === 'ArrowDown' ? -STEP : 0;
        if (pane && step) {
          resize(pane.offsetHeight + step);
          event.preventDefault();
          event.stopPropagation();
        }
      }}
    />
  );
}
