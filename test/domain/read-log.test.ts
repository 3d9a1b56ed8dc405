import { describe, expect, test } from 'vitest';
import { createOperation, type Operation } from '../../src/domain/operation.ts';
import type { RepeatableRead } from '../../src/domain/read-log.ts';
import { createManualClock } from '../support/manual-clock.ts';

const limits = { upstreamCalls: 10, jobs: 10, deadlineMs: 15_000 };
const operation = () => createOperation(limits, createManualClock(), new AbortController());

/** A place that is read, and how often it was. */
function place(name: string, strand = name) {
  const state = { value: name as unknown, reads: 0, later: false };
  const read: RepeatableRead<unknown> = {
    name,
    strand,
    perform() {
      state.reads++;
      const { value } = state;
      if (value instanceof Error && !state.later) throw value;
      if (!state.later) return value;
      return Promise.resolve().then(() => {
        if (value instanceof Error) throw value;
        return value;
      });
    },
    isSame: Object.is,
  };
  return { state, read };
}

async function strandsOf(first: Operation, ...reads: RepeatableRead<unknown>[]) {
  for (const read of reads) await first.log.read(read);
  const strands = first.log.strands();
  if (!strands) throw new Error('The log is spoilt.');
  return strands;
}

describe.each([
  ['at hand', false],
  ['not at hand', true],
])('reads of what is %s', (_, later) => {
  test('are repeated once each, and found to be the same', async () => {
    const [images, videos] = [place('images'), place('videos')];
    images.state.later = videos.state.later = later;
    const strands = await strandsOf(operation(), images.read, videos.read);
    expect(await operation().log.repeat(strands)).toBe(true);
    expect([images.state.reads, videos.state.reads]).toEqual([2, 2]);
  });

  test('that have changed are taken over by whoever makes them next', async () => {
    const [images, videos] = [place('images'), place('videos')];
    images.state.later = videos.state.later = later;
    const strands = await strandsOf(operation(), images.read, videos.read);
    images.state.value = 'changed';
    const again = operation();
    expect(await again.log.repeat(strands)).toBe(false);
    expect(await again.log.read(images.read)).toBe('changed');
    expect(images.state.reads).toBe(2);
    // By whoever makes them: several may, and one reading is enough.
    expect(await again.log.read(images.read)).toBe('changed');
    expect(images.state.reads).toBe(2);
  });

  test('that follow from one that has changed are not repeated', async () => {
    const [first, second] = [place('page 1', 'list'), place('page 2', 'list')];
    first.state.later = second.state.later = later;
    const strands = await strandsOf(operation(), first.read, second.read);
    first.state.value = 'changed';
    expect(await operation().log.repeat(strands)).toBe(false);
    expect([first.state.reads, second.state.reads]).toEqual([2, 1]);
  });

  test('that many make are repeated once', async () => {
    const page = place('page');
    page.state.later = later;
    const strands = await strandsOf(
      operation(),
      page.read,
      { ...page.read, strand: 'another walk' },
      page.read,
    );
    const before = page.state.reads;
    const again = operation();
    expect(await again.log.repeat(strands)).toBe(true);
    // What is at hand costs nothing.
    if (later) expect(page.state.reads).toBe(before + 1);
  });

  test('of another strand go no further once something has changed', async () => {
    const [images, first, second] = [place('images'), place('page 1', 'list'), place('page 2', 'list')];
    for (const each of [images, first, second]) each.state.later = later;
    const strands = await strandsOf(operation(), images.read, first.read, second.read);
    images.state.value = 'changed';
    expect(await operation().log.repeat(strands)).toBe(false);
    // What is at hand is compared at once.
    expect(second.state.reads).toBe(later ? 1 : 2);
  });

  test('that fail are told to whoever makes them next, and nobody else', async () => {
    const images = place('images');
    images.state.later = later;
    const strands = await strandsOf(operation(), images.read);
    const failure = new Error('away');
    images.state.value = failure;
    const again = operation();
    expect(await again.log.repeat(strands)).toBe(false);
    await expect(again.log.read(images.read)).rejects.toBe(failure);
    expect(images.state.reads).toBe(2);
    expect(again.log.strands()).toBeNull();
  });
});

describe('a log', () => {
  test.each<[string, (operation: Operation) => void]>([
    ['terms for a read', (spoilt) => spoilt.readCall()],
    ['terms for a job', (spoilt) => spoilt.jobCall()],
    ['a call that is counted', (spoilt) => spoilt.countCall()],
    ['a word', (spoilt) => spoilt.log.spoil()],
  ])('is spoilt by %s, also when it begins anew', async (_, spoil) => {
    const spoilt = operation();
    await spoilt.log.read(place('images').read);
    spoil(spoilt);
    expect(spoilt.log.strands()).toBeNull();
    spoilt.log.rewind();
    expect(spoilt.log.strands()).toBeNull();
  });

  test('that begins anew reads nothing twice, not even what has failed', async () => {
    const [images, videos] = [place('images'), place('videos')];
    const failure = new Error('away');
    videos.state.value = failure;
    const own = operation();
    await own.log.read(images.read);
    await expect(own.log.read(videos.read)).rejects.toBe(failure);
    own.log.rewind();
    expect(await own.log.read(images.read)).toBe('images');
    await expect(own.log.read(videos.read)).rejects.toBe(failure);
    expect([images.state.reads, videos.state.reads]).toEqual([1, 1]);
  });

  test('charges repeated reads to the operation that repeats them', async () => {
    const read: RepeatableRead<number> = {
      name: 'charged',
      strand: 'charged',
      perform: (terms) => {
        terms.readCall().onAttempt?.();
        return 1;
      },
      isSame: Object.is,
    };
    const first = operation();
    await first.log.read(read);
    const second = operation();
    await second.log.repeat(first.log.strands() ?? []);
    expect([first.upstreamCalls, second.upstreamCalls]).toEqual([1, 1]);
  });
});
