import type { ActionId, IHost, INodeTarget } from '../views/parts/host';

const LABELS: Partial<Record<ActionId, string>> = {
  'open-preview': 'Open preview',
  'insert-code': 'Insert code',
  'copy-path': 'Copy path'
};

/** Surroundings that note what they are asked to do. */
export class NotingHost implements IHost {
  readonly ran: { id: ActionId; target?: INodeTarget }[] = [];
  readonly copied: string[] = [];
  readonly saved: { name: string; file: Blob }[] = [];
  readonly kernelName = 'Python 3';
  readonly trans = {
    __: (message: string, ...args: unknown[]) => fill(message, args),
    _n: (singular: string, plural: string, n: number, ...args: unknown[]) =>
      fill(n === 1 ? singular : plural, [n, ...args])
  };

  actions(): ReturnType<IHost['actions']> {
    return Object.entries(LABELS).map(([id, label]) => ({
      id: id as ActionId,
      label,
      enabled: true
    }));
  }

  run(id: ActionId, target?: INodeTarget): void {
    this.ran.push({ id, target });
  }

  save(file: Blob, name: string): void {
    this.saved.push({ file, name });
  }

  copy(text: string): Promise<void> {
    this.copied.push(text);
    return Promise.resolve();
  }
}

function fill(message: string, args: unknown[]): string {
  return message.replace(/%(\d)/g, (_, place: string) => String(args[Number(place) - 1]));
}
