//! Form definitions: pages, conditions, validation, next page.
