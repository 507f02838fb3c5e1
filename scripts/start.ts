/** Starts the command of this repository that the first word names. */
import { start } from './command/start';
import { repositoryCommands } from './repository-commands';

const [name, ...argv] = process.argv.slice(2);
const command = Object.entries(repositoryCommands).find(([each]) => each === name)?.[1];
if (command === undefined) throw new Error(`there is no command '${name ?? ''}'`);
start(command, argv);
