//! The process that is measured: its start, its processor time, its memory.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

pub struct Served {
    child: Child,
    pub address: String,
    /// From the call to the line that says it is ready.
    pub ready_after: Duration,
}

impl Served {
    pub fn start(program: &Path, args: &[&str], env: &[(&str, &str)]) -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut child = Command::new(program)
            .args(args)
            .envs(env.iter().copied())
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let out = child.stdout.take().context("no output")?;
        for line in BufReader::new(out).lines() {
            let line = line?;
            if let Some(address) = line.strip_prefix("ready http://") {
                return Ok(Self {
                    child,
                    address: address.to_owned(),
                    ready_after: began.elapsed(),
                });
            }
        }
        let status = child.wait()?;
        bail!("it ended before it was ready: {status}")
    }

    /// Milliseconds of processor time of this process so far, its own and the kernel's for it.
    pub fn cpu_ms(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name, in brackets, can hold anything; what follows it is numbers.
        let after = stat.rsplit(')').next().context("stat")?;
        let fields: Vec<&str> = after.split_whitespace().collect();
        let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok());
        let (user, system) = (ticks(11).context("utime")?, ticks(12).context("stime")?);
        // A tick is a hundredth of a second on every Linux.
        Ok((user + system) * 10.0)
    }

    /// Megabytes resident.
    pub fn memory_mb(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find(|l| l.starts_with("VmRSS:"))
            .context("VmRSS")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).context("VmRSS")?.parse()?;
        Ok(kilobytes / 1_024.0)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
