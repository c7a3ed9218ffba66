import type { MatrixRow } from './matrix-row.js';
import { RowRun } from './run-row.js';
import { World } from './world.js';

/** One test for each row, against one running service. */
export function testRows(rows: readonly MatrixRow[]): void {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 120_000);
  afterAll(() => world.stop());

  it.each(rows.map((row) => [row.fault, row] as const))(
    '%s',
    async (_fault, row) => {
      await new RowRun(world, row).run();
      expect(world.service.child.exitCode).toBeNull();
    },
    60_000,
  );
}
