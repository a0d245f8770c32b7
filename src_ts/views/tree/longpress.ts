import { type TouchEvent, useEffect, useRef } from 'react';

/** Where a browser opens a menu by itself, it does so sooner. */
const LONG = 700;

/** What an element listens to. */
export interface ILongPress {
  onTouchStart(event: TouchEvent): void;
  onTouchMove(): void;
  onTouchEnd(event: TouchEvent): void;
  onTouchCancel(): void;
}

/** Call back once a finger has stayed in its place for long; no click follows then. */
export function useLongPress(
  then: ((element: Element, place: { x: number; y: number }) => void) | undefined
): ILongPress {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const done = useRef(false);
  const stop = () => clearTimeout(timer.current);
  useEffect(() => stop, []);
  return {
    onTouchStart: ({ currentTarget, touches }) => {
      stop();
      done.current = false;
      if (then && touches.length === 1) {
        const { clientX: x, clientY: y } = touches[0];
        timer.current = setTimeout(() => {
          done.current = true;
          then(currentTarget, { x, y });
        }, LONG);
      }
    },
    onTouchMove: stop,
    onTouchEnd: event => {
      stop();
      if (done.current) {
        event.preventDefault();
      }
    },
    onTouchCancel: stop
  };
}
