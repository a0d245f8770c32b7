import type { ReactElement } from 'react';
import type { IContents, ITally } from '../../core/protocol';
import type { PreviewModel } from '../../models/preview/preview';
import { formatCount, formatTime } from '../parts/format';
import type { IHost } from '../parts/host';
import { familyIcon, Icon } from '../parts/icons';
import { NodeLink } from '../tree/nodelink';
import { summaryWords } from '../parts/summarywords';
import { utcTime } from '../parts/times';
import { Toolbar } from '../parts/toolbar';

/** Props of the contents. */
export interface IContentsViewProps {
  model: PreviewModel;
  contents: IContents;
  host: IHost;
}

/** A container at a glance. */
export function ContentsView({ model, contents, host }: IContentsViewProps): ReactElement {
  const { trans } = host;
  const { total, counted, families, specs, first, columns } = contents;
  const detail = model.plan?.node;
  const own = detail?.summary.specs ?? [];
  return (
    <>
      <Toolbar model={model} host={host} />
      <div className="tjl-Page" tabIndex={0} role="group" aria-label={trans.__('Contents')}>
        <dl className="tjl-Facts">
          <Line label={trans.__('Children')}>{formatCount(total)}</Line>
          {own.length > 0 && <Line label={trans.__('Specs')}>{own.join(', ')}</Line>}
          {detail?.timeCreated && (
            <div>
              <dt>{trans.__('Created')}</dt>
              <dd title={utcTime(Date.parse(detail.timeCreated))}>
                {formatTime(detail.timeCreated)}
              </dd>
            </div>
          )}
          {columns.length > 0 && (
            <Line label={trans.__('Columns of its tables')}>{columns.join(', ')}</Line>
          )}
        </dl>
        {total === 0 ? (
          <p>{trans.__('There is nothing in this container yet.')}</p>
        ) : (
          <>
            <Tallies title={trans.__('Kinds of children')} tallies={families} pictured />
            <Tallies title={trans.__('Specs of children')} tallies={specs} />
            {counted < total && (
              <p className="tjl-Details-note">
                {trans.__(
                  'Counted among the first %1 of %2.',
                  formatCount(counted),
                  formatCount(total)
                )}
              </p>
            )}
            <h3 className="tjl-Heading">{trans.__('First children')}</h3>
            <ul className="tjl-Children">
              {first.map(node => (
                <li key={node.key}>
                  <Icon name={node.broken === null ? familyIcon(node.structureFamily) : 'broken'} />
                  <NodeLink model={model} host={host} path={node.path} />
                  <span>
                    {summaryWords(node, trans) ||
                      (node.children !== null
                        ? trans._n(
                            '%1 child',
                            '%2 children',
                            node.children,
                            formatCount(node.children)
                          )
                        : '')}
                  </span>
                </li>
              ))}
              {total > first.length && (
                <li>{trans.__('… %1 more', formatCount(total - first.length))}</li>
              )}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

function Line({ label, children }: { label: string; children: string }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface ITalliesProps {
  title: string;
  tallies: readonly ITally[];
  /** Each has the icon of its family. */
  pictured?: boolean;
}

function Tallies({ title, tallies, pictured }: ITalliesProps): ReactElement | null {
  return tallies.length ? (
    <>
      <h3 className="tjl-Heading">{title}</h3>
      <ul className="tjl-Tallies">
        {tallies.map(({ name, count }) => (
          <li key={name}>
            {pictured && <Icon name={familyIcon(name)} />}
            <span>{name}</span> <b>{formatCount(count)}</b>
          </li>
        ))}
      </ul>
    </>
  ) : null;
}
