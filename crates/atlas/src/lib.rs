//! Postcodes, areas, point in polygon, distances: the vocabulary of place.
