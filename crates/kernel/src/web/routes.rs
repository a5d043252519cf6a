//! The list of routes; who may come is the second word of each.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::account::Role;
use crate::site::Site;

use super::Fault;
use super::visit::VisitData;

/// Who may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    Anyone,
    /// Whoever proved that a case is theirs. The feature's own extractor asks for the proof.
    Resident,
    /// Anyone of the force who is signed in; what they see of it is a matter of their team.
    Desk,
    Supervisor,
    Admin,
}

/// One route, as `bluelamp routes` and the guards list it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
}

/// The largest body of an ordinary form.
pub(super) const FORM_BYTES: usize = 512 * 1024;

/// The routes of a feature.
#[derive(Default)]
pub struct Routes {
    lines: Vec<Line>,
    router: Router<Site>,
}

impl Routes {
    #[must_use]
    pub fn get<H: Handler<T, Site>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.add("GET", path, access, get(handler), FORM_BYTES)
    }

    #[must_use]
    pub fn post<H: Handler<T, Site>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.add("POST", path, access, post(handler), FORM_BYTES)
    }

    /// A form with files: `most` bytes in all.
    #[must_use]
    pub fn post_files<H: Handler<T, Site>, T: 'static>(
        self,
        path: &'static str,
        access: Access,
        most: usize,
        handler: H,
    ) -> Self {
        self.add("POST", path, access, post(handler), most)
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        route: MethodRouter<Site>,
        most: usize,
    ) -> Self {
        self.lines.push(Line { method, path, access });
        let guarded =
            route
                .layer(DefaultBodyLimit::max(most))
                .layer(from_fn(move |request: Request, next: Next| {
                    guard(access, request, next)
                }));
        self.router = self.router.route(path, guarded);
        self
    }

    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self.router = self.router.merge(other.router);
        self
    }

    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(super) fn into_router(self) -> Router<Site> {
        self.router
    }
}

async fn guard(access: Access, request: Request, next: Next) -> Response {
    let role = request
        .extensions()
        .get::<VisitData>()
        .and_then(|v| v.staff.as_ref())
        .map(|s| s.role);
    let allowed = match (access, role) {
        (Access::Anyone | Access::Resident, _) => Ok(()),
        (_, None) => Err(Fault::SignIn),
        (Access::Desk, Some(_))
        | (Access::Supervisor, Some(Role::Supervisor | Role::Admin))
        | (Access::Admin, Some(Role::Admin)) => Ok(()),
        (Access::Supervisor | Access::Admin, Some(_)) => Err(Fault::Forbidden),
    };
    match allowed {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}
