import { expect, test } from 'vitest';
import { parseComplaint } from '../../src/upstream/complaint.ts';

test.each([
  [{ message: 'Unauthorized' }, null, 'Unauthorized'],
  [{ code: 'INVALID_REQUEST_BODY', message: 'Not valid.' }, 'INVALID_REQUEST_BODY', 'Not valid.'],
  [{ success: false, data: { status: 'failed', error_code: 'X', error_message: 'No.' } }, 'X', 'No.'],
  [{ success: false, error: { error_code: 890, error_message: 'No.' } }, '890', 'No.'],
  [{ error: 'Unauthorized', code: 401 }, '401', 'Unauthorized'],
  [{ errorCode: 'X', errorMessage: 'No.' }, 'X', 'No.'],
  [{ message: null, code: {}, error: [] }, null, null],
  [{ message: '  ' }, null, null],
  [{}, null, null],
  [['No.'], null, null],
])('the complaint of %j has the code %j and the message %j', (body, code, message) => {
  expect(parseComplaint(body, 'secret')).toEqual({ code, message, fields: [] });
});

test.each([
  [[{ name: 'prompt', errors: 'too short' }], [{ name: 'prompt', message: 'too short' }]],
  [
    [{ name: 'prompt', errors: ['too short', 'too dull'] }],
    [{ name: 'prompt', message: 'too short; too dull' }],
  ],
  [[{ name: 'prompt', message: 'too short' }], [{ name: 'prompt', message: 'too short' }]],
  [[{ errors: 'something' }], [{ name: '', message: 'something' }]],
  [[{ name: 'prompt' }], [{ name: 'prompt', message: '' }]],
  [['prompt', null, 3], []],
  [{ prompt: 'too short' }, []],
])('the fields of %j are read', (fields, expected) => {
  expect(parseComplaint({ fields }, 'secret').fields).toEqual(expected);
});

test('no text and no list is longer than it needs to be', () => {
  const body = {
    message: 'x'.repeat(9000),
    fields: Array.from({ length: 900 }, () => ({ name: 'y'.repeat(9000) })),
  };
  const { message, fields } = parseComplaint(body, 'secret');
  expect(message).toBe(`${'x'.repeat(500)}…`);
  expect(fields).toHaveLength(50);
  expect(fields[0]?.name).toHaveLength(501);
});

test('the secret is blotted out before a text is shortened', () => {
  const { message } = parseComplaint({ message: `${'x'.repeat(495)}secret` }, 'secret');
  expect(message).toBe(`${'x'.repeat(495)}[key]`);
});
