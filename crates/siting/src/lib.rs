//! Which sites: median, centre, cover, capacity, with proof of how good.
