/** The image of a fleet, by the vendor of its GPUs; without GPUs it is the usual one. */
import { gpuVendors, type GpuVendor, type Image, images, vendorOrNvidia } from '../../catalog';

export const imageOf = (resource: string | undefined): Image =>
  (resource === undefined ? undefined : vendorOrNvidia(resource).images.ollama) ?? images.ollama;

/** Every image that runs it. */
export const allImages: readonly Image[] = [
  ...new Set([images.ollama, ...Object.values(gpuVendors).flatMap((vendor) => vendor.images.ollama ?? [])]),
];

/** Why it does not run on GPUs of a vendor. */
export const whyNotOn = ({ images: { ollama }, called }: GpuVendor): string | undefined =>
  ollama === undefined
    ? `Ollama would use GPUs of ${called} by Vulkan only, where it cannot read how much memory is free`
    : undefined;
