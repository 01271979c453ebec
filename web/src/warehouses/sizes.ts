const most = 64;

/** The sizes of a cluster, the smallest first: each runs twice as many statements at once as the one before (docs/sql.md). */
export const sizes = ['2X-Small', 'X-Small', 'Small', 'Medium', 'Large', 'X-Large', '2X-Large', '3X-Large', '4X-Large'];

/** How many statements run at once on so many clusters of a size. */
export const statementsAtOnce = (size: string, clusters: number) => Math.min(most, 2 ** sizes.indexOf(size) * clusters);
