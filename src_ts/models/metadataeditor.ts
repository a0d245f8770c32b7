import { describeFailure, isCancelled } from '../core/failure';
import type { IDescription, IEditedSpec, IError } from '../core/protocol';
import type { ITransport } from '../core/transport';
import type { IAddress } from './address';
import type { Drafts } from './drafts';
import { History } from './history';
import { isObject, JsonError, type JsonObject, parseJson, printJson } from './json';
import { compare, type IChange, printPatch, type Place } from './jsonpatch';
import { type IClash, merge, mergeNames, type Side } from './merge';
import { Model } from './model';
import { RevisionsModel } from './revisions';

/** What is said of a node, as somebody edits it. */
export interface IEdit {
  /** The metadata, as they were when the text was JSON last. */
  value: JsonObject;
  /** The text as it is typed; `null` where the value was edited as a form. */
  text: string | null;
  /** Why the text is not the JSON of an object. */
  mistake: JsonError | 'object' | null;
  specs: readonly IEditedSpec[];
  accessTags: readonly string[] | null;
}

/** What somebody else made of a node while it was edited. */
export interface IConflict {
  theirs: IDescription;
  value: JsonObject;
  merged: JsonObject;
  /** What both changed. */
  clashes: readonly IClash[];
  /** What they changed. */
  changes: readonly IChange[];
}

/** A description, with the metadata as they were read. */
interface IBase {
  readonly description: IDescription;
  readonly value: JsonObject;
}

const INDENT = 2;

/** The description of one node, on its way to another. */
export class MetadataEditorModel extends Model {
  constructor(
    private readonly _transport: ITransport,
    readonly target: IAddress,
    private readonly _drafts: Drafts
  ) {
    super();
    this.revisions = new RevisionsModel(_transport, target);
    const draft = _drafts.get(target.server, target.path);
    if (draft) {
      this._begin(draft.base);
      const { text, specs, accessTags } = draft;
      this._history.push({ ...this._typed(text), specs, accessTags });
    }
    void this.load();
  }

  /** How the node was described before. */
  readonly revisions: RevisionsModel;

  // --- what there is ------------------------------------------------------------------------

  /** What is edited; `null` until the node was described. */
  get edit(): IEdit | null {
    return this._base && this._history.now;
  }

  /** What was loaded, or saved last. */
  get base(): IDescription | null {
    return this._base?.description ?? null;
  }

  /** The metadata as text: as typed, or written anew. */
  get text(): string {
    const { text, value } = this._history.now;
    return text ?? printJson(value, INDENT);
  }

  /** What saving would change of the metadata. */
  get changes(): readonly IChange[] {
    const { value } = this._history.now;
    if (this._compared?.value !== value || this._compared.base !== this._base) {
      const changes = this._base ? compare(this._base.value, value) : [];
      this._compared = { value, base: this._base, changes };
    }
    return this._compared.changes;
  }

  /** Whether something would be lost if it was not saved. */
  get isDirty(): boolean {
    const { mistake } = this._history.now;
    return (
      this._base !== null &&
      (mistake !== null || this.changes.length > 0 || this.changesSpecs || this.changesTags)
    );
  }

  get changesSpecs(): boolean {
    return JSON.stringify(this._history.now.specs) !== JSON.stringify(this.base?.specs);
  }

  get changesTags(): boolean {
    return JSON.stringify(this._history.now.accessTags) !== JSON.stringify(this.base?.accessTags);
  }

  get canUndo(): boolean {
    return this._history.canUndo;
  }

  get canRedo(): boolean {
    return this._history.canRedo;
  }

  get loading(): boolean {
    return this._busy === 'loading';
  }

  get saving(): boolean {
    return this._busy === 'saving';
  }

  /** Why the node could not be described, or not be saved. */
  get error(): IError | null {
    return this._error;
  }

  /** Somebody else has changed the node. */
  get conflict(): IConflict | null {
    return this._conflict;
  }

  /** How often something was saved. */
  get saved(): number {
    return this._saved;
  }

  // --- editing ------------------------------------------------------------------------------

  /** Type the metadata as JSON. */
  setText(text: string): void {
    this._push({ ...this._history.now, ...this._typed(text) }, 'text');
  }

  /**
   * Put another document in place.
   *
   * @param stroke - names the field that is typed in.
   */
  setValue(value: JsonObject, stroke: string | null = null): void {
    this._push({ ...this._history.now, value, text: null, mistake: null }, stroke);
  }

  setSpecs(specs: readonly IEditedSpec[]): void {
    this._push({ ...this._history.now, specs }, null);
  }

  setAccessTags(accessTags: readonly string[]): void {
    this._push({ ...this._history.now, accessTags }, null);
  }

  /** What is typed next is taken back by itself. */
  pause(): void {
    this._history.pause();
  }

  undo(): void {
    this._history.undo();
    this._edited();
  }

  redo(): void {
    this._history.redo();
    this._edited();
  }

  /** Go back to what was loaded; that can be undone. */
  revert(): void {
    if (this._base) {
      const { value, description } = this._base;
      const { specs, accessTags } = description;
      this._push({ value, text: null, mistake: null, specs, accessTags }, null);
    }
  }

  /** Edit it to what it was before. */
  restore(value: JsonObject, specs: readonly IEditedSpec[]): void {
    this._push({ ...this._history.now, value, text: null, mistake: null, specs }, null);
  }

  // --- loading and saving -------------------------------------------------------------------

  /** Read the node; what was typed stays. */
  async load(): Promise<void> {
    await this._ask('loading', async signal => {
      const { result } = await this._transport.request('description.open', this.target, {
        signal
      });
      this._arrived(result);
    });
  }

