import type { ReactElement, ReactNode } from 'react';
import type { IDataset, IVariable } from '../../core/protocol';
import { formatShape, say } from '../../core/words';
import type { PreviewModel } from '../../models/preview/preview';
import { formatCount, formatSize } from '../parts/format';
import type { IHost } from '../parts/host';
import { JsonTree } from '../metadata/jsontree';
import { NodeLink } from '../tree/nodelink';
import { Toolbar } from '../parts/toolbar';

/** Props of the dataset. */
export interface IDatasetViewProps {
  model: PreviewModel;
  dataset: IDataset;
  host: IHost;
}

/** A dataset, section by section, as xarray shows it. */
export function DatasetView({ model, dataset, host }: IDatasetViewProps): ReactElement {
  const { trans } = host;
  const { dimensions, coordinates, variables, attributes } = dataset;
  return (
    <>
      <Toolbar model={model} host={host} />
      <div className="tjl-Page" tabIndex={0} role="group" aria-label={trans.__('Dataset')}>
        <p className="tjl-Dataset-dimensions">
          <strong>{trans.__('Dimensions')}</strong>{' '}
          {dimensions.map(({ name, size }) => (
            <span key={name}>
              <b>{name}</b>: {formatCount(size)}
            </span>
          ))}
        </p>
        <Section title={trans.__('Coordinates')} count={coordinates.length}>
          <Variables variables={coordinates} model={model} host={host} />
        </Section>
        <Section title={trans.__('Data variables')} count={variables.length}>
          <Variables variables={variables} model={model} host={host} />
        </Section>
        <Section title={trans.__('Attributes')} count={Object.keys(attributes).length}>
          <JsonTree value={attributes} label={trans.__('Attributes')} collapsed={2} host={host} />
        </Section>
      </div>
      {dataset.partial && (
        <div className="tjl-Footer">
          <span className="tjl-Footer-resolution">{say(dataset.partial, host.trans)}</span>
        </div>
      )}
    </>
  );
}

interface ISectionProps {
  title: string;
  count: number;
  children: ReactNode;
}

function Section({ title, count, children }: ISectionProps): ReactElement {
  return (
    <details className="tjl-Fold" open={count > 0}>
      <summary>
        {title} <span>({formatCount(count)})</span>
      </summary>
      {count > 0 && children}
    </details>
  );
}

interface IVariablesProps {
  variables: readonly IVariable[];
  model: PreviewModel;
  host: IHost;
}

function Variables({ variables, model, host }: IVariablesProps): ReactElement {
  const { trans } = host;
  return (
    <table className="tjl-Variables">
      <thead className="tjl-Hidden">
        <tr>
          <th scope="col">{trans.__('Name')}</th>
          <th scope="col">{trans.__('Dimensions')}</th>
          <th scope="col">{trans.__('Data type')}</th>
          <th scope="col">{trans.__('Shape')}</th>
          <th scope="col">{trans.__('Unit')}</th>
          <th scope="col">{trans.__('Attributes')}</th>
        </tr>
      </thead>
      <tbody>
        {variables.map(variable => (
          <tr key={variable.name}>
            <th scope="row">
              <NodeLink model={model} host={host} path={variable.path} strong={variable.index} />
            </th>
            <td>({variable.dims.join(', ')})</td>
            <td>{variable.dtype}</td>
            <td title={formatSize(variable.size, trans)}>{formatShape(variable.shape)}</td>
            <td>{variable.unit}</td>
            <td>
              <Attributes variable={variable} host={host} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Attributes({ variable, host }: { variable: IVariable; host: IHost }): ReactElement {
  const { attributes, title, name } = variable;
  const words = title || host.trans.__('attributes');
  const label = host.trans.__('Attributes of %1', name);
  return Object.keys(attributes).length ? (
    <details>
      <summary aria-label={label}>{words}</summary>
      <JsonTree value={attributes} label={label} collapsed={2} host={host} />
    </details>
  ) : (
    <>{title}</>
  );
}
