import { describe, expect, it, onTestFinished } from 'vitest';
import { failure, RequestError } from '../../core/failure';
import { PlacesModel } from './places';

const at = (...path: string[]) => ({ server: 'a', path });
const refuse = (code: 'not_found' | 'timeout') => () =>
  Promise.reject(new RequestError(failure(code, code)));

function open(go: () => Promise<void> = () => Promise.resolve()): PlacesModel {
  const places = new PlacesModel(go);
  onTestFinished(() => places.dispose());
  return places;
}

describe('PlacesModel', () => {
  it('keeps favourites in their order, and what was opened with the latest first', () => {
    const places = open();
    places.toggle(at('x'));
    places.toggle(at('y'));
    places.visit(at('x'));
    places.visit(at('z'));
    places.visit(at('x'));
    expect(places.favourites).toEqual([at('x'), at('y')]);
    expect(places.recent).toEqual([at('x'), at('z')]);
    places.toggle(at('x'));
    expect(places.isFavourite(at('x'))).toBe(false);
    const again = open();
    again.state = JSON.parse(JSON.stringify(places.state)) as unknown;
    expect(again.favourites).toEqual([at('y')]);
    expect(again.recent).toEqual([at('x'), at('z')]);
    again.state = { favourites: [1, 'no id'], recent: 'x' };
    expect(again.state).toEqual({ favourites: [], recent: [] });
  });

  it('knows a node to be gone once nobody found it, until it is forgotten', async () => {
    const places = open(refuse('not_found'));
    places.toggle(at('x'));
    expect(places.isGone(at('x'))).toBe(false);
    await places.go(at('x'));
    expect(places.isGone(at('x'))).toBe(true);
    places.remove(at('x'));
    expect(places.favourites).toEqual([]);
  });

  it('takes a node for none the less there when its server does not answer', async () => {
    const places = open(refuse('timeout'));
    await expect(places.go(at('x'))).rejects.toThrow('timeout');
    expect(places.isGone(at('x'))).toBe(false);
  });
});
