// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BrowserModel } from '../../models/browser';
import { node, page as pageOf, server } from '../../testing/data';
import { NotingHost } from '../../testing/host';
import { Kernel, settle } from '../../testing/kernel';
import { Search } from './search';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

async function show() {
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'nodes.list': params => pageOf([node(['one']), node(['two'])], params),
    'nodes.suggest': ({ key }) => ({
      suggestions: [{ value: key === null ? 'sample.name' : 'Cu', count: null }]
    })
  });
  const model = new BrowserModel({ transport: kernel.connect() });
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  await act(async () => {
    root.render(<Search model={model} host={new NotingHost()} />);
    await settle();
  });
  onTestFinished(() => {
    act(() => root.unmount());
    model.dispose();
    page.remove();
  });
  const field = page.querySelector('input') as HTMLInputElement;
  const press = (element: Element, key: string) =>
    act(async () => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await settle();
    });
  const type = (text: string) =>
    act(() => {
      model.search.text = text;
    });
  const submit = async (text: string) => {
    type(text);
    await press(field, 'Enter');
  };
  const chips = () => [...page.querySelectorAll('li')].map(chip => chip.textContent);
  const button = (name: string) =>
    page.querySelector(`button[aria-label="Search without “${name}”"]`) as HTMLButtonElement;
  const status = () => page.querySelector('[role=status]')?.textContent;
  return { model, page, field, press, type, submit, chips, button, status };
}

describe('Search', () => {
  it('shows the conditions in force, what they are for, and how much they found', async () => {
    const { submit, type, chips, status } = await show();
    type('temperature>300');
    expect(status()).toBe('Enter searches for temperature > 300');
    await submit('temperature>300');
    await submit('"copper foil"');
    expect(chips()).toEqual(['temperature > 300', 'copper foil']);
    expect(status()).toBe('2 found in a, among its children only');
  });

  it('says what to do where nothing that is loaded matches', async () => {
    const { model, type, status } = await show();
    await act(async () => {
      model.start();
      await settle();
    });
    type('three');
    expect(status()).toBe('Nothing loaded matches; Enter has the server search');
  });

  it('takes the last condition away by Backspace in the empty field', async () => {
    const { field, submit, type, press, chips } = await show();
    await submit('a = 1');
    await submit('b = 2');
    type('c');
    await press(field, 'Backspace');
    expect(chips()).toHaveLength(2);
    type('');
    await press(field, 'Backspace');
    expect(chips()).toEqual(['a = 1']);
  });

  it.each(['Delete', 'Backspace'])(
    'takes a condition away by %s, and the focus goes on',
    async key => {
      const { field, submit, press, chips, button } = await show();
      await submit('a = 1');
      await submit('b = 2');
      button('a = 1').focus();
      await press(button('a = 1'), key);
      expect(chips()).toEqual(['b = 2']);
      expect(document.activeElement).toBe(button('b = 2'));
      await press(button('b = 2'), key);
      expect(chips()).toEqual([]);
      expect(document.activeElement).toBe(field);
    }
  );

  it('completes keys and values from the keyboard, the focus staying in the field', async () => {
    const { page, model, field, press, chips } = await show();
    const write = (text: string) =>
      act(async () => {
        const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
        set?.call(field, text);
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await settle();
      });
    field.focus();
    await write('sam');
    expect(field.getAttribute('aria-expanded')).toBe('true');
    await press(field, 'ArrowDown');
    const option = page.querySelector('[role=option][aria-selected=true]');
    expect(option?.textContent).toBe('sample.name');
    expect(field.getAttribute('aria-activedescendant')).toBe(option?.id);
    expect(field.getAttribute('aria-controls')).toBe(page.querySelector('[role=listbox]')?.id);
    await press(field, 'Enter');
    expect(model.search.text).toBe('sample.name ');
    await write('sample.name = ');
    await press(field, 'Escape');
    expect(field.getAttribute('aria-expanded')).toBe('false');
    expect(field.value).toBe('sample.name = ');
    await write('sample.name = C');
    await press(field, 'ArrowUp');
    await press(field, 'Enter');
    await press(field, 'Enter');
    expect(chips()).toEqual(['sample.name = Cu']);
    expect(document.activeElement).toBe(field);
  });

  it('says what is wrong beside what was typed, and keeps it', async () => {
    const { page, field, submit, type } = await show();
    await submit('family:arrays');
    const alert = page.querySelector('[role=alert]');
    expect(alert?.textContent).toContain('no structure family “arrays”');
    expect(field.value).toBe('family:arrays');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(field.getAttribute('aria-describedby')).toBe(alert?.id);
    type('family:array');
    expect(page.querySelector('[role=alert]')).toBeNull();
  });
});
