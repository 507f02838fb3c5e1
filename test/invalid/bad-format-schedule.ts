/** Days, times and a time zone that there are not. */
import { changed } from './base';

export const inputs = [
  changed([
    ['models', 'chat', 'schedule'],
    [
      { days: 'monday', from: '7:00', to: '24:00', timeZone: 'Europe/berlin', replicas: 2 },
      { days: ['mo'], from: '07:00', to: '19:00', timeZone: '+01:00', replicas: 0 },
    ],
  ]),
];

export const report = `test.models.chat.schedule[0].days: 'monday' is of the wrong type.
  allowed: 'daily' · 'weekdays' · 'weekend' · a list
  [WrongType]
test.models.chat.schedule[0].from: '7:00' does not have the right form.
  allowed: a time of the day from '00:00' to '23:59'
  [BadFormat]
test.models.chat.schedule[0].to: '24:00' does not have the right form.
  allowed: a time of the day from '00:00' to '23:59'
  [BadFormat]
test.models.chat.schedule[0].timeZone: 'Europe/berlin' does not have the right form.
  allowed: a time zone of the IANA database: 'Europe/Berlin', 'America/New_York', 'UTC'
  [BadFormat]
test.models.chat.schedule[1].days[0]: 'mo' is not among what is allowed.
  did you mean: 'mon'
  allowed: 'mon' · 'tue' · 'wed' · 'thu' · 'fri' · 'sat' · 'sun'
  [NotAllowed]
test.models.chat.schedule[1].timeZone: '+01:00' does not have the right form.
  allowed: a time zone of the IANA database: 'Europe/Berlin', 'America/New_York', 'UTC'
  [BadFormat]
test.models.chat.schedule[1].replicas: 0 is out of range.
  allowed: a whole number from 1 to 10000
  [OutOfRange]`;
