import type { IDescription, IEditedSpec } from '../../core/protocol';
import type { ITransport } from '../../core/transport';
import type { IAddress } from '../servers/address';
import { AskingModel } from '../state/asking';
import { collide, type IConflict, settled } from './conflict';
import type { Drafts } from './drafts';
import { baseOf, BLANK, differ, type IBase, type IEdit, typed, unchanged } from './edit';
import { History } from './history';
import { type JsonObject, printJson } from './json';
import { compare, type IChange, type Place, printPatch } from './jsonpatch';
import type { Side } from './merge';
import { RevisionsModel } from './revisions';

const INDENT = 2;

/** The description of one node, on its way to another. */
export class MetadataEditorModel extends AskingModel {
  constructor(
    private readonly _transport: ITransport,
    readonly target: IAddress,
    private readonly _drafts: Drafts
  ) {
    super();
    this.revisions = new RevisionsModel(_transport, target);
    const draft = _drafts.get(target.server, target.path);
    if (draft) {
      this._begin(baseOf(draft.base));
      const { text, specs, accessTags } = draft;
      this._history.push({ ...typed(this._history.now, text), specs, accessTags });
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
    const { _base: base } = this;
    if (this._compared?.value !== value || this._compared.base !== base) {
      this._compared = { value, base, changes: base ? compare(base.value, value) : [] };
    }
    return this._compared.changes;
  }

  get changesSpecs(): boolean {
    return differ(this._history.now.specs, this.base?.specs);
  }

  get changesTags(): boolean {
    return differ(this._history.now.accessTags, this.base?.accessTags);
  }

  /** Whether something would be lost if it was not saved. */
  get isDirty(): boolean {
    const { mistake } = this._history.now;
    const differs = mistake !== null || this.changes.length > 0;
    return this._base !== null && (differs || this.changesSpecs || this.changesTags);
  }

  get canUndo(): boolean {
    return this._history.canUndo;
  }

  get canRedo(): boolean {
    return this._history.canRedo;
  }

  /** What is edited is on its way to the server. */
  get saving(): boolean {
    return this.busy && this._saving;
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
    this._push(typed(this._history.now, text), 'text');
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
    this._push({ ...this._history.now, specs });
  }

  setAccessTags(accessTags: readonly string[]): void {
    this._push({ ...this._history.now, accessTags });
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
      this._push(unchanged(this._base));
    }
  }

  /** Edit it to what it was before. */
  restore(value: JsonObject, specs: readonly IEditedSpec[]): void {
    this._push({ ...this._history.now, value, text: null, mistake: null, specs });
  }

  // --- loading and saving -------------------------------------------------------------------

  /** Read the node; what was typed stays. */
  async load(): Promise<void> {
    this._saving = false;
    await this.ask(async signal => {
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
    if (!base || mistake || this._conflict || !this.isDirty) {
      return false;
    }
    const saved = this._saved;
    this._saving = true;
    await this.ask(async signal => {
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
      const now = baseOf(result.now);
      if (result.saved) {
        this._saved += 1;
        this._begin(now);
        this._edited();
      } else {
        this._collide(now);
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
    const { _conflict: conflict, _base: base } = this;
    if (conflict && base) {
      const edit = settled(conflict, base, this._history.now, taken);
      this._base = conflict.theirs;
      this._conflict = null;
      this._sides.clear();
      this._push(edit);
    }
  }

  override dispose(): void {
    this.revisions.dispose();
    super.dispose();
  }

  /** The node is as described; what was typed over something else collides. */
  private _arrived(description: IDescription): void {
    const before = this._base;
    if (before?.description.fingerprint === description.fingerprint) {
      this._base = { ...before, description };
    } else if (this.isDirty) {
      this._collide(baseOf(description));
    } else {
      this._begin(baseOf(description));
      this._edited();
    }
  }

  /** Begin with a description, that of what was just saved or loaded. */
  private _begin(base: IBase): void {
    this._base = base;
    this._conflict = null;
    this._history.replace(unchanged(base));
  }

  private _collide(theirs: IBase): void {
    if (this._base) {
      this._conflict = collide(this._base, this._history.now, theirs, place => this.sideOf(place));
    }
  }

  private _push(edit: IEdit, stroke: string | null = null): void {
    this._history.push(edit, stroke);
    this._edited();
  }

  /** Something else is typed now: keep it for as long as it is not saved. */
  private _edited(): void {
    const { base } = this;
    const { specs, accessTags } = this._history.now;
    if (this._conflict) {
      this._collide(this._conflict.theirs);
    }
    const draft = base &&
      this.isDirty && {
        base,
        text: this.text,
        specs: [...specs],
        accessTags: accessTags && [...accessTags]
      };
    this._drafts.set(this.target.server, this.target.path, draft || null);
    this.notify();
  }

  private _base: IBase | null = null;
  private readonly _history = new History<IEdit>(BLANK);
  private _compared: {
    value: JsonObject;
    base: IBase | null;
    changes: readonly IChange[];
  } | null = null;
  private _conflict: IConflict | null = null;
  private readonly _sides = new Map<string, Side>();
  private _saving = false;
  private _saved = 0;
}
