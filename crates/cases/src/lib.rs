//! What became of it: timeline, clocks, messages, the view of the person who reported.
