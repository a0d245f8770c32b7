import type { BrowserModel } from '../../models/browser';
import { type IRow, nodeOf } from '../../models/tree/rows';
import type { IHost, INodeTarget } from '../parts/host';

/** What becomes of files that are dropped on a row: the node that takes them, or why it takes none. */
export interface IFileDrop {
  target: INodeTarget | null;
  /** In words; empty as long as nobody knows. */
  refusal: string;
}

/** Whether files of the person's own computer are dragged. */
export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}

/** What would become of files over a row of a node; asks whether one may where nobody knows. */
export function fileDrop(row: IRow, model: BrowserModel, host: IHost): IFileDrop | null {
  const { server, path } = row;
  const { trans } = host;
  const node = nodeOf(row);
  if (!node) {
    return null;
  }
  if (node.structureFamily !== 'container') {
    return { target: null, refusal: trans.__('Not a container') };
  }
  // The answer is there by the next time that the pointer moves.
  void model.rights.find(server, path);
  const target = { server, path, node };
  if (host.actions(target).some(({ id }) => id === 'upload')) {
    return { target, refusal: '' };
  }
  const known = model.rights.known(server, path);
  return { target: null, refusal: known ? trans.__('You may not add to this') : '' };
}

/** What makes a row show it. */
export function dropMarks(drop: IFileDrop | null): Record<string, string | undefined> {
  return {
    'data-drop': drop?.target ? 'taken' : drop?.refusal ? 'refused' : undefined,
    'data-refusal': drop?.refusal || undefined
  };
}
