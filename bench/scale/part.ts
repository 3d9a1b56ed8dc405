import type { Part } from '../part.ts';
export const scale: Part = { name: 'scale', heading: 'scale', about: '', run: async () => ({ text: '' }) };
