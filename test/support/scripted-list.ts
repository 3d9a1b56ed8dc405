import type { Image, Video } from '../../src/domain/library.ts';
import type { ListPage, PageKey, ReadCall } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import type { PictoryAccount } from '../../src/upstream/pictory/pictory.ts';
import { anImage, aVideo } from './assets.ts';

interface Entry {
  id: string;
  createdAtMs: number;
  gone: boolean;
}

/** A list of images (or videos) in memory that pages as Pictory's does: a key names the item that its page follows, gone or not. */
export class ScriptedList {
  /** Newest first; what was removed keeps its place. */
  readonly entries: Entry[] = [];
  pageSize = 100;
  /** After every so many pages comes an empty one; 0: never. */
  emptyPageEvery = 0;
  /** Page keys asked for, in order. */
  readonly reads: (PageKey | null)[] = [];
  /** What the next reads answer instead, by the key they were made with. */
  fail: ((key: PageKey | null) => UpstreamError | null) | null = null;
  #epoch = 0;
  #added = 0;

  readonly #kind: 'image' | 'video';

  constructor(createdAtMs: readonly number[] = [], kind: 'image' | 'video' = 'image') {
    this.#kind = kind;
    for (const date of createdAtMs) this.entries.push(this.#entry(date));
  }

  get ids(): string[] {
    return this.entries.filter(({ gone }) => !gone).map(({ id }) => id);
  }

  addOnTop(createdAtMs: number): string {
    const entry = this.#entry(createdAtMs);
    this.entries.unshift(entry);
    return entry.id;
  }

  remove(id: string): void {
    const entry = this.entries.find((candidate) => candidate.id === id);
    if (entry) entry.gone = true;
  }

  /** Page keys given so far are refused from now on. */
  expireKeys(): void {
    this.#epoch++;
  }

  /** As much of an account as lists need. */
  get account(): PictoryAccount {
    const list = (key: PageKey | null, call: ReadCall) => this.#list(key, call) as Promise<never>;
    const methods = this.#kind === 'image' ? { listImages: list } : { listVideos: list };
    return { answeredWell: true, ...methods } as Partial<PictoryAccount> as PictoryAccount;
  }

  async #list(key: PageKey | null, call: ReadCall): Promise<ListPage<Image | Video>> {
    call.signal.throwIfAborted();
    call.onAttempt?.();
    this.reads.push(key);
    await new Promise(setImmediate);
    const failure = this.fail?.(key);
    if (failure) throw failure;
    const [epoch, after, turn] =
      key === null ? [this.#epoch, null, 0] : (JSON.parse(key) as [number, string, number]);
    if (epoch !== this.#epoch)
      throw new UpstreamError('server-error', 'Internal Server Error', { status: 500 });

    const start = after === null ? 0 : this.entries.findIndex(({ id }) => id === after) + 1;
    const isEmptyPage = this.emptyPageEvery > 0 && turn % (this.emptyPageEvery + 1) === this.emptyPageEvery;
    const rest = this.entries.slice(start).filter(({ gone }) => !gone);
    const page = isEmptyPage ? [] : rest.slice(0, this.pageSize);
    const last = page.at(-1)?.id ?? after;
    const hasMore = rest.length > page.length;
    return {
      items: page.map((entry) => ({
        identity: entry.id,
        createdAtMs: entry.createdAtMs,
        problem: null,
        item: this.#kind === 'image' ? toImage(entry) : toVideo(entry),
      })),
      nextPageKey: hasMore ? (JSON.stringify([this.#epoch, last, turn + 1]) as PageKey) : null,
      sizeBytes: 0,
    };
  }

  #entry(createdAtMs: number): Entry {
    return { id: `${this.#kind}-${this.#added++}`, createdAtMs, gone: false };
  }
}

function toImage(entry: Entry): Image {
  return anImage(entry.id, { ...common(entry), style: styleOf(entry.id) });
}

function toVideo(entry: Entry): Video {
  return aVideo(entry.id, common(entry));
}

function common({ id, createdAtMs }: Entry) {
  return {
    url: urlOf(id),
    createdDate: new Date(createdAtMs).toISOString(),
    prompt: `The asset ${id}`,
    model: modelOf(id),
  };
}

/** Three models take turns. */
export function modelOf(id: string): string {
  return `model-${Number(id.replace(/\D/g, '')) % 3}`;
}

function styleOf(id: string): string {
  return Number(id.replace(/\D/g, '')) % 2 === 0 ? 'vintage' : 'cartoon';
}

/** Where the scripted list says an image lies. */
export function urlOf(id: string): string {
  return `https://cdn.example.net/${id}.png`;
}
