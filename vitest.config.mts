import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src_ts/**/*.test.{ts,tsx}'],
    // Only what hangs comes to this: a loaded machine takes its time.
    testTimeout: 60_000
  }
});
