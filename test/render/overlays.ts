/** The overlays as tests name them. */
export { dev } from '../../overlays/dev';
export { local } from '../../overlays/local';
export { production } from '../../overlays/production';
