use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;

/// A column of numbers: built in memory, or a window of a mapped file that is never copied.
pub enum Col<T: Pod> {
    Own(Vec<T>),
    Mapped { map: Arc<Mmap>, bytes: Range<usize> },
}

impl<T: Pod> Deref for Col<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Own(v) => v,
            Self::Mapped { map, bytes } => {
                let bytes = map.get(bytes.clone()).unwrap_or_default();
                // Alignment and length were checked when the window was made.
                bytemuck::try_cast_slice(bytes).unwrap_or_default()
            }
        }
    }
}

impl<T: Pod> From<Vec<T>> for Col<T> {
    fn from(v: Vec<T>) -> Self {
        Self::Own(v)
    }
}

impl<T: Pod> Default for Col<T> {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl<T: Pod + std::fmt::Debug> std::fmt::Debug for Col<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Col({})", self.len())
    }
}

impl<T: Pod> Clone for Col<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Own(v) => Self::Own(v.clone()),
            Self::Mapped { map, bytes } => Self::Mapped {
                map: Arc::clone(map),
                bytes: bytes.clone(),
            },
        }
    }
}
