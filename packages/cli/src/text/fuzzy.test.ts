import { expect, test } from 'vitest';
import { ranked } from './fuzzy.ts';

const named = (typed: string, names: readonly string[], most = 10) => ranked(typed, names, (name) => ({ name }), most);

test('matches at the beginning come first, then at the beginning of a word, then anywhere', () => {
  const names = ['charlotte', 'art', 'team_art', 'smart', 'a-r-t', 'start-art', 'bob'];
  const found = named('ART', names);
  expect(found.slice(0, 4)).toEqual(['art', 'team_art', 'start-art', 'smart']);
  expect(found).toContain('a-r-t');
  expect(found).not.toContain('bob');
  expect(named('', names, 3)).toEqual(['charlotte', 'art', 'team_art']);
  expect(named('art', names, 2)).toEqual(['art', 'team_art']);
});

test('equally good matches keep their order, also long ones', () => {
  const speakers = ['bert-the-much-longer-name-of-all', 'bob', 'bea', 'b'];
  expect(named('b', speakers)).toEqual(speakers);
  expect(named('zz', ['xzz', `x${'y'.repeat(60)}zz`])).toEqual(['xzz', `x${'y'.repeat(60)}zz`]);
});

test('a sign before a name counts only if it is typed, and the other text counts less than the name', () => {
  const places = [
    { name: '/leave [ROOM]', also: 'leave this room' },
    { name: '@cats', also: '' },
    { name: '#dogs', also: 'no cats here' },
    { name: '#cats', also: 'all about them' },
  ];
  const found = (typed: string) => ranked(typed, places, (place) => place, 10).map(({ name }) => name);
  expect(found('cats')).toEqual(['@cats', '#cats', '#dogs']);
  expect(found('#cat')).toEqual(['#cats']);
  expect(found('cts')).toEqual(['@cats', '#cats', '#dogs']);
});

test('a match in a name comes before a match in a description', () => {
  const offers = [
    { name: '@bob', also: 'dsn' },
    { name: '#design', also: 'how it looks' },
  ];
  expect(ranked('dsn', offers, (offer) => offer, 10).map(({ name }) => name)).toEqual(['#design', '@bob']);
});
