//! The running service: listen, work, and stop without losing anything.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use lustrum_app::App;
use lustrum_web::{AppState, WebSettings};
use lustrum_worker::Worker;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{
    cli::Failure,
    config::{Config, LogFormat},
};

/// How long requests and mails in progress may take to finish after a stop
/// signal. Longer than the mail server's time limit; a service manager that
/// kills earlier loses no more than a crash would: nothing.
pub(crate) const SOFT_STOP: Duration = Duration::from_secs(40);

/// Sets up logging. Messages carry ids, never addresses, secrets or texts.
pub(crate) fn log(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log.level).map_err(Failure::because("log.level"))?;
    let registry = tracing_subscriber::registry().with(filter);
    let stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let set = match config.log.format {
        LogFormat::Text => registry.with(stderr).try_init(),
        LogFormat::Json => registry.with(stderr.json()).try_init(),
    };
    set.map_err(Failure::because("logging cannot be set up"))
}

/// A listener on `addr`.
pub(crate) async fn listen(addr: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(addr).await.map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            return Failure::unusable(format!(
                "another program listens on {addr} already; --addr {}:0 takes a free port",
                addr.ip()
            ));
        }
        Failure::because(format!("cannot listen on {addr}"))(error)
    })
}

/// The recorder behind `/metrics`; one per process.
pub(crate) fn metrics() -> Result<PrometheusHandle, Failure> {
    PrometheusBuilder::new()
        .install_recorder()
        .map_err(Failure::because("metrics cannot be set up"))
}

/// Serves until `stop`, with the worker beside it. What ends before that takes the
/// rest along, and the process ends with an error.
pub(crate) async fn run(
    listener: TcpListener,
    app: App,
    worker: Option<Worker>,
    settings: WebSettings,
    stop: CancellationToken,
) -> Result<(), Failure> {
    let metrics = metrics()?;
    let upkeep = metrics.clone();
    let state = AppState {
        app,
        metrics,
        settings: Arc::new(settings),
    };
    let router = lustrum_web::router(state);
    let working = worker.map(|worker| beside(worker.run(stop.clone()), &stop));
    let stopped = stop.clone();
    let upkeep = tokio::spawn(async move {
        while !stopped.is_cancelled() {
            upkeep.run_upkeep();
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(10)) => {}
                () = stopped.cancelled() => {}
            }
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving =
        axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
    let serving = beside(async move { serving.await }, &stop);
    stop.cancelled().await;
    let mut worked = Ok(Ok(()));
    let served = tokio::time::timeout(SOFT_STOP, async {
        let _ = upkeep.await;
        if let Some(working) = working {
            worked = working.await;
        }
        serving.await
    })
    .await;
    worked
        .map_err(Failure::because("the worker stopped"))?
        .map_err(Failure::because("the worker stopped"))?;
    match served {
        Ok(Ok(Ok(()))) => Ok(()),
        Ok(Ok(Err(error))) => Err(Failure::because("the service stopped")(error)),
        Ok(Err(error)) => Err(Failure::because("the service stopped")(error)),
        Err(_) => {
            tracing::warn!("requests were still running and were cut off");
            Ok(())
        }
    }
}

/// Runs `work` beside the rest and cancels `stop` when it ends, however it does: a
/// service of which half still runs would look healthy.
fn beside<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
    stop: &CancellationToken,
) -> JoinHandle<T> {
    let ends = stop.clone().drop_guard();
    tokio::spawn(async move {
        let _ends = ends;
        work.await
    })
}

/// Cancels the token it returns when the process is asked to stop.
pub(crate) fn stop_on_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let token = stop.clone();
    tokio::spawn(async move {
        signal().await;
        token.cancel();
    });
    stop
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn panics() {
        panic!("on purpose");
    }

    #[tokio::test]
    async fn what_ends_early_takes_the_rest_along() {
        let stop = CancellationToken::new();
        let early = beside(panics(), &stop);
        stop.cancelled().await;
        assert!(early.await.is_err_and(|error| error.is_panic()));
    }
}
