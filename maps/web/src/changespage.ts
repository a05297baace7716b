// The bundle of a page of changes: all that the atlas has, and the map of changes.

import { mountChanges } from './changes';
import { extras } from './main';

extras.changes = mountChanges;

export * from './main';
