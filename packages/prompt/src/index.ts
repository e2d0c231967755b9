export { openPrompt, type Prompt } from './prompt.ts';
export { stoppedPrompt } from './stopped-prompt.ts';
