//! A prepared network in one file: versioned, checksummed, read in place by memory map.

mod columns;

use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use self::columns::{HEAD, Loader, Saver, TIMETABLE, Visit, map};
use crate::archive::Archive;
use crate::ask::Asking;
use crate::col::Col;
use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::gtfs::{RawTimetable, TimetableRead};
use crate::mode::Speeds;
use crate::progress::Progress;
use crate::read_streets::{Source, StreetsRead, read_streets};
use crate::streets::Streets;
use crate::timetable::Timetable;
use crate::transit::{Scene, When, Window};

/// What a network was made from and with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    pub speeds: Speeds,
    pub streets: StreetsRead,
    pub timetable: Option<TimetableRead>,
    /// Walks between stops were looked for up to this many minutes.
    pub transfer_minutes: f64,
    pub sources: Vec<String>,
}

/// Streets, and the timetable when one was given.
#[derive(Debug, Clone, Default)]
pub struct Network {
    pub about: About,
    pub streets: Streets,
    pub timetable: Option<Timetable>,
}

/// What a network is built from.
#[derive(Debug, Clone)]
pub struct Inputs {
    pub osm: Vec<PathBuf>,
    /// Zip archives or folders.
    pub gtfs: Vec<PathBuf>,
    pub speeds: Speeds,
    /// The longest walk between two rides.
    pub transfer_minutes: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            osm: Vec::new(),
            gtfs: Vec::new(),
            speeds: Speeds::default(),
            transfer_minutes: 10.0,
        }
    }
}

