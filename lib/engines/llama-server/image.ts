/** The image of a llama-server, by the vendor of its GPUs. */
import { gpuVendors, type Image, images, vendorOrNvidia } from '../../catalog';

export const imageOf = (gpus: number, resource: string | undefined): Image =>
  gpus > 0 ? vendorOrNvidia(resource).images.llamaServer : images.llamaServer;

/** Every image that runs it. */
export const allImages: readonly Image[] = [
  images.llamaServer,
  ...Object.values(gpuVendors).map((vendor) => vendor.images.llamaServer),
];
