import { pageTranslator } from '../core/translator';
import { enter, load } from './modules';
import type { IViewer, IWidgetModel } from './model';

const PATIENCE = 500;
const LONG = 8000;

/** Draw one view of a widget. Returns at once: the kernel may be busy for long. */
function render({ model, el }: { model: IWidgetModel; el: HTMLElement }): () => void {
  const ends = [enter(el, model)];
  let ended = false;
  const host = el.appendChild(document.createElement('div'));
  host.className = 'tjl-Cell';
  const root = host.attachShadow({ mode: 'open' });
  // A key pressed in the widget must not reach the notebook, where letters are commands.
  host.addEventListener('keydown', event => event.stopPropagation());
  // Notebook 7 hears a key before anything in its page does; this keeps its shortcuts away.
  host.dataset.lmSuppressShortcuts = 'true';
  const note = root.appendChild(document.createElement('p'));
  note.setAttribute('role', 'status');
  note.style.cssText = 'font-family: var(--jp-ui-font-family, sans-serif); margin: 8px';

  const trans = pageTranslator();
  const say = (words: string) => () => (note.textContent = words);
  const timers = [
    setTimeout(say(trans.__('Waiting for the kernel…')), PATIENCE),
    setTimeout(
      say(
        trans.__(
          'Waiting for the kernel. If it was restarted or is not running, run this cell again.'
        )
      ),
      LONG
    )
  ];
  load(model.get('_module'))
    .then(viewer => {
      if (!ended) {
        note.remove();
        ends.push((viewer as IViewer).mount(model, root));
      }
    })
    .catch(reason => {
      note.setAttribute('role', 'alert');
      note.textContent = [
        trans.__('The viewer could not be loaded. Run this cell again.'),
        messageOf(reason)
      ].join(' ');
    })
    .finally(() => timers.forEach(clearTimeout));

  return () => {
    ended = true;
    timers.forEach(clearTimeout);
    ends.forEach(end => end());
    host.remove();
  };
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

export default { render };