fn open(path: &Path) -> Result<File> {
    let failed = |source| TravelError::File {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    Ok(file)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

impl Network {
    pub fn build(inputs: &Inputs, progress: &Progress<'_>) -> Result<Self> {
        let mut sources = Vec::new();
        for path in &inputs.osm {
            sources.push(Source {
                name: file_name(path),
                bytes: BufReader::with_capacity(1 << 16, open(path)?),
            });
        }
        let mut net = Self::from_readers(&mut sources, &inputs.speeds, progress)?;
        if !inputs.gtfs.is_empty() {
            net.add_timetable(&inputs.gtfs, inputs.transfer_minutes, progress)?;
        }
        net.about.sources = inputs
            .osm
            .iter()
            .chain(&inputs.gtfs)
            .map(|p| file_name(p))
            .collect();
        Ok(net)
    }

    /// Streets alone, from an extract that is already in memory.
    pub fn from_osm_bytes(
        name: &str,
        bytes: &[u8],
        speeds: &Speeds,
        progress: &Progress<'_>,
    ) -> Result<Self> {
        let source = Source {
            name: name.to_owned(),
            bytes: std::io::Cursor::new(bytes),
        };
        Self::from_readers(&mut [source], speeds, progress)
    }

    /// Joins feeds to the streets, in place of any there were.
    pub fn add_timetable(
        &mut self,
        feeds: &[PathBuf],
        transfer_minutes: f64,
        progress: &Progress<'_>,
    ) -> Result<()> {
        let mut raw = RawTimetable::default();
        for path in feeds {
            raw.add_feed(path, progress)?;
        }
        self.join_timetable(raw, transfer_minutes, progress)
    }

    /// As [`Network::add_timetable`], from one zip archive that is already in memory.
    pub fn add_timetable_bytes(
        &mut self,
        name: &str,
        bytes: &[u8],
        transfer_minutes: f64,
        progress: &Progress<'_>,
    ) -> Result<()> {
        let mut raw = RawTimetable::default();
        raw.add(Archive::from_bytes(name, bytes)?, progress)?;
        self.join_timetable(raw, transfer_minutes, progress)
    }

    fn join_timetable(
        &mut self,
        mut raw: RawTimetable,
        transfer_minutes: f64,
        progress: &Progress<'_>,
    ) -> Result<()> {
        raw.finish();
        if raw.trips.is_empty() {
            let reason = "no trip in it can be used".to_owned();
            return Err(TravelError::Gtfs {
                file: raw
                    .read
                    .problems
                    .first()
                    .map_or_else(|| "the feeds".into(), |p| p.feed.clone()),
                reason,
            });
        }
        let made = Timetable::build(
            &mut raw,
            &self.streets,
            &self.about.speeds,
            transfer_minutes,
            progress,
        )?;
        self.timetable = Some(made);
        self.about.timetable = Some(raw.read);
        self.about.transfer_minutes = transfer_minutes;
        Ok(())
    }

    fn from_readers<R: Read + Seek>(
        sources: &mut [Source<R>],
        speeds: &Speeds,
        progress: &Progress<'_>,
    ) -> Result<Self> {
        speeds.check()?;
        let mut raw = read_streets(sources, speeds, progress)?;
        let streets = Streets::build(&mut raw, speeds, progress)?;
        let about = About {
            speeds: speeds.clone(),
            streets: raw.read,
            ..About::default()
        };
        Ok(Self {
            about,
            streets,
            timetable: None,
        })
    }

    /// Writes the network; the same network gives the same bytes. The file appears whole or not at all.
    pub fn save(&mut self, path: &Path) -> Result<u64> {
        let failed = |source| TravelError::File {
            path: path.to_owned(),
            source,
        };
        let mut saver = Saver::default();
        let about = serde_json::to_vec(&self.about).map_err(|e| failed(e.into()))?;
        saver.col("about", &mut Col::from(about));
        self.columns(&mut saver);
        let bytes = saver.finish();
        let mut beside = path.as_os_str().to_owned();
        beside.push(".part");
        let mut file = File::create(&beside).map_err(failed)?;
        file.write_all(&bytes)
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        std::fs::rename(&beside, path).map_err(failed)?;
        Ok(bytes.len() as u64)
    }

    /// Maps a file written by [`Network::save`]; refuses one that is cut short, changed or something else.
    ///
    /// The file must not be changed in place while it is open: replace it by renaming another over it, as `save` does.
    pub fn load(path: &Path) -> Result<Self> {
        let name = file_name(path);
        let bad = |reason: &str| TravelError::Net {
            file: name.clone(),
            reason: reason.to_owned(),
        };
        let file = open(path)?;
        let meta = file.metadata().map_err(|source| TravelError::File {
            path: path.to_owned(),
            source,
        })?;
        if !meta.is_file() {
            return Err(bad("it is no file"));
        }
        if meta.len() < HEAD as u64 {
            return Err(bad("it is too short"));
        }
        let map = map(&file).map_err(|source| TravelError::File {
            path: path.to_owned(),
            source,
        })?;
        let mut loader = Loader::open(map).map_err(|r| bad(&r))?;
        let mut net = Self::default();
        let mut about = Col::<u8>::default();
        loader.col("about", &mut about);
        if loader.entries.iter().any(|e| e.0 == TIMETABLE) {
            net.timetable = Some(Timetable::default());
        }
        net.columns(&mut loader);
        if let Some(missing) = loader.missing {
            return Err(bad(&format!("the part {missing} is missing or misshapen")));
        }
        net.about = serde_json::from_slice(&about)
            .map_err(|e| bad(&format!("what it says of itself is unreadable: {e}")))?;
        net.about.speeds.check()?;
        if !net.streets.is_sound() || net.timetable.as_ref().is_some_and(|t| !t.is_sound()) {
            return Err(bad("its parts do not fit together"));
        }
        Ok(net)
    }

    /// Median and 90th percentile over a window of departures (or arrivals), public transport and walking.
    pub fn window(&self, from: &[Place], to: &[Place], when: &When, how: &Asking<'_>) -> Result<Window> {
        self.scene()?.window(from, to, when, how)
    }

    pub(crate) fn scene(&self) -> Result<Scene<'_>> {
        let timetable = self.timetable.as_ref().ok_or(TravelError::NoTimetable)?;
        Ok(Scene {
            streets: &self.streets,
            timetable,
        })
    }

    fn columns(&mut self, visit: &mut impl Visit) {
        self.streets.columns(visit);
        if let Some(t) = &mut self.timetable {
            t.columns(visit);
        }
    }
}
