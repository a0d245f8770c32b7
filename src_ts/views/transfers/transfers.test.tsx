// @vitest-environment happy-dom
import { act, type ReactElement } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failure } from '../../core/failure';
import type { ITransfer } from '../../core/protocol';
import { TransfersModel } from '../../models/transfers/transfers';
import { refusal, transfer } from '../../testing/data';
import { NotingHost } from '../../testing/host';
import { Kernel } from '../../testing/kernel';
import { draw } from '../../testing/page';
import { Begun } from './begun';
import { ExportForm, type IExportChoice } from './exportform';
import { TransfersView } from './transfers';

async function render(element: ReactElement) {
  const { page, wait } = await draw(element);
  const press = (name: string) =>
    wait(() => {
      const buttons = [...page.querySelectorAll('button')];
      buttons.find(each => (each.getAttribute('aria-label') ?? each.textContent) === name)?.click();
    });
  return { page, press };
}

function modelOf(transfers: ITransfer[]) {
  const kernel = new Kernel({
    'transfers.list': () => ({ transfers }),
    'transfers.change': () => ({ transfers })
  });
  const model = new TransfersModel(kernel.connect());
  onTestFinished(() => model.dispose());
  return { kernel, model };
}

async function show(...transfers: ITransfer[]) {
  const { kernel, model } = modelOf(transfers);
  return {
    kernel,
    ...(await render(<TransfersView model={model} host={new NotingHost()} />))
  };
}

describe('Begun', () => {
  it('is empty where there are no transfers', async () => {
    const { page } = await render(<Begun model={modelOf([]).model} host={new NotingHost()} />);
    expect(page.textContent).toBe('');
  });
});

describe('TransfersView', () => {
  it('says how far a transfer is and how fast, and can stop it', async () => {
    const { page, press, kernel } = await show(
      transfer('1', { state: 'running', done: 64e6, total: 100e6, speed: 12e6 })
    );
    expect(page.textContent).toContain('64 % · 64 MB of 100 MB · 12 MB/s');
    expect(page.querySelector('progress')?.getAttribute('aria-label')).toBe('Progress of x.csv');
    await press('Cancel x.csv');
    expect(kernel.paramsOf('transfers.change')).toEqual([{ id: '1', change: 'cancel' }]);
  });

  it('shows a length that is not known as such', async () => {
    const { page } = await show(transfer('1', { state: 'running', done: 2500 }));
    expect(page.querySelector('progress')?.hasAttribute('value')).toBe(false);
    expect(page.querySelector('.tjl-Transfer-state')?.textContent).toBe('2.5 kB');
  });

  it('says in place what went wrong, and tries again', async () => {
    const error = failure('forbidden', 'The server does not allow this.', 'Ask the owner.');
    const { page, press, kernel } = await show(transfer('1', { state: 'failed', error }));
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Ask the owner.');
    await press('Retry');
    await press('Dismiss');
    expect(kernel.paramsOf('transfers.change').map(({ change }) => change)).toEqual([
      'retry',
      'remove'
    ]);
  });

  it('says what has become of a copy, names what failed, and goes on with it', async () => {
    const outcome = {
      copied: 1200,
      skipped: 2,
      failures: [{ path: 'a/b', error: refusal('no room') }]
    };
    const to = { server: 'b', path: ['scratch'] };
    const copied = transfer('1', { state: 'done', file: '', path: ['raw', 'x'], to, outcome });
    const { page, press, kernel } = await show(copied);
    expect(page.textContent).toContain('x → b ▸ scratch');
    expect(page.textContent).toContain('1,200 copied, 2 left, 1 failed');
    expect(page.querySelector('details')?.textContent).toContain('a/b: no room');
    await press('Go on with x → b ▸ scratch');
    expect(kernel.paramsOf('transfers.change')).toEqual([{ id: '1', change: 'retry' }]);
  });

  it('tells a screen reader what is over, not how far the rest is', async () => {
    const { page } = await show(
      transfer('1', { state: 'done', done: 999 }),
      transfer('2', { state: 'running', done: 1 })
    );
    expect(page.querySelector('[role=status]')?.textContent).toBe('x.csv: done, 999 bytes');
  });
});

describe('ExportForm', () => {
  const options = {
    name: 'detector',
    formats: [
      { mediaType: 'text/csv', extension: 'csv' },
      { mediaType: 'image/png', extension: 'png' }
    ],
    columns: []
  };
  const { trans } = new NotingHost();

  it('offers the part on show and everything, in every format', async () => {
    const chosen: IExportChoice[] = [];
    const { page } = await render(
      <ExportForm
        options={options}
        count={1}
        part="[31]"
        downloads
        folder="raw"
        trans={trans}
        onChange={choice => chosen.push(choice)}
      />
    );
    const labels = [...page.querySelectorAll('option')].map(({ textContent }) => textContent);
    expect(labels).toEqual(['.csv (text/csv)', '.png (image/png)', 'What is on show: [31]', 'All']);
    const part = page.querySelectorAll('select')[1];
    act(() => {
      part.value = 'all';
      part.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(chosen).toMatchObject([{ format: 'text/csv', name: 'detector', shown: false }]);
  });

  it('says where the server writes no files', async () => {
    const { page } = await render(
      <ExportForm
        options={{ ...options, formats: [] }}
        count={1}
        part=""
        downloads
        folder=""
        trans={trans}
        onChange={() => undefined}
      />
    );
    expect(page.textContent).toContain('does not write files');
  });
});
