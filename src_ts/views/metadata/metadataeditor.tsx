import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react';
import type { MetadataEditorModel } from '../../models/editing/metadataeditor';
import { Changes } from './changes';
import { Conflict } from './conflict';
import { useModel, useSlow } from '../parts/hooks';
import type { IHost, ITranslator } from '../parts/host';
import { JsonForm } from './jsonform';
import { JsonText } from './jsontext';
import { NameChips } from './namechips';
import { Problem } from '../parts/problem';
import { Revisions } from './revisions';
import { SpecChips } from './specchips';

/** Props of the editor. */
export interface IMetadataEditorProps {
  model: MetadataEditorModel;
  host: Pick<IHost, 'trans'>;
}

type View = 'form' | 'text' | 'changes' | 'revisions';

/** What is said of a node, to be changed: as a form or as text, with what saving would do. */
export function MetadataEditor({ model, host }: IMetadataEditorProps): ReactElement {
  useModel(model);
  const { trans } = host;
  const [view, setView] = useState<View>('form');
  const slow = useSlow(model.busy);
  const { edit, error } = model;
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => model.pause(), [model, view]);

  const onKeyDown = (event: KeyboardEvent) => {
    const done = (event.ctrlKey || event.metaKey) && shortcut(event, model);
    if (done) {
      event.preventDefault();
    }
    // What is typed here is nobody else's business; leaving and other shortcuts are.
    const goes = event.key === 'Escape' || event.ctrlKey || event.metaKey || event.altKey;
    if (done || !goes) {
      event.stopPropagation();
    }
  };

  // A button that has done its work may go, and the focus with it.
  const onClick = () =>
    requestAnimationFrame(() => {
      if (!frame.current?.matches(':focus-within')) {
        panel.current?.focus();
      }
    });

  const views: [View, string][] = [
    ['form', trans.__('Form')],
    ['text', trans.__('JSON')],
    ['changes', trans.__('Changes (%1)', countOf(model))],
    ['revisions', trans.__('Revisions')]
  ];
  return (
    <div
      ref={frame}
      className="tjl-Root tjl-MetadataEditor"
      aria-busy={model.busy}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {slow && <div className="tjl-Bar" />}
      {error && (
        <Problem
          error={error}
          host={host}
          onRetry={edit && model.isDirty ? () => void model.save() : () => void model.load()}
          retryLabel={edit && model.isDirty ? trans.__('Save again') : undefined}
        />
      )}
      {edit && (
        <>
          <Conflict model={model} trans={trans} />
          <div className="tjl-MetadataEditor-head">
            <div className="tjl-Tabs" role="tablist" aria-label={trans.__('Views of the metadata')}>
              {views.map(([name, label], index) => (
                <button
                  key={name}
                  type="button"
                  role="tab"
                  id={`${id}-${name}`}
                  aria-selected={view === name}
                  aria-controls={`${id}-panel`}
                  tabIndex={view === name ? 0 : -1}
                  onClick={() => setView(name)}
                  onKeyDown={event => {
                    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                    if (step) {
                      const next = (index + step + views.length) % views.length;
                      setView(views[next][0]);
                      const tabs = event.currentTarget.parentElement?.children;
                      (tabs?.[next] as HTMLElement | undefined)?.focus();
                    }
                  }}
                >
                  {label}
                </button>
              ))}
            </div>
            <Buttons model={model} trans={trans} />
          </div>
          <div
            ref={panel}
            className="tjl-MetadataEditor-body"
            role="tabpanel"
            id={`${id}-panel`}
            aria-labelledby={`${id}-${view}`}
            tabIndex={0}
          >
            <Body model={model} host={host} view={view} onView={setView} />
          </div>
        </>
      )}
    </div>
  );
}

interface IBodyProps extends IMetadataEditorProps {
  view: View;
  onView: (view: View) => void;
}

