import { z } from 'zod';
import {
  type CommonlyControlled,
  type ControlRequest,
  createCommonRoutes,
  createControlServer,
  DONE,
  missing,
  ok,
  type Route,
} from './control-routes.ts';
import type { RawAnswer } from './http.ts';
import { parseInput } from './input.ts';
import { findPixverseAccount, type PixverseAccount, PixverseStart } from './pixverse-account.ts';

/** What the control routes work on. */
interface PixverseControlled extends CommonlyControlled {
  accounts: readonly PixverseAccount[];
  token: string;
}

/** The routes under `/sandbox` by which one begins images, breaks things and looks on. `GET /sandbox` explains them all. */
export function createPixverseControls(
  controlled: PixverseControlled,
): (request: ControlRequest) => RawAnswer {
  const { origin, accounts, token } = controlled;
  return createControlServer(controlled, ROUTES, [
    'A simulated PixVerse, as useapi.net serves it.',
    '',
    `API       ${origin}/v2/pixverse (only what reads images; Authorization: Bearer ${token})`,
    `Accounts  ${accounts.map(({ email }) => email).join(', ')} (where "email" is left out below: the first)`,
    'Prompts   with [moderate] in them make images that moderation refuses.',
  ]);
}

const ROUTES: readonly Route<PixverseControlled>[] = [
  ...createCommonRoutes<PixverseControlled>([
    '{"times":1,"effect":{"kind":"status","status":412,"body":{"error":"No credits left on this account"}}}',
    '{"times":1,"effect":{"kind":"status","status":596,"body":{"error":"The account needs to be configured again","code":596}}}',
    '{"times":1,"effect":{"kind":"rate-limit","retryAfter":30}}',
    '{"match":{"path":"/images/*"},"effect":{"kind":"patch","patch":{"image_status":42,"image_status_name":"DREAMING"}}}',
    '{"match":{"path":"/images/"},"effect":{"kind":"patch","item":1,"patch":{"image_id":null}}}',
    '{"times":1,"effect":{"kind":"html","status":502}}',
  ]),
  {
    method: 'POST',
    path: '/sandbox/images',
    summary: 'Begins images, on top of a list, and tells their ids. All parts may be left out.',
    examples: ['{}', '{"prompt":"An owl wearing a brass monocle","model":"seedream-4.5","takesMs":60000}'],
    answer({ accounts }, body) {
      const { email, count, ...wish } = parseInput(PixverseStart.extend(batch), body);
      const account = findPixverseAccount(accounts, email);
      return ok(Array.from({ length: count }, () => account.show(account.start(wish))));
    },
  },
  {
    method: 'POST',
    path: '/sandbox/images/{id}/finish',
    summary: 'Ends a running image now.',
    answer({ accounts }, _body, id) {
      const found = accounts.some((account) => account.finish(decodeURIComponent(id)));
      return found ? DONE : missing('running image', id);
    },
  },
  {
    method: 'DELETE',
    path: '/sandbox/images/{id}',
    summary: 'Takes an image out of its list.',
    answer({ accounts }, _body, id) {
      const found = accounts.some((account) => account.remove(decodeURIComponent(id)));
      return found ? DONE : missing('image', id);
    },
  },
];

/** What a batch of beginnings says besides the image. */
const batch = { email: z.string().optional(), count: z.int().min(1).max(1000).default(1) };
