//! `serve` and `work`: the two that stay.

use std::io::Write;

use anyhow::Context;
use kernel::{Routes, Site};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::start::{Place, Steps, site};

pub async fn serve(
    place: &Place,
    listen: Option<&str>,
    work: bool,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let mut config = place.config()?;
    // Listening comes first: a taken address is known before anything is touched.
    let listener = bind(listen.unwrap_or(&config.server.listen)).await?;
    let address = listener.local_addr()?;
    config.server.listen = address.to_string();
    let (site, routes) = site(config, place.data(), Steps::TakeIfEmbedded, true).await?;
    // Whoever reads the line may ask it to stop in the same moment.
    let stop = stop()?;
    writeln!(out, "ready http://{address}")?;
    out.flush()?;
    run(site, routes, listener, work, stop).await
}

pub async fn work(place: &Place) -> anyhow::Result<bool> {
    let (site, _) = site(place.config()?, place.data(), Steps::TakeIfEmbedded, true).await?;
    tracing::info!(database = site.db().engine(), "Working");
    kernel::job::work(site, stop()?).await;
    Ok(true)
}

pub async fn bind(listen: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}"))
}

/// Serves (and works) until the process is told to stop; requests and jobs under way are finished.
pub async fn run(
    site: Site,
    routes: Routes,
    listener: TcpListener,
    work: bool,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<bool> {
    let app = kernel::web::app(&site, routes);
    tracing::info!(
        address = %listener.local_addr()?,
        database = site.db().engine(),
        work,
        "Serving"
    );
    let worker = work.then(|| tokio::spawn(kernel::job::work(site.clone(), stop.clone())));
    let warm = site.clone();
    tokio::spawn(async move { warm.warm().await });
    let served = kernel::web::serve(&site, app, listener, stop).await;
    if let Some(worker) = worker {
        worker.await.context("the worker stopped in the middle")?;
    }
    tracing::info!("Stopped");
    served.context("the server stopped")?;
    Ok(true)
}

/// Becomes true when the process is asked to stop (SIGTERM, or Ctrl-C). It listens from now on, not from when the
/// task first runs.
pub fn stop() -> anyhow::Result<watch::Receiver<bool>> {
    let (tell, told) = watch::channel(false);
    #[cfg(unix)]
    let (mut term, mut interrupt) = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?)
    };
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = term.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        let _ = tell.send(true);
        // The sender lives on, so that a receiver that looks late is not told of a closed channel.
        tell.closed().await;
    });
    Ok(told)
}
