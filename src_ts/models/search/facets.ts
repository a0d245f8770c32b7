import type { ICondition, IFacet, IFacetsResult, IListFacets } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { AnswerModel } from '../state/answer';
import type { ArrangementModel } from '../tree/arrangement';
import type { Scalar } from './condition';
import type { SearchModel } from './search';

/** The values that children have, counted, each of which narrows the search in force. */
export class FacetsModel extends AnswerModel<IListFacets, IFacetsResult> {
  constructor(
    private readonly _transport: ITransport,
    private readonly _search: SearchModel,
    private readonly _arrangement: ArrangementModel
  ) {
    super();
    _search.changed.connect(this._follow, this);
    _arrangement.changed.connect(this._follow, this);
  }

  /** Whether the facets are on show, and follow the search. */
  get shown(): boolean {
    return this._shown;
  }

  set shown(shown: boolean) {
    this._shown = shown;
    this._asked = '';
    this._follow();
  }

  /** The container whose children are counted. */
  get place(): IAddress | null {
    return this._search.place;
  }

  get facets(): readonly IFacet[] {
    return this.result?.facets ?? [];
  }

  /** Whether the search is for nodes with a value. */
  isChosen(facet: IFacet, value: Scalar): boolean {
    return this._search.has(conditionOf(facet, value));
  }

  /** Search for nodes with a value too, or no longer. */
  toggle(facet: IFacet, value: Scalar): void {
    this._search.toggle(conditionOf(facet, value));
  }

  /** Count the values of one more key. */
  add(key: string): void {
    if (!this._keys.includes(key)) {
      this._choose([...this._keys, key]);
    }
  }

  /** Count the values of a key no longer. */
  remove(key: string): void {
    this._choose(this._keys.filter(each => each !== key));
  }

  /** Count again. */
  reload(): void {
    this._asked = '';
    this._follow();
  }

  protected override async request(question: IListFacets, signal: AbortSignal) {
    return (await this._transport.request('nodes.facets', question, { signal })).result;
  }

  private get _keys(): string[] {
    return this.facets.filter(({ of }) => of === 'key').map(({ key }) => key);
  }

  private _choose(facets: string[]): void {
    if (this.place) {
      this._arrangement.arrange(this.place, { facets });
    }
  }

  private _follow(): void {
    const { place } = this;
    if (!this._shown || !place) {
      return;
    }
    const { server, path } = place;
    const chosen = this._arrangement.facetsOf(place);
    const conditions = [...this._search.conditions];
    const question = { server, path, conditions, keys: chosen && [...chosen] };
    const asked = JSON.stringify(question);
    if (asked !== this._asked) {
      const elsewhere = JSON.stringify([server, path]);
      if (elsewhere !== this._where) {
        this._where = elsewhere;
        this.forget();
      }
      this._asked = asked;
      this.ask(question);
    }
  }

  private _shown = false;
  private _asked = '';
  private _where = '';
}

function conditionOf({ of, key }: IFacet, value: Scalar): ICondition {
  return of === 'key' ? { operator: 'eq', key, value } : { operator: of, key: '', value };
}
