import type { JsonBody } from '../body.ts';
import type { ListPage } from '../call.ts';
import { UpstreamError } from '../errors.ts';
import {
  asFields,
  cutText,
  type Fields,
  readCode,
  readInstant,
  readNumber,
  readPixels,
  readText,
} from '../fields.ts';
import { type ParsedEntry, parsePage, unexpected } from './page.ts';

/** What one read of a job said. Every job of every Pictory feature has this shape. */
export interface JobReading {
  jobId: string;
  /** Verbatim `data.status`; `failed` when the answer carries a failure but no status. */
  pictoryStatus: string;
  url: string | null;
  width: number | null;
  height: number | null;
  duration: string | null;
  previewImageUrl: string | null;
  thumbnailImageUrl: string | null;
  lastFrameImageUrl: string | null;
  aiCreditsUsed: number | null;
  /** Text, also where Pictory sends a number. */
  errorCode: string | null;
  errorMessage: string | null;
}

/** Where jobs are listed, and below which each is read and cleaned. */
export const JOBS_PATH = '/v1/jobs';

const LONGEST_JOB_ID = 200;
/** Of one text of a job. Many jobs may be asked for at once, and are all held until the last has come. */
const MAX_TEXT_CHARACTERS = 10_000;

/**
 * A job id as one segment of a path.
 *
 * @throws {UpstreamError} `not-found` for what cannot be the id of a job and would name another place.
 */
export function jobSegment(jobId: string): string {
  const isPossible =
    jobId !== '' && jobId !== '.' && jobId !== '..' && jobId.length <= LONGEST_JOB_ID && jobId.isWellFormed();
  if (!isPossible) throw jobNotFound();
  return encodeURIComponent(jobId);
}

/**
 * What a read of the job `jobId` said. Unknown states are kept.
 *
 * @throws {UpstreamError} `not-found` when Pictory says so in a 200; `invalid-response` when it is not a job, or another.
 */
export function parseJob(body: JsonBody, jobId: string): JobReading {
  if (saysJobNotFound(body)) throw jobNotFound();
  const job = asFields(body);
  if (!job) throw unexpected('a job that is not an object');
  const named = readJobId(job);
  if (named !== null && named.toLowerCase() !== jobId.toLowerCase())
    throw unexpected('another job than was asked for');
  const reading = toReading(job, jobId);
  if (!reading) throw unexpected('a job without a status');
  return reading;
}

/** @throws {UpstreamError} `invalid-response` when it is not a page. */
export function parseJobPage(body: JsonBody): ListPage<JobReading> {
  return parsePage(body, { readId: readJobId, parse: parseListedJob });
}

function parseListedJob(entry: Fields): ParsedEntry<JobReading> {
  const id = readJobId(entry);
  const item = id === null ? null : toReading(entry, id);
  const lacks = id === null ? 'an id' : 'a status';
  return {
    createdAtMs: readCreation(entry) ?? readCreation(asFields(entry.data)),
    item,
    problem: item ? null : `Pictory lists this job without ${lacks}.`,
  };
}

/** The id of the job that a generation POST started, wherever Pictory puts it; null where it names none. */
export function parseStartedJobId(body: JsonBody): string | null {
  const answer = asFields(body);
  return answer && readJobId(answer);
}

/** The id of the job that a callback is about, wherever Pictory puts it; null where it names none that could be read. */
export function parseCallbackJobId(body: unknown): string | null {
  const call = asFields(body);
  const id = call && readJobId(call);
  return id !== null && id.length <= LONGEST_JOB_ID ? id : null;
}

/**
 * Whether a job was cleaned.
 *
 * @throws {UpstreamError} `not-found` when Pictory says so in a 200; `invalid-response` when it does not say.
 */
export function parseCleaned(body: JsonBody): boolean {
  if (saysJobNotFound(body)) throw jobNotFound();
  const success = asFields(body)?.success;
  if (typeof success !== 'boolean') throw unexpected('no word on whether the job was cleaned');
  return success;
}

/** Whether an answer, of whatever status, says that there is no such job: code 5000, wherever it stands. */
export function saysJobNotFound(body: JsonBody): boolean {
  return placesOf(asFields(body) ?? {}).some(
    (place) =>
      [place.error_code, place.errorCode, place.code].some((code) => readCode(code) === '5000') ||
      [place.error_message, place.errorMessage, place.message, place.error].includes('JOB_NOT_FOUND'),
  );
}

/** Null when it tells neither a state nor a failure. */
function toReading(job: Fields, jobId: string): JobReading | null {
  const places = placesOf(job);
  const data = asFields(job.data) ?? {};
  const errorCode = firstOf(places, (place) => readCode(place.error_code) ?? readCode(place.errorCode));
  const errorMessage = firstOf(
    places,
    (place) => readText(place.error_message) ?? readText(place.errorMessage) ?? readText(place.error),
  );
  const hasFailed = job.success === false || errorCode !== null || errorMessage !== null;
  const pictoryStatus = readText(data.status) ?? (hasFailed ? 'failed' : null);
  if (pictoryStatus === null) return null;
  return {
    jobId,
    pictoryStatus: cut(pictoryStatus),
    url: readAddress(data.url),
    width: readPixels(data.width),
    height: readPixels(data.height),
    duration: cut(readText(data.duration)),
    previewImageUrl: readAddress(data.previewImageUrl),
    thumbnailImageUrl: readAddress(data.thumbnailImageUrl),
    lastFrameImageUrl: readAddress(data.lastFrameImageUrl),
    aiCreditsUsed: readNumber(data.aiCreditsUsed),
    errorCode: cut(errorCode),
    errorMessage: cut(errorMessage ?? (hasFailed ? readText(job.message) : null)),
  };
}

/** Half an address leads nowhere: one that is absurdly long is none. */
function readAddress(value: unknown): string | null {
  const address = readText(value);
  return address !== null && address.length > MAX_TEXT_CHARACTERS ? null : address;
}

/** The beginning of what is absurdly long. */
function cut<Text extends string | null>(text: Text): Text {
  return (text === null ? null : cutText(text, MAX_TEXT_CHARACTERS)) as Text;
}

/** Pictory spells it `job_id` at the top of a read job, `jobId` under `data` of a started one, and either elsewhere. */
function readJobId(job: Fields): string | null {
  return firstOf([job, asFields(job.data) ?? {}], (place) => readId(place.job_id) ?? readId(place.jobId));
}

/** Ids are texts; should one come as a number, it is still the only name of what was paid for. */
function readId(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : readText(value);
}

function readCreation(place: Fields | null): number | null {
  if (!place) return null;
  const { createdDate, createdAt, created_at, creationDate } = place;
  return firstOf([createdDate, createdAt, created_at, creationDate], readInstant);
}

/** Where Pictory puts what it says of a failure. */
function placesOf(job: Fields): Fields[] {
  return [asFields(job.data), asFields(job.error), job].filter((place) => place !== null);
}

function firstOf<Place, Found>(places: readonly Place[], read: (place: Place) => Found | null): Found | null {
  for (const place of places) {
    const found = read(place);
    if (found !== null) return found;
  }
  return null;
}

function jobNotFound(): UpstreamError {
  return new UpstreamError('not-found', 'Pictory knows no such job.');
}
