import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { IRevision } from '../../core/protocol';
import { type JsonObject, parseJson } from '../../models/editing/json';
import { compare } from '../../models/editing/jsonpatch';
import type { MetadataEditorModel } from '../../models/editing/metadataeditor';
import { Changes } from './changes';
import { formatCount, formatTime } from '../parts/format';
import { useModel } from '../parts/hooks';
import type { IHost } from '../parts/host';
import { Problem } from '../parts/problem';

/** Props of the revisions. */
export interface IRevisionsProps {
  model: MetadataEditorModel;
  host: Pick<IHost, 'trans'>;
  /** One of them is in the editor now, to be looked at and saved. */
  onRestored: () => void;
}

/** How a node was described before: what was different, and a way back. */
export function Revisions({ model, host, onRestored }: IRevisionsProps): ReactElement {
  const { trans } = host;
  const { revisions, saved } = model;
  useModel(revisions);
  useEffect(() => void revisions.load(), [revisions, saved]);
  const { items, total, error, busy } = revisions;
  return (
    <div className="tjl-Revisions" aria-busy={busy}>
      {error && <Problem error={error} host={host} onRetry={() => void revisions.load()} />}
      {items?.length === 0 && (
        <p className="tjl-Details-note">{trans.__('It was never changed, as far as is known.')}</p>
      )}
      <ol aria-label={trans.__('Revisions, the newest first')}>
        {items?.map(revision => (
          <Revision
            key={revision.number}
            revision={revision}
            model={model}
            host={host}
            onRestored={onRestored}
          />
        ))}
      </ol>
      {items && items.length < total && (
        <button type="button" className="tjl-Button" onClick={() => void revisions.more()}>
          {trans.__('Show older of %1', formatCount(total))}
        </button>
      )}
    </div>
  );
}

interface IRevisionProps extends IRevisionsProps {
  revision: IRevision;
}

function Revision({ revision, model, host, onRestored }: IRevisionProps): ReactElement {
  const { trans } = host;
  const { number, time, metadata, specs } = revision;
  const [open, setOpen] = useState(false);
  const [sure, setSure] = useState(false);
  const { base } = model;
  const name = trans.__('Revision %1', number);
  return (
    <li>
      <div className="tjl-Revisions-line">
        <button
          type="button"
          className="tjl-Link"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {name}
        </button>
        {time && <span title={utcOf(time)}>{trans.__('replaced %1', formatTime(time))}</span>}
        <span className="tjl-Buttons">
          <button
            type="button"
            className="tjl-Button"
            aria-label={trans.__('Restore revision %1…', number)}
            onClick={() => {
              model.restore(parseJson(metadata) as JsonObject, specs);
              onRestored();
            }}
          >
            {trans.__('Restore…')}
          </button>
          {base?.rights.includes('forget') && !sure && (
            <button
              type="button"
              className="tjl-Button"
              aria-label={trans.__('Delete revision %1', number)}
              onClick={() => setSure(true)}
            >
              {trans.__('Delete')}
            </button>
          )}
        </span>
      </div>
      {sure && (
        <div className="tjl-Revisions-question" role="group" aria-label={name}>
          {trans.__('Delete revision %1 for good?', number)}{' '}
          <button
            type="button"
            className="tjl-Button tjl-mod-warn"
            autoFocus
            onClick={() => void model.revisions.delete(number)}
          >
            {trans.__('Delete for good')}
          </button>
          <button type="button" className="tjl-Button" onClick={() => setSure(false)}>
            {trans.__('Keep')}
          </button>
        </div>
      )}
      {open && base && <Difference before={metadata} now={base.metadata} host={host} />}
    </li>
  );
}

/** What was changed since. */
function Difference({
  before,
  now,
  host: { trans }
}: {
  before: string;
  now: string;
  host: Pick<IHost, 'trans'>;
}): ReactElement {
  const changes = useMemo(() => compare(parseJson(before), parseJson(now)), [before, now]);
  return changes.length ? (
    <Changes changes={changes} label={trans.__('What was changed since')} trans={trans} />
  ) : (
    <p className="tjl-Details-note">{trans.__('The metadata are the same now.')}</p>
  );
}

function utcOf(time: string): string {
  const moment = new Date(time);
  return Number.isNaN(moment.getTime()) ? time : moment.toISOString();
}
