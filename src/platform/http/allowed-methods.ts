import type { Request } from 'express';

interface RouterLayer {
  route?: { methods?: Record<string, boolean> };
  match?(path: string): boolean;
}

/**
 * The methods some route answers at the path of a request that no route took: empty when the path itself is unknown.
 * Express keeps no such list, so the layers of its router are asked one by one; only unmatched requests pay for it.
 */
export function allowedMethods(request: Request): string[] {
  const router: unknown = request.app?.router;
  const stack = (router as { stack?: RouterLayer[] } | undefined)?.stack ?? [];
  const methods = new Set<string>();
  for (const layer of stack) {
    if (!layer.route?.methods || !layer.match || !matches(layer, request.path)) continue;
    for (const method of Object.keys(layer.route.methods)) methods.add(method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  methods.delete('_ALL');
  return [...methods].sort();
}

/** A path with a broken percent escape makes the matcher throw: it matches nothing. */
function matches(layer: RouterLayer, path: string): boolean {
  try {
    return layer.match?.(path) ?? false;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
