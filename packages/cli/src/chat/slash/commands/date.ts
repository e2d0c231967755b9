import { goToDate } from '../../actions/go-to-date.ts';
import type { SlashCommand } from '../slash-command.ts';

export const date: SlashCommand = {
  name: 'date',
  usage: '/date DAY',
  description: 'go to the first message of a day: /date 2026-11-20',
  argument: 'required',
  run: goToDate,
};
