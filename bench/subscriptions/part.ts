import type { Part } from '../part.ts';
export const subscriptions: Part = {
  name: 'subscriptions',
  heading: 'subscriptions',
  about: '',
  run: async () => ({ text: '' }),
};
