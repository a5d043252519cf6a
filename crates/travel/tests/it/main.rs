mod map;
mod streets;
mod tables;
