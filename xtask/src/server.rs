//! A PostgreSQL server of our own on a private port, gone when it is dropped.

use std::path::PathBuf;

use anyhow::Context;

use crate::needs::{is_root, postgres_programs};
use crate::shell::{Call, Scratch, call, free_port, say};

pub struct Server {
    folder: Scratch,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// `durable` as a force runs it; without it tests are faster and a power cut is no matter.
    pub fn start(durable: bool) -> anyhow::Result<Self> {
        let programs = postgres_programs().context("PostgreSQL is not installed")?;
        let server = Self {
            folder: Scratch::new("postgres")?,
            programs,
            port: free_port()?,
        };
        if is_root() {
            // The server refuses to run as root; its package made a user for it.
            call("chown", &["postgres", &server.folder.path().to_string_lossy()]).run()?;
        }
        let data = server.data();
        server
            .its(&format!(
                "initdb -D {data} -A trust -U bluelamp --no-sync -E UTF8 --locale=C"
            ))
            .output()?;
        let fast = if durable {
            ""
        } else {
            " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        };
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=128MB{fast}",
            server.port,
            server.folder.path().display()
        );
        server
            .its(&format!("pg_ctl -D {data} -w -l {data}/log -o '{options}' start"))
            .output()?;
        server
            .its(&format!(
                "psql -q -h 127.0.0.1 -p {} -U bluelamp -d postgres -c 'CREATE DATABASE bluelamp'",
                server.port
            ))
            .output()?;
        say(&format!("PostgreSQL runs on port {}", server.port));
        Ok(server)
    }

    pub fn url(&self) -> String {
        format!(
            "postgres://bluelamp@127.0.0.1:{}/bluelamp?sslmode=disable",
            self.port
        )
    }

    fn data(&self) -> String {
        self.folder.path().join("data").to_string_lossy().into_owned()
    }

    /// One of its programs, as the user it runs as.
    fn its(&self, command: &str) -> Call {
        let line = format!("cd / && {}/{command}", self.programs.display());
        if is_root() {
            call("su", &["postgres", "-s", "/bin/sh", "-c", &line])
        } else {
            call("sh", &["-c", &line])
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stop = format!("pg_ctl -D {} -m immediate -w stop", self.data());
        if self.its(&stop).output().is_err() {
            say("PostgreSQL could not be stopped");
        }
    }
}
