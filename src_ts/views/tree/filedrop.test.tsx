// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { BrowserModel } from '../../models/browser';
import type { IRow } from '../../models/tree/rows';
import { container, detail, node, server } from '../../testing/data';
import { NotingHost } from '../../testing/host';
import { Kernel, settle } from '../../testing/kernel';
import type { INodeTarget } from '../parts/host';
import { ColumnWidths } from '../tables/columns';
import { dropMarks, fileDrop } from './filedrop';
import { Row } from './row';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const row = (part: Partial<IRow>): IRow => ({
  id: '',
  kind: 'node',
  level: 2,
  position: 1,
  setSize: 1,
  server: 'a',
  path: [],
  expandable: true,
  expanded: false,
  ...part
});

function over() {
  const kernel = new Kernel({
    'servers.list': () => ({ servers: [server('a')], problems: [] }),
    'nodes.get': ({ server: id, path }) =>
      detail(id, path ?? [], path?.[0] === 'mine' ? ['create'] : [])
  });
  const model = new BrowserModel({ transport: kernel.connect() });
  onTestFinished(() => model.dispose());
  const host = Object.assign(new NotingHost(), {
    upload: () => undefined,
    actions: ({ server: id, path }: INodeTarget) =>
      model.rights.allows('create', id, path)
        ? [{ id: 'upload' as const, label: '', enabled: true }]
        : []
  });
  return { model, host, drop: (part: Partial<IRow>) => fileDrop(row(part), model, host) };
}

test('files are neither taken nor refused before the server has said what one may do', async () => {
  const { drop } = over();
  const mine = { path: ['mine'], node: container(['mine']) };
  const theirs = { path: ['theirs'], node: container(['theirs']) };
  expect(dropMarks(drop(mine))).toEqual({});
  expect(dropMarks(drop(theirs))).toEqual({});
  await settle();
  expect(drop(mine)?.target).toEqual({ server: 'a', ...mine });
  expect(dropMarks(drop(mine))).toEqual({ 'data-drop': 'taken' });
  expect(dropMarks(drop(theirs))).toEqual({
    'data-drop': 'refused',
    'data-refusal': 'You may not add to this'
  });
});

test('files over what holds no nodes are refused, and over no node they are nothing to it', () => {
  const { drop } = over();
  expect(drop({ path: ['x'], node: node(['x']) })).toEqual({
    target: null,
    refusal: 'Not a container'
  });
  expect(drop({ kind: 'loading' })).toBeNull();
});

test('a file that a row refuses is not opened by the web browser in place of the page', () => {
  const { model, host } = over();
  const page = document.body.appendChild(document.createElement('div'));
  const root = createRoot(page);
  act(() =>
    root.render(
      <Row
        row={row({ path: ['x'], node: node(['x']), expandable: false })}
        index={0}
        top={0}
        measure={() => undefined}
        active={false}
        chosen={false}
        reachable
        count={null}
        widths={new ColumnWidths()}
        model={model}
        host={host}
      />
    )
  );
  onTestFinished(() => {
    act(() => root.unmount());
    page.remove();
  });
  const drag = (type: string) => {
    const event = new Event(type, { bubbles: true, cancelable: true });
    const dataTransfer = { types: ['Files'], dropEffect: 'copy' };
    act(() => void page.firstChild?.dispatchEvent(Object.assign(event, { dataTransfer })));
    return { effect: dataTransfer.dropEffect, isLeftAlone: !event.defaultPrevented };
  };
  expect(drag('dragover')).toEqual({ effect: 'none', isLeftAlone: false });
  expect(page.querySelector('[data-drop=refused]')).not.toBeNull();
  drag('dragleave');
  expect(page.querySelector('[data-drop]')).toBeNull();
});
