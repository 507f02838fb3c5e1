import { images } from '../../../lib/catalog/images';
import { imageReference, type ImageCatalog } from '../../../lib/catalog/image';
import { imagePinned } from '../../../lib/rules/security/image-pinned';
import { cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const image = 'spec.template.spec.containers[0].image';
const digest = `sha256:${'0'.repeat(64)}`;
const pin = 'write repository:tag@sha256:… with the digest of the index';
const volume = (reference: string | undefined) =>
  set(qwen, 'spec.template.spec.volumes[1]', { name: 'models', image: { reference } });
const oldCurl: ImageCatalog = { ...images, curl: { ...images.curl, version: [8, 3, 9] } };
const sameCurl: ImageCatalog = { ...images, curl: { ...images.curl, version: [8, 4] } };
const curl = imageReference(images.curl);

cases(imagePinned(images), {
  'every image of the platform': [[]],
  ...Object.fromEntries(
    [
      'docker.io/ollama/ollama',
      'docker.io/ollama/ollama:latest',
      `docker.io/ollama/ollama@${digest}`,
      `docker.io/ollama/ollama:1@sha256:${'0'.repeat(63)}`,
      `docker.io/ollama/ollama:1@sha256:${'0'.repeat(65)}`,
      `docker.io/ollama/ollama:1@sha256:${'G'.repeat(64)}`,
      `docker.io/ollama/ollama:-1@${digest}`,
      `docker.io/olla ma/ollama:1@${digest}`,
      `docker.io/ollama/ollama:1@${digest} `,
      `x docker.io/ollama/ollama:${'1'.repeat(129)}@${digest}`,
    ].map((reference) => [
      `'${reference}' can move`,
      [set(qwen, image, reference), `${qwen} ${image}: '${reference}' can move; ${pin}`],
    ]),
  ),
  'no image': [set(qwen, image, undefined), `${qwen} ${image}: '' can move; ${pin}`],
  'an init container': [
    set(qwen, 'spec.template.spec.initContainers[0].image', 'busybox'),
    `${qwen} spec.template.spec.initContainers[0].image: 'busybox' can move; ${pin}`,
  ],
  'an image that the catalogue does not know': [
    set(qwen, image, `docker.io/acme/anvil:1@${digest}`),
    `${qwen} ${image}: 'docker.io/acme/anvil:1@${digest}' is not in the catalogue; add it there with its oldest allowed version`,
  ],
  'another digest of one that it knows': [
    set(qwen, image, `docker.io/ollama/ollama:0.34.2@${digest}`),
    `${qwen} ${image}: 'docker.io/ollama/ollama:0.34.2@${digest}' is not in the catalogue; did you mean '${imageReference(images.ollama)}'? else did you mean '${imageReference(images.ollamaRocm)}'? else add it there with its oldest allowed version`,
  ],
  'a misspelt one': [
    set(qwen, image, curl.replace('curlimages', 'curlimage')),
    `${qwen} ${image}: '${curl.replace('curlimages', 'curlimage')}' is not in the catalogue; did you mean '${curl}'? else add it there with its oldest allowed version`,
  ],
  'weights as an image, by digest, from nowhere in the catalogue': [
    volume(`registry.example:5000/weights/qwen:1@${digest}`),
  ],
  'weights as an image that can move': [
    volume('registry.example/weights/qwen:1'),
    `${qwen} spec.template.spec.volumes[1].image.reference: 'registry.example/weights/qwen:1' can move; write repository:tag@sha256:…`,
  ],
  'weights as an image that is none': [
    volume(undefined),
    `${qwen} spec.template.spec.volumes[1].image.reference: nothing can move; write repository:tag@sha256:…`,
  ],
});

cases(imagePinned(oldCurl), {
  'an image that is too old': [
    [],
    `Job model-store/load-qwen-fa953943 ${image}: '${curl}' is older than 8.4.0: CVE-2023-38545, a heap overflow through a SOCKS5 proxy, is fixed in 8.4.0; take 8.4.0 or newer`,
    `${qwen} spec.template.spec.initContainers[0].image: '${curl}' is older than 8.4.0: CVE-2023-38545, a heap overflow through a SOCKS5 proxy, is fixed in 8.4.0; take 8.4.0 or newer`,
  ],
});

cases(imagePinned(sameCurl), { 'an image that is just old enough': [[]] });

const mirrors = setPlan('environment.imageMirrors', { 'docker.io/curlimages': 'mirror.example/curl' });
const mirrored = curl.replace('docker.io/curlimages', 'mirror.example/curl');
const stager = 'spec.template.spec.initContainers[0].image';
const loader = 'Job model-store/load-qwen-fa953943';

cases(imagePinned(images), {
  'images at their mirror': [[mirrors, set(loader, image, mirrored), set(qwen, stager, mirrored)]],
  'an image beside its mirror': [
    [mirrors, set(loader, image, mirrored)],
    `${qwen} ${stager}: '${curl}' is not read through imageMirrors; write '${mirrored}'`,
  ],
  'a mirror with another digest': [
    [mirrors, set(loader, image, mirrored), set(qwen, stager, mirrored.replace(/sha256:.*/, digest))],
    `${qwen} ${stager}: '${mirrored.replace(/sha256:.*/, digest)}' is not in the catalogue; did you mean '${mirrored}'? else add it there with its oldest allowed version`,
  ],
});
