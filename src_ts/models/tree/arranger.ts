import type { IKeysResult, IListKeys, ISortKey } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { AnswerModel } from '../state/answer';
import type { ArrangementModel } from './arrangement';
import { nodeId } from './rows';

// More columns than these are a table, which has a view of its own.
const MOST_COLUMNS = 8;

/** Choosing how one container is seen: what its children are sorted by, and their columns. */
export class ArrangerModel extends AnswerModel<IListKeys, IKeysResult> {
  constructor(
    private readonly _transport: ITransport,
    private readonly _arrangement: ArrangementModel
  ) {
    super();
    _arrangement.changed.connect(() => this.notify(), this);
  }

  /** The container; `null` before there is one. */
  get place(): IAddress | null {
    return this._place;
  }

  /** Go to a container, and find out what there is to choose from. */
  show(place: IAddress): void {
    if (!this._place || nodeId(place.server, place.path) !== this._id) {
      this._place = place;
      this.forget();
      this.reload();
    }
  }

  /** Ask anew what there is to choose from. */
  reload(): void {
    if (this._place) {
      this.ask({ server: this._place.server, path: this._place.path });
    }
  }

  get sorting(): readonly ISortKey[] {
    return this._place ? this._arrangement.sortingOf(this._place) : [];
  }

  /** Sort by one thing more, or by what it is sorted by already the other way round. */
  sortBy(by: ISortKey['by'], key = ''): void {
    const known = this.sorting.find(each => each.by === by && each.key === key);
    this._sort(
      known
        ? this.sorting.map(each =>
            each === known ? { ...each, descending: !each.descending } : each
          )
        : [...this.sorting, { by, key, descending: by === 'added' }]
    );
  }

  /** Sort no longer by one of the things. */
  unsort(index: number): void {
    this._sort(this.sorting.filter((_, each) => each !== index));
  }

  get columns(): readonly string[] {
    return this._place ? this._arrangement.columnsOf(this._place) : [];
  }

  /** The container above from which the columns are; `null` where they are its own, or none. */
  get inherited(): IAddress | null {
    const origin = this._place && this._arrangement.originOf(this._place);
    return origin && nodeId(origin.server, origin.path) !== this._id ? origin : null;
  }

  /** The container has columns of its own, in place of those of one above. */
  get overrides(): boolean {
    const origin = this._place && this._arrangement.originOf(this._place);
    return Boolean(this._place?.path.length && origin && !this.inherited);
  }

  /** No other column has room. */
  get full(): boolean {
    return this.columns.length >= MOST_COLUMNS;
  }

  addColumn(key: string): void {
    if (!this.full && !this.columns.includes(key)) {
      this._show([...this.columns, key]);
    }
  }

  removeColumn(key: string): void {
    this._show(this.columns.filter(each => each !== key));
  }

  /** Have the columns of the container above again. */
  inherit(): void {
    this._show(undefined);
  }

  protected override async request(question: IListKeys, signal: AbortSignal) {
    return (await this._transport.request('nodes.keys', question, { signal })).result;
  }

  private get _id(): string | null {
    return this._place && nodeId(this._place.server, this._place.path);
  }

  private _sort(sorting: ISortKey[]): void {
    if (this._place) {
      this._arrangement.arrange(this._place, { sorting });
    }
  }

  private _show(columns: string[] | undefined): void {
    if (this._place) {
      this._arrangement.arrange(this._place, { columns });
    }
  }

  private _place: IAddress | null = null;
}
