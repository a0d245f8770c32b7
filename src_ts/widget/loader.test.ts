// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { english, handOver, type ITranslator } from '../core/translator';
import { Transport } from '../core/transport';
import { WidgetHost } from './host';
import loader from './loader';
import type { IWidgetModel } from './model';

const marking: ITranslator = {
  __: (message, ...args) => `⟦${english.__(message, ...args)}⟧`,
  _n: (singular, plural, n, ...args) => `⟦${english._n(singular, plural, n, ...args)}⟧`
};

afterEach(() => {
  handOver(english);
  vi.useRealTimers();
});

it('a widget that waits says so in the language of the page', () => {
  vi.useFakeTimers();
  handOver(marking);
  const silent = { get: () => 'tree-1', send: () => undefined, on: () => undefined, off() {} };
  const el = document.createElement('div');
  const end = loader.render({ model: silent as unknown as IWidgetModel, el });
  vi.advanceTimersByTime(500);
  expect(el.firstElementChild?.shadowRoot?.textContent).toBe('⟦Waiting for the kernel…⟧');
  end();
});

it('what a widget offers is in the language of the page', () => {
  handOver(marking);
  const host = new WidgetHost(new Transport(() => undefined), {});
  expect(host.actions({ server: 'a', path: ['x'] }).map(({ label }) => label)).toEqual([
    '⟦Copy code⟧',
    '⟦Copy path⟧',
    '⟦Copy URI⟧'
  ]);
});