function Body({ model, host, view, onView }: IBodyProps): ReactElement | null {
  const { trans } = host;
  const { edit } = model;
  if (!edit) {
    return null;
  }
  switch (view) {
    case 'form':
      return (
        <>
          <SpecChips
            specs={edit.specs}
            known={model.base?.knownSpecs ?? []}
            trans={trans}
            onChange={specs => model.setSpecs(specs)}
          />
          {edit.accessTags && (
            <NameChips
              names={edit.accessTags}
              label={trans.__('Access tags')}
              known={model.base?.accessTags ?? []}
              trans={trans}
              onChange={tags => model.setAccessTags(tags)}
            />
          )}
          {edit.mistake ? (
            <p className="tjl-Details-note">
              {trans.__('The JSON that was typed has a mistake.')}{' '}
              <button type="button" className="tjl-Link" onClick={() => onView('text')}>
                {trans.__('Correct it')}
              </button>
            </p>
          ) : (
            <JsonForm
              value={edit.value}
              trans={trans}
              onChange={(value, stroke) => model.setValue(value, stroke)}
              onLeave={() => model.pause()}
            />
          )}
        </>
      );
    case 'text':
      return (
        <JsonText
          text={model.text}
          mistake={edit.mistake}
          trans={trans}
          onChange={text => model.setText(text)}
        />
      );
    case 'changes':
      return model.isDirty ? (
        <>
          {model.changesSpecs && (
            <p>{trans.__('Specs: %1', edit.specs.map(spec => spec.name).join(', ') || '–')}</p>
          )}
          {model.changesTags && (
            <p>{trans.__('Access tags: %1', edit.accessTags?.join(', ') || '–')}</p>
          )}
          <Changes
            changes={model.changes}
            label={trans.__('What saving changes')}
            trans={trans}
            patch
          />
        </>
      ) : (
        <p className="tjl-Details-note">{trans.__('Nothing is changed.')}</p>
      );
    case 'revisions':
      return <Revisions model={model} host={host} onRestored={() => onView('changes')} />;
  }
}

function Buttons({ model, trans }: { model: MetadataEditorModel; trans: ITranslator }) {
  const { edit, isDirty, saving, saved, conflict } = model;
  const blocked = edit?.mistake !== null || conflict !== null;
  return (
    <div className="tjl-Buttons">
      {model.canUndo && (
        <button type="button" className="tjl-Button" onClick={() => model.undo()}>
          {trans.__('Undo')}
        </button>
      )}
      {model.canRedo && (
        <button type="button" className="tjl-Button" onClick={() => model.redo()}>
          {trans.__('Redo')}
        </button>
      )}
      {/* Where Save was before it: a second click undoes nothing. */}
      <span className="tjl-MetadataEditor-state" role="status">
        {saving
          ? trans.__('Saving…')
          : isDirty
            ? trans.__('Not saved')
            : saved > 0
              ? trans.__('Saved')
              : ''}
      </span>
      {isDirty && (
        <>
          <button type="button" className="tjl-Button" onClick={() => model.revert()}>
            {trans.__('Revert')}
          </button>
          <button
            type="button"
            className="tjl-Button tjl-mod-primary"
            disabled={saving || blocked}
            onClick={() => void model.save()}
          >
            {trans.__('Save')}
          </button>
        </>
      )}
    </div>
  );
}

/** Do what a key stands for with Ctrl; whether it stands for anything. */
function shortcut({ key, shiftKey }: KeyboardEvent, model: MetadataEditorModel): boolean {
  switch (key.toLowerCase()) {
    case 's':
      void model.save();
      return true;
    case 'z':
      if (shiftKey) {
        model.redo();
      } else {
        model.undo();
      }
      return true;
    case 'y':
      model.redo();
      return true;
    default:
      return false;
  }
}

function countOf(model: MetadataEditorModel): number {
  return model.changes.length + Number(model.changesSpecs) + Number(model.changesTags);
}
