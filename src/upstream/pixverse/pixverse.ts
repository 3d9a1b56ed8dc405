import type { ListSlice, ReadCall } from '../call.ts';
import type { PixverseImageReading } from './images.ts';

/** PixVerse as useapi.net serves it. One per process. */
export interface Pixverse extends AsyncDisposable {
  /** The API as one token's owner sees it, with limits of its own. */
  account(token: string): PixverseAccount;
}

/**
 * One token's way to PixVerse. A token drives any number of PixVerse accounts, which it tells apart by e-mail address.
 *
 * Every method throws `UpstreamError`, or the signal's reason when the asker left. Reads are repeated with jitter, honouring
 * `Retry-After`, until `deadlineAt`; not what 412, 422 and 596 say, because that stays.
 */
export interface PixverseAccount {
  /**
   * A stretch of the list of images, those still being made among them. In which order is not documented.
   *
   * @param email of the PixVerse account; null only where the token drives a single one.
   */
  listImages(
    stretch: { offset: number; limit: number; email: string | null },
    call: ReadCall,
  ): Promise<ListSlice<PixverseImageReading>>;
  /**
   * An image as it stands, finished or not.
   *
   * @throws {UpstreamError} `not-found` for one that is unknown or deleted.
   */
  readImage(imageId: string, call: ReadCall): Promise<PixverseImageReading>;
}
