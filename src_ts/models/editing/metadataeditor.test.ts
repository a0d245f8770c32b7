import { expect, test } from 'vitest';
import type { IDescription, ISaveDescription } from '../../core/protocol';
import { Kernel, Refusal, settle } from '../../testing/kernel';
import { Drafts } from './drafts';
import { type JsonObject, parseJson } from './json';
import { MetadataEditorModel } from './metadataeditor';

const TARGET = { server: 'a', path: ['raw', 'x'] };

function description(metadata: string, changes: Partial<IDescription> = {}): IDescription {
  return {
    metadata,
    specs: [],
    accessTags: null,
    fingerprint: metadata,
    rights: ['edit'],
    knownSpecs: [],
    ...changes
  };
}

/** An editor over a server that holds one document, which others may change. */
async function open(metadata: string, drafts: Drafts) {
  const there = { now: description(metadata), save: null as Error | null };
  const kernel = new Kernel({
    'description.open': () => there.now,
    'description.save': (params: ISaveDescription) => {
      if (there.save) {
        throw there.save;
      }
      const saved = params.fingerprint === there.now.fingerprint;
      if (saved) {
        there.now = description(model.text);
      }
      return { saved, now: there.now };
    }
  });
  const model = new MetadataEditorModel(kernel.connect(), TARGET, drafts);
  await settle();
  return { model, kernel, there };
}

const value = (text: string) => parseJson(text) as JsonObject;

test('the form and the text are two views of one document, and each step is taken back', async () => {
  const { model } = await open('{"a": 1, "n": 9007199254740993}', new Drafts());
  model.setText('{"a": 2, "n": 9007199254740993}');
  model.setText('{"a": 23, "n": 9007199254740993}');
  expect(model.changes).toMatchObject([{ op: 'replace', place: ['a'] }]);
  model.setText('{"a": 23,');
  expect(model.edit?.mistake).toMatchObject({ fault: 'end', line: 1, column: 10 });
  model.undo();
  expect(model.isDirty).toBe(false);
  model.redo();
  expect(model.text).toBe('{"a": 23,');
  model.setValue(value('{"a": 4, "n": 9007199254740993}'));
  expect(model.text).toContain('"a": 4');
  model.revert();
  expect(model.isDirty).toBe(false);
  model.undo();
  expect(model.text).toContain('"a": 4');
});

test('saving sends what was changed, and nothing else', async () => {
  const { model, kernel } = await open('{"a": 1, "n": 9007199254740993, "x": NaN}', new Drafts());
  model.setValue(value('{"a": 2, "n": 9007199254740993, "x": NaN}'));
  expect(await model.save()).toBe(true);
  const [{ patch, specs, accessTags }] = kernel.paramsOf('description.save');
  expect(JSON.parse(patch)).toEqual([{ op: 'replace', path: '/a', value: 2 }]);
  expect([specs, accessTags]).toEqual([null, null]);
  expect(model.isDirty).toBe(false);
  // To take back what was saved is an edit like any other.
  model.undo();
  expect(model.changes).toMatchObject([{ op: 'replace', place: ['a'] }]);
});

test('what others changed meanwhile is merged, and nothing typed is lost', async () => {
  const { model, there } = await open('{"a": 1, "b": 1, "c": 1}', new Drafts());
  model.setValue(value('{"a": 2, "b": 2, "c": 1}'));
  there.now = description('{"a": 1, "b": 3, "c": 3}');
  expect(await model.save()).toBe(false);
  expect(model.conflict?.clashes.map(({ place }) => place)).toEqual([['b']]);
  model.choose(['b'], 'theirs');
  model.settle('merged');
  expect(model.conflict).toBeNull();
  expect(parseJson(model.text)).toEqual(parseJson('{"a": 2, "b": 3, "c": 3}'));
  expect(model.changes.map(({ place }) => place)).toEqual([['a']]);
  model.undo();
  expect(parseJson(model.text)).toEqual(parseJson('{"a": 2, "b": 2, "c": 1}'));
  model.redo();
  expect(await model.save()).toBe(true);
});

test('a failure keeps what was typed, and saving again succeeds', async () => {
  const { model, there } = await open('{"a": 1}', new Drafts());
  model.setText('{"a": 2}');
  there.save = new Refusal('forbidden', 'no');
  expect(await model.save()).toBe(false);
  expect(model.error?.code).toBe('forbidden');
  expect(model.text).toBe('{"a": 2}');
  there.save = null;
  expect(await model.save()).toBe(true);
  expect(model.error).toBeNull();
});

test('what was not saved is there again, and collides with what others made of it', async () => {
  const drafts = new Drafts();
  const { model } = await open('{"a": 1}', drafts);
  model.setText('{"a": 2');
  model.dispose();
  expect(drafts.get('a', ['raw', 'x'])?.text).toBe('{"a": 2');
  const again = new Drafts();
  const kept = JSON.parse(JSON.stringify([...drafts.entries])) as [string, never][];
  kept.forEach(([id, draft]) => again.restore(id, draft));
  const { model: next } = await open('{"a": 3}', again);
  expect(next.text).toBe('{"a": 2');
  expect(next.edit?.mistake).toMatchObject({ fault: 'end' });
  expect(next.conflict?.changes).toMatchObject([{ place: ['a'] }]);
  next.settle('theirs');
  expect(next.isDirty).toBe(false);
  expect(again.entries.size).toBe(0);
});
