import type { IStateDB } from '@jupyterlab/statedb';

import type { Drafts, IDraft } from '../models/editing/drafts';

const PREFIX = 'tiled-jl-draft';

/** Milliseconds between two times that what is typed is kept. */
const PAUSE = 400;

/** Keep what is typed and not saved, and bring back what was kept before. */
export async function keepDrafts(drafts: Drafts, state: IStateDB): Promise<void> {
  const { ids, values } = await state.list(PREFIX).catch(() => ({ ids: [], values: [] }));
  ids.forEach((id, index) => {
    drafts.restore(decodeURIComponent(id.slice(PREFIX.length + 1)), values[index] as never);
  });
  const kept = new Map(drafts.entries);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    for (const id of new Set([...kept.keys(), ...drafts.entries.keys()])) {
      const draft: IDraft | undefined = drafts.entries.get(id);
      const place = `${PREFIX}:${encodeURIComponent(id)}`;
      if (!draft) {
        kept.delete(id);
        void state.remove(place);
      } else if (kept.get(id) !== draft) {
        kept.set(id, draft);
        void state.save(place, draft as never);
      }
    }
  };
  drafts.changed.connect(() => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
}
