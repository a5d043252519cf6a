//! Postcodes, areas, point in polygon, distances: the vocabulary of place.
//!
//! Pure: bytes and text in, places out. No clock, no files, no network.

mod areas;
mod blob;
mod code;
mod cover;
mod drawing;
mod ended;
mod error;
mod gazetteer;
pub mod made_up;
mod national_grid;
mod nearest;
mod outline;
mod place;
mod point;
mod postcode;
mod postcodes;
pub mod read;
mod shape;
mod write;

pub use areas::{
    Areas, AreasDraft, Borough, BoroughIx, DraftBorough, DraftWard, LostWard, Put, Ward, WardIx,
};
pub use code::{AreaCode, BoroughCode, CodeKind, WardCode};
pub use drawing::Drawing;
pub use ended::{Ended, EndedWard, Successor};
pub use error::{AtlasError, Result};
pub use gazetteer::{Candidate, Confidence, Gazetteer, How, Located, Note, within, words};
pub use national_grid::{from_grid_reference, from_national_grid};
pub use place::{Place, PlaceKind};
pub use point::{LatLon, NotAPoint};
pub use postcode::{Postcode, PostcodePrefix, PrefixKind};
pub use postcodes::{PostcodePlace, Postcodes, PostcodesDraft};
pub use shape::{Bounds, Ring, Shape};
pub use write::{to_geojson, to_map};
