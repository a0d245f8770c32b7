import { type RefObject, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Model } from '../../models/state/model';

/** Draw again whenever a model changes; gives its version. */
export function useModel(model: Model | null): number {
  const subscribe = useCallback(
    (redraw: () => void) => {
      model?.changed.connect(redraw);
      return () => void model?.changed.disconnect(redraw);
    },
    [model]
  );
  return useSyncExternalStore(subscribe, () => model?.version ?? 0);
}

/** Draw again whenever a signal like that of a transport is emitted. */
export function useSignal<T>(
  signal: {
    connect(slot: () => void): boolean;
    disconnect(slot: () => void): boolean;
  },
  read: () => T
): T {
  const subscribe = useCallback(
    (redraw: () => void) => {
      signal.connect(redraw);
      return () => void signal.disconnect(redraw);
    },
    [signal]
  );
  return useSyncExternalStore(subscribe, read);
}

/** The size of an element, as it changes. */
export function useSize(ref: RefObject<HTMLElement>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

/** True once something has been true for a while: what is quick is not announced. */
export function useSlow(busy: boolean, delay = 200): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!busy) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), delay);
    return () => clearTimeout(timer);
  }, [busy, delay]);
  return busy && slow;
}

/**
 * The colours in force, as a canvas needs them: it cannot use CSS variables itself.
 *
 * @returns a function that reads a variable off an element, and is another one after a change of
 * theme.
 */
export function useTheme(): (element: Element, variable: string) => string {
  const [theme, setTheme] = useState(0);
  useEffect(() => {
    const changed = () => setTheme(count => count + 1);
    const observer = new MutationObserver(changed);
    const options = { attributes: true, attributeFilter: ['class', 'style', 'data-jp-theme-name'] };
    observer.observe(document.body, options);
    observer.observe(document.documentElement, options);
    // A theme's style sheet may arrive after its name.
    const sheets = new MutationObserver(() => setTimeout(changed, 100));
    sheets.observe(document.head, { childList: true });
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', changed);
    return () => {
      observer.disconnect();
      sheets.disconnect();
      dark.removeEventListener('change', changed);
    };
  }, []);
  return useCallback(
    (element, variable) => {
      void theme;
      return getComputedStyle(element).getPropertyValue(variable).trim();
    },
    [theme]
  );
}

/** Give the focus back, in the end, to what has it now; also in a shadow root. */
export function useFocusBack(): void {
  const [before] = useState(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) {
      element = element.shadowRoot.activeElement;
    }
    return element as HTMLElement | null;
  });
  useEffect(() => () => before?.focus(), [before]);
}
