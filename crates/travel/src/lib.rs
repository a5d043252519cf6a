//! Streets and timetables to travel-time matrices and reach maps.