  /** Save what was changed; whether that went well. */
  async save(): Promise<boolean> {
    const { base } = this;
    const { mistake, specs, accessTags } = this._history.now;
    if (!base || mistake || !this.isDirty) {
      return false;
    }
    const saved = this._saved;
    await this._ask('saving', async signal => {
      const { result } = await this._transport.request(
        'description.save',
        {
          ...this.target,
          fingerprint: base.fingerprint,
          patch: printPatch(this.changes),
          specs: this.changesSpecs ? [...specs] : null,
          accessTags: this.changesTags && accessTags ? [...accessTags] : null
        },
        { signal }
      );
      if (result.saved) {
        this._saved += 1;
        this._begin(result.now);
        this._edited();
      } else {
        this._collide(result.now);
      }
    });
    return this._saved > saved;
  }

  // --- conflicts ----------------------------------------------------------------------------

  /** Take one side where both changed the same. */
  choose(place: Place, side: Side): void {
    this._sides.set(JSON.stringify(place), side);
    if (this._conflict) {
      this._collide(this._conflict.theirs);
    }
    this.notify();
  }

  /** Whose change is taken. */
  sideOf(place: Place): Side {
    return this._sides.get(JSON.stringify(place)) ?? 'mine';
  }

  /** Go on from what somebody else made, with a document of one's choice; that can be undone. */
  settle(taken: Side | 'merged'): void {
    const { conflict, base } = this;
    if (!conflict || !base) {
      return;
    }
    const mine = this._history.now;
    const { theirs } = conflict;
    const names = (specs: readonly IEditedSpec[]) => specs.map(spec => JSON.stringify(spec));
    const specs = mergeNames(names(base.specs), names(mine.specs), names(theirs.specs));
    const tags = mergeNames(base.accessTags ?? [], mine.accessTags ?? [], theirs.accessTags ?? []);
    const merged: IEdit = {
      value: conflict.merged,
      text: null,
      mistake: null,
      specs: specs.map(spec => JSON.parse(spec) as IEditedSpec),
      accessTags: theirs.accessTags && tags
    };
    this._base = { description: theirs, value: conflict.value };
    this._conflict = null;
    this._sides.clear();
    const { specs: theirSpecs, accessTags } = theirs;
    const all = {
      mine,
      theirs: { ...merged, value: conflict.value, specs: theirSpecs, accessTags },
      merged
    };
    this._push(all[taken], null);
  }

  override dispose(): void {
    this._request?.abort();
    this.revisions.dispose();
    super.dispose();
  }

  /** Read what is typed; the value stays what it was where that is not an object. */
  private _typed(text: string): IEdit {
    const { now } = this._history;
    try {
      const value = parseJson(text);
      return isObject(value)
        ? { ...now, text, value, mistake: null }
        : { ...now, text, mistake: 'object' };
    } catch (reason) {
      if (reason instanceof JsonError) {
        return { ...now, text, mistake: reason };
      }
      throw reason;
    }
  }

  /** The node is as described; what was typed over something else collides. */
  private _arrived(description: IDescription): void {
    const before = this._base;
    if (before && before.description.fingerprint === description.fingerprint) {
      this._base = { ...before, description };
    } else if (before && this.isDirty) {
      this._collide(description);
    } else {
      this._begin(description);
      this._edited();
    }
  }

  /** Begin with a description, that of what was just saved or loaded. */
  private _begin(description: IDescription): void {
    const { metadata, specs, accessTags } = description;
    const value = parseJson(metadata) as JsonObject;
    this._base = { description, value };
    this._conflict = null;
    this._history.replace({ value, text: null, mistake: null, specs, accessTags });
  }

  private _collide(theirs: IDescription): void {
    const base = this._base;
    if (!base) {
      return;
    }
    const value = parseJson(theirs.metadata) as JsonObject;
    this._conflict = {
      theirs,
      value,
      changes: compare(base.value, value),
      ...merge(base.value, this._history.now.value, value, place => this.sideOf(place))
    };
  }

  private _push(edit: IEdit, stroke: string | null): void {
    this._history.push(edit, stroke);
    this._edited();
  }

  /** Something else is typed now: keep it for as long as it is not saved. */
  private _edited(): void {
    const { server, path } = this.target;
    const { specs, accessTags } = this._history.now;
    const { base } = this;
    if (this._conflict) {
      this._collide(this._conflict.theirs);
    }
    this._drafts.set(
      server,
      path,
      base && this.isDirty
        ? {
            base,
            text: this.text,
            specs: [...specs],
            accessTags: accessTags && [...accessTags]
          }
        : null
    );
    this.notify();
  }

  private async _ask(
    what: 'loading' | 'saving',
    request: (signal: AbortSignal) => Promise<void>
  ): Promise<void> {
    this._request?.abort();
    const controller = new AbortController();
    this._request = controller;
    this._busy = what;
    this._error = null;
    this.notify();
    try {
      await request(controller.signal);
    } catch (reason) {
      if (this._request === controller && !isCancelled(reason)) {
        this._error = describeFailure(reason);
      }
    }
    if (this._request === controller) {
      this._request = null;
      this._busy = null;
      this.notify();
    }
  }

  private _base: IBase | null = null;
  private readonly _history = new History<IEdit>({
    value: new Map(),
    text: null,
    mistake: null,
    specs: [],
    accessTags: null
  });
  private _compared: {
    value: JsonObject;
    base: IBase | null;
    changes: readonly IChange[];
  } | null = null;
  private _busy: 'loading' | 'saving' | null = null;
  private _request: AbortController | null = null;
  private _error: IError | null = null;
  private _conflict: IConflict | null = null;
  private readonly _sides = new Map<string, Side>();
  private _saved = 0;
}
