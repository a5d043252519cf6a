//! What every feature stands on: database door, accounts, audit, jobs, events, mail, web.
