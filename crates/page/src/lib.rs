//! How a page looks and speaks: layout, components, assets, languages, editions.
