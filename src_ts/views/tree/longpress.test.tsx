// @vitest-environment happy-dom
import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { useLongPress } from './longpress';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

function show() {
  vi.useFakeTimers();
  const then = vi.fn();
  function Pressed(): ReactElement {
    return <p {...useLongPress(then)}>x</p>;
  }
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  act(() => root.render(<Pressed />));
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
    vi.useRealTimers();
  });
  const element = page.querySelector('p');
  const touch = (type: string, fingers = 1) => {
    const event = new Event(type, { bubbles: true, cancelable: true });
    const touches = Array.from({ length: fingers }, () => ({ clientX: 3, clientY: 4 }));
    Object.assign(event, { touches });
    act(() => void element?.dispatchEvent(event));
    return event;
  };
  return { then, element, touch };
}

describe('useLongPress', () => {
  it('calls back where a finger stays, and no click follows', () => {
    const { then, element, touch } = show();
    touch('touchstart');
    vi.advanceTimersByTime(1000);
    expect(then).toHaveBeenCalledWith(element, { x: 3, y: 4 });
    expect(touch('touchend', 0).defaultPrevented).toBe(true);
  });

  it.each(['touchmove', 'touchend', 'touchcancel'])('lets a %s be what it is', type => {
    const { then, touch } = show();
    touch('touchstart');
    expect(touch(type).defaultPrevented).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(then).not.toHaveBeenCalled();
  });

  it('leaves two fingers alone', () => {
    const { then, touch } = show();
    touch('touchstart', 2);
    vi.advanceTimersByTime(1000);
    expect(then).not.toHaveBeenCalled();
  });
});
