import type { Part } from '../part.ts';
export const soak: Part = { name: 'soak', heading: 'soak', about: '', run: async () => ({ text: '' }) };
